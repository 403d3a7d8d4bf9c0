r"""The macros that an author defines, in the site's settings or in a text, and their expansion in formulas.

`\newcommand{\x}[2][a]{…}`, `\def\x#1.{…}`, `\let\x\y` and their kin are read. Expansion is bounded in count
and in length, so that a macro that calls itself, or doubles itself, is reported and doesn't hang.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache

from paperfolio.text.patterns import lazy

from .braces import arguments, closing, option

Macros = tuple[tuple[str, str], ...]

MAX_EXPANSIONS = 500
MAX_LENGTH = 50_000

_PARAMETER = lazy(r"#([1-9])")
_CALL = lazy(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_NEW = lazy(r"(?:re)?newcommandx?|providecommandx?|DeclareRobustCommand")
_DEFINED = lazy(r"\s*(?:\{\s*(\\(?:[A-Za-z@]+|[^A-Za-z@\s]))\s*\}|(\\(?:[A-Za-z@]+|[^A-Za-z@\s])))")
_COUNT = lazy(r"\s*\[\s*([0-9])\s*\]")
_PATTERN = lazy(r"((?:[^{}\\#]|\\.|#[1-9]){0,200})(?=\{)", re.DOTALL)
_MEANING = lazy(r"\s*=?\s?(\\(?:[A-Za-z@]+|.)|[^\s{}])", re.DOTALL)
_DEFINES = lazy(r"command|def|let|Declare")
_PREFIXES = frozenset({"global", "long", "outer", "protected"})
_DEFS = frozenset({"def", "gdef", "edef", "xdef"})
_LETS = frozenset({"let", "glet"})
_OPERATORS = frozenset({"DeclareMathOperator", "DeclareMathOperator*"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    r"""What a macro stands for, with `#1` to `#9` for its arguments.

    `default` is the value of an optional first argument. `delimiters` are the characters that must follow the
    name and each argument (`\def\x(#1,#2){…}` has "(", "," and ")"); empty where nothing must.
    """

    body: str
    arity: int
    default: str | None = None
    delimiters: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _table(macros: Macros) -> dict[str, Macro]:
    return {name.removeprefix("\\"): Macro(body=body, arity=_arity(body)) for name, body in macros}


def table(macros: Macros) -> dict[str, Macro]:
    """Return a new table of the macros by name, without the backslash; a later definition wins."""
    return dict(_table(macros))


def _arity(body: str) -> int:
    """Return how many arguments a replacement takes: the highest number in it."""
    return max((int(number) for number in _PARAMETER.findall(body)), default=0)


def filled(body: str, values: list[str]) -> str:
    """Return the replacement with its arguments in place; a missing argument is empty."""
    padded = [*values, *[""] * 9]
    return _PARAMETER.sub(lambda m: padded[int(m[1]) - 1], body)


def definition(
    name: str,
    source: str,
    position: int,
    known: MutableMapping[str, Macro],
    partners: Mapping[int, int] | None = None,
) -> tuple[str, Macro, int] | None:
    r"""Return the name and the macro that `name` (such as `newcommand`) at `position` defines, and its end.

    None where it is no definition. `known` are the macros that `\edef` expands and `\let` copies.
    """
    while name in _PREFIXES:
        call = _CALL.match(source, position)
        if call is None:
            return None
        name, position = call.group()[1:], call.end()
    starred = name + "*" if source[position : position + 1] == "*" else name
    position += len(starred) - len(name)
    if not (name in _DEFS or name in _LETS or name in _OPERATORS or _NEW.fullmatch(name)):
        return None
    defined = _DEFINED.match(source, position)
    if defined is None:
        return None
    new, position = (defined[1] or defined[2])[1:], defined.end()
    if name in _LETS:
        meaning = _MEANING.match(source, position)
        if meaning is None:
            return None
        return new, known.get(meaning[1][1:]) or Macro(body=meaning[1], arity=0), meaning.end()
    arity, default = 0, None
    delimiters: tuple[str, ...] = ()
    if name in _DEFS:
        pattern = _PATTERN.match(source, position)
        if pattern is None:
            return None
        pieces = tuple(piece.strip() for piece in re.split(r"#[1-9]", pattern[1]))
        arity, delimiters, position = len(pieces) - 1, pieces if any(pieces) else (), pattern.end()
    elif name not in _OPERATORS:
        count = _COUNT.match(source, position)
        arity, position = (int(count[1]), count.end()) if count else (0, position)
        default, position = option(source, position)
    bodies, end = arguments(source, position, 1, partners)
    if bodies is None:
        return None
    body = bodies[0]
    if name in _OPERATORS:
        body = f"\\operatorname{starred[len(name) :]}{{{body}}}"
    elif name in {"edef", "xdef"}:
        body = expanded(body, known) or body
    return new, Macro(body=body, arity=arity, default=default, delimiters=delimiters), end


def given(source: str, position: int, macro: Macro) -> tuple[list[str], int]:
    """Return the arguments of a macro whose name ends at `position`, and where they end; a missing one is empty."""
    if macro.delimiters:
        return _delimited(source, position, macro)
    values: list[str] = []
    if macro.default is not None:
        value, position = option(source, position)
        values.append(macro.default if value is None else value)
    for _ in range(macro.arity - len(values)):
        value_of, end = arguments(source, position, 1)
        values.append(value_of[0] if value_of else "")
        position = end if value_of else position
    return values, position


def _delimited(source: str, position: int, macro: Macro) -> tuple[list[str], int]:
    values: list[str] = []
    first, *others = macro.delimiters
    start = source.find(first, position, position + len(first) + 1)
    position = start + len(first) if start >= 0 else position
    for delimiter in others:
        if not delimiter:
            value_of, end = arguments(source, position, 1)
            values.append(value_of[0] if value_of else "")
            position = end if value_of else position
            continue
        end = _outside_groups(source, delimiter, position)
        if end < 0:
            return [*values, ""], position
        value = source[position:end].strip()
        whole = value[:1] == "{" and closing(value, 0) == len(value) - 1
        values.append(value[1:-1] if whole else value)
        position = end + len(delimiter)
    return values, position


def _outside_groups(source: str, delimiter: str, position: int) -> int:
    """Return where the delimiter begins outside groups in braces, or -1; searches 1,000 characters."""
    at = source.find(delimiter, position, position + 1000)
    while at >= 0 and (opening := source.find("{", position, at)) >= 0:
        end = closing(source, opening)
        if end < 0:
            return -1
        position = end + 1
        at = source.find(delimiter, position, position + 1000)
    return at


def expanded(source: str, known: MutableMapping[str, Macro]) -> str | None:
    """Return the source of a formula with its definitions read and every macro expanded.

    None where the expansion doesn't end. `known` are the macros defined before the formula.
    """
    if not known and not _DEFINES.search(source):
        return source
    own: dict[str, Macro] = {}
    done: list[str] = []
    rest, begun, position, left = source, 0, 0, MAX_EXPANSIONS
    while call := _CALL.search(rest, position):
        name, position = call.group()[1:], call.end()
        if macro := own.get(name) or known.get(name):
            values, end = given(rest, position, macro)
            replacement = filled(macro.body, values)
            # A control word must not run into the letter after it.
            gap = " " if re.search(r"\\[A-Za-z]+$", replacement) and rest[end : end + 1].isalpha() else ""
            done.append(rest[begun : call.start()])
            rest, begun, position = replacement + gap + rest[end:], 0, 0
        elif name[0].isalpha() and (new := definition(name, rest, position, ChainMap(own, known))):
            if name != "providecommand" or (new[0] not in own and new[0] not in known):
                own[new[0]] = new[1]
            done.append(rest[begun : call.start()])
            begun = position = new[2]
        else:
            continue
        left -= 1
        if left < 0 or len(rest) > MAX_LENGTH:
            return None
    return "".join([*done, rest[begun:]])
