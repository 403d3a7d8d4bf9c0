r"""Definitions inside a text: `\newcommand{\x}[1]{…}`, `\def\x{…}`, `\DeclareMathOperator{\x}{…}`.

Some abstracts define their own macros. A definition applies from where it is written; nothing of it
is shown.
"""

from __future__ import annotations

from ..macros import definition
from .call import Call, Parsed, Parsing


def read_definition(parser: Parsing, call: Call) -> Parsed | None:
    """Read a definition and keep it for the rest of the source."""
    name = call.name.removesuffix("*")
    after = call.after - len(call.name) + len(name)
    new = definition(name, parser.raw, after, parser.known, parser.pairs.braces)
    if new is None or new[2] > call.end:
        return None
    parser.known[new[0]] = new[1]
    return [], new[2]
