r"""Chemical formulas: what `\ce{…}` of the package mhchem says, as a formula.

Source: mhchem manual (M. Hensel), sections "Chemical Equations" to "Charges", "Isotopes", "Reaction Arrows",
"Bonds" and "Precipitate and Gas".
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<arrow>(?:<=>|<-->|<->|->|<-)(?:\[[^\[\]]*\]){0,2})|(?P<state>(?<=\s)[v^](?!\S))|(?P<bond>[-=#](?=[A-Z(]))"
    r"|(?P<up>\^(?:\{[^{}]*\}|\d*[+-]|\d+))|(?P<down>_(?:\{[^{}]*\}|\w))"
    r"|(?P<command>\\[A-Za-z]+)|(?P<math>\$[^$]*\$)|(?P<element>[A-Za-z]+)|(?P<number>\d+(?:\.\d+(?!H2O))?)"
    r"|(?P<charge>[+-](?![A-Za-z0-9(\[]))|(?P<water>\.(?=\d*H2O))|(?P<blank>\s+)|(?P<other>.)",
    re.DOTALL,
)
_ARROWS = {
    "->": "rightarrow",
    "<-": "leftarrow",
    "<=>": "rightleftharpoons",
    "<->": "leftrightarrow",
    "<-->": "rightleftarrows",
}
_BONDS = {"-": "–", "=": "=", "#": "≡"}


def formula(source: str) -> str:
    r"""Return LaTeX for the argument of `\ce`: `SO4^2-` is `\mathrm{SO}_{4}^{2-}`."""
    out: list[str] = []
    bound = False  # whether a number or a charge would belong to what stands before it
    before: str | None = None
    for token in _TOKEN.finditer(source):
        kind, text = token.lastgroup, token.group()
        if kind == "arrow":
            out.append(_arrow(*text.replace("]", "").split("[")))
        elif kind == "state":
            out.append(r"\downarrow " if text == "v" else r"\uparrow ")
        elif kind == "water":
            out.append(r"\cdot ")
        elif kind == "charge" and before == "up":
            out[-1] = f"{out[-1][:-1]}{text}}}"
        elif kind == "bond" and bound:
            out.append(f"\\text{{{_BONDS[text]}}}")
        elif kind in {"up", "down"}:
            out.append(("" if bound else "{}") + text[0] + "{" + text[1:].strip("{}") + "}")
        elif kind == "math":
            out.append(f"{{{text[1:-1]}}}")
        elif kind == "element":
            out.append(f"\\mathrm{{{text}}}")
        elif kind == "number":
            out.append(f"_{{{text}}}" if bound else text)
        elif kind == "charge" and bound:
            out.append(f"^{{{text}}}")
        else:
            out.append({"*": r"\cdot ", "#": r"\equiv "}.get(text, text))
        before = kind
        bound = kind in {"element", "up", "down"} or text in (")", "]", "}") or (kind == "number" and bound)
    return "".join(out)


def _arrow(mark: str, above: str = "", below: str = "") -> str:
    arrow = f"\\{_ARROWS[mark]} "
    for place, text in (("under", below), ("over", above)):
        arrow = f"\\{place}set{{{formula(text)}}}{{{arrow}}}" if text else arrow
    return arrow
