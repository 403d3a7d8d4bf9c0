"""The whole build on one screen: files in, pages and problems out; no clock, no disk, no network."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from paperfolio import search
from paperfolio.content import assets, checks, documents, history
from paperfolio.content.documents import Read
from paperfolio.content.doubts import doubts as suspicions
from paperfolio.content.tree import locations
from paperfolio.memo import Memo
from paperfolio.model import METRICS, PROFILE, Collection, Content, Copy, History, Page, Profile, Site
from paperfolio.pages import collisions, cv_pdf, feeds, meta, pictures
from paperfolio.pages.menu import titled
from paperfolio.pages.pictures.photos import Photo
from paperfolio.pages.plan import plan
from paperfolio.pages.render import cards, render, stored_cards
from paperfolio.pages.theme import Theme, words_of
from paperfolio.pages.words import Words
from paperfolio.problems import Problem, in_order
from paperfolio.scholar import cite, enrich, metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a build. If any problem is an error, there are no pages and no copies.

    `left_out` counts the drafts that aren't in it.
    """

    pages: tuple[Page, ...] = ()
    copies: tuple[Copy, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: int = 0

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
def build(
    content: Content,
    theme: Theme,
    *,
    today: datetime.date,
    memo: Memo,
    url: str = "",
    drafts: bool = False,
    keep_going: bool = False,
) -> Outcome:
    """Return the site made from the content, or the problems that prevent it.

    `url` is the public address for a site that sets none itself. Without `drafts` a draft is as if it weren't
    there. With `keep_going` a missing file is a warning.
    """
    every = {source.path: memo(documents.parse, source.path, source.data) for source in content.sources}
    hidden = {} if drafts else {path: each for path, each in every.items() if documents.is_draft(each)}
    parsed = {path: each for path, each in every.items() if path not in hidden or path == PROFILE}
    files = frozenset(asset.path for asset in content.assets)
    places = locations((path, each.document) for path, each in parsed.items() if path != METRICS)
    links = frozenset((each.document, each.page) for each in places)
    profile = memo(documents.read_profile, parsed.get(PROFILE), files, links, keep_going)
    entries = [
        memo(documents.read, parsed.get(each.document), each, files, links, profile.macros, keep_going)
        for each in places
        if each.document != PROFILE
    ]
    numbers = memo(documents.read_histories, parsed.get(METRICS))
    reads = (profile, numbers, *entries)
    problems = [problem for read in reads for problem in read.problems]
    named = {copy for read in reads for copy in read.copies}
    copies = assets.copies(files, places, named)
    unnamed = files - {copy.source for copy in copies}
    unread = parsed.keys() - {METRICS, *(each.document for each in places)}
    problems += [*checks.addresses(places), *checks.not_read(unread, unnamed), *checks.bad_names(copies)]
    problems += checks.not_published(unnamed, (each.data for each in hidden.values()))
    if profile.profile is None or any(problem.severity == "error" for problem in problems):
        return Outcome(problems=in_order(problems), left_out=len(hidden))
    language, place = profile.profile.settings.language, profile.profile.at("site.language")
    words, faults = words_of(theme, language, place)
    site, unknown = _site(profile.profile, entries, numbers.histories, words, today, url)
    photos = dict(_photos(content, copies, memo))
    pages, doubts = _pages(site, theme, words, frozenset(copy.path for copy in copies), photos, memo)
    pages = (*pages, *pictures.photos.published(photos))
    copies = tuple(copy for copy in copies if copy.path not in photos)
    problems += [*unknown, *faults, *checks.references(site), *checks.far_dates(site), *doubts]
    problems += suspicions(site)
    problems += collisions.redirects(site, pages) or collisions.files(pages, copies)
    outcome = Outcome(pages=pages, copies=copies, problems=in_order(problems), left_out=len(hidden))
    return replace(outcome, pages=(), copies=()) if outcome.failed else outcome


def _pages(
    site: Site,
    theme: Theme,
    words: Words,
    taken: frozenset[str],
    photos: Mapping[str, Photo],
    memo: Memo,
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return every page and file that is made; a file of the user's own under a path in `taken` is used instead."""
    cited = cite.citations(site.papers)
    planned = plan(site, words, cited)
    card = cards(site, theme, planned, words, photos)
    entries = search.entries(site, words, stored_cards(card, theme, planned, site.profile.settings.listed))
    mode = site.profile.settings.search
    index = memo.onward(search.build_with, entries, mode=mode).files if site.papers else ()
    fonts = pictures.fonts_of(
        (name, theme.file(name) or b"") for name in theme.names() if name.startswith("fonts/")
    )
    others = search.elsewhere(site) if index else ()
    files = [Page(path=path, data=data) for path, data in (*index, *others)]
    files += [*cite.files(site, cited), *_hosting(site.profile)]
    files += pictures.files(site, fonts, memo, taken) if fonts else ()
    files += cv_pdf.files(site, words, memo)
    files += feeds.files(site, planned.pages, direction=words.direction)
    made = taken.union(page.path for page in files)
    heads, doubts = meta.heads(site, planned.pages, files=made)
    entry, elsewhere = (found[0][0] if found else "" for found in (index, others))
    pages, faults = render(
        site,
        theme,
        planned,
        words,
        heads=heads,
        search=entry,
        elsewhere=elsewhere,
        files=made,
        photos=photos,
        card=card,
    )
    return (*pages, *(page for page in files if page.path not in taken)), (*doubts, *faults)


def _photos(content: Content, copies: Sequence[Copy], memo: Memo) -> Iterator[tuple[str, Photo]]:
    """Yield the pictures among the files that go into the site, by their paths there."""
    data = {asset.path: asset.data for asset in content.assets if asset.data}
    for copy in copies:
        if copy.source in data and (photo := memo(pictures.photos.photo, data[copy.source])):
            yield copy.path, photo


def _site(
    written: Profile,
    entries: Sequence[Read],
    histories: Sequence[History],
    words: Words,
    today: datetime.date,
    url: str,
) -> tuple[Site, list[Problem]]:
    """Return the site, and a warning for each number that can't be computed."""
    papers = enrich.mark_researcher((read.paper for read in entries if read.paper), written)
    items = [read.item for read in entries if read.item]
    collections = [read.collection for read in entries if read.collection]
    if any(item.collection == "pages" for item in items):
        collections.append(Collection(path="content/pages", name="pages"))
    ordered = enrich.in_order(papers)
    numbers = [metrics.compute(each, ordered) if each.computed else each for each in written.metrics]
    unknown = [
        Problem(
            place=written.at(f"metrics.{position}"),
            severity="warning",
            code="metrics",
            message=f'can\'t compute "{declared.label}", since no paper has the counts for it (left out)',
            fix='add "citations: {count: …, source: …, date: …}" to papers, or declare the number',
        )
        for position, (declared, number) in enumerate(zip(written.metrics, numbers, strict=True))
        if number is None
    ]
    settings = replace(written.settings, url=written.settings.url or url)
    profile = replace(written, metrics=tuple(each for each in numbers if each), settings=settings)
    series, growth = metrics.series(ordered), history.growth(histories, profile.metrics)
    site = Site(
        profile=profile,
        papers=ordered,
        cv=next((read.cv for read in entries if read.cv), None),
        collections=titled(enrich.arranged(collections, items), words),
        series=series,
        growth=growth,
        year=today.year,
    )
    return site, unknown


def _hosting(profile: Profile) -> tuple[Page, ...]:
    """`.nojekyll` keeps GitHub Pages from reading the site as a Jekyll source; `CNAME` names its domain."""
    host = urlsplit(profile.settings.url).hostname or ""
    domain = (
        () if not host or host.endswith(".github.io") else (Page(path="CNAME", data=f"{host}\n".encode()),)
    )
    return (Page(path=".nojekyll", data=b""), *domain)
