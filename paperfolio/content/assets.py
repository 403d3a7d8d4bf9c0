"""Files beside the documents: which file a link names, and where it goes in the site.

A document's own folder (`papers/x/` beside `papers/x.md`, or the folder of `papers/x/index.md`) becomes
the folder of its page, so that a PDF is beside the page that describes it, as Google Scholar asks. A file
directly in a collection's folder joins the page of the document that names it. Every other file keeps its place.

Published is what a document names, what is in `content/files/`, and what takes the place of a file that the
program makes, such as `robots.txt`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote

from paperfolio.content.tree import CONTENT, INDEX, Location
from paperfolio.model import PROFILE, Copy

FILES = f"{CONTENT}files/"
# A file of the user's own in place of one that the program makes, or by which a search engine knows the owner.
_REPLACES = re.compile(
    r"CNAME|favicon\.ico|icon(?:-\d+)?\.(?:svg|png)|robots\.txt|google[0-9a-f]+\.html|BingSiteAuth\.xml|(?:.*/)?card\.png"
)


@dataclass(kw_only=True)
class Files:
    """Finds the files that one document names. `known` has every asset's path; `copies` grows with use.

    `pages` has (document, address of its page below the output) of every document, since a link to
    another document is a link to its page.
    """

    known: frozenset[str]
    document: str
    folder: str = ""
    pages: frozenset[tuple[str, str]] = frozenset()
    copies: set[Copy] = field(default_factory=set)

    def find(self, target: str) -> str | None:
        """Return the address of a local file relative to the output folder, or None if there is none."""
        for name in (target, unquote(target)):
            for folder in self._folders(name):
                named = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
                # macOS stores "é" in two characters, and other systems as it was typed.
                path = named if named in self.known else _composed(self.known).get(_nfc(named), "")
                if path.startswith(CONTENT):
                    copy = Copy(path=self._published(path), source=path)
                    self.copies.add(copy)
                    return quote(copy.path)
        return self._page(target)

    def _page(self, target: str) -> str | None:
        """Return the address of the page that `other.md`, `../talks/` or `/papers/other/` names."""
        if not target.endswith((".md", "/", "/index.html")):
            return None
        by_document, addresses = _tables(self.pages)
        if target.startswith("/"):
            wanted = f"{target.strip('/').removesuffix('index.html').strip('/')}/index.html".removeprefix("/")
            if wanted in addresses:
                return wanted
        names = (target,) if target.endswith(".md") else (f"{target}{INDEX}", f"{target.rstrip('/')}.md")
        documents = (
            posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            for folder in self._folders(target)
            for name in names
        )
        return next((by_document[each] for each in documents if each in by_document), None)

    def _folders(self, name: str) -> tuple[str, ...]:
        here = posixpath.dirname(self.document)
        return (CONTENT,) if name.startswith("/") else (self.bundle or here, here)

    @property
    def bundle(self) -> str:
        """The document's own folder, with its slash; empty for the profile."""
        if self.document == PROFILE:
            return ""
        stem = self.document[: -len(".md")]
        return stem.removesuffix("index") if stem.endswith("/index") else f"{stem}/"

    def _published(self, path: str) -> str:
        if self.folder and self.bundle and path.startswith(self.bundle):
            return f"{self.folder}{path.removeprefix(self.bundle)}"
        collection = "/".join(self.document.split("/")[:2])
        if self.folder and posixpath.dirname(path) == collection:
            return f"{self.folder}{posixpath.basename(path)}"
        return path.removeprefix(CONTENT)


@lru_cache(maxsize=2)
def _tables(pages: frozenset[tuple[str, str]]) -> tuple[Mapping[str, str], frozenset[str]]:
    return dict(pages), frozenset(address for _, address in pages)


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


@lru_cache(maxsize=2)
def _composed(known: frozenset[str]) -> Mapping[str, str]:
    """Return each path by its composed form (Unicode Standard Annex 15), where it isn't its own."""
    return {_nfc(path): path for path in known if not path.isascii()}


def copies(known: Iterable[str], locations: Iterable[Location], named: Iterable[Copy]) -> tuple[Copy, ...]:
    """Return the files that are published: those that a document names, and those that need no link."""
    bundles = {Files(known=frozenset(), document=each.document).bundle: each.folder for each in locations}
    found = {copy.path: copy for copy in named}
    for path in filter(_needs_no_link, known):
        folder = next((parent for parent in _parents(path) if bundles.get(parent)), "")
        target = f"{bundles[folder]}{path.removeprefix(folder)}" if folder else path.removeprefix(CONTENT)
        found.setdefault(target, Copy(path=target, source=path))
    return tuple(found[path] for path in sorted(found))


def _needs_no_link(path: str) -> bool:
    return path.startswith(FILES) or _REPLACES.fullmatch(path.removeprefix(CONTENT)) is not None


def _parents(path: str) -> tuple[str, ...]:
    parts = path.split("/")
    return tuple("/".join(parts[:end]) + "/" for end in range(len(parts) - 1, 1, -1))
