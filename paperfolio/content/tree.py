"""Which document of the content is what, and where its page is: known before any of them is read in full.

| document | collection | page |
|---|---|---|
| `content/profile.md` | | `index.html` |
| `content/cv.md` | | `cv/index.html` |
| `content/papers/x.md` | `papers` | `papers/x/index.html` |
| `content/pages/x.md` | `pages` | `x/index.html` |
| `content/talks/x.md` | `talks` | `talks/x/index.html`, or its place in the list: `talks/index.html#x` |
| `content/talks/index.md` | `talks` | `talks/index.html` |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from paperfolio.content.fields import FALSE, TRUE
from paperfolio.content.located import Document, Scalar
from paperfolio.model import CV, PROFILE, Grouping, Layout
from paperfolio.text.slugs import slug

CONTENT = "content/"
INDEX = "index.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """How a collection is shown where its `index.md` doesn't say. `pages` None: an item with text has a page."""

    layout: Layout = "list"
    group: Grouping = "none"
    pages: bool | None = None
    menu: bool = True


# The collections that have a title in every language, in the order of the menu; others follow.
KNOWN: Mapping[str, Defaults] = MappingProxyType(
    {
        "pages": Defaults(pages=True),
        "projects": Defaults(layout="cards"),
        "software": Defaults(layout="cards"),
        "talks": Defaults(group="year"),
        "teaching": Defaults(group="term"),
        "posts": Defaults(group="year", pages=True),
        "news": Defaults(group="year", pages=False, menu=False),
        "awards": Defaults(layout="timeline", menu=False),
        "service": Defaults(layout="timeline", menu=False),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a document belongs: `collection` and `slug` are empty for the profile and the CV.

    `page` is the path of its page, with the place on it where it has none of its own.
    """

    document: str
    collection: str = ""
    slug: str = ""
    page: str

    @property
    def folder(self) -> str:
        """The output folder of its own page, where its files go; empty where it has no page or the front page."""
        return self.page.removesuffix("index.html") if self.page.endswith("/index.html") else ""

    @property
    def is_index(self) -> bool:
        """Whether the document describes its collection."""
        return not self.slug and self.document == f"{CONTENT}{self.collection}/{INDEX}"


def locations(documents: Iterable[tuple[str, Document | None]]) -> tuple[Location, ...]:
    """Return the location of every document that is read, and of the list of every collection."""
    given = dict(documents)
    folders = {path.split("/")[1] for path in given if path.count("/") > 1 and not _is_readme(path)}
    found = [
        Location(document=path, page=page)
        for path, page in ((PROFILE, "index.html"), (CV, "cv/index.html"))
        if path in given
    ]
    found += [
        Location(document=f"{CONTENT}{name}/{INDEX}", collection=name, page=f"{name}/index.html")
        for name in sorted(folders - {"papers", "pages"})
    ]
    known = {each.document for each in found}
    for path, document in given.items():
        name = path.split("/")[1]
        if name in folders and path not in known and not _is_readme(path):
            index = given.get(f"{CONTENT}{name}/{INDEX}")
            found.append(_located(path, name, document, index))
    return tuple(found)


def _located(path: str, name: str, document: Document | None, index: Document | None) -> Location:
    own = slug_of(path, name, document)
    if name == "pages":
        return Location(document=path, collection=name, slug=own, page=f"{own}/index.html")
    has_page = name == "papers" or _has_page(KNOWN.get(name, Defaults()).pages, document, index)
    page = f"{name}/{own}/index.html" if has_page else f"{name}/index.html#{own}"
    return Location(document=path, collection=name, slug=own, page=page)


def slug_of(path: str, collection: str, document: Document | None) -> str:
    """Return the slug that the file names, or that its own name makes; empty where that gives none."""
    own = document.fields.get("slug") if document else None
    if isinstance(own, Scalar) and own.text.strip():
        return own.text.strip()
    return slug(path.removeprefix(f"{CONTENT}{collection}/")[: -len(".md")].removesuffix("/index"))


def _has_page(pages: bool | None, document: Document | None, index: Document | None) -> bool:
    """Follow the collection's `pages`, else its default; an item with text has a page where neither decides."""
    chosen = index.fields.get("pages") if index else None
    if isinstance(chosen, Scalar) and chosen.text.casefold() in TRUE | FALSE:
        pages = chosen.text.casefold() in TRUE
    if pages is None:
        title = document.fields.get("title") if document else None
        return bool(title and document and document.body.strip())
    return pages


def _is_readme(path: str) -> bool:
    return path.rsplit("/", 1)[-1].casefold() == "readme.md" and not path.startswith(f"{CONTENT}papers/")
