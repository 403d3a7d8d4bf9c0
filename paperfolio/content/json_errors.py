"""Reads the JSON parser's complaint as the mistake that a person made: what to call it, how to mend it.

The parser's words differ from one release of Python to the next, so its place alone is taken, and the
text around it says what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperfolio.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """A mistake by the text `behind` and `ahead` of the complaint; `{}` stands for what both matched."""

    behind: str = ""
    ahead: str
    message: str
    fix: str


# The first that matches answers, and its place is where `behind` begins.
_FAULTS = (
    _Fault(
        behind=r":\s*,?",
        ahead=r"\s*[,\]}]",
        message="found a name without a value",
        fix="write the value behind the colon, or remove the name",
    ),
    _Fault(
        behind=r",\s*", ahead=r"\s*[\]}]", message="found a comma with nothing behind it", fix="remove it"
    ),
    _Fault(
        ahead=r"\s*$",
        message="found the end of the file before its JSON is whole",
        fix="close { with } and [ with ]; a file that says nothing yet holds { }",
    ),
    _Fault(ahead=r"//|/\*|#", message="found a comment, which JSON doesn't have", fix="remove it"),
    _Fault(
        behind=r"^\s*",
        ahead=r"[^{\[\"]",
        message="found a file that doesn't begin with {",
        fix='write JSON: {"name": value}, with names and text between double quotes',
    ),
    _Fault(ahead="['‘’“”]", message="found a quote that JSON doesn't know", fix='write " instead'),
    _Fault(
        behind=r"(?<=\")",
        ahead=r"\w",
        message="found text right behind a closing quote",
        fix="close the quotes before it, and put a comma between two values",
    ),
    _Fault(
        behind=r"(?<=[\"\]}])|(?<=[\"\]}\w])\s+",
        ahead=r"[\"\[{\w-]",
        message="found two values with nothing between them",
        fix="put a comma between two values, and a colon between a name and its value",
    ),
    _Fault(ahead=r"[\"\n]", message="found a quote that is never closed", fix='close it with " on its line'),
    _Fault(ahead=r"\\", message="found a backslash that JSON cannot read", fix="double it, or remove it"),
    _Fault(behind=r"[\w.+-]*", ahead=r"[\w.+-]+", message="found “{}” without quotes", fix='write "{}"'),
    _Fault(
        ahead=r".",
        message="found “{}” where JSON expects something else",
        fix="check the quotes, brackets and commas of this line and the one before",
    ),
)


def diagnose(path: str, text: str, index: int) -> Problem:
    """Return the mistake behind the parser's complaint about the character at `index` of the text."""
    # From Python 3.13 on, a comma too many is told where it stands, and not where the next value should.
    index += text[index : index + 1] == ","
    found = ((fault, _found(fault, text, index)) for fault in _FAULTS)
    fault, (start, what) = next((fault, match) for fault, match in found if match)
    before = text[:start]
    place = Place(path=path, line=before.count("\n") + 1, column=start - before.rfind("\n"))
    message, fix = (said.replace("{}", what) for said in (fault.message, fault.fix))
    return Problem(place=place, code="json", message=message, fix=fix)


def _found(fault: _Fault, text: str, index: int) -> tuple[int, str] | None:
    """Return where the fault begins and what it matched, if it is this one."""
    behind = re.search(rf"(?:{fault.behind})\Z", text[max(index - 99, 0) : index])
    ahead = re.compile(fault.ahead, re.DOTALL).match(text, index)
    if not behind or not ahead:
        return None
    return index - len(behind.group()), behind.group() + ahead.group()
