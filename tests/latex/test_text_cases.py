"""Readable text cases: `tests/cases/*.md`, where a new case needs no Python.

A file's name begins with what its cases are rendered by: `latex-` (render), `title-` (inline) or
`body-` (markdown). A case is a line that names it, then the source, the HTML and the plain text,
each closed by a line with a single full stop. `UPDATE=1` rewrites what is expected.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from paperfolio.text.latex import Rendered, render
from paperfolio.text.markup import inline, markdown

FOLDER = Path(__file__).resolve().parents[1] / "cases"
RENDERERS: dict[str, Callable[[str], Rendered]] = {"latex": render, "title": inline, "body": markdown}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a file: what is rendered and what must come out."""

    path: Path
    name: str
    source: str
    html: str
    text: str


def cases(path: Path) -> list[Case]:
    """Return the cases of one file, in order."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    found = []
    for at in range(0, len(parts) - 3, 4):
        name = parts[at].strip().splitlines()[-1]
        found.append(Case(path=path, name=name, source=parts[at + 1], html=parts[at + 2], text=parts[at + 3]))
    return found


def updated(path: Path) -> str:
    """Return the text of a file with what its sources are rendered to now."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    renderer = RENDERERS[path.name.split("-")[0]]
    for at in range(0, len(parts) - 3, 4):
        made = renderer(parts[at + 1])
        parts[at + 2 : at + 4] = [made.html, made.text]
    return "\n.\n".join(parts)


FILES = sorted(path for path in FOLDER.glob("*-*.md") if path.name.split("-")[0] in RENDERERS)
if os.environ.get("UPDATE") == "1":
    for file in FILES:
        file.write_text(updated(file), encoding="utf-8")
ALL = [case for file in FILES for case in cases(file)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.path.stem}: {case.name}")
def test_case(case: Case) -> None:
    """Every text case renders to exactly the HTML and the plain text that stand beside it."""
    made = RENDERERS[case.path.name.split("-")[0]](case.source)
    want, got = f"{case.html}\n.\n{case.text}", f"{made.html}\n.\n{made.text}"
    if got != want:
        diff = "\n".join(
            difflib.unified_diff(want.splitlines(), got.splitlines(), "expected", "made", lineterm="")
        )
        pytest.fail(
            f"{case.path.name}: {case.name}\n{diff}\nUPDATE=1 pytest tests/latex rewrites it", pytrace=False
        )


def test_there_are_cases_of_every_kind() -> None:
    """Titles, abstracts and bodies each have text cases, and every file is read to its end."""
    assert {file.name.split("-")[0] for file in FILES} == set(RENDERERS)
    for file in FILES:
        assert file.read_text(encoding="utf-8").count("\n.\n") == 4 * len(cases(file))
