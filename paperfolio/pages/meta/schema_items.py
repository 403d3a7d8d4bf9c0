"""schema.org nodes of everything that is not a paper: events, courses, posts, software, projects, pages.

Sources: schema.org (Event, Course, BlogPosting, SoftwareSourceCode, ResearchProject, CollectionPage).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from paperfolio.model import Collection, Item, Site
from paperfolio.pages.meta.elements import shortened
from paperfolio.pages.meta.schema_org import Node, known, organization
from paperfolio.pages.paths import HOME, public
from paperfolio.text.cleaning import clean

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "talks": "Event",
        "teaching": "Course",
        "posts": "BlogPosting",
        "news": "NewsArticle",
        "software": "SoftwareSourceCode",
        "projects": "ResearchProject",
        "pages": "WebPage",
    }
)


def item(entry: Item, site: Site, image_url: str = "") -> Node:
    """Return an item as what its collection says it is; a page of the user's own folder is a CreativeWork."""
    kind, home = _TYPES.get(entry.collection, "CreativeWork"), public(site, HOME)
    page, _, anchor = entry.address.partition("#")
    url = public(site, page) and public(site, page) + (f"#{anchor}" if anchor else "")
    person = known({"@type": "Person", "@id": home and f"{home}#person", "name": clean(site.profile.name)})
    node: Node = {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": clean(entry.title.plain),
        "description": shortened(entry.summary.plain or entry.body.plain),
        "image": image_url,
    }
    date, end = (entry.date.iso if entry.date else ""), (entry.end.iso if entry.end else "")
    if kind == "Event":
        place = {"@type": "Place", "name": clean(entry.where)} if entry.where else {}
        event = {"@type": "Event", "name": clean(entry.event.plain)} if entry.event else {}
        node |= {
            "startDate": date,
            "endDate": end,
            "location": place,
            "performer": person,
            "superEvent": event,
        }
    elif kind == "Course":
        node |= {"provider": organization(entry.institution), "inLanguage": entry.language}
    elif kind == "ResearchProject":
        node |= {"foundingDate": date, "dissolutionDate": end, "member": person}
    else:
        node |= {"datePublished": date, "author": person, "keywords": [clean(tag) for tag in entry.tags]}
        node |= {"inLanguage": entry.language}
    if kind in ("BlogPosting", "NewsArticle"):
        node |= {"headline": clean(entry.title.plain), "mainEntityOfPage": url}
    if kind == "SoftwareSourceCode":
        node["codeRepository"] = next((link.url for link in entry.links if link.kind == "code"), "")
    return known(node)


def collection(each: Collection, site: Site) -> Node:
    """Return the page of a collection with its items; those with pages of their own are described there."""
    url = public(site, each.page)
    parts = [
        {"@id": public(site, entry.page)} if entry.page and url else item(entry, site) for entry in each.items
    ]
    return known(
        {"@type": "CollectionPage", "@id": url, "url": url, "name": clean(each.title), "hasPart": parts}
    )
