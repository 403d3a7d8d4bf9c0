"""The package math-core: the converter, and queries about a command, so that no table of ours can be outdated."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from math_core import LatexError, LatexToMathML

from paperfolio.text.patterns import lazy

_OPERATOR = lazy(r"<math><mo[^<>]*>(.)</mo></math>")


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, unicode_substitution="never", allow_unreliable_rendering=True)


def converted(source: str, *, display: bool = False) -> str:
    """Return a formula in MathML, or raise `LatexError`. The source must have been measured before."""
    return _converter().convert_with_local_state(source, displaystyle=display)


@lru_cache(maxsize=4096)
def _error(name: str) -> str:
    try:
        converted(f"\\{name}")
    except LatexError as error:
        return str(error)
    return ""


def is_known(name: str) -> bool:
    """Return whether the converter knows a command in formulas."""
    return not any(refusal in _error(name) for refusal in ("Unknown command", "Not valid in math mode"))


def takes_argument(name: str) -> bool:
    """Return whether a command is incomplete without an argument."""
    return bool(_error(name)) and is_known(name)


@lru_cache(maxsize=2048)
def opens(delimiter: str) -> int:
    """Return 1 for what the converter takes as an opening delimiter, -1 for a closing one, 0 for anything else."""
    if len(delimiter) > 1:
        try:
            markup = converted(delimiter)
        except LatexError:
            return 0
        if 'form="prefix"' in markup or 'form="postfix"' in markup:
            return 1 if "prefix" in markup else -1
        delimiter = re.sub(r"<[^<>]*>", "", markup)
    kind = unicodedata.category(delimiter) if len(delimiter) == 1 else ""
    return {"Ps": 1, "Pe": -1}.get(kind, 0)


@lru_cache(maxsize=4096)
def accepts(sign: str) -> bool:
    """Return whether the converter accepts a character as it is."""
    try:
        converted(sign)
    except LatexError as error:
        return "Direct Unicode input" not in str(error)
    return True


@lru_cache(maxsize=2048)
def is_infix(token: str) -> bool:
    r"""Return whether a character or a command is an operator or a relation between two things, or an integral."""
    try:
        operator = _OPERATOR.fullmatch(converted(token))
    except LatexError:
        return False
    return (
        operator is not None
        and operator[1] not in "∑∏∐⋃⋂/|‖"
        and (unicodedata.category(operator[1]) == "Sm" or operator[1] in ":*·")
    )
