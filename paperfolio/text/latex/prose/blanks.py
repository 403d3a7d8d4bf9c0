r"""Whether the blank behind a macro that stands for a character is TeX's or the author's.

TeX takes the blank behind every control word. Authors and exporters know it where the character belongs
to what follows (`5\textdegree C`, `\textquotedblleft a`); behind a word or a mark that belongs to what
stands before (`\LaTeX is`, `\ldots and`, `Foo\texttrademark is`) the blank is meant to be seen.
"""

from __future__ import annotations

import re

# What these stand for opens, or belongs to, what follows.
_OPENING = frozenset({
    "S", "P", "textsection", "textparagraph", "pounds", "textsterling", "euro", "texteuro", "EUR", "textyen", "yen",
    "textdollar", "textmu", "micro", "textquoteleft", "textquotedblleft", "lq", "glqq",
    "flqq", "og", "quotesinglbase", "quotedblbase", "guillemotleft", "guillemetleft", "guilsinglleft",
    "textexclamdown", "textquestiondown", "textless", "textgreater", "textasciitilde", "textnumbersign",
    "textbackslash", "backslash", "textunderscore", "textbraceleft", "lbrace", "lbrack", "slash",
    "textfractionsolidus", "textminus", "textnonbreakinghyphen", "textdblhyphen", "textcompwordmark",
    "textasciicircum", "farcs", "farcm", "fdg", "fs", "fh", "fm",
})  # fmt: skip
# These stand between two things, with as much room on either side.
_BETWEEN = frozenset({
    "textendash", "textemdash", "textthreequartersemdash", "textpm", "texttimes", "textdiv", "textrightarrow",
    "textleftarrow", "textbar", "textampersand",
})  # fmt: skip
# These belong to some things that follow.
_SCALE = re.compile(r"[CFKNSEW](?![A-Za-z])")  # Celsius, or a point of the compass
_ENDING = re.compile(r"(?:s|t|d|m|re|ve|ll)(?![A-Za-z])")
_BEFORE = {
    **dict.fromkeys(("textdegree", "degree", "degrees", "deg", "degr", "arcdeg"), _SCALE),
    **dict.fromkeys(("textquoteright", "rq"), _ENDING),
}


def eats_blank(name: str, before: str, following: str) -> bool:
    """Tell whether the blank between the macro `name` and what follows is TeX's; `before` stands before it."""
    if name in _BETWEEN:
        return not before.isspace() and before not in {"", "~"}
    return name in _OPENING or (name in _BEFORE and bool(_BEFORE[name].match(following)))
