"""What is wrong, and where: the values that every package reports instead of raising.

A user's mistake is never an exception. It is a `Problem`: a value that names its place, what was
found, what was expected and how to fix it, so that all mistakes of a run can be reported at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error keeps the site from being built; a note is shown by `check` alone."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A point in a file that a person wrote.

    `path` is relative to the site's root, with forward slashes. `line` and `column` count from 1,
    columns in Unicode characters; 0 stands for the file as a whole, and an empty path for no file at all.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}" if self.path else "paperfolio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake or doubt: `message` says what was found and what was expected, `fix` how to correct it."""

    place: Place
    severity: Severity = "error"
    code: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}[{self.code}]: {self.message}\n    fix: {self.fix}"

    def annotation(self) -> str:
        """Return the problem as a GitHub Actions workflow command.

        Source: GitHub Docs, "Workflow commands for GitHub Actions", setting an error message.
        """
        place = f"file={_property(self.place.path)},line={self.place.line or 1},col={self.place.column or 1}"
        title = _property(f"{self.severity}[{self.code}]")
        command = "notice" if self.severity == "note" else self.severity
        return f"::{command} {place},title={title}::{_data(f'{self.message} Fix: {self.fix}')}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems without repeats, sorted by place, then errors before warnings."""
    return tuple(sorted(set(problems), key=lambda each: (each.place, each.severity, each.code, each.message)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
