r"""Quantities in the notation of mhchem: `\pu{1.2e3 kJ mol-1}` as a formula.

Source: the manual of mhchem (M. Hensel), version 4, section "Physical Units".
"""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

_NUMBER = lazy(
    r"\s*(?P<sign>\+-|\+/-|\\pm\s*|±|[+-])?\s*(?P<value>\d[\d ]*(?:[.,]\d+)*|[.,]\d+)?"
    r"(?:\((?P<error>\d+)\))?"
    r"(?:\s*(?P<times>[eE]|[x*×]\s*10\^)\s*(?P<braces>\{)?(?P<power>[+-]?\d+)(?(braces)\}))?"
)
_MORE = lazy(r"\s*(?P<between>\+-|\+/-|\\pm\s*|±|--|–|x|×)\s*(?=[\d.])")
_TOKEN = lazy(
    r"(?P<slash>/)|(?P<power>\^?\{?(?P<digits>[+-]?\d+)\}?)|(?P<command>\\[A-Za-z]+\s*|\\.)|(?P<letters>[^\W\d_]+)"
    r"|(?P<space>\s+|[.*·~])|(?P<math>\$[^$]*\$)|(?P<other>.)",
    re.DOTALL,
)
_SIGNS = {
    "+-": "\\pm ", "+/-": "\\pm ", "±": "\\pm ", "--": "\\text{–}", "–": "\\text{–}", "x": "\\times ",
    "×": "\\times ",
}  # fmt: skip


def quantity(source: str) -> str:
    r"""Return LaTeX for the argument of `\pu`: `123 kJ/mol` is `123\,\mathrm{kJ}/\mathrm{mol}`."""
    numbers, position = _numbers(source)
    above, double, below = source[position:].strip().partition("//")
    unit = f"\\frac{{{_units(above.strip())}}}{{{_units(below.strip())}}}" if double else _units(above)
    return f"{numbers}\\,{unit}" if numbers and unit and unit[:2] not in {"\\%", "°"} else numbers + unit


def _numbers(source: str) -> tuple[str, int]:
    out: list[str] = []
    position = 0
    while match := _NUMBER.match(source, position):
        if not match["value"] and not (match["times"] and match["power"]):
            break
        sign = match["sign"] or ""
        out.append(_SIGNS.get(sign.strip(), sign))
        value = (match["value"] or "").strip()
        out.append(value.replace(",", "{,}").replace(" ", "\\,"))
        out.append(f"({match['error']})" if match["error"] else "")
        if match["times"]:
            dot = "\\cdot " if match["times"] in {"e", "*"} or "*" in match["times"] else "\\times "
            out.append(f"{dot if value else ''}10^{{{match['power']}}}")
        position = match.end()
        more = _MORE.match(source, position)
        if not more:
            break
        out.append(_SIGNS.get(more["between"].strip(), more["between"]))
        position = more.end()
    return "".join(out), position


def _units(source: str) -> str:
    out: list[str] = []
    for token in _TOKEN.finditer(source):
        kind, piece = token.lastgroup, token.group()
        if kind == "power":
            out.append(f"^{{{token['digits']}}}")
        elif kind == "letters":
            out.append(f"\\mathrm{{{piece}}}")
        elif kind == "space":
            out.append("\\," if piece.isspace() or piece == "~" else "{\\cdot}")
        elif kind == "math":
            out.append(f"{{{piece[1:-1]}}}")
        elif kind == "command":
            out.append(f"{{{piece.strip()}}}" if piece[1].isalpha() else piece)
        else:
            out.append(
                {"°": "\\text{°}", "%": "\\%", "µ": "\\text{µ}", "'": "\\text{′}", "#": "\\#"}.get(
                    piece, piece
                )
            )
    return "".join(out)
