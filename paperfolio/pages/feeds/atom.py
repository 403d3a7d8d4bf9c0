"""An Atom feed of papers or items (RFC 4287), abstracts in full.

Abstracts are `type="html"`, escaped: HTML isn't well-formed XML, and within it MathML needs no namespaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from paperfolio.model import Site
from paperfolio.pages.feeds.entries import Feed, FeedEntry, tag_uri, updated
from paperfolio.pages.paths import public
from paperfolio.text.cleaning import clean


def atom(site: Site, feed: Feed) -> str:
    """Return a feed of the site, whose own address must be known."""
    return "\n".join(_lines(site, feed)) + "\n"


def _lines(site: Site, feed: Feed) -> Iterator[str]:
    profile, settings = site.profile, site.profile.settings
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(settings.language)}">'
    yield f"<title>{_text(feed.title)}</title>"
    if settings.description:
        yield f"<subtitle>{_text(settings.description)}</subtitle>"
    yield f"<id>{_text(tag_uri(site, feed.name))}</id>"
    yield f"<updated>{updated(site, feed.entries)}</updated>"
    yield _link("self", public(site, f"{feed.stem}.xml"), "application/atom+xml")
    yield _link("alternate", public(site, feed.home), "text/html")
    yield f"<author><name>{_text(profile.name)}</name><uri>{escape(public(site, 'index.html'))}</uri></author>"
    yield "<generator>Paperfolio</generator>"
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>"


def _entry(entry: FeedEntry) -> Iterator[str]:
    language = f' xml:lang="{escape(entry.language)}"' if entry.language else ""
    yield f"<entry{language}>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<id>{_text(entry.id)}</id>"
    yield _link("alternate", entry.url, "text/html")
    if entry.external:
        yield _link("related", entry.external)
    if entry.pdf:
        yield _link("enclosure", entry.pdf, "application/pdf")
    yield f"<published>{entry.published}</published>"
    yield f"<updated>{entry.updated}</updated>"
    for author in entry.authors:
        if name := _text(author.name):
            uri = f"<uri>{_text(author.url)}</uri>" if author.url else ""
            yield f"<author><name>{name}</name>{uri}</author>"
    for topic in entry.topics:
        yield f'<category term="{escape(topic)}"/>'
    if entry.summary:
        yield f"<summary>{_text(entry.summary)}</summary>"
    if entry.html:
        yield f'<content type="html" xml:base="{escape(entry.url)}">{escape(entry.html, quote=False)}</content>'
    yield "</entry>"


def _text(text: str) -> str:
    return escape(clean(text), quote=False)


def _link(rel: str, href: str, type_: str = "") -> str:
    kind = f' type="{escape(type_)}"' if type_ else ""
    return f'<link rel="{escape(rel)}"{kind} href="{escape(href)}"/>'
