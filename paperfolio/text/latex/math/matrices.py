r"""Environments in formulas as the converter accepts them: fewer names, no numbers, no widths.

In the columns of an array, the converter knows `l`, `c`, `r` and `|`; it knows no space between rows and no vertical
position.
"""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from ..braces import arguments
from ..rows import ROOM

_ALIGNED = {
    "align": "aligned", "align*": "aligned", "flalign": "aligned", "flalign*": "aligned", "eqnarray": "aligned",
    "eqnarray*": "aligned", "split": "aligned", "alignat": "aligned", "alignat*": "aligned", "alignedat": "aligned",
    "IEEEeqnarray": "aligned", "IEEEeqnarray*": "aligned", "gather": "gathered", "gather*": "gathered",
    "multline": "gathered", "multline*": "gathered", "multlined": "gathered", "smallmatrix": "matrix",
    "psmallmatrix": "pmatrix", "bsmallmatrix": "bmatrix", "vsmallmatrix": "vmatrix",
    "Vsmallmatrix": "Vmatrix", "Bsmallmatrix": "Bmatrix",
    "dcases*": "dcases", "cases*": "cases", "rcases*": "rcases", "drcases*": "drcases",
    "numcases": "cases", "multlined*": "gathered", "IEEEeqnarraybox": "aligned",
    "subequations": "", "equation": "", "equation*": "", "displaymath": "", "math": "", "dmath": "", "dmath*": "",
    "tabular": "array", "matrix*": "matrix", "pmatrix*": "pmatrix", "bmatrix*": "bmatrix",
    "vmatrix*": "vmatrix", "Vmatrix*": "Vmatrix", "Bmatrix*": "Bmatrix",
}  # fmt: skip

MATH_ENVIRONMENTS = frozenset(_ALIGNED) - {"tabular"} | {
    "aligned", "gathered", "cases", "dcases", "matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix",
    "array", "subarray", "rcases", "drcases", "darray", "CD",
}  # fmt: skip

_ENVIRONMENT = lazy(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}")
_PLACE = lazy(r"(\\begin\{[A-Za-z]+\})\s*\[[tbclr]\]")
_ROW_END = lazy(rf"\\\\(?:\*?[ \t]*{ROOM}|\*)")
_COLUMNS = lazy(r"(\\begin\{(?:alignat\*?|alignedat|IEEEeqnarray\*?)\})\s*\{[^{}]*\}")
_ARRAY = lazy(r"\\begin\{array\}\s*(?=\{)")
_REPEATED = lazy(r"\*\s*\{(\d)\}\s*\{([^{}]*)\}")
_RULES = lazy(r"(?:\\h(?:dash)?line\s*){2,}")
_TAG = lazy(r"\\tag(\*?)\s*(?=\{)")
_MOST_TAGS = 100  # in one formula
_LEVEL = lazy(r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\\\|\\.", re.DOTALL)
_NO_COLUMN = lazy(r"[@!><]\s*\{[^{}]*\}|\{[^{}]*\}|[^lcrpmbX|]")


def tags(source: str) -> str:
    r"""Return a formula with each `\\tag{1}` as the text (1) at the end of its row."""
    for _ in range(_MOST_TAGS):
        tag = _TAG.search(source)
        if tag is None:
            break
        given, end = arguments(source, tag.end(), 1)
        if given is None:
            break
        at = _row_end(source, end)
        written = f"\\qquad\\text{{{given[0] if tag[1] else f'({given[0]})'}}} "
        source = f"{source[: tag.start()]}{source[end:at].rstrip()}{written}{source[at:]}"
    return source


def _row_end(source: str, position: int) -> int:
    """Return where the row around an offset ends: before the next one, or where its environment ends."""
    depth = 0
    for mark in _LEVEL.finditer(source, position):
        piece = mark.group()
        if depth == 0 and piece in {"\\\\", "\\end"}:
            return mark.start()
        depth += (piece == "\\begin") - (piece == "\\end")
    return len(source)


def environments(source: str) -> str:
    """Return a formula whose environments are those that the converter knows."""
    if "\\\\" in source:
        source = _ROW_END.sub(r"\\\\ ", source)
    if "\\begin" not in source:
        return source
    triple = "eqnarray" in source
    source = _ENVIRONMENT.sub(_environment, _COLUMNS.sub(r"\1", source))
    source = _RULES.sub(r"\\hline ", source)
    source = _arrays(_PLACE.sub(r"\1", source))
    return _one_column_mark(source) if triple else source


def _environment(match: re.Match[str]) -> str:
    name = _ALIGNED.get(match[2], match[2])
    return f"\\{match[1]}{{{name}}}" if name else ""


def _arrays(source: str) -> str:
    """Reduce the columns of each array to their alignment and rules."""
    out: list[str] = []
    position = 0
    while array := _ARRAY.search(source, position):
        given, end = arguments(source, array.end(), 1)
        if given is None:
            break
        (columns,) = given
        columns = _REPEATED.sub(lambda m: m[2] * int(m[1]), columns)
        columns = re.sub("[pmbX]", "l", _NO_COLUMN.sub("", columns))
        out += (source[position : array.start()], f"\\begin{{array}}{{{columns}}}")
        position = end
    return "".join(out) + source[position:]


def _one_column_mark(source: str) -> str:
    """Keep the first `&` of each row: the three columns of `eqnarray` become two."""
    out: list[str] = []
    seen = False
    for piece in re.split(r"(\\\\|\\.|&)", source):
        if piece == "&":
            out.append("" if seen else piece)
            seen = True
            continue
        seen = seen and piece != "\\\\"
        out.append(piece)
    return "".join(out)
