"""Checks that need all files together: two papers with one address, a date far in the future.

Each returns problems with the place of the value to correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from paperfolio.model import METRICS, PAPERS, PROFILE, Copy, Site
from paperfolio.output.safe_paths import check_paths
from paperfolio.problems import Place, Problem


def collisions(slugs: dict[str, str]) -> list[Problem]:
    """Two papers with one address, also where their files differ only in case or Unicode form."""
    first: dict[str, str] = {}
    found = []
    for path, slug in slugs.items():
        if slug and first.setdefault(slug, path) != path:
            message = f"the address papers/{slug}/ is already used by {first[slug]}"
            fix = 'rename one of the files, or add a line such as "slug: another-name" to one'
            found.append(Problem(place=Place(path=path), code="duplicate-slug", message=message, fix=fix))
    return found


_OTHER_SUFFIX = re.compile(r"\.(?:markdown|mdown|mkdn?|mdx|qmd|rmd|md\.txt)$", re.IGNORECASE)


def not_read(documents: Iterable[str], files: Iterable[str]) -> list[Problem]:
    """Markdown files that are neither the profile nor a paper, or have another suffix."""
    place = (
        "this Markdown file is not read",
        "move it to content/papers/ if it is a paper",
    )
    name = (
        'this file is not read, since its name does not end with ".md"',
        'rename it to end with ".md"',
    )
    read = (PROFILE, METRICS)
    found = [(path, place) for path in documents if path not in read and not path.startswith(PAPERS)]
    found += [(path, name) for path in files if _OTHER_SUFFIX.search(path)]
    return [
        Problem(place=Place(path=path), severity="warning", code="not-read", message=message, fix=fix)
        for path, (message, fix) in found
    ]


def far_dates(site: Site) -> list[Problem]:
    """Papers dated more than two years after the current one: more often a typing error than a plan."""
    fix = "check the year"
    return [
        Problem(
            place=paper.place("date"),
            severity="warning",
            code="date",
            message=f"date is {paper.date.year - site.year} years in the future",
            fix=fix,
        )
        for paper in site.papers
        if paper.date.year > site.year + 2
    ]


def bad_names(copies: Sequence[Copy]) -> list[Problem]:
    """Files that not every system could hold under their name."""
    return [problem for copy in copies for problem in unsafe([copy.path], copy.source)]


def unsafe(outputs: Sequence[str], source: str) -> list[Problem]:
    """Return the problem of output paths that not every system can store, at the file `source`."""
    try:
        check_paths(outputs)
    except ValueError as error:
        fix = "rename the file: letters, digits, - _ and . are safe everywhere"
        return [Problem(place=Place(path=source), code="file-name", message=str(error), fix=fix)]
    return []
