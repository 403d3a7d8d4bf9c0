r"""Definitions inside a text: `\newcommand{\x}[1]{…}`, `\def\x{…}`, `\DeclareMathOperator{\x}{…}`.

Some abstracts bring their own macros. A definition is in force from where it stands; nothing of it
is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .call import Call, Read

if TYPE_CHECKING:
    from .parse import Parser

_COMMANDS = frozenset({"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "newcommandx"})
_OPERATORS = frozenset({"DeclareMathOperator"})
_DEFS = frozenset({"def", "gdef", "edef", "xdef"})
_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z@]+)\s*\}?\s*(?:\[\d\])?\s*(?:\[[^\[\]]{0,80}\])?\s*(?=\{)")
_PARAMETERS = re.compile(r"\s*\\([A-Za-z@]+)\s*(?:#\d\s*)*(?=\{)")


def read_definition(parser: Parser, call: Call) -> Read | None:
    """Read a definition and keep it for the rest of the source."""
    name, _, after, end, _ = call
    if name not in _COMMANDS | _OPERATORS | _DEFS:
        return None
    head = (_PARAMETERS if name in _DEFS else _NAME).match(parser.source, after, end)
    closing = parser.pairs.braces.get(head.end()) if head else None
    if head is None or closing is None or closing >= end:
        return None
    body = parser.raw[head.end() + 1 : closing]
    if name in _OPERATORS:
        body = f"\\operatorname{{{body}}}"
    parser.macros = (*parser.macros, (head[1], body))
    return [], closing + 1
