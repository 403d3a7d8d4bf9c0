"""Warnings about likely mistakes that show only when all papers are known: duplicates, a missing researcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paperfolio.model import Paper, Site
from paperfolio.problems import Place, Problem
from paperfolio.text.folding import fold

_SHORTEST = 20
"""Letters of a title that hardly two papers share; "Erratum" and "Introduction" are shorter."""


def doubts(site: Site) -> Iterator[Problem]:
    """Return the doubts about the papers of a site, each a warning at its place."""
    yield from _repeated(site.papers)
    for paper in site.papers:
        authors, place = paper.authors, paper.at("authors")
        if len(authors) in (2, 4) and not any(re.search(r"\s", author.name) for author in authors):
            names = [f"{authors[at + 1].name} {authors[at].name}" for at in range(0, len(authors), 2)]
            message = "each author has a single word as a name: a comma separates two authors"
            yield _doubt(place, "authors", message, f"write [{', '.join(names)}] if these are the names")
        elif authors and not paper.et_al and not any(author.me for author in authors):
            message = f'no author of this paper is "{site.profile.name}"'
            fix = 'add this form of your name to "other_names:" in content/profile.md, or write "me: true"'
            yield _doubt(place, "authors", message, fix)


def _repeated(papers: Iterable[Paper]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Paper] = {}
    for paper in sorted(papers, key=lambda paper: paper.path):
        title = re.sub(r"\W+", "", fold(paper.title.plain))
        keys = [("title", title if len(title) >= _SHORTEST else f"{title} {paper.date.year}")]
        keys += [("doi", each.value.casefold()) for each in paper.identifiers if each.kind == "doi"]
        for name, value in keys:
            other = seen.setdefault((name, value), paper)
            if other is not paper:
                message = f"the same {'DOI' if name == 'doi' else 'title'} as {other.path}"
                fix = 'remove one of the files, or list one as a version of the other with "versions:"'
                yield _doubt(paper.at(name), "duplicate", message, fix)
                break


def _doubt(place: Place, code: str, message: str, fix: str) -> Problem:
    return Problem(place=place, severity="warning", code=code, message=message, fix=fix)
