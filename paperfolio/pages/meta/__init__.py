"""The metadata of a page in its `<head>`, for search engines, Google Scholar, previews, feed readers.

`heads` turns a site into safe markup by the path of a page. Everything comes from the plain text of titles
and abstracts, never from their markup. What must be an absolute address is left out while the site's own
isn't known. Nothing here knows how a page looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape

from paperfolio.model import SITE, Paper, Site
from paperfolio.pages.meta import highwire, schema_items, schema_org
from paperfolio.pages.meta.elements import link, linked_data, named, open_graph, shortened
from paperfolio.pages.paths import HOME, local_pdf, own_pdf, public
from paperfolio.pages.plan import Planned
from paperfolio.problems import Place, Problem, in_order
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# The picture for previews beside a page, and its size in pixels.
CARD = "card.png"
CARD_SIZE = (1200, 630)


def heads(
    site: Site, pages: Iterable[Planned], *, files: Collection[str] = ()
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Return the markup for the `<head>` of each page by its path, and warnings about what machines miss.

    `files` are the paths of the files that the site has besides its pages, so that nothing is linked that
    isn't there: feeds, icons, pictures. The mark `model.SITE` in an address stands for the way to the output
    folder.
    """
    common = _joined(_everywhere(site, files))
    return {page.path: _head(page, site, files, common) for page in pages}, in_order(_doubts(site))


def _head(page: Planned, site: Site, files: Collection[str], common: str) -> str:
    match page.kind:
        case "redirect":  # such a page names its target itself, and nothing else about it is of interest
            return ""
        case "missing":
            return _joined((named("robots", "noindex"), common))
        case "home":
            return _joined((*_profile(site, files), common))
        case "paper":
            return _joined((*_paper(page.shows["paper"], site, files), common))
        case "item":
            return _joined((*_item(page, site, files), common))
        case "collection":
            return _joined((*_other(page, site), *_feeds(page, files), _collection(page, site), common))
        case _:
            return _joined((*_other(page, site), common))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, lines))


def description(paper: Paper) -> str:
    """Return what a paper is about in one line: its summary, else how its abstract begins, else its facts."""
    if text := shortened(paper.summary.plain or paper.abstract.plain or paper.body.plain):
        return text
    facts = (*(author.name for author in paper.authors), record.appeared(paper), str(paper.date.year))
    return shortened(", ".join(filter(None, facts)))


def _paper(paper: Paper, site: Site, files: Collection[str]) -> Iterator[str]:
    url, title, about = public(site, paper.page), record.marked_title(paper), description(paper)
    picture = _picture(site, files, paper.folder + CARD) or _picture(site, files, CARD)
    yield named("description", about)
    yield from highwire.tags(paper, url)
    yield canonical(url)
    yield from _preview(site, "article", title, about, url, picture, title)
    # Open Graph's times are whole (ISO 8601), so a year or a month alone is not given.
    yield open_graph("article:published_time", paper.date.iso if paper.date.day else "")
    yield from (open_graph("article:tag", tag) for tag in paper.tags)
    trail: tuple[tuple[str, str], ...] = ()
    if url:
        trail = ((site.profile.settings.title, public(site, HOME)), (title, url))
    crumbs = schema_org.breadcrumbs(trail) if trail else {}
    yield linked_data(schema_org.graph(schema_org.article(paper, url, picture, public(site, HOME)), crumbs))
    for name, kind in (
        ("cite.bib", "application/x-bibtex"),
        ("cite.ris", "application/x-research-info-systems"),
        ("index.md", "text/markdown"),
    ):
        if paper.folder + name in files:
            yield link("alternate", SITE + paper.folder + name, type=kind)


def _profile(site: Site, files: Collection[str]) -> Iterator[str]:
    profile, url, picture = site.profile, public(site, HOME), _picture(site, files, CARD)
    about = profile.settings.description or shortened(profile.biography.plain)
    photo = profile.photo
    portrait = ""
    if photo and (not photo.local or url):
        portrait = f"{url}{photo.url}" if photo.local else photo.url
    yield named("description", about)
    yield named("author", profile.name)
    yield canonical(url)
    yield from _preview(site, "profile", profile.settings.title, about, url, picture, profile.name)
    yield linked_data(
        schema_org.graph(
            schema_org.profile_page(site, url, portrait or picture), schema_org.website(site, url)
        )
    )


def _item(page: Planned, site: Site, files: Collection[str]) -> Iterator[str]:
    item, collection = page.shows["item"], page.shows["collection"]
    url, picture = public(site, page.path), _picture(site, files, CARD)
    about = shortened(item.summary.plain or item.text) or page.title
    yield named("description", about)
    yield canonical(url)
    yield from _preview(site, "article", page.title, about, url, picture, site.profile.name)
    yield from (open_graph("article:tag", tag) for tag in item.tags)
    yield from _feeds(page, files)
    trail = [(site.profile.settings.title, public(site, HOME)), (page.title, url)]
    if collection.page:
        trail.insert(1, (collection.title, public(site, collection.page)))
    crumbs = schema_org.breadcrumbs(tuple(trail)) if url else {}
    yield linked_data(schema_org.graph(schema_items.item(item, site, picture), crumbs))


def _collection(page: Planned, site: Site) -> str:
    return linked_data(schema_org.graph(schema_items.collection(page.shows["collection"], site)))


def _feeds(page: Planned, files: Collection[str]) -> Iterator[str]:
    """Offer the feed of a page's own collection."""
    collection = page.shows["collection"]
    for suffix, kind in (("xml", "application/atom+xml"), ("json", "application/feed+json")):
        path = f"{collection.name}/feed.{suffix}"
        if path in files:
            yield link("alternate", SITE + path, type=kind, title=collection.title)


def _other(page: Planned, site: Site) -> Iterator[str]:
    url, title = public(site, page.path), page.title
    settings = site.profile.settings
    about = f"{title} – {settings.description or settings.title}"
    yield named("description", about)
    yield canonical(url)
    yield from _preview(site, "website", title, about, url, "", "")


def canonical(url: str) -> str:
    """Return the link that says which address a page is known by (RFC 6596), or nothing."""
    return link("canonical", url) if url else ""


def _preview(
    site: Site, kind: str, title: str, about: str, url: str, picture: str, alt: str
) -> Iterator[str]:
    """Open Graph, and the card of X where it asks for more (X Developer Platform, "Cards markup")."""
    yield open_graph("og:type", kind)
    yield open_graph("og:title", title)
    yield open_graph("og:description", about)
    yield open_graph("og:url", url)
    yield open_graph("og:site_name", site.profile.settings.title)
    if picture:
        yield open_graph("og:image", picture)
        yield open_graph("og:image:type", "image/png")
        yield open_graph("og:image:width", str(CARD_SIZE[0]))
        yield open_graph("og:image:height", str(CARD_SIZE[1]))
        yield open_graph("og:image:alt", alt)
    yield named("twitter:card", "summary_large_image" if picture else "summary")


def _picture(site: Site, files: Collection[str], path: str) -> str:
    return public(site, path) if path in files else ""


def _everywhere(site: Site, files: Collection[str]) -> Iterator[str]:
    if any(paper.status == "draft" for paper in site.papers) or any(item.draft for item in site.items):
        yield named("robots", "noindex")  # lists and feeds name the drafts too
    title = escape(clean(site.profile.settings.title))
    for path, kind in (("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json")):
        if path in files:
            yield f'<link rel="alternate" type="{kind}" title="{title}" href="{SITE}{path}">'
    if "icon.svg" in files:
        yield link("icon", f"{SITE}icon.svg", type="image/svg+xml", sizes="any")
    if "icon-192.png" in files:
        yield link("apple-touch-icon", f"{SITE}icon-192.png")
    if "site.webmanifest" in files:
        yield link("manifest", f"{SITE}site.webmanifest")


def _doubts(site: Site) -> Iterator[Problem]:
    """What machines miss of a site that they can find; one without a public address is not for them yet."""
    if not site.profile.settings.url:
        return
    for paper in site.papers:
        if not paper.authors:
            message = "no authors: Google Scholar ignores a page without an author"
            yield _doubt(paper.at("authors"), message, 'add "authors:"')
        pdf = local_pdf(paper)
        if pdf and not own_pdf(paper):
            message = f"Google Scholar ignores the PDF at {pdf.url}: it accepts a .pdf file in the folder of the page"
            fix = "move it into the paper's own folder, which has the name of its .md file"
            yield _doubt(paper.at("links.pdf"), message, fix)


def _doubt(place: Place, message: str, fix: str) -> Problem:
    return Problem(place=place, severity="warning", code="scholar", message=message, fix=fix)
