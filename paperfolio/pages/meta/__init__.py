"""What a page tells machines in its `<head>`: search engines, Google Scholar, previews, feed readers.

`heads` turns a site into safe markup by the path of a page. Everything comes from the plain text of titles
and abstracts, never from their markup. What must be an absolute address is left out while the site's own
isn't known. Nothing here knows how a page looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import escape
from types import MappingProxyType

from paperfolio.model import SITE, Paper, Site
from paperfolio.pages.meta import highwire, schema_org
from paperfolio.pages.meta.elements import link, linked_data, named, open_graph, shortened
from paperfolio.pages.paths import HOME, folder, local_pdf, own_pdf, page_of, public, redirects
from paperfolio.problems import Place, Problem, in_order
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

NOTHING: Mapping[str, str] = MappingProxyType({})

# The picture for previews beside a page, and its size in pixels.
CARD = "card.png"
CARD_SIZE = (1200, 630)


class Heads(Mapping[str, str]):
    """The markup for a page's `<head>` by the path of the page; one that it doesn't hold gets a general one."""

    def __init__(self, made: Mapping[str, str], other: Callable[[str], str]) -> None:
        self._made, self._other = made, other

    def __getitem__(self, path: str) -> str:
        return self._made[path] if path in self._made else self._other(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def heads(
    site: Site, *, others: Mapping[str, str] = NOTHING, files: Collection[str] = ()
) -> tuple[Heads, tuple[Problem, ...]]:
    """Return the markup for the `<head>` of each page by its path, and warnings about what machines miss.

    `others` gives the titles of further pages by their path; a page without one there has the site's. `files`
    are the paths of the files that the site has besides its pages, so that nothing is linked that isn't there:
    feeds, icons, pictures. The mark `model.SITE` in an address stands for the way to the output folder.
    """
    common = tuple(_everywhere(site, files))
    made = {HOME: (*_profile(site, files), *common), "404.html": (named("robots", "noindex"), *common)}
    for paper in site.papers:
        made[page_of(paper)] = (*_paper(paper, site, files), *common)
    # A page that only leads on says where to itself, and nothing else about it is to be told.
    made |= dict.fromkeys(redirects(site), ())

    def other(path: str) -> str:
        return _joined((*_other(path, others.get(path, ""), site), *common))

    written = {path: _joined(lines) for path, lines in made.items()}
    return Heads(written, other), in_order(_doubts(site))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, lines))


def description(paper: Paper) -> str:
    """Return what a paper is about in one line: its summary, else how its abstract begins, else its facts."""
    if text := shortened(paper.summary.plain or paper.abstract.plain or paper.body.plain):
        return text
    facts = (*(author.name for author in paper.authors), record.container(paper), str(paper.date.year))
    return shortened(", ".join(filter(None, facts)))


def _paper(paper: Paper, site: Site, files: Collection[str]) -> Iterator[str]:
    page = page_of(paper)
    url, title, about = public(site, page), record.title(paper), description(paper)
    picture = _picture(site, files, folder(paper) + CARD) or _picture(site, files, CARD)
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
    ):
        if folder(paper) + name in files:
            yield link("alternate", SITE + folder(paper) + name, type=kind)


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


def _other(path: str, title: str, site: Site) -> Iterator[str]:
    url = public(site, path)
    title = title or site.profile.settings.title
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
            message = "found no authors, and Google Scholar passes over a page without one"
            yield _doubt(paper.path, "scholar", message, "add “authors:”")
        pdf = local_pdf(paper)
        if pdf and not own_pdf(paper):
            message = f"found the PDF at {pdf.url}, and Google Scholar takes one beside the page, in .pdf"
            fix = "move it into the paper's own folder, which has the name of its .md file"
            yield _doubt(paper.path, "scholar", message, fix)


def _doubt(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(place=Place(path=path), severity="warning", code=code, message=message, fix=fix)
