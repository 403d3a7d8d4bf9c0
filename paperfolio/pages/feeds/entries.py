"""The entries of a feed, before they are written as Atom or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from paperfolio.model import Author, Item, Paper, PartialDate, Site
from paperfolio.pages.paths import absolute, own_pdf, public
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# A feed is for what is new; readers keep what they have seen.
LONGEST = 50

# Characters that no XML document may have, not even by reference: XML 1.0, section 2.2.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")

# The day in a tag URI is one on which its host was the site owner's (RFC 4151, section 2.1). It must never
# change, or feed readers would show every paper again; so it is the year in which these identifiers began.
_SINCE = "2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A paper or an item in a feed: addresses are absolute, `html` is safe markup, dates are RFC 3339 at midnight UTC.

    `external` is its address elsewhere, `pdf` that of a PDF beside its page.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str
    authors: tuple[Author, ...] = ()
    language: str = ""
    external: str = ""
    pdf: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of the site: `stem` is the path of its files without their suffix, `home` that of its page."""

    stem: str
    title: str
    name: str
    home: str
    entries: tuple[FeedEntry, ...]


def feeds(site: Site) -> tuple[Feed, ...]:
    """Return the feed of papers, and one for each collection with dates; the site's own address must be known."""
    title = site.profile.settings.title
    newest = sorted(site.papers, key=lambda paper: (_negative(paper.date), paper.slug))
    papers = tuple(_entry(paper, site) for paper in newest[:LONGEST])
    found = [Feed(stem="feed", title=title, name="papers", home="index.html", entries=papers)]
    for each in site.collections:
        dated = [(item.date, item) for item in each.items if item.date and each.page]
        dated.sort(key=lambda pair: (_negative(pair[0]), pair[1].slug))
        if dated:
            entries = tuple(_item(item, date, site) for date, item in dated[:LONGEST])
            name = f"{title}: {each.title}"
            found.append(
                Feed(stem=f"{each.name}/feed", title=name, name=each.name, home=each.page, entries=entries)
            )
    return tuple(found)


def tag_uri(site: Site, path: str) -> str:
    """Return a name for a thing of the site that stays when its page moves (RFC 4151)."""
    address = urlsplit(site.profile.settings.url)
    where = "/".join(part for part in (address.path.strip("/"), path) if part)
    return f"tag:{address.hostname},{_SINCE}:{where}"


def updated(site: Site, found: tuple[FeedEntry, ...]) -> str:
    """Return when the newest paper of a feed changed; of an empty feed, the beginning of the year."""
    return max((entry.updated for entry in found), default=instant(PartialDate(year=site.year)))


def instant(date: PartialDate) -> str:
    """Return the first moment of a date (RFC 3339)."""
    return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00Z"


def _entry(paper: Paper, site: Site) -> FeedEntry:
    url = public(site, paper.page)
    pdf = own_pdf(paper)
    dates = [paper.date, *(version.date for version in paper.versions if version.date)]
    category = (paper.category.name or paper.category.label,) if paper.category else ()
    html = paper.abstract.html or paper.summary.html or paper.body.html
    return FeedEntry(
        authors=paper.authors,
        language=paper.language,
        external=record.address(paper),
        id=tag_uri(site, paper.folder.rstrip("/")),
        url=url,
        title=record.marked_title(paper) or paper.slug,
        summary=clean(paper.summary.plain),
        html=_NOT_XML.sub("", absolute(html, site, url)),
        published=instant(paper.date),
        updated=max(instant(date) for date in dates),
        pdf=url + pdf.url.removeprefix(paper.folder) if pdf else "",
        topics=tuple(filter(None, (clean(topic) for topic in (*category, *paper.tags)))),
    )


def _item(item: Item, date: PartialDate, site: Site) -> FeedEntry:
    page, _, anchor = item.address.partition("#")
    url = public(site, page) + (f"#{anchor}" if anchor else "")
    html = item.body.html or item.summary.html
    return FeedEntry(
        id=tag_uri(site, f"{item.collection}/{item.slug}"),
        url=url,
        title=clean(item.title.plain),
        summary=clean(item.summary.plain),
        html=_NOT_XML.sub("", absolute(html, site, url)),
        published=instant(date),
        updated=instant(date),
        authors=(Author(name=site.profile.name, url=public(site, "index.html")),),
        language=item.language,
        topics=tuple(filter(None, map(clean, item.tags))),
    )


def _negative(date: PartialDate) -> tuple[int, int, int]:
    return (-date.year, -date.month, -date.day)
