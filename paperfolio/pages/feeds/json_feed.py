"""The same feed as JSON (JSON Feed, version 1.1)."""

from __future__ import annotations

import json
from typing import Any

from paperfolio.model import Site
from paperfolio.pages.feeds.entries import Feed, FeedEntry
from paperfolio.pages.paths import public
from paperfolio.text.cleaning import clean


def json_feed(site: Site, of: Feed) -> str:
    """Return a feed of the site, whose own address must be known."""
    settings = site.profile.settings
    home = public(site, "index.html")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(of.title),
        "home_page_url": public(site, of.home),
        "feed_url": public(site, f"{of.stem}.json"),
        "description": clean(settings.description),
        "language": settings.language,
        "authors": [{"name": clean(site.profile.name), "url": home}],
        "items": [_item(entry) for entry in of.entries],
    }
    return json.dumps(_known(feed) | {"items": feed["items"]}, ensure_ascii=False, indent=1) + "\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    authors = [_known({"name": clean(author.name), "url": author.url}) for author in entry.authors]
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary or entry.title}
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.external,
            "title": entry.title,
            **text,
            "summary": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": authors,
            "tags": list(entry.topics),
            "language": entry.language,
            "attachments": [{"url": entry.pdf, "mime_type": "application/pdf"}] if entry.pdf else [],
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
