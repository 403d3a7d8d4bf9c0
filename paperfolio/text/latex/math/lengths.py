r"""Lengths in formulas, as the arguments of `\kern`, `\hspace` and `\rule` give them, in em."""

from __future__ import annotations

from paperfolio.text.patterns import lazy

LENGTH = lazy(
    r"\s*=?\s*(?P<value>[+-]?\s*(?:\d+\.?\d*|\.\d+))\s*(?:true\s*)?"
    r"(?P<unit>em|ex|mu|pt|pc|in|bp|cm|mm|dd|cc|nd|nc|sp|px)\s?(?:\s*(?:plus|minus)\s*[\d.]+\s*[a-z]{2,5})*"
)
# One of each in em, where an em is 10 pt (TeXbook, chapter 10).
_EM = {
    "em": 1.0, "ex": 0.431, "mu": 1 / 18, "pt": 0.1, "pc": 1.2, "in": 7.227, "bp": 0.10038, "cm": 2.8453, "mm": 0.28453,
    "dd": 0.107, "cc": 1.284, "nd": 0.10669, "nc": 1.28, "sp": 0.0, "px": 0.10038,
}  # fmt: skip


def em(length: str) -> str:
    """Return a length in em for the converter; 0em where it isn't a length, is negative, or depends on the page."""
    match = LENGTH.match(length)
    value = float(match["value"].replace(" ", "")) * _EM[match["unit"]] if match else 0.0
    return f"{min(max(value, 0.0), 40.0):.4g}em"
