r"""Expansion of the macros that an author defines: `(name, replacement)` pairs.

The number of arguments of a macro is the highest `#n` in its replacement. Expansion is bounded in
count and in length, so that a macro that calls itself, or doubles itself, ends in a trouble and
not in a hang.
"""

from __future__ import annotations

import re
from functools import lru_cache

Macros = tuple[tuple[str, str], ...]

MAX_EXPANSIONS = 500
MAX_LENGTH = 50_000

_PARAMETER = re.compile(r"#([1-9])")
_CALL = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)


@lru_cache(maxsize=64)
def table(macros: Macros) -> dict[str, str]:
    """Return the replacements by name, without the backslash; a later definition wins."""
    return {name.removeprefix("\\"): body for name, body in macros}


def arity(replacement: str) -> int:
    """Return how many arguments a replacement takes."""
    return max((int(number) for number in _PARAMETER.findall(replacement)), default=0)


def filled(replacement: str, arguments: list[str]) -> str:
    """Return the replacement with its arguments in place; a missing argument is empty."""
    padded = [*arguments, *[""] * 9]
    return _PARAMETER.sub(lambda m: padded[int(m[1]) - 1], replacement)


def expanded(source: str, macros: Macros) -> str | None:
    """Return the source of a formula with every macro expanded, or None when it has no end."""
    known = table(macros)
    if not known:
        return source
    done: list[str] = []
    rest, left = source, MAX_EXPANSIONS
    position = 0
    while True:
        call = _next_call(rest, position, known)
        if call is None:
            done.append(rest[position:])
            return "".join(done)
        done.append(rest[position : call.start()])
        body = known[call.group()[1:]]
        found, end = arguments(rest, call.end(), arity(body))
        replacement = filled(body, found)
        # A control word must not run into the letter behind it.
        gap = " " if re.search(r"\\[A-Za-z]+$", replacement) and rest[end : end + 1].isalpha() else ""
        rest, position = replacement + gap + rest[end:], 0
        left -= 1
        if left < 0 or len(rest) > MAX_LENGTH:
            return None


def _next_call(text: str, position: int, known: dict[str, str]) -> re.Match[str] | None:
    for call in _CALL.finditer(text, position):
        if call.group()[1:] in known:
            return call
    return None


def arguments(text: str, position: int, count: int) -> tuple[list[str], int]:
    """Return `count` arguments from `position` on, and where they end; a missing one is empty."""
    found: list[str] = []
    for _ in range(count):
        while text[position : position + 1].isspace():
            position += 1
        if text[position : position + 1] == "{":
            end = _closing(text, position)
            found.append(text[position + 1 : end])
            position = end + 1
        else:
            call = _CALL.match(text, position)
            end = call.end() if call else position + 1
            found.append(text[position:end])
            position = end
    return found, min(position, len(text))


def _closing(text: str, opening: int) -> int:
    depth = 0
    for mark in re.finditer(r"\\.|[{}]", text[opening:], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if depth == 0:
            return opening + mark.start()
    return len(text)
