"""The plan of a site's pages, made once: where each page is, what it is called and what it shows.

Rendering, metadata, feeds and the sitemap all read it, so that a page is known everywhere or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from paperfolio.model import Item, Paper, Site
from paperfolio.pages import cv, options
from paperfolio.pages.lists import (
    Grouping,
    Listing,
    ListPage,
    frequent_coauthors,
    grouped,
    list_pages,
    listings,
    selection,
)
from paperfolio.pages.menu import MenuEntry, cv_file, menu
from paperfolio.pages.paths import redirect
from paperfolio.pages.sections import Relations, divided, relations
from paperfolio.pages.words import Words
from paperfolio.scholar.cite import Citation, record
from paperfolio.scholar.related import related

Kind = Literal["home", "paper", "list", "collection", "item", "cv", "redirect", "missing"]

# No page grows with the number of papers: a longer list goes on at `page/2/`.
PAPERS_PER_PAGE = {"cards": 50, "list": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A page to be made. `title` is plain and without the site's own, which alone the front page has.

    `section` is the part of the site that it belongs to, as in the menu. `shows` is what the template gets beside
    the variables of every page.
    """

    path: str
    kind: Kind
    template: str
    title: str = ""
    section: str = "papers"
    shows: Mapping[str, Any] = field(default_factory=dict)

    @property
    def indexed(self) -> bool:
        """Whether search engines should know the page."""
        return self.kind not in ("redirect", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All pages of a site, the lists of papers among them, and the menu."""

    pages: tuple[Planned, ...]
    lists: tuple[Listing, ...]
    menu: tuple[MenuEntry, ...] = ()


def plan(site: Site, words: Words, cited: Mapping[str, Citation]) -> Plan:
    """Return the plan; `cited` gives the citations of each paper by its slug."""
    lists = tuple(
        replace(each, long=words(f"kind.{each.name}", min(each.size, 2))) if each.kind == "kind" else each
        for each in listings(site.papers, site.items, coauthors=site.profile.settings.coauthors)
    )
    linked = relations(site)
    pages = (
        *_front(site, words),
        *_papers(site, cited, linked),
        *_lists(site, lists, words),
        *_sections(site, linked),
        *_cv(site, words),
        *_redirects(site),
    )
    missing = Planned(
        path="404.html", kind="missing", template="404.html", title=words("not_found"), section=""
    )
    return Plan(pages=(*pages, missing), lists=lists, menu=menu(site, words))


def _front(site: Site, words: Words) -> Iterator[Planned]:
    """Plan the front page, and the list of all papers: further pages of it, or pages of its own."""
    settings = site.profile.settings
    layout = options.chosen(settings)["layout"]
    groups = grouped(site.papers, by=options.grouping(settings), chosen="selected" in settings.front)
    whole = list_pages(groups, settings.listed.removesuffix("index.html"), PAPERS_PER_PAGE[layout])
    news = next((each for each in site.collections if each.name == "news"), None)
    first = whole[0] if settings.listed == "index.html" else selection(site.papers)
    shows = {"list_page": first, "news": news}
    yield Planned(path="index.html", kind="home", template="index.html", section="", shows=shows)
    for list_page in whole:
        if list_page.path != "index.html" and site.papers:
            title = _numbered(words("papers_title"), list_page, words)
            shows = {"list_page": list_page, "news": None}
            yield Planned(path=list_page.path, kind="list", template="index.html", title=title, shows=shows)


def _papers(site: Site, cited: Mapping[str, Citation], linked: Relations) -> Iterator[Planned]:
    papers, near = site.papers, related(site.papers)
    for paper, before, after in zip(papers, (None, *papers), (*papers[1:], None), strict=False):
        shows = {
            "paper": paper,
            "previous": before,
            "next": after,
            "affiliations": _affiliations(paper),
            "related": near[paper.slug],
            "cite": cited[paper.slug],
            "linked": linked.items(paper, site),
            "projects": linked.labels(paper),
        }
        title = record.mark(paper) + paper.title.plain
        yield Planned(path=paper.page, kind="paper", template="paper.html", title=title, shows=shows)


def _lists(site: Site, lists: tuple[Listing, ...], words: Words) -> Iterator[Planned]:
    if lists:
        unlisted = frequent_coauthors(site.papers) - sum(each.kind == "author" for each in lists)
        path, shows = "browse/index.html", {"listings": lists, "unlisted": unlisted}
        yield Planned(
            path=path,
            kind="list",
            template="browse.html",
            title=words("browse"),
            section="browse",
            shows=shows,
        )
    layout, by = options.chosen(site.profile.settings)["layout"], options.grouping(site.profile.settings)
    without: dict[str, Mapping[Grouping, Grouping]] = {
        "year": {"year": "", "kind and year": "kind"},
        "kind": {"kind": "", "kind and year": "year"},
    }
    for listing in lists:
        groups = grouped(listing.papers, by=without.get(listing.kind, {}).get(by, by))
        for list_page in list_pages(groups, listing.folder, PAPERS_PER_PAGE[layout]):
            yield Planned(
                path=list_page.path,
                kind="list",
                template="list.html",
                title=_numbered(listing.long or listing.name, list_page, words),
                section="browse",
                shows={"listing": listing, "list_page": list_page},
            )


def _sections(site: Site, linked: Relations) -> Iterator[Planned]:
    for collection in site.collections:
        if collection.page:
            yield Planned(
                path=collection.page,
                kind="collection",
                template="collection.html",
                title=collection.title,
                section=collection.name,
                shows={"collection": collection, "groups": divided(collection)},
            )
        paged = [item for item in collection.items if item.page]
        for item, before, after in zip(paged, (None, *paged), (*paged[1:], None), strict=False):
            alone, blog = not collection.page, collection.name == "posts"
            shows = {
                "item": item,
                "collection": collection,
                "papers": linked.papers(item, site),
                "previous": before if blog else None,
                "next": after if blog else None,
            }
            yield Planned(
                path=item.page,
                kind="item",
                template="item.html",
                title=item.title.plain,
                section=item.page if alone else collection.name,
                shows=shows,
            )


def _cv(site: Site, words: Words) -> Iterator[Planned]:
    if site.cv:
        file = cv_file(site)
        shows = {
            "cv": site.cv,
            "file": file.url if file else "cv.pdf",
            "blocks": cv.blocks(site, words),
            "references": cv.references(site.papers, words) if site.cv.publications else (),
        }
        title = site.cv.title or words("cv")
        path = site.cv.page
        yield Planned(path=path, kind="cv", template="cv.html", title=title, section="cv", shows=shows)


def _redirects(site: Site) -> Iterator[Planned]:
    documents: tuple[Paper | Item, ...] = (*site.papers, *site.items)
    for moved in documents:
        page = moved.page if isinstance(moved, Paper) else moved.address
        for address in moved.redirects:
            title, shows = moved.title.plain, {"moved": moved, "page": page}
            path = redirect(address)
            yield Planned(path=path, kind="redirect", template="redirect.html", title=title, shows=shows)


def _numbered(title: str, list_page: ListPage, words: Words) -> str:
    return f"{title} ({words.number(list_page.number)})" if list_page.number > 1 else title


def _affiliations(paper: Paper) -> tuple[str, ...]:
    """Return the affiliations of all authors, each once, in the order in which they first appear."""
    return tuple(dict.fromkeys(place for author in paper.authors for place in author.affiliations))
