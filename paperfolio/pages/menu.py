"""The menu: made from what the site has, in the user's order where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from paperfolio.content.tree import KNOWN
from paperfolio.model import Collection, Link, Site
from paperfolio.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A way to one part of the site: `path` relative to the output folder, or a whole address.

    `section` is the part's name. `current` is what `aria-current` says on a page: `page` on the very page,
    `true` below it, nothing elsewhere.
    """

    title: str
    path: str
    section: str
    current: Literal["", "page", "true"] = ""


def menu(site: Site, words: Words) -> tuple[MenuEntry, ...]:
    """Return the entries in order: the user's own, else papers, pages, collections."""
    found = list(_entries(site))
    if site.papers:
        rows = (
            (
                "papers",
                "papers_title",
                site.profile.settings.listed
                + ("#papers" if site.profile.settings.listed == "index.html" else ""),
            ),
            ("browse", "browse_title", "browse/index.html"),
        )
        found += ((1000, MenuEntry(title=words(word), path=path, section=name)) for name, word, path in rows)
    file = cv_file(site)
    if site.cv and site.cv.menu:
        title, order = site.cv.title or words("cv"), site.cv.order
        entry = MenuEntry(title=title, path=site.cv.page, section="cv")
        found.append((3000 if order is None else order, entry))
    elif file and not site.cv:
        found.append((3000, MenuEntry(title=words("cv"), path=file.url, section="cv")))
    return tuple(entry for _, entry in sorted(found, key=lambda each: each[0]))


def _entries(site: Site) -> Iterator[tuple[float, MenuEntry]]:
    """Yield each entry with its rank: an order of the user's own comes first, then the order of the parts."""
    for rank, collection in enumerate(site.collections, start=1001):
        if collection.page and collection.menu:
            entry = MenuEntry(title=collection.title, path=collection.page, section=collection.name)
            yield rank if collection.order is None else collection.order, entry
        for item in collection.items if not collection.page else ():
            if item.menu:
                entry = MenuEntry(title=item.title.plain, path=item.page, section=item.page)
                yield rank if item.order is None else item.order, entry


def cv_file(site: Site) -> Link | None:
    """Return the CV that the site has as a file of its own."""
    return next((link for link in site.profile.links if link.kind == "cv" and link.local), None)


def marked(entries: Iterable[MenuEntry], path: str, section: str) -> tuple[MenuEntry, ...]:
    """Return the menu of one page, with the entry of its section marked."""
    return tuple(
        replace(entry, current="page" if entry.path == path else "true")
        if entry.section == section
        else entry
        for entry in entries
    )


def titled(collections: Iterable[Collection], words: Words) -> tuple[Collection, ...]:
    """Return the collections in the order of the menu; one without a title has that of the language."""

    def title(name: str) -> str:
        key = f"collection.{name}"
        return words(key) if key in words.entries else name.replace("-", " ").replace("_", " ").capitalize()

    ranks = {name: rank for rank, name in enumerate(KNOWN)}
    ordered = sorted(collections, key=lambda each: (ranks.get(each.name, len(ranks)), each.name))
    return tuple(replace(each, title=each.title or title(each.name)) for each in ordered)
