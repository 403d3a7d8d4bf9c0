"""Head elements from plain text: the one place where text becomes markup, and so is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from paperfolio.text.cleaning import clean

# A description longer than this is cut off in results and previews.
LONGEST = 200

# In a script element, `<` could end it or begin a comment (HTML Standard, "Restrictions for contents of
# script elements"); the separators end a line of JavaScript before ES2019.
_IN_SCRIPT = tuple((letter, f"\\u{ord(letter):04x}") for letter in "<>&\u2028\u2029")


def named(name: str, content: str) -> str:
    """Return `<meta name=… content=…>`, or nothing for no content."""
    return _meta("name", name, content)


def open_graph(name: str, content: str) -> str:
    """Return `<meta property=… content=…>` (The Open Graph protocol), or nothing for no content."""
    return _meta("property", name, content)


def _meta(kind: str, name: str, content: str) -> str:
    content = clean(content)
    return f'<meta {kind}="{name}" content="{escape(content)}">' if content else ""


def link(rel: str, href: str, **more: str) -> str:
    """Return `<link rel=… href=…>` with further attributes; `hreflang` and the like are given by name."""
    rest = "".join(f' {name}="{escape(clean(value))}"' for name, value in more.items() if value)
    return f'<link rel="{rel}"{rest} href="{escape(href)}">'


def linked_data(value: Mapping[str, Any]) -> str:
    """Return JSON-LD (JSON-LD 1.1, section 7) that no text within it can break out of."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, escaped in _IN_SCRIPT:
        text = text.replace(letter, escaped)
    return f'<script type="application/ld+json">{text}</script>'


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return text as one line of at most that many characters, cut between words where it can be."""
    text = clean(text)
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    word = kept.rfind(" ")
    return kept[: word if word > longest // 2 else None].rstrip(" ,;:–—-") + "…"
