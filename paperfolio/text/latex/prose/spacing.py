r"""Decide whether the space after a macro for a character ends its name or belongs to the text.

TeX skips the space after every control word. Authors and exporters rely on that where the character belongs to what
follows (`5\textdegree C`, `\textquotedblleft a`); after a word or a mark that belongs to the text before it
(`\LaTeX is`, `\ldots and`, `Foo\texttrademark is`) they mean the space to be visible.
"""

from __future__ import annotations

from paperfolio.text.patterns import lazy

# These characters open, or belong to, what follows.
_OPENING = frozenset({
    "S", "P", "textsection", "textparagraph", "pounds", "textsterling", "euro", "texteuro", "EUR", "textyen", "yen",
    "textdollar", "textmu", "micro", "textquoteleft", "textquotedblleft", "lq", "glqq",
    "flqq", "og", "quotesinglbase", "quotedblbase", "guillemotleft", "guillemetleft", "guilsinglleft",
    "textexclamdown", "textquestiondown", "textless", "textgreater", "textasciitilde", "textnumbersign",
    "textbackslash", "backslash", "textunderscore", "textbraceleft", "lbrace", "lbrack", "slash",
    "textfractionsolidus", "textminus", "textnonbreakinghyphen", "textdblhyphen", "textcompwordmark",
    "textasciicircum", "farcs", "farcm", "fdg", "fs", "fh", "fm",
})  # fmt: skip
# These are between two things, with the same space on both sides.
_BETWEEN = frozenset({
    "textendash", "textemdash", "textthreequartersemdash", "textpm", "texttimes", "textdiv", "textrightarrow",
    "textleftarrow", "textbar", "textampersand",
})  # fmt: skip
# These belong only to certain texts that follow.
_SCALE = lazy(r"[CFKNSEW](?![A-Za-z])")  # Celsius, or a point of the compass
_ENDING = lazy(r"(?:s|t|d|m|re|ve|ll)(?![A-Za-z])")
_BEFORE = {
    **dict.fromkeys(("textdegree", "degree", "degrees", "deg", "degr", "arcdeg"), _SCALE),
    **dict.fromkeys(("textquoteright", "rq"), _ENDING),
}


def eats_space(name: str, before: str, following: str) -> bool:
    """Return whether the space between the macro `name` and `following` is skipped; `before` precedes the macro."""
    if name in _BETWEEN:
        return not before.isspace() and before not in {"", "~"}
    return name in _OPENING or (name in _BEFORE and bool(_BEFORE[name].match(following)))
