"""The whole build on one screen: files in, pages and problems out; no clock, no disk, no network."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from paperfolio import search
from paperfolio.content import assets, checks, documents, history
from paperfolio.content.documents import Read
from paperfolio.memo import Memo
from paperfolio.model import METRICS, PAPERS, PROFILE, Content, Copy, History, Page, Paper, Profile, Site
from paperfolio.pages import collisions, feeds, meta, pictures
from paperfolio.pages.plan import plan
from paperfolio.pages.render import render
from paperfolio.pages.theme import Theme, words_of
from paperfolio.problems import Problem, in_order
from paperfolio.scholar import cite, enrich, metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a build. If any problem is an error, there are no pages and no copies."""

    pages: tuple[Page, ...] = ()
    copies: tuple[Copy, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error keeps the site from being built."""
        return any(problem.severity == "error" for problem in self.problems)


@contextmanager
def _without_gc() -> Iterator[None]:
    """Pause the garbage collector: a build makes millions of values and no cycles, and this saves a tenth."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_without_gc()
def build(content: Content, theme: Theme, *, today: datetime.date, memo: Memo, url: str = "") -> Outcome:
    """Return the site made from the content, or the problems that prevent it.

    `url` is the public address for a site that sets none itself.
    """
    parsed = {source.path: memo(documents.parse, source.path, source.data) for source in content.sources}
    files = frozenset(asset.path for asset in content.assets)
    slugs = {path: documents.slug(each) for path, each in parsed.items() if path.startswith(PAPERS)}
    links = frozenset((path, f"papers/{slug}/index.html") for path, slug in slugs.items())
    profile = memo(documents.read_profile, parsed.get(PROFILE), files, links)
    papers = {
        path: memo(documents.read_paper, parsed[path], slug, files, links, profile.macros)
        for path, slug in slugs.items()
    }
    numbers = memo(documents.read_histories, parsed.get(METRICS))
    reads = (profile, numbers, *papers.values())
    problems = [problem for read in reads for problem in read.problems]
    named = {copy for read in reads for copy in read.copies}
    copies = assets.copies(files, slugs, named)
    unnamed = files - {copy.source for copy in named}
    problems += [*checks.collisions(slugs), *checks.not_read(parsed, unnamed), *checks.bad_names(copies)]
    if profile.profile is None or any(problem.severity == "error" for problem in problems):
        return Outcome(problems=in_order(problems))
    listed = [read.paper for read in papers.values() if read.paper]
    site, unknown = _site(profile, listed, numbers.histories, today, url)
    pages, doubts = _pages(site, theme, frozenset(copy.path for copy in copies), memo)
    problems += [*unknown, *checks.far_dates(site), *doubts]
    problems += collisions.redirects(site, pages) or collisions.files(pages, copies)
    outcome = Outcome(pages=pages, copies=copies, problems=in_order(problems))
    return Outcome(problems=outcome.problems) if outcome.failed else outcome


def _pages(
    site: Site, theme: Theme, taken: frozenset[str], memo: Memo
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return every page and file that is made; a file of the user's own under a path in `taken` stands instead."""
    mode = site.profile.settings.search
    index = memo.onward(search.build_with, search.entries(site), mode=mode).files if site.papers else ()
    fonts = pictures.fonts_of(
        (name, theme.file(name) or b"") for name in theme.names() if name.startswith("fonts/")
    )
    files = [Page(path=path, data=data) for path, data in index]
    cited = cite.citations(site.papers)
    files += [*cite.files(site, cited), *_hosting(site.profile)]
    files += pictures.files(site, fonts, memo, taken) if fonts else ()
    words, unknown = words_of(theme, site.profile.settings.language, site.profile.place("site.language"))
    planned = plan(site, words, cited)
    files += feeds.files(site, planned.pages, direction=words.direction)
    made = taken.union(page.path for page in files)
    heads, doubts = meta.heads(site, planned.pages, files=made)
    entry = index[0][0] if index else ""
    pages, faults = render(site, theme, planned, words, heads=heads, search=entry, files=made)
    return (*pages, *(page for page in files if page.path not in taken)), (*unknown, *doubts, *faults)


def _site(
    read: Read, papers: Sequence[Paper], histories: Sequence[History], today: datetime.date, url: str
) -> tuple[Site, list[Problem]]:
    """Return the site, and a warning for each number that can't be computed."""
    assert read.profile is not None  # noqa: S101 - build has seen it
    ordered = enrich.in_order(enrich.mark_researcher(paper, read.profile) for paper in papers)
    numbers = [metrics.compute(each, ordered) if each.computed else each for each in read.profile.metrics]
    unknown = [
        Problem(
            place=read.profile.place(f"metrics.{position}"),
            severity="warning",
            code="metrics",
            message=f'can\'t compute "{declared.label}", since no paper has the counts for it (left out)',
            fix='add "citations: {count: …, source: …, date: …}" to papers, or declare the number',
        )
        for position, (declared, number) in enumerate(zip(read.profile.metrics, numbers, strict=True))
        if number is None
    ]
    settings = replace(read.profile.settings, url=read.profile.settings.url or url)
    profile = replace(read.profile, metrics=tuple(each for each in numbers if each), settings=settings)
    series, growth = metrics.series(ordered), history.growth(histories, profile.metrics)
    return Site(profile=profile, papers=ordered, series=series, growth=growth, year=today.year), unknown


def _hosting(profile: Profile) -> tuple[Page, ...]:
    """`.nojekyll` keeps GitHub Pages from reading the site as a Jekyll source; `CNAME` names its domain."""
    host = urlsplit(profile.settings.url).hostname or ""
    domain = (
        () if not host or host.endswith(".github.io") else (Page(path="CNAME", data=f"{host}\n".encode()),)
    )
    return (Page(path=".nojekyll", data=b""), *domain)
