"""Checks that need all files together: two papers with one address, a date far in the future.

Each returns problems with the place of the value to correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from paperfolio.content.tree import Location
from paperfolio.model import Copy, Located, Site
from paperfolio.output.safe_paths import check_paths
from paperfolio.problems import Place, Problem
from paperfolio.text.nearest import nearest

# Folders of the output that the program fills, in which no page or collection of a user can be.
_TAKEN = frozenset({"browse", "page", "search", "static"})


def addresses(locations: Iterable[Location]) -> list[Problem]:
    """Two documents with one address, also where their files differ only in case or Unicode form."""
    first: dict[str, str] = {}
    found = []
    for each in locations:
        name = each.page.removesuffix("index.html").replace("index.html", "")
        fix = 'rename one of the files, or add a line such as "slug: another-name" to one'
        if (each.slug or each.is_index) and name.split("/")[0] in _TAKEN:
            message = f"the address {name} is reserved for the program"
            found.append(_duplicate(each.document, message, "choose another name"))
        elif (each.slug or each.is_index) and first.setdefault(name, each.document) != each.document:
            message = f"the address {name} is already used by {first[name]}"
            found.append(_duplicate(each.document, message, fix))
    return found


def _duplicate(path: str, message: str, fix: str) -> Problem:
    return Problem(place=Place(path=path), code="duplicate-slug", message=message, fix=fix)


def references(site: Site) -> list[Problem]:
    """Papers and talks that a file names and that aren't there."""
    papers = dict.fromkeys(paper.slug for paper in site.papers)
    talks = dict.fromkeys(
        item.slug for each in site.collections if each.name == "talks" for item in each.items
    )
    found: list[Problem] = []
    for item in site.items:
        found += _unknown(item, "papers", item.papers, papers)
    for paper in site.papers:
        found += _unknown(paper, "talks", paper.talks, talks)
    return found


def _unknown(owner: Located, field: str, names: Sequence[str], known: Iterable[str]) -> Iterator[Problem]:
    for position, name in enumerate(names):
        if name not in known:
            meant = nearest(name, tuple(known))
            yield Problem(
                place=owner.at(f"{field}.{position}", field),
                code=field,
                message=f"there is no file content/{field}/{name}.md",
                fix=f'did you mean "{meant}"?' if meant else "correct the name, or remove it",
            )


_OTHER_SUFFIX = re.compile(r"\.(?:markdown|mdown|mkdn?|mdx|qmd|rmd|md\.txt)$", re.IGNORECASE)


def not_read(documents: Iterable[str], files: Iterable[str]) -> list[Problem]:
    """Markdown files that are no part of the site, or have another suffix."""
    place = (
        "this Markdown file is not read",
        "move it to content/papers/ if it is a paper, to content/pages/ if it is a page",
    )
    name = (
        'this file is not read, since its name does not end with ".md"',
        'rename it to end with ".md"',
    )
    found = [(path, place) for path in documents]
    found += [(path, name) for path in files if _OTHER_SUFFIX.search(path)]
    return [
        Problem(place=Place(path=path), severity="warning", code="not-read", message=message, fix=fix)
        for path, (message, fix) in found
    ]


def not_published(files: Iterable[str], drafts: Iterable[bytes]) -> list[Problem]:
    """Files that no document names: one warning for all. A name that a draft mentions is left for later."""
    texts = tuple(drafts)
    left = sorted(
        path
        for path in files
        if not _OTHER_SUFFIX.search(path)
        and not any(part.startswith("_") for part in path.split("/"))
        and not any(path.rsplit("/", 1)[-1].encode() in text for text in texts)
    )
    if not left:
        return []
    names = ", ".join(path.removeprefix("content/") for path in left[:5])
    more = f" and {len(left) - 5} more" if len(left) > 5 else ""
    return [
        Problem(
            place=Place(path=left[0]),
            severity="warning",
            code="not-published",
            message=f"not published, since no document links to it: {names}{more}",
            fix='link to the file, move it to content/files/, or begin its name with "_" to keep it unpublished',
        )
    ]


def far_dates(site: Site) -> list[Problem]:
    """Papers dated more than two years after the current one: more often a typing error than a plan."""
    fix = "check the year"
    return [
        Problem(
            place=paper.at("date"),
            severity="warning",
            code="date",
            message=f"date is {paper.date.year - site.year} years in the future",
            fix=fix,
        )
        for paper in site.papers
        if paper.date.year > site.year + 2
    ]


def bad_names(copies: Sequence[Copy]) -> list[Problem]:
    """Report files whose name some system can't store."""
    return [problem for copy in copies for problem in unsafe([copy.path], copy.source)]


def unsafe(outputs: Sequence[str], source: str) -> list[Problem]:
    """Return the problem of output paths that not every system can store, at the file `source`."""
    try:
        check_paths(outputs)
    except ValueError as error:
        fix = "rename the file: letters, digits, - _ and . are safe everywhere"
        return [Problem(place=Place(path=source), code="file-name", message=str(error), fix=fix)]
    return []
