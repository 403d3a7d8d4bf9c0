"""Problems in the preview: as data for the overlay, and as a page where there is no site yet."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from paperfolio.preview.addresses import inside
from paperfolio.problems import Place, Problem

AROUND = 2
WIDTH = 300
"""Lines shown before and after the one in question, and characters of each: a paper may be one line."""


class Line(TypedDict):
    """A line of the user's file; `column` counts from 1 and is 0 except where the problem lies."""

    number: int
    text: str
    column: int


class ProblemData(TypedDict):
    """A problem in the form that `client.js` shows."""

    place: str
    code: str
    message: str
    fix: str
    excerpt: list[Line]


def as_data(problems: Iterable[Problem], root: Path) -> list[ProblemData]:
    """Return the errors among `problems`, each with the lines of the user's file around it."""
    return [
        ProblemData(
            place=str(problem.place),
            code=problem.code,
            message=problem.message,
            fix=problem.fix,
            excerpt=_excerpt(problem.place, root),
        )
        for problem in problems
        if problem.severity == "error"
    ]


def page(title: str, *paragraphs: str, link: str = "") -> bytes:
    """Return a small page of the preview's own: plain text paragraphs, and a link where there is one."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    body += f'<p><a href="{html.escape(link)}">{html.escape(link)}</a></p>' if link else ""
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{html.escape(title)}</h1>{body}'
    )
    return text.encode()


def problems_page(problems: Iterable[ProblemData]) -> bytes:
    """Return the page shown before a site has ever been built: readable without the overlay too."""
    texts = [
        f"{problem['place']}: {problem['code']}: {problem['message']} {problem['fix']}"
        for problem in problems
    ]
    if texts:
        return page("The site cannot be built yet", *texts)
    return page("The first build is under way", "This page will be replaced by the site.")


def _excerpt(place: Place, root: Path) -> list[Line]:
    path = inside(root, root / place.path)
    if path is None or not place.line:
        return []
    lines = path.read_text("utf-8", errors="replace").splitlines()
    first = max(place.line - AROUND, 1)
    return [
        Line(number=number, text=text[:WIDTH], column=place.column if number == place.line else 0)
        for number, text in enumerate(lines[first - 1 : place.line + AROUND], first)
    ]
