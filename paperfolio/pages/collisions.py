"""Two things for one address of the finished site: pages, files and redirects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from paperfolio.content import checks
from paperfolio.model import Copy, Item, Page, Paper, Site
from paperfolio.output.safe_paths import path_key
from paperfolio.pages import paths
from paperfolio.problems import Place, Problem


def redirects(site: Site, pages: Sequence[Page]) -> list[Problem]:
    """Old addresses that something else has: a page of this site, or another document's old address."""
    documents: tuple[Paper | Item, ...] = (*site.papers, *site.items)
    taken = Counter(page.path.casefold() for page in pages)
    return [
        Problem(
            place=moved.at("redirects"),
            code="redirects",
            message=f'the old address "{address}" is the address of another page of this site',
            fix="remove or correct it",
        )
        for moved in documents
        for address in moved.redirects
        if taken[paths.redirect(address).casefold()] > 1
    ]


def files(pages: Sequence[Page], copies: Sequence[Copy]) -> list[Problem]:
    """Files of the site that are one on some systems: a user's own at the address of a page, and others."""
    made = {path_key(page.path) for page in pages}
    taken = [copy for copy in copies if path_key(copy.path) in made]
    if taken:
        return [
            Problem(
                place=Place(path=copy.source),
                code="file-name",
                message=f"the site has a page of its own at {copy.path}",
                fix="rename the file, or remove the link to it",
            )
            for copy in taken
        ]
    return checks.unsafe([*(page.path for page in pages), *(copy.path for copy in copies)], "content")
