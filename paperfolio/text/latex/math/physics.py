r"""Formulas with macros of the packages physics, braket and derivative: `\qty(x)`, `\dv[2]{f}{x}`, `\ev{A}{\psi}`.

Source: the manual of physics (S. de la Barrera), all sections but the one on matrices with entries to fill in.
"""

from __future__ import annotations

from paperfolio.text.patterns import lazy

from ..braces import closing
from .templates import Row, replaced, values

_PAIRS = {"(": ")", "[": "]", "|": "|", "{": "}"}
_SIZE = lazy(r"\s*(?:\\[bB]igg?\s*)?")


def _quantity(opening: str, shut: str, before: str = "") -> Row:
    r"""Return the row of a macro that puts its argument into growing brackets: `\pqty{x}`."""

    def read(source: str, position: int) -> tuple[str, int] | None:
        size = _SIZE.match(source, position)
        position = size.end() if size else position
        first = source[position : position + 1]
        if first in {"(", "[", "|"}:
            end = (
                source.find("|", position + 1)
                if first == "|"
                else closing(source, position, first + _PAIRS[first])
            )
            if end < 0:
                return None
            content, around, behind = source[position + 1 : end], (first, _PAIRS[first]), end + 1
        else:
            given, behind = values(source, position, "m")
            if given is None:
                return None
            content, around = given[0], (opening, shut)
        return f"{before}\\left{around[0]} {content}\\right{around[1]} ", behind

    return read


def _derivative(mark: str) -> Row:
    r"""Return the row of a derivative: `\dv{x}`, `\dv[2]{f}{x}`, `\pdv{f}{x}{y}`, `\pdv{f}{x,y}`."""

    def read(source: str, position: int) -> tuple[str, int] | None:
        apart = source[position - 1 : position] == "*"
        most = 2 if mark == "\\partial " else 1
        given, end = values(source, position, "om" + "g" * most)
        if given is None:
            return None
        order, above, *below = given
        named = [name for name in below if name]
        if not named:
            above, named = "", [above]
        names = [name.strip() for name in named[0].split(",")] if len(named) == 1 else named
        orders = [each.strip() for each in order.split(",")] if order else []
        if len(names) > 1 or len(orders) > 1:
            orders = [*orders, *["1"] * len(names)][: len(names)]
            total = (
                str(sum(map(int, orders))) if all(each.isdecimal() for each in orders) else "+".join(orders)
            )
            under = "".join(
                f"{mark}{name}" + (f"^{{{each}}}" if each != "1" else "")
                for name, each in zip(names, orders, strict=True)
            )
        else:
            total = orders[0] if orders else ""
            under = f"{mark}{names[0]}" + (f"^{{{total}}}" if total else "")
        over = mark + (f"^{{{total}}}" if total else "")
        behind = f" {above}" if apart else ""
        return f"\\frac{{{over} {'' if apart else above}}}{{{under}}}{behind}", end

    return read


def _twice(template: str) -> Row:
    """Return the row of a macro whose second argument defaults to its first."""

    def read(source: str, position: int) -> tuple[str, int] | None:
        given, end = values(source, position, "mg")
        if given is None:
            return None
        return template.replace("#1", given[0]).replace("#2", given[1] or given[0]), end

    return read


def _expectation(source: str, position: int) -> tuple[str, int] | None:
    r"""Read `\ev{A}` or `\ev{A}{\psi}`."""
    given, end = values(source, position, "mg")
    if given is None:
        return None
    operator, state = given
    inside = f"{state}\\middle|{operator}\\middle|{state}" if state else operator
    return f"\\left\\langle {inside}\\right\\rangle ", end


def _braket(source: str, position: int) -> tuple[str, int] | None:
    r"""Read `\braket{a}{b}` of physics or `\braket{a|b}` of braket."""
    given, end = values(source, position, "mg")
    if given is None:
        return None
    inside = f"{given[0]}|{given[1]}" if given[1] else given[0]
    return f"\\langle {inside}\\rangle ", end


_CURLY = ("\\{", "\\}")
_TOTAL, _PARTIAL, _FUNCTIONAL = "\\mathrm{d}", "\\partial ", "\\delta "
_QUICK = "if then else otherwise unless given using assume since let for all even odd integer and or as in"

TABLE: dict[str, Row] = {
    "qty": _quantity(*_CURLY), "quantity": _quantity(*_CURLY), "pqty": _quantity("(", ")"), "bqty": _quantity("[", "]"),
    "Bqty": _quantity(*_CURLY), "vqty": _quantity("|", "|"), "order": _quantity("(", ")", "\\mathcal{O}"),
    "abs": _quantity("|", "|"), "absolutevalue": _quantity("|", "|"), "norm": _quantity("\\|", "\\|"),
    "dv": _derivative(_TOTAL), "derivative": _derivative(_TOTAL), "odv": _derivative(_TOTAL),
    "pdv": _derivative(_PARTIAL), "pderivative": _derivative(_PARTIAL), "partialderivative": _derivative(_PARTIAL),
    "fdv": _derivative(_FUNCTIONAL), "fderivative": _derivative(_FUNCTIONAL),
    "functionalderivative": _derivative(_FUNCTIONAL), "ev": _expectation, "expval": _expectation,
    "expectationvalue": _expectation, "ketbra": _twice("|#1\\rangle\\langle #2|"),
    "dyad": _twice("|#1\\rangle\\langle #2|"), "op": _twice("|#1\\rangle\\langle #2|"),
    "outerproduct": _twice("|#1\\rangle\\langle #2|"), "ip": _twice("\\langle #1|#2\\rangle "),
    "innerproduct": _twice("\\langle #1|#2\\rangle "), "braket": _braket,
    "mel": ("mmm", "\\langle #1|#2|#3\\rangle "), "matrixel": ("mmm", "\\langle #1|#2|#3\\rangle "),
    "matrixelement": ("mmm", "\\langle #1|#2|#3\\rangle "), "mean": ("m", "\\langle #1\\rangle "),
    "eval": ("m", "\\left.#1\\right|"), "evaluated": ("m", "\\left.#1\\right|"),
    "comm": ("mm", "\\left[#1,#2\\right]"), "commutator": ("mm", "\\left[#1,#2\\right]"),
    "acomm": ("mm", "\\left\\{#1,#2\\right\\}"), "anticommutator": ("mm", "\\left\\{#1,#2\\right\\}"),
    "pb": ("mm", "\\left\\{#1,#2\\right\\}"), "poissonbracket": ("mm", "\\left\\{#1,#2\\right\\}"),
    "floor": ("m", "\\left\\lfloor #1\\right\\rfloor "), "ceil": ("m", "\\left\\lceil #1\\right\\rceil "),
    "vb": ("m", "\\mathbf{#1}"), "vectorbold": ("m", "\\mathbf{#1}"), "va": ("m", "\\vec{\\mathbf{#1}}"),
    "vectorarrow": ("m", "\\vec{\\mathbf{#1}}"), "vu": ("m", "\\hat{\\mathbf{#1}}"),
    "vectorunit": ("m", "\\hat{\\mathbf{#1}}"), "grad": ("", "\\nabla "), "gradient": ("", "\\nabla "),
    "divergence": ("", "\\nabla\\cdot "), "curl": ("", "\\nabla\\times "), "laplacian": ("", "\\nabla^2 "),
    "var": ("", "\\delta "), "qq": ("m", "\\quad\\text{#1}\\quad "), "qqtext": ("m", "\\quad\\text{#1}\\quad "),
    "qc": ("", ",\\quad "), "qcomma": ("", ",\\quad "), "qcc": ("", "\\quad\\text{c.c.}\\quad "),
    **{f"q{word}": ("", f"\\quad\\text{{{word}}}\\quad ") for word in _QUICK.split()},
    **{f"{kind}qty": ("m", f"\\begin{{{kind[:-1]}matrix}}#1\\end{{{kind[:-1]}matrix}}") for kind in ("pm", "bm", "vm")},
    "mqty": ("m", "\\begin{matrix}#1\\end{matrix}"), "smqty": ("m", "\\begin{smallmatrix}#1\\end{smallmatrix}"),
}  # fmt: skip


def physics(source: str) -> str:
    """Return a formula with the macros of these packages expanded."""
    return replaced(source, TABLE)
