r"""Chemical formulas: what `\ce{…}` of the package mhchem says, as a formula.

Source: mhchem manual (M. Hensel), sections "Chemical Equations" to "Charges" and "Isotopes". Bonds and
the placing of text over arrows are set as they stand.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<arrow><=>|<->|->|<-)|(?P<up>\^(?:\{[^{}]*\}|\d*[+-]|\d+))|(?P<down>_(?:\{[^{}]*\}|\w))"
    r"|(?P<command>\\[A-Za-z]+)|(?P<math>\$[^$]*\$)|(?P<element>[A-Za-z]+)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<charge>[+-](?![A-Za-z0-9(\[]))|(?P<blank>\s+)|(?P<other>.)",
    re.DOTALL,
)
_ARROWS = {
    "->": r"\rightarrow ",
    "<-": r"\leftarrow ",
    "<=>": r"\rightleftharpoons ",
    "<->": r"\leftrightarrow ",
}


def formula(source: str) -> str:
    r"""Return LaTeX for the argument of `\ce`: `SO4^2-` is `\mathrm{SO}_{4}^{2-}`."""
    out: list[str] = []
    bound = False  # whether a number or a charge would belong to what stands before it
    for token in _TOKEN.finditer(source):
        kind, text = token.lastgroup, token.group()
        if kind == "arrow":
            out.append(_ARROWS[text])
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
        bound = kind in {"element", "up", "down"} or text in (")", "]", "}") or (kind == "number" and bound)
    return "".join(out)
