"""What a person at the terminal, a log file and an editor get to see of a run, in one shape.

Errors come first, then warnings, then a count. Problems go to standard error and results to standard output.
Inside GitHub Actions problems are annotations of the commit.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TextIO

from paperfolio.memo import Memo, P, R
from paperfolio.problems import SEVERITIES, Problem, in_order

PLACES = 3
"""How many places of a repeated warning are listed."""
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_PLAIN = "\x1b[0m"


class StreamError(Exception):
    """Standard output can't be written, for instance since its disk is full."""


def prepare() -> None:
    """Make both streams take any text: what the encoding lacks is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result. A reader that has gone, as in `… | head`, is no error."""
    try:
        print(text, flush=True)
    except OSError as error:
        _silence(sys.stdout)
        if error.errno != errno.EPIPE:
            raise StreamError(f"cannot write to standard output: {error.strerror}") from error


def show(problems: Iterable[Problem], *, notes: bool = False) -> None:
    """Print problems, errors first; warnings that say the same are printed once with their places."""
    ordered = sorted(in_order(problems), key=lambda problem: SEVERITIES.index(problem.severity))
    ordered = [problem for problem in ordered if notes or problem.severity != "note"]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in ordered:
            say(problem.annotation())
        return
    same: dict[object, list[Problem]] = {}
    for problem in ordered:
        repeats = problem.severity != "error"
        same.setdefault((problem.code, problem.message) if repeats else problem, []).append(problem)
    for group in same.values():
        complain(_coloured(group[0]) + _elsewhere(group[1:]))


def complain(text: str) -> None:
    """Print to standard error; where that can't be written, nothing can be reported."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def summary(problems: Sequence[Problem]) -> str:
    """Return the count of errors and warnings: "2 errors, 1 warning"."""
    return ", ".join(
        count(sum(problem.severity == severity for problem in problems), severity)
        for severity in ("error", "warning")
    )


def count(number: int, noun: str) -> str:
    """Return "1 file" or "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(problems: Sequence[Problem]) -> str:
    """Return the problems for an editor: `line` and `column` count from 1, 0 is the whole file."""
    rows = [
        {
            **asdict(problem.place),
            **{name: getattr(problem, name) for name in ("severity", "code", "message", "fix")},
        }
        for problem in problems
    ]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=2)


class Progress(Memo):
    """A memo that shows a person at a terminal how far a long build is; in a pipe it shows nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = sys.stderr.isatty()
        self._steps = 0
        self._shown = False
        self._next = time.monotonic() + 0.5

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __call__(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the memo's result and count it."""
        result = super().__call__(function, *args, **kwargs)
        self._steps += 1
        if self._terminal and time.monotonic() > self._next:
            self._shown, self._next = True, time.monotonic() + 0.1
            print(f"\r\x1b[Kbuilding: {self._steps} steps …", end="", file=sys.stderr, flush=True)
        return result


def _coloured(problem: Problem) -> str:
    text = str(problem)
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    label = f"{problem.severity}[{problem.code}]"
    return text.replace(label, f"{_COLOURS[problem.severity]}{label}{_PLAIN}", 1)


def _elsewhere(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    places = ", ".join(str(problem.place) for problem in problems[:PLACES])
    more = len(problems) - PLACES
    return f"\n    also at: {places}" + (f" and {more} more" if more > 0 else "")


def _silence(stream: TextIO) -> None:
    """Send what else is written to the stream nowhere, also what Python flushes at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return
