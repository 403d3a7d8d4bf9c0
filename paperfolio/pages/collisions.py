"""Two things for one address of the finished site: pages, files and redirects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from paperfolio.content import checks
from paperfolio.model import Copy, Page, Site
from paperfolio.pages import paths
from paperfolio.problems import Problem


def redirects(site: Site, pages: Sequence[Page]) -> list[Problem]:
    """Old addresses that something else has: a page of this site, or another paper's old address."""
    taken = Counter(page.path.casefold() for page in pages)
    return [
        Problem(
            place=paper.at("redirects"),
            code="redirects",
            message=f'the old address "{address}" is the address of another page of this site',
            fix="remove or correct it",
        )
        for paper in site.papers
        for address in paper.redirects
        if taken[paths.redirect(address).casefold()] > 1
    ]


def files(pages: Sequence[Page], copies: Sequence[Copy]) -> list[Problem]:
    """Files of the site that are one on some systems."""
    return checks.unsafe([*(page.path for page in pages), *(copy.path for copy in copies)], "content")
