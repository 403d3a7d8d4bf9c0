"""Real texts of real sites and services lose no word on their way into a page."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from corpora import FOLDER, fields

from paperfolio.text.markup import inline, markdown

# What a page does not show as words: commands, formulas, tags, addresses of links, and marks of other programs.
_NO_WORDS = re.compile(
    r"<jats:title>Abstract</jats:title>|\\+[A-Za-z]+\*?|\\*\$[^$]*\$|<[^<>]*>|\{[{%].*?[%}]\}|\]\([^()]*\)|^\s*\[[^\]]*\]:.*$|https?://\S+"
    r"|^[ \t]*(?:```|~~~).*$|\{:[^{}]*\}|<!--.*?-->",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def folded(text: str) -> str:
    """Return the letters and digits of a text, without accents, ligatures and case."""
    letters = re.sub(r"\\['\"`^~=.]", "", unicodedata.normalize("NFKD", text))
    return "".join(letter for letter in letters if letter.isalnum()).casefold()


def lost(source: str, made: str) -> list[str]:
    """Return the words of a source that are not in what was made of it."""
    shown = folded(made)
    words = _WORD.findall(re.sub(r"\\['\"`^~=.]", "", _NO_WORDS.sub(" ", unescape(unescape(source)))))
    return [word for word in words if folded(word) not in shown]


@pytest.mark.parametrize(
    "source",
    [
        "The {\\textless}i{\\textgreater}in vitro{\\textless}/i{\\textgreater} growth of {DNA}",
        "<jats:title>Background</jats:title> <jats:p>We study &amp;lt;i&amp;gt;E. coli&amp;lt;/i&amp;gt;</jats:p>",
        "{\\$}x{\\$} and $\\backslash$textit{\\{}words{\\}} with \\ifmmode yes\\else plain\\fi{} words",
        "``almost\" 'quoted' {\\bf bold \\it italic} \\unknown{kept} \\footnote{noted} ~tied~words",
    ],
)
def test_exports_lose_no_word(source: str) -> None:
    """Whatever an exporter wraps around the words of a text, each of them is in its plain text."""
    for renderer in (inline, markdown):
        made = renderer(source).text
        assert [word for word in lost(source, made) if word not in {"jats", "yes", "textit"}] == []


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no corpora at {FOLDER}")
def test_real_fields_lose_no_word() -> None:
    """No word of any title, abstract, venue or note of the corpora is lost."""
    found = list(fields())
    assert len(found) > 2000
    missing = [
        (each.place, words)
        for each in found
        if (words := lost(each.text, (inline if each.kind == "title" else markdown)(each.text).text))
    ]
    assert missing == []
