"""Pair the marks of a source in one pass: braces, dollars, environments.

Every look-up that the parser makes later is a dictionary access, which is what keeps hostile
nesting linear: no closing brace is ever searched for.
"""

from __future__ import annotations

from dataclasses import dataclass

from paperfolio.text.patterns import lazy

from ..braces import matched

# Each alternative begins with a plain character, which is the fastest for the regex engine.
_MARK = lazy(
    r"\\(?:begin\s*\{(?P<begin>[^{}\\$\n]*)\}|end\s*\{(?P<end>[^{}\\$\n]*)\}|(?P<math>\\?[()\[\]])|.|\n)|\$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    r"""Offsets of partners: each opening mark to its closing one.

    `braces`: `{` to `}`. `dollars`: each `$` to the next `$` in the same group. `formulas`: `\(` to
    `\)` and `\[` to `\]`, the backslash doubled or not. `environments`: `\begin` to (name, start of the
    content, start and end of its `\end`).
    """

    braces: dict[int, int]
    dollars: dict[int, int]
    formulas: dict[int, int]
    environments: dict[int, tuple[str, int, int, int]]


def pairs(source: str) -> Pairs:
    """Pair every mark of the source. Marks without a partner are in none of the tables."""
    braces = matched(source)
    formulas: dict[int, int] = {}
    environments: dict[int, tuple[str, int, int, int]] = {}
    begun: list[tuple[str, int, int]] = []
    waiting: dict[str, int] = {}
    depth_of: dict[str, int] = {}
    dollars: list[int] = []
    for mark in _MARK.finditer(source):
        at, piece = mark.start(), mark.group()
        if piece == "$":
            dollars.append(at)
        elif mark["begin"] is not None:
            name = mark["begin"].strip()
            begun.append((name, at, mark.end()))
            depth_of[name] = depth_of.get(name, 0) + 1
        elif mark["end"] is not None:
            name = mark["end"].strip()
            while depth_of.get(name) and begun:
                found, start, content = begun.pop()
                depth_of[found] -= 1
                if found == name:
                    environments[start] = (name, content, at, mark.end())
                    break
        elif mark["math"]:
            opening = piece[:-1] + {")": "(", "]": "["}.get(piece[-1], piece[-1])
            if piece == opening:
                waiting[piece] = at
            elif (start := waiting.pop(opening, -1)) >= 0:
                formulas[start] = at
    return Pairs(
        braces=braces, dollars=_neighbours(dollars, braces), formulas=formulas, environments=environments
    )


def _neighbours(dollars: list[int], braces: dict[int, int]) -> dict[int, int]:
    """Map each dollar to the next one that lies in the same pair of braces."""
    marks = [(at, 1) for at in braces] + [(at, 2) for at in braces.values()] + [(at, 0) for at in dollars]
    groups = [-1]
    last: dict[int, int] = {}
    following: dict[int, int] = {}
    for at, kind in sorted(marks):
        if kind == 1:
            groups.append(at)
        elif kind == 2:
            groups.pop()
        else:
            if groups[-1] in last:
                following[last[groups[-1]]] = at
            last[groups[-1]] = at
    return following
