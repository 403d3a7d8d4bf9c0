r"""Tables: the text between `\begin{tabular}{…}` and its `\end`, as rows of cells."""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from ..rows import ROOM
from .call import Parsing
from .nodes import Node, Table, trimmed

# The number of arguments before the first cell: the columns, and before them a width.
TABLES = {
    "tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "supertabular": 1, "tblr": 1,
    "longtblr": 1, "xltabular": 2,
}  # fmt: skip

_MARK = lazy(
    rf"(?P<row>\\(?:\\|tabularnewline(?![A-Za-z]))\*?(?:\s*{ROOM})?)|"
    r"(?P<cell>&(?!\#?\w{1,32};))"
    r"|(?P<rule>\\(?:hline|toprule|midrule|bottomrule|firsthline|lasthline|endhead|endfirsthead|endfoot|endlastfoot)"
    r"(?![A-Za-z])(?:\s*\[[^\]\n]{0,20}\])?|\\(?:cline|cmidrule)(?:\([lr]*\))?\s*\{[^{}]*\})"
    r"|(?P<begin>\\begin(?![A-Za-z]))|\\.|(?P<group>\{)|(?P<math>\$)",
    re.DOTALL,
)


def read_table(parser: Parsing, name: str, start: int, stop: int, depth: int) -> Table:
    """Return the table whose content is `source[start:stop]`; rules and the kinds of its columns are not read."""
    start = parser.options(start, stop)
    for _ in range(TABLES[name]):
        setting = parser.argument(start, stop)
        start = parser.options(setting[2] if setting else start, stop)
    rows: list[tuple[tuple[Node, ...], ...]] = []
    row: list[tuple[Node, ...]] = []
    cell: list[Node] = []

    def end_cell() -> None:
        row.append(trimmed(tuple(cell)))
        cell.clear()

    for begin, end, kind in _cuts(parser, start, stop):
        cell += parser.parse(begin, end, depth + 1)
        if kind != "rule":
            end_cell()
        if kind == "row" and any(row):
            rows.append(tuple(row))
        if kind == "row":
            row.clear()
    return Table(rows=tuple(rows))


def _cuts(parser: Parsing, start: int, stop: int) -> list[tuple[int, int, str]]:
    """Return (start, end, what ends it) of each range between marks, ignoring those in groups and formulas."""
    cuts: list[tuple[int, int, str]] = []
    position = begun = start
    while position < stop and (mark := _MARK.search(parser.source, position, stop)):
        position = mark.end()
        kind = mark.lastgroup or ""
        if kind in {"row", "cell", "rule"}:
            cuts.append((begun, mark.start(), kind))
            begun = position
        elif kind == "begin":
            inner = parser.pairs.environments.get(mark.start())
            position = inner[3] if inner else position
        elif kind:
            partner = parser.pairs.braces if kind == "group" else parser.pairs.dollars
            position = max(position, partner.get(mark.start(), -1) + 1)
    return [*cuts, (begun, stop, "row")]
