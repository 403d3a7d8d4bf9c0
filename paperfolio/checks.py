"""What shows only when all files are seen together: two papers with one address, a date far ahead.

Each check returns problems with the place of the value that is to be mended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from paperfolio import addresses, assets
from paperfolio.disk import METRICS, check_paths
from paperfolio.documents import PROFILE, Parsed
from paperfolio.model import Copy, Page, Site
from paperfolio.problems import Place, Problem


def collisions(slugs: dict[str, str]) -> list[Problem]:
    """Two papers with one address, also where their files differ only in case or Unicode form."""
    first: dict[str, str] = {}
    found = []
    for path, slug in slugs.items():
        if slug and first.setdefault(slug, path) != path:
            message = f"found a second paper for the address papers/{slug}/; {first[slug]} has it"
            fix = "rename one of the files, or give one a line such as “slug: another-name”"
            found.append(Problem(place=Place(path=path), code="duplicate-slug", message=message, fix=fix))
    return found


_OTHER_SUFFIX = re.compile(r"\.(?:markdown|mdown|mkdn?|mdx|qmd|rmd|md\.txt)$", re.IGNORECASE)


def not_read(documents: Iterable[str], files: Iterable[str]) -> list[Problem]:
    """Markdown files that are neither the profile nor a paper, or have another suffix."""
    place = (
        "found a Markdown file in a place where none is read",
        "move it to content/papers/, if it is a paper",
    )
    name = (
        "found a file that is not read, since its name does not end with “.md”",
        "give its name the ending “.md”",
    )
    read = (PROFILE, METRICS)
    found = [(path, place) for path in documents if path not in read and not path.startswith(assets.PAPERS)]
    found += [(path, name) for path in files if _OTHER_SUFFIX.search(path)]
    return [
        Problem(place=Place(path=path), severity="warning", code="not-read", message=message, fix=fix)
        for path, (message, fix) in found
    ]


def far_dates(site: Site, parsed: Mapping[str, Parsed]) -> list[Problem]:
    """Papers dated more than two years after the current one: more often a slip than a plan."""
    fix = "check the year; a paper that is to come may have the status “accepted”"
    return [
        Problem(
            place=parsed[paper.path].place("date"),
            severity="warning",
            code="date",
            message=f"found a date {paper.date.year - site.year} years ahead",
            fix=fix,
        )
        for paper in site.papers
        if paper.date.year > site.year + 2
    ]


def placed(problems: Sequence[Problem], profile: Parsed) -> list[Problem]:
    """Give doubts about the site's settings, which later rooms have, the place of the setting."""
    return [
        replace(problem, place=profile.place("site", problem.code))
        if problem.place == Place(path=PROFILE) and problem.code in ("language", "theme")
        else problem
        for problem in problems
    ]


def moved_in(site: Site, pages: Sequence[Page], parsed: Mapping[str, Parsed]) -> list[Problem]:
    """Old addresses that something else has: a page of this site, or another paper's old address."""
    taken = Counter(page.path.casefold() for page in pages)
    return [
        Problem(
            place=parsed[paper.path].place("redirects"),
            code="redirects",
            message=f"found the old address “{address}”, which is taken by another page of this site",
            fix="remove it, or correct it",
        )
        for paper in site.papers
        for address in paper.redirects
        if taken[addresses.redirect(address).casefold()] > 1
    ]


def bad_names(copies: Sequence[Copy]) -> list[Problem]:
    """Files that not every system could hold under their name."""
    return [
        _file_name(copy.source, str(error))
        for copy in copies
        if (error := _path_error([copy.path])) is not None
    ]


def clashes(pages: Sequence[Page], copies: Sequence[Copy]) -> list[Problem]:
    """Files of the site that are one on some systems."""
    error = _path_error([*(page.path for page in pages), *(copy.path for copy in copies)])
    return [] if error is None else [_file_name("content", str(error))]


def _path_error(paths: Sequence[str]) -> ValueError | None:
    try:
        check_paths(paths)
    except ValueError as error:
        return error
    return None


def _file_name(path: str, fault: str) -> Problem:
    fix = "rename the file: letters, digits, - _ and . are safe everywhere"
    return Problem(place=Place(path=path), code="file-name", message=f"found {fault}", fix=fix)
