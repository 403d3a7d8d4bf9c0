"""The theme's scripts, styles and other files as visitors get them: as few and as light as they can be."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from functools import lru_cache

from paperfolio.model import Page
from paperfolio.pages import colours
from paperfolio.pages.theme import Theme

# A comment that begins with `/*!` is a licence, and stays.
_SCRIPT_COMMENT = re.compile(
    rb"^[ \t]*(?:/\*(?!!)(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE
)
# Strings and licences stay whole. One space of white space stays where it may separate words: before a colon or an
# operator it has a meaning (`a :hover`, `calc(1px + 2px)`).
_STYLE = re.compile(
    rb"""(?P<whole>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*!.*?\*/)"""
    rb"""|(?:(?<=\s)|\A)/\*.*?\*/\s*|;?\s*(?P<brace>[{}])\s*|\s*(?P<mark>[;,])\s*|(?<=:)\s+|(?P<blank>\s+)""",
    re.DOTALL,
)
_PART = re.compile(rb'@import "(style/[\w-]+\.css)" layer\((\w+)\);\n?')


@lru_cache(maxsize=4)
def static(theme: Theme, accent: str) -> tuple[Page, ...]:
    """Return the static files of the theme and the site, sorted by path.

    The parts of a script (`static/search-*.js`, in the order of their names) and of the style (those that
    `static/paperfolio.css` imports) go out as one file, since each file costs a visitor a request. Where a site
    has no part of its own, the theme's short form (`static/*.min.js`) goes out in their place. An `accent` that is a
    colour becomes the style's last rule.
    """
    files = {}
    own = set()
    for name in theme.names():
        if name.startswith("static/"):
            files[name] = theme.file(name) or b""
            if not theme.where(name)[0].startswith("theme/"):
                own.add(name)
            elif name.endswith(".js"):
                files[name] = _SCRIPT_COMMENT.sub(b"", files[name])
            elif name.endswith(".css"):
                files[name] = _short(files[name])
    if style := files.get("static/paperfolio.css"):
        styles = {name: files.pop(f"static/{name.decode()}", b"") for name, _ in _PART.findall(style)}
        files["static/paperfolio.css"] = _PART.sub(
            lambda part: b"@layer %b{%b}\n" % (part[2], styles[part[1]]), style
        )
        if colours.is_colour(accent):
            files["static/paperfolio.css"] += _own_accent(colours.accent(accent))
    parts = [name for name in files if fnmatch(name, "static/search-*.js")]
    joined = b"".join(files.pop(name).rstrip() + b"\n" for name in parts)
    files.setdefault("static/search.js", joined)
    alone = ((f"static/{name}.js", ()) for name in ("find", "facets", "elsewhere"))
    for name, sources in (*alone, ("static/search.js", parts)):
        short = files.pop(name.replace(".js", ".min.js"), None)
        if short and own.isdisjoint((name, *sources)):
            files[name] = short
    return tuple(Page(path=path, data=data) for path, data in sorted(files.items()))


def _own_accent(accent: colours.Accent) -> bytes:
    rule = f"--accent:light-dark({accent.light},{accent.dark});--bar:light-dark({accent.light},{accent.bar})"
    return f"@layer paperfolio{{:root{{{rule}}}}}\n".encode()


def _short(style: bytes) -> bytes:
    """Return a style without what only its readers need."""

    def kept(match: re.Match[bytes]) -> bytes:
        return match["whole"] or match["brace"] or match["mark"] or (b" " if match["blank"] else b"")

    return _STYLE.sub(kept, style).strip()
