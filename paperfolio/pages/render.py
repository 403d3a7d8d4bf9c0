"""Pages: a site and a theme in, files out. The only room that imports Jinja2.

Here are the pages; `templates` is the environment that they are rendered in, `static` the scripts and styles
beside them, and `faults` finds what is wrong with a site's own templates.

Nothing here touches a disk, a clock or the network. A theme is its files as values; the same site and
theme always give the same bytes. Templates are code that the site's owner wrote or chose, so they run in
a plain environment (autoescaped, strict about undefined names) and not in a sandbox. A mistake in a
site's own template is a `Problem` with its file and line; one in the theme itself is a bug, and raises.

Every address inside a page is written with the mark `model.SITE` for "the site's root", which becomes
the way there (`../../`) when the page's place is known: so a card is the same text on every page, and the
tree works at a domain's root, under a folder, and from disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from paperfolio.model import SITE, History, Page, Paper, PartialDate, Site
from paperfolio.pages import template_errors
from paperfolio.pages.charts import bars, growth
from paperfolio.pages.charts.frame import Labels
from paperfolio.pages.environment import environment as _environment
from paperfolio.pages.lists import Sheet, folded, grouped, listings, sheets
from paperfolio.pages.static import static
from paperfolio.pages.theme import Theme, words_of
from paperfolio.pages.words import Words
from paperfolio.problems import Place, Problem, in_order
from paperfolio.scholar.cite import Citation, citations
from paperfolio.scholar.related import related
from paperfolio.text.nearest import nearest

# No page grows with the number of papers: a longer list goes on at `page/2/`.
PAPERS_PER_PAGE = {"cards": 50, "list": 100}

NOTHING: Mapping[str, str] = MappingProxyType({})

# What a site may set under `theme:`; the first value is the one where it sets none.
OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"accent": ("red", "blue", "green", "violet", "grey"), "layout": ("cards", "list")}
)


# A picture in a person's text, whose tag says nothing of when to load it.
_PICTURE = re.compile(r"<img (?![^>]*\s(?:loading|decoding)=)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """A chart as a page shows it: its title, the picture, and the same as a table."""

    title: str
    svg: Markup
    table: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A page to be made: its template, and what the template gets beside the variables of every page."""

    path: str
    template: str
    variables: Mapping[str, Any]


def render(
    site: Site,
    theme: Theme,
    *,
    heads: Mapping[str, str] = NOTHING,
    search: str = "",
    files: Collection[str] = (),
    cited: Mapping[str, Citation] | None = None,
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the site's pages and static files, and what is wrong with the site's own templates.

    `heads` gives, by the path of a page, safe markup for its `<head>`; `search` is the path of the search
    index's entry file, empty for a site without search. `files` are the paths of the files that the site has
    besides these pages, so that a page links to a feed or a citation only where there is one; `cited` is what
    `cite.citations` gives for the papers, where the caller has it already.
    """
    environment = _environment(theme)
    problems = list(template_errors.syntax(theme))
    if problems:
        return (), in_order(problems)
    words, doubts = words_of(theme, site.profile.settings.language, site.profile.path)
    problems += (*doubts, *_unknown_options(site), *template_errors.idle(theme))
    common = _common(site, theme, words) | {"search": search, "files": frozenset(files)}
    common["card"] = _cards(environment, common)
    pages = []
    for plan in _plans(site, citations(site.papers) if cited is None else cited):
        head = Markup(heads.get(plan.path, ""))  # noqa: S704 - another room's markup, safe by contract
        variables = {**common, **plan.variables, "path": plan.path, "head": head}
        try:
            text = environment.get_template(plan.template).render(variables)
        except Exception as error:
            problems.append(template_errors.fault(error, variables, theme))
        else:
            pages.append(Page(path=plan.path, data=_placed(text, plan.path, site)))
    return (*pages, *static(theme)), in_order(problems)


def further(site: Site, theme: Theme) -> Mapping[str, str]:
    """Return the pages of lists besides the front page, titles by path: for metadata and the sitemap."""
    words, _ = words_of(theme, site.profile.settings.language, site.profile.path)
    titles = {}
    for plan in _lists(site):
        listing, sheet = plan.variables.get("listing"), plan.variables.get("sheet")
        name = (listing.long or listing.name) if listing else words("papers_title" if sheet else "browse")
        titles[plan.path] = f"{name} ({words.number(sheet.number)})" if sheet and sheet.number > 1 else name
    return titles


def _plans(site: Site, cited: Mapping[str, Citation]) -> Iterator[_Plan]:
    papers, front = site.papers, _front(site)
    yield _Plan(path=front[0].path, template="index.html", variables={"sheet": front[0]})
    near = related(papers)
    for paper, before, after in zip(papers, (None, *papers), (*papers[1:], None), strict=False):
        variables = {
            "paper": paper,
            "previous": before,
            "next": after,
            "affiliations": _affiliations(paper),
            "related": near[paper.slug],
            "cite": cited[paper.slug],
        }
        yield _Plan(path=f"papers/{paper.slug}/index.html", template="paper.html", variables=variables)
    yield from _lists(site)
    for paper in papers:
        for address in paper.redirects:
            path = address if address.endswith(".html") else f"{address}/index.html"
            yield _Plan(path=path, template="redirect.html", variables={"paper": paper})
    yield _Plan(path="404.html", template="404.html", variables={})


def _lists(site: Site) -> Iterator[_Plan]:
    """Plan what a visitor browses: the front page's further pages, the overview, and every list."""
    layout, lists = _options(site)["layout"], listings(site.papers)
    for sheet in _front(site)[1:]:
        yield _Plan(path=sheet.path, template="index.html", variables={"sheet": sheet})
    if site.papers:
        yield _Plan(path="browse/index.html", template="browse.html", variables={"listings": lists})
    for listing in lists:
        groups = grouped(listing.papers, by_year=layout == "list" and listing.kind != "year")
        for sheet in sheets(groups, listing.folder, PAPERS_PER_PAGE[layout]):
            yield _Plan(path=sheet.path, template="list.html", variables={"listing": listing, "sheet": sheet})


def _front(site: Site) -> tuple[Sheet, ...]:
    layout = _options(site)["layout"]
    return sheets(grouped(site.papers, by_year=layout == "list"), "", PAPERS_PER_PAGE[layout])


def _common(site: Site, theme: Theme, words: Words) -> dict[str, Any]:
    """Return the variables that every template gets, but those of the page itself."""
    return {
        "site": site,
        "profile": site.profile,
        "settings": site.profile.settings,
        "options": _options(site),
        "t": words,
        "date": _dates(site, words),
        "number": words.number,
        "direction": words.direction,
        "root": SITE,
        "asset": _assets(theme),
        "icons": _icons(theme),
        "custom_css": theme.file("static/custom.css") is not None,
        "folder": _folders(site),
        "charts": tuple(_charts(site, words)),
        "statuses": tuple(dict.fromkeys(paper.status for paper in site.papers if paper.status)),
    }


def _charts(site: Site, words: Words) -> Iterator[_Chart]:
    for series in filter(bars.is_drawn, site.series):
        seen = bars.extent(series)
        labels = Labels(
            title=words(f"chart.{series.key}_by", source=series.source)
            if series.source
            else words(f"chart.{series.key}"),
            about=words(
                "chart.about",
                first=str(seen.first),
                last=str(seen.last),
                peak=str(seen.peak),
                most=words.number(seen.most),
            ),
            when=words("chart.year"),
            count=words("chart.count"),
            unfinished=words("chart.unfinished"),
        )
        drawn = bars.chart(series, labels, site.year, number=words.number, direction=words.direction)
        table = bars.table(series, labels, site.year, number=words.number)
        yield _Chart(title=labels.title, svg=Markup(drawn), table=Markup(table))  # noqa: S704 - the room escapes
    if site.growth:
        yield _growth(site.growth, words)


def _growth(history: History, words: Words) -> _Chart:
    def date(value: PartialDate) -> str:
        return words.date(value.year, value.month, value.day)

    first, last = history.snapshots[0], history.snapshots[-1]
    labels = Labels(
        title=words("chart.growth", source=history.source),
        about=words(
            "chart.growth_about",
            first=date(first.date),
            before=words.number(first.citations),
            last=date(last.date),
            after=words.number(last.citations),
        ),
        when=words("date"),
        count=words("citations"),
    )
    drawn, table = growth.chart(history, labels, number=words.number, date=date, direction=words.direction)
    return _Chart(title=labels.title, svg=Markup(drawn), table=Markup(table))  # noqa: S704 - the room escapes


def _options(site: Site) -> dict[str, str]:
    wanted = {name: value for name, value in site.profile.settings.theme if value in OPTIONS.get(name, ())}
    return {name: wanted.get(name, values[0]) for name, values in OPTIONS.items()}


def _unknown_options(site: Site) -> Iterator[Problem]:
    for name, value in site.profile.settings.theme:
        if value not in OPTIONS.get(name, ()):
            known = tuple(OPTIONS.get(name, OPTIONS))
            wanted = value if name in OPTIONS else name
            fix = f"write {nearest(wanted, known) or 'one of: ' + ', '.join(known)}"
            yield Problem(
                place=Place(path=site.profile.path),
                severity="warning",
                code="theme",
                message=f"found “{name}: {value}” among the options of the theme, which it doesn't know",
                fix=fix if name in OPTIONS else f"leave it out, or {fix}",
            )


def _cards(environment: Environment, common: Mapping[str, Any]) -> Callable[[Paper, int], Markup]:
    """Return `card(paper, level)`: a paper's card with its title at a level of heading, rendered once."""
    template = environment.get_template("_card.html")

    @cache
    def card(slug: str, level: int) -> Markup:
        return Markup(template.render({**common, "paper": papers[slug], "level": level}))  # noqa: S704 - autoescaped

    papers = {paper.slug: paper for paper in common["site"].papers}
    return lambda paper, level: card(paper.slug, level)


def _folders(site: Site) -> Callable[[str, str], str]:
    """Return `folder(kind, name)`: where the list of a year, category, tag or co-author is, "" for none."""
    folders = {(str(each.kind), folded(each.name)): each.folder for each in listings(site.papers)}
    return lambda kind, name: folders.get((kind, folded(name)), "")


def _placed(text: str, path: str, site: Site) -> bytes:
    """Turn the mark of the site's root into the way there from a page, and have pictures load as they come near.

    A host serves 404.html for a missing address of any depth, so no relative way is right there: it gets
    the path of the site's own address, and that of a domain's root where none is known.
    """
    text = _PICTURE.sub('<img loading="lazy" decoding="async" ', text)
    if path == "404.html":
        url = site.profile.settings.url
        return text.replace(SITE, urlsplit(url).path.rstrip("/") + "/").encode()
    return text.replace(SITE, "../" * path.count("/")).encode()


def _dates(site: Site, words: Words) -> Callable[..., str]:
    """Return `date(value, full=False)`: a date as the site's language and settings want it."""
    current = site.year if site.profile.settings.omit_current_year else 0

    def date(value: PartialDate, full: bool = False) -> str:
        omit = not full and value.year == current
        return words.date(value.year, value.month, value.day, omit_year=omit)

    return date


def _affiliations(paper: Paper) -> tuple[str, ...]:
    """Return the affiliations of all authors, each once, in the order in which they first appear."""
    return tuple(dict.fromkeys(place for author in paper.authors for place in author.affiliations))


@lru_cache(maxsize=4)
def _icons(theme: Theme) -> Mapping[str, Markup]:
    """Return the theme's icons by the kind of link that they stand for."""
    names = [name for name in theme.names() if name.startswith("icons/") and name.endswith(".svg")]
    return {
        name[len("icons/") : -len(".svg")]: Markup((theme.file(name) or b"").decode().strip())  # noqa: S704 - a theme's own file
        for name in names
    }


@lru_cache(maxsize=4)
def _assets(theme: Theme) -> Callable[[str], str]:
    """Return `asset(name)`: the address of a static file, which changes whenever its content does.

    The hash stands in the query, not in the name: a name that stays can be replaced by a site's own
    file and found by a person, and a visitor still never meets new pages with an old style.
    """
    hashes = {page.path: hashlib.sha256(page.data).hexdigest()[:8] for page in static(theme)}

    def asset(name: str) -> str:
        path = f"static/{name}"
        if path not in hashes:
            raise LookupError(f"no file {path!r} in the theme or in templates/")
        return f"{SITE}{path}?v={hashes[path]}"

    return asset
