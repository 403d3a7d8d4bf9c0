r"""Formulas in the words of the package physics: `\qty(x)`, `\dv[2]{f}{x}`, `\order{x}`.

Source: its manual (S. de la Barrera), sections "Automatic bracing" and "Derivatives".
"""

from __future__ import annotations

import re

from ..braces import arguments

_BRACED = {
    "qty": ("\\{", "\\}"), "quantity": ("\\{", "\\}"), "pqty": ("(", ")"), "bqty": ("[", "]"),
    "Bqty": ("\\{", "\\}"), "vqty": ("|", "|"), "order": ("(", ")"),
}  # fmt: skip
_SIZED = re.compile(r"\\(?:qty|quantity)\*?\s*(?:\\[bB]igg?\s*)?(?=[(\[|])")
_ORDER = re.compile(r"\\order\s*(?=\()")
_GROUP = re.compile(r"\\(qty|quantity|[pbBv]qty|order)\*?\s*(?:\\[bB]igg?\s*)?(?=\{)")
_DERIVATIVE = re.compile(
    r"\\([pf]?dv|p?derivative|partialderivative|functionalderivative)\*?\s*(?:\[([^\[\]{}]{1,40})\])?\s*(?=\{)"
)
_WORTH_A_LOOK = re.compile(r"qty|quantity|\\order|dv|derivative")
_MOST = 100


def plain(source: str) -> str:
    """Return a formula with the words of physics written out."""
    if not _WORTH_A_LOOK.search(source):
        return source
    source = _ORDER.sub(r"\\mathcal{O}", _SIZED.sub("", source))
    return _each(_DERIVATIVE, _each(_GROUP, source))


def _each(pattern: re.Pattern[str], source: str) -> str:
    """Write out the calls one after the other, the inner ones too, but no more than anybody would write."""
    position = 0
    for _ in range(_MOST):
        call = pattern.search(source, position)
        if call is None:
            break
        said, end = _derivative(call, source) if pattern is _DERIVATIVE else _braced(call, source)
        source, position = source[: call.start()] + said + source[end:], call.start() + 1
    return source


def _braced(call: re.Match[str], source: str) -> tuple[str, int]:
    values, end = arguments(source, call.end(), 1)
    content = values[0] if values else ""
    opening, closing = _BRACED[call[1]]
    before = "\\mathcal{O}" if call[1] == "order" else ""
    return f"{before}\\left{opening} {content}\\right{closing} ", end


def _derivative(call: re.Match[str], source: str) -> tuple[str, int]:
    values, end = arguments(source, call.end(), 1)
    above = values[0] if values else ""
    variables: list[str] = []
    while source[end : end + 1] == "{" and len(variables) < (2 if call[1].startswith("p") else 1):
        values, end = arguments(source, end, 1)
        variables += values or [""]
        end += not values
    if not variables:
        above, variables = "", [above]
    mark = {"p": "\\partial ", "f": "\\delta "}.get(call[1][0], "\\mathrm{d}")
    power = f"^{{{call[2] or len(variables)}}}" if call[2] or len(variables) > 1 else ""
    below = "".join(f"{mark}{variable}" for variable in variables) + (power if len(variables) == 1 else "")
    return f"\\frac{{{mark}{power} {above}}}{{{below}}}", end
