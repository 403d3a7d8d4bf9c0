"""What programs fetch by a well-known name: feeds, sitemap, robots.txt, llms.txt, web manifest.

A site in, files out. Feeds and the sitemap need absolute addresses, so they exist only where the site's
own is known. Dates come from the papers: the same site gives the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Iterable

from paperfolio.model import Page, Site
from paperfolio.pages.feeds.atom import atom
from paperfolio.pages.feeds.catalog import markdown, papers_json, twin
from paperfolio.pages.feeds.crawlers import llms, manifest, robots, sitemaps
from paperfolio.pages.feeds.entries import feeds
from paperfolio.pages.feeds.json_feed import json_feed
from paperfolio.pages.plan import Planned

__all__ = ["atom", "feeds", "files", "json_feed", "llms", "manifest", "robots", "sitemaps"]


def files(site: Site, planned: Iterable[Planned], *, direction: str = "ltr") -> tuple[Page, ...]:
    """Return the files. `planned` are all its pages, `direction` is that of its language."""
    found = {
        "robots.txt": robots(site),
        "llms.txt": llms(site),
        "papers.json": papers_json(site),
        **{twin(paper): markdown(paper, site) for paper in site.papers},
        "site.webmanifest": manifest(site, direction),
    }
    if site.profile.settings.url:
        found |= sitemaps(site, planned)
        for feed in feeds(site):
            found |= {f"{feed.stem}.xml": atom(site, feed), f"{feed.stem}.json": json_feed(site, feed)}
    return tuple(Page(path=path, data=text.encode()) for path, text in found.items())
