"""Every mistake that a user can make has its message: the cases stand as text in `cases/mistakes.md`.

A case is a heading, the files as fenced blocks named by their path, and the report as a quote. A block
marked `escaped` is read with Python's escapes, for bytes that text cannot show; one marked `asset` is a
file that papers may link to. `UPDATE=1 pytest tests/test_mistakes.py` writes the reports anew.
"""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import pytest

from paperfolio.memo import Memo
from paperfolio.model import Asset, Content, Source
from paperfolio.pages.theme import Theme
from paperfolio.pipeline import Outcome, build

CASES = Path(__file__).parent / "cases" / "mistakes.md"
PROFILE = Source(path="content/profile.md", data=b"---\nname: Jane Doe\n---\nAbout me.\n")
_BLOCK = re.compile(r"````(\S+)(?: (escaped|asset))?\n(.*?)\n?````\n", re.DOTALL)


def cases() -> list[tuple[str, str, str]]:
    """Return (title, the whole section, the report that it promises)."""
    sections = re.split(r"^## ", CASES.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part, report(part)) for part in sections]


def report(section: str) -> str:
    """Return the quoted lines of a section."""
    return "\n".join(line[2:] for line in section.split("\n") if line.startswith("> "))


def files(section: str) -> Content:
    """Return the files that the section's blocks hold, with a profile unless it brings its own."""
    sources, assets = {PROFILE.path: PROFILE}, []
    for path, mark, text in _BLOCK.findall(section):
        if mark == "asset":
            assets.append(Asset(path=path, size=0))
        else:
            data = (
                text.encode("latin-1").decode("unicode_escape").encode("latin-1") if mark else text.encode()
            )
            sources[path] = Source(path=path, data=data)
    ordered = tuple(sources[path] for path in sorted(sources))
    return Content(sources=ordered, assets=tuple(assets))


def build_content(content: Content, theme: Theme) -> Outcome:
    """Build with a fixed day and an empty memory."""
    return build(content, theme, today=datetime.date(2026, 5, 28), memo=Memo())


@pytest.mark.parametrize(
    ("title", "section", "expected"), cases(), ids=lambda value: value[:50].split("\n")[0]
)
def test_each_mistake_says_where_it_is_and_how_to_mend_it(
    title: str, section: str, expected: str, theme: Theme
) -> None:
    """A mistake is reported with its place, what was found, what was expected, and the way to mend it."""
    found = "\n".join(str(problem) for problem in build_content(files(section), theme).problems)
    if os.environ.get("UPDATE") and found != expected:
        kept = "\n".join(line for line in section.split("\n") if not line.startswith("> ")).rstrip("\n")
        quoted = "\n".join(f"> {line}" for line in found.split("\n"))
        CASES.write_text(
            CASES.read_text("utf-8").replace(section.rstrip("\n"), f"{kept}\n\n{quoted}"), "utf-8"
        )
        return
    assert found == expected, f"{title}: UPDATE=1 pytest {Path(__file__).name} accepts the new report"


def test_every_mistake_of_every_file_is_told_in_one_run_and_in_order(theme: Theme) -> None:
    """A user sees all mistakes at once, sorted by file, line and column."""
    bad = b"---\ntitle: x\ndate: soon\nstatus: lost\n---\n"
    sources = (PROFILE, *(Source(path=f"content/papers/{name}.md", data=bad) for name in "ba"))
    places = [problem.place for problem in build_content(Content(sources=sources, assets=()), theme).problems]
    assert [(place.path[-4:], place.line) for place in places] == [
        ("a.md", 3),
        ("a.md", 4),
        ("b.md", 3),
        ("b.md", 4),
    ]


def test_a_date_may_be_two_years_ahead_and_no_more(theme: Theme) -> None:
    """A paper accepted for next year is no mistake; one dated further ahead is more likely a typing error."""
    papers = [
        Source(
            path=f"content/papers/{year}.md",
            data=f"---\ntitle: x\nauthors: [A B]\ndate: {year}\n---\n".encode(),
        )
        for year in range(2025, 2031)
    ]
    found = build_content(Content(sources=(*papers, PROFILE), assets=()), theme).problems
    assert [problem.place.path[-7:-3] for problem in found if problem.code == "date"] == ["2029", "2030"]


def test_an_error_leaves_no_pages_at_all(theme: Theme) -> None:
    """A site is built whole or not at all, so that no paper is silently dropped."""
    paper = Source(path="content/papers/x.md", data=b"---\ntitle: x\n---\n")
    outcome = build_content(Content(sources=(PROFILE, paper), assets=()), theme)
    assert outcome.failed
    assert outcome.pages == ()
