r"""Commutative diagrams: `\begin{CD} A @>a>> B \\ @VbVV @AAcA \\ C @= D \end{CD}` as a matrix of objects and arrows.

Source: the manual of the package amscd.
"""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

_DIAGRAM = lazy(r"\\begin\s*\{CD\}(.*?)\\end\s*\{CD\}", re.DOTALL)
_ROW = lazy(r"\\\\(?:\s*\[[^\]]{0,20}\])?|\\cr(?![A-Za-z])")
_HORIZONTAL = {">": "\\xrightarrow", "<": "\\xleftarrow", ")": "\\xrightarrow", "(": "\\xleftarrow"}
_VERTICAL = {"V": "\\Big\\downarrow ", "A": "\\Big\\uparrow "}
_BARE = {"=": "\\xlongequal{\\quad}", "|": "\\Big\\Vert ", ".": ""}


def diagrams(source: str) -> str:
    """Return a formula with its diagrams written as matrices."""
    return _DIAGRAM.sub(lambda m: _matrix(m[1]), source) if "{CD}" in source else source


def _matrix(content: str) -> str:
    rows = r" \\ ".join(_row(row) for row in _ROW.split(content) if row.strip())
    return f"\\begin{{matrix}}{rows}\\end{{matrix}}"


def _row(row: str) -> str:
    """Return one row: objects with arrows between them, or upright arrows with gaps between them."""
    cells: list[str] = []
    pieces = row.split("@")
    upright = not pieces[0].strip() and all(piece[:1] in "VA|." for piece in pieces[1:])
    if not upright:
        cells.append(pieces[0].strip())
    rest = pieces[1:]
    while rest:
        mark, arrow = rest[0][:1], rest.pop(0)
        while mark and mark in "><)(VA" and arrow.count(mark) < 3 and rest:
            arrow += f"@{rest.pop(0)}"  # a label with an @ in it
        first, second, behind = _labels(mark, arrow)
        if mark in _VERTICAL:
            left, right = (f"{{\\scriptstyle {label}}}" if label else "" for label in (first, second))
            cells.append(f"{left}{_VERTICAL[mark]}{right}")
        elif mark in _HORIZONTAL:
            above, below = first or "\\quad", f"[{second}]" if second else ""
            cells.append(f"{_HORIZONTAL[mark]}{below}{{{above}}}")
        else:
            cells.append(_BARE.get(mark, f"@{mark}"))
        cells.append(behind.strip())
    return " & ".join(cells if not upright else cells[:-1])


def _labels(mark: str, arrow: str) -> tuple[str, str, str]:
    """Return both labels of an arrow and what follows it: `>a>b> B` is (a, b, B)."""
    if mark not in _HORIZONTAL and mark not in _VERTICAL:
        return "", "", arrow[1:]
    first, second, behind = [*arrow[1:].split(mark, 2), "", ""][:3]
    return first.strip(), second.strip(), behind
