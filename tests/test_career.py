"""A whole career as one site: every kind of publication, two scripts, and everything around the papers."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from paperfolio.content import source
from paperfolio.memo import Memo
from paperfolio.pages.theme import Theme
from paperfolio.pipeline import Outcome, build
from paperfolio.scholar.kinds import NAMES

ROOT = Path(__file__).parent / "sites" / "career"


@pytest.fixture(scope="module")
def outcome(theme: Theme) -> Outcome:
    """Build the site once."""
    content, problems = source.read(ROOT)
    assert problems == ()
    return build(content, theme, today=datetime.date(2026, 11, 22), memo=Memo())


def text(outcome: Outcome, path: str) -> str:
    """Return the text of a page or file."""
    return next(page.data for page in outcome.pages if page.path == path).decode()


def test_a_whole_career_has_no_problem(outcome: Outcome) -> None:
    """What researchers have besides papers fits as it is, without a warning."""
    assert outcome.problems == ()


def test_the_career_has_every_kind_of_publication(outcome: Outcome) -> None:
    """The CV groups the papers by kind, none left out, numbered from one to the last."""
    papers = list((ROOT / "content" / "papers").glob("*.md"))
    kinds = Counter(
        re.findall(r"^kind: (.*)$", "\n".join(file.read_text("utf-8") for file in papers), re.MULTILINE)
    )
    assert kinds.keys() == set(NAMES)
    page = text(outcome, "cv/index.html")
    assert len(set(re.findall(r'href="\.\./papers/([\w-]+)/index\.html"', page))) == len(papers)
    starts = [int(start) for start in re.findall(r'class="references" start="(\d+)"', page)]
    assert len(starts) == len(NAMES)
    assert starts[0] == 1


def test_the_menu_has_each_part_in_the_users_order(outcome: Outcome) -> None:
    """Research is first, since it says `order: 1`; privacy, news, awards and service stay out."""
    header = text(outcome, "index.html").partition("<main")[0]
    titles = re.findall(r">([^<>]+)</a></li>", header)
    assert titles == [
        "Research",
        "Papers",
        "Browse",
        "Join us",
        "Projects",
        "Software",
        "Talks",
        "Courses",
        "Blog",
        "Reading list",
        "CV",
    ]


def test_machines_know_every_part(outcome: Outcome) -> None:
    """Each page is in the sitemap, each item in llms.txt, and dated collections have feeds."""
    sitemap, listed = text(outcome, "sitemap.xml"), text(outcome, "llms.txt")
    for path in ("research", "talks/oceans-2025", "projects/paper-tides", "posts/to-kyma", "cv", "teaching"):
        assert f"<loc>https://maren.example/{path}/</loc>" in sitemap
    for heading in ("Talks", "Courses", "Blog", "News", "Projects", "Software"):
        assert f"## {heading}\n" in listed
    paths = {page.path for page in outcome.pages}
    assert {"posts/feed.xml", "news/feed.json", "talks/feed.xml"} <= paths
