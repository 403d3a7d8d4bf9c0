"""The whole build on one screen: files in, pages and problems out; no clock, no disk, no network."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from paperfolio import (
    addresses,
    assets,
    cite,
    enrich,
    feeds,
    frontmatter,
    meta,
    metrics,
    pictures,
    schema,
    search,
)
from paperfolio.disk import Content, check_paths
from paperfolio.fields import Reading
from paperfolio.frontmatter import Document
from paperfolio.memo import Memo
from paperfolio.model import Copy, Metric, Page, Paper, Profile, Site
from paperfolio.problems import Place, Problem, in_order
from paperfolio.render import further, render
from paperfolio.theme import Theme, words_of

PROFILE = "content/profile.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a build made. With any error among the problems there are no pages and no copies."""

    pages: tuple[Page, ...] = ()
    copies: tuple[Copy, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a mistake keeps the site from being built."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one file gave."""

    profile: Profile | None = None
    paper: Paper | None = None
    slug: str = ""
    macros: tuple[tuple[str, str], ...] = ()
    metrics: tuple[Place, ...] = ()
    copies: frozenset[Copy] = frozenset()
    problems: tuple[Problem, ...] = ()


def build(content: Content, theme: Theme, *, today: datetime.date, memo: Memo) -> Outcome:
    """Return the site that the content makes, or the problems that keep it from being made."""
    documents = {source.path: source.data for source in content.sources}
    files = frozenset(asset.path for asset in content.assets)
    profile = memo(_read_profile, documents.get(PROFILE), files)
    papers = {
        path: memo(_read_paper, path, data, files, profile.macros)
        for path, data in documents.items()
        if path.startswith(assets.PAPERS)
    }
    reads = (profile, *papers.values())
    problems = [problem for read in reads for problem in read.problems]
    named = {copy for read in reads for copy in read.copies}
    copies = assets.copies(files, {path: read.slug for path, read in papers.items()}, named)
    problems += [*_collisions(papers), *_not_read(documents), *_bad_names(copies)]
    if profile.profile is None or any(problem.severity == "error" for problem in problems):
        return Outcome(problems=in_order(problems))
    site, unknown = _site(profile, [read.paper for read in papers.values() if read.paper], today)
    pages, doubts = _pages(site, theme, frozenset(copy.path for copy in copies), memo)
    problems += [*unknown, *doubts, *_clashes(pages, copies)]
    outcome = Outcome(pages=pages, copies=copies, problems=in_order(problems))
    return Outcome(problems=outcome.problems) if outcome.failed else outcome


def _pages(
    site: Site, theme: Theme, taken: frozenset[str], memo: Memo
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return every page and file that is made; a file of the user's own under a path in `taken` stands instead."""
    index = memo(search.build, search.entries(site)) if site.papers else ()
    fonts = pictures.fonts_of(
        (name, theme.file(name) or b"") for name in theme.names() if name.startswith("fonts/")
    )
    files = [Page(path=path, data=data) for path, data in index]
    files += [*cite.files(site), *_hosting(site.profile)]
    files += pictures.files(site, fonts, memo, taken) if fonts else ()
    words, _ = words_of(theme, site.profile.settings.language, site.profile.path)
    lists = further(site, theme)
    papers = [addresses.page_of(paper) for paper in site.papers]
    files += feeds.files(site, ["index.html", *papers, *lists], direction=words.direction)
    made = taken.union(page.path for page in files)
    heads, doubts = meta.heads(site, others=lists, files=made)
    pages, faults = render(site, theme, heads=heads, search=index[0][0] if index else "", files=made)
    return (*pages, *(page for page in files if page.path not in taken)), (*doubts, *faults)


def _read_profile(data: bytes | None, known: frozenset[str]) -> _Read:
    if data is None:
        message = "found no file that says whose profile this is"
        fix = "make content/profile.md with a line “---”, “name: …”, and a line “---”"
        return _Read(
            problems=(Problem(place=Place(path=PROFILE), code="no-profile", message=message, fix=fix),)
        )
    document, problems = frontmatter.parse(PROFILE, data)
    if document is None:
        return _Read(problems=problems)
    files = assets.Files(known=known, document=PROFILE)
    reading = Reading(find=files.find, problems=list(problems))
    profile = schema.read_profile(document, reading)
    node = document.fields.get("metrics")
    places = tuple(item.place for item in node.items) if isinstance(node, frontmatter.Sequence) else ()
    if profile:
        reading.problems += _doubts(profile.metrics, places)
    return _Read(
        metrics=places,
        profile=profile,
        macros=reading.macros,
        copies=frozenset(files.copies),
        problems=tuple(reading.problems),
    )


def _read_paper(path: str, data: bytes, known: frozenset[str], macros: tuple[tuple[str, str], ...]) -> _Read:
    document, problems = frontmatter.parse(path, data)
    slug = _slug(path, document)
    if document is None:
        return _Read(slug=slug, problems=problems)
    files = assets.Files(known=known, document=path, slug=slug)
    reading = Reading(find=files.find, macros=macros, problems=list(problems))
    paper = schema.read_paper(document, slug, reading)
    if not slug or slug in enrich.RESERVED:
        message = (
            f"found the name “{slug}”, which Windows keeps for itself"
            if slug
            else "found a name without a-z or 0-9"
        )
        reading.error(
            Place(path=path), "slug", message, "rename the file, or add a line such as “slug: my-paper”"
        )
    return _Read(paper=paper, slug=slug, copies=frozenset(files.copies), problems=tuple(reading.problems))


def _slug(path: str, document: Document | None) -> str:
    own = document.fields.get("slug") if document else None
    if isinstance(own, frontmatter.Scalar) and own.text.strip():
        return own.text.strip()
    return enrich.slug(path.removeprefix(assets.PAPERS)[: -len(".md")].removesuffix("/index"))


def _doubts(declared: Sequence[Metric], places: Sequence[Place]) -> list[Problem]:
    fix = "check the numbers at their source; they are shown as declared"
    return [
        Problem(place=places[position], severity="warning", code="metrics", message=reason, fix=fix)
        for position, reason in metrics.doubts(declared)
    ]


def _collisions(papers: dict[str, _Read]) -> list[Problem]:
    """Two papers with one address, also where their files differ only in case or Unicode form."""
    first: dict[str, str] = {}
    found = []
    for path, read in papers.items():
        if read.slug and first.setdefault(read.slug, path) != path:
            message = f"found a second paper for the address papers/{read.slug}/; {first[read.slug]} has it"
            fix = "rename one of the files, or give one a line such as “slug: another-name”"
            found.append(Problem(place=Place(path=path), code="duplicate-slug", message=message, fix=fix))
    return found


def _not_read(documents: dict[str, bytes]) -> list[Problem]:
    fix = "move it to content/papers/, if it is a paper"
    message = "found a Markdown file in a place where none is read"
    return [
        Problem(place=Place(path=path), severity="warning", code="not-read", message=message, fix=fix)
        for path in documents
        if path != PROFILE and not path.startswith(assets.PAPERS)
    ]


def _site(read: _Read, papers: Sequence[Paper], today: datetime.date) -> tuple[Site, list[Problem]]:
    """Return the site, and a warning for each number that the papers here don't tell."""
    assert read.profile is not None  # noqa: S101 - build has seen it
    ordered = enrich.in_order(enrich.mark_researcher(paper, read.profile) for paper in papers)
    numbers = [metrics.compute(each, ordered) if each.computed else each for each in read.profile.metrics]
    unknown = [
        Problem(
            place=place,
            severity="warning",
            code="metrics",
            message=f"found no count that “{declared.label}” could be computed from; it is left out",
            fix="give papers “citations: {count: …, source: …, date: …}”, or declare the number",
        )
        for place, declared, number in zip(read.metrics, read.profile.metrics, numbers, strict=True)
        if number is None
    ]
    profile = replace(read.profile, metrics=tuple(each for each in numbers if each))
    return Site(profile=profile, papers=ordered, series=metrics.series(ordered), year=today.year), unknown


def _hosting(profile: Profile) -> tuple[Page, ...]:
    """`.nojekyll` keeps GitHub Pages from reading the site as a Jekyll source; `CNAME` names its domain."""
    host = urlsplit(profile.settings.url).hostname or ""
    domain = (
        () if not host or host.endswith(".github.io") else (Page(path="CNAME", data=f"{host}\n".encode()),)
    )
    return (Page(path=".nojekyll", data=b""), *domain)


def _bad_names(copies: Sequence[Copy]) -> list[Problem]:
    """Files that not every system could hold under their name."""
    return [
        _file_name(copy.source, str(error))
        for copy in copies
        if (error := _path_error([copy.path])) is not None
    ]


def _clashes(pages: Sequence[Page], copies: Sequence[Copy]) -> list[Problem]:
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
