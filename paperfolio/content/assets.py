"""Files beside the papers: which file a link names, and where it lands in the site.

A paper's own folder (`papers/x/` beside `papers/x.md`, or the folder of `papers/x/index.md`) becomes
the folder of its page, so that a PDF lies beside the page that describes it, as Google Scholar asks. A
file that lies directly in `papers/` joins the page that names it. Every other file keeps its place.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from paperfolio.model import PAPERS, Copy

CONTENT = "content/"


@dataclass(kw_only=True)
class Files:
    """Finds the files that one document names. `known` holds every asset's path; `copies` grows with use.

    `pages` holds (document, address of its page below the output) of every document, since a link to
    another paper's file is a link to its page.
    """

    known: frozenset[str]
    document: str
    slug: str = ""
    pages: frozenset[tuple[str, str]] = frozenset()
    copies: set[Copy] = field(default_factory=set)

    def find(self, target: str) -> str | None:
        """Return the address of a local file relative to the output folder, or None if there is none."""
        for name in (target, unquote(target)):
            for folder in self._folders(name):
                path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
                if path in self.known and path.startswith(CONTENT):
                    copy = Copy(path=self._published(path), source=path)
                    self.copies.add(copy)
                    return quote(copy.path)
        return self._page(target)

    def _page(self, target: str) -> str | None:
        """Return the address of the page that `other.md` or `/papers/other/` names."""
        if not target.endswith((".md", "/", "/index.html")):
            return None
        if target.startswith("/"):
            wanted = f"{target.strip('/').removesuffix('index.html').strip('/')}/index.html".removeprefix("/")
            return next((address for _, address in self.pages if address == wanted), None)
        documents = {posixpath.normpath(posixpath.join(folder, target)) for folder in self._folders(target)}
        return next((address for document, address in self.pages if document in documents), None)

    def _folders(self, name: str) -> tuple[str, ...]:
        here = posixpath.dirname(self.document)
        return (CONTENT,) if name.startswith("/") else (self.bundle or here, here)

    @property
    def bundle(self) -> str:
        """The paper's own folder, with its slash; empty for the profile."""
        if not self.document.startswith(PAPERS):
            return ""
        stem = self.document[: -len(".md")]
        return stem.removesuffix("index") if stem.endswith("/index") else f"{stem}/"

    def _published(self, path: str) -> str:
        if self.bundle and path.startswith(self.bundle):
            return f"papers/{self.slug}/{path.removeprefix(self.bundle)}"
        if self.bundle and posixpath.dirname(path) + "/" == PAPERS:
            return f"papers/{self.slug}/{posixpath.basename(path)}"
        return path.removeprefix(CONTENT)


def copies(known: frozenset[str], slugs: dict[str, str], named: set[Copy]) -> tuple[Copy, ...]:
    """Return every file's copy: those that a document names, and the others in the place they have.

    `slugs` maps each paper's document to its slug.
    """
    bundles = {Files(known=known, document=path).bundle: slug for path, slug in slugs.items()}
    found = {copy.path: copy for copy in named}
    placed = {copy.source for copy in named}
    for path in sorted(known - placed):
        folder = next((bundle for bundle in _parents(path) if bundle in bundles), "")
        target = (
            f"papers/{bundles[folder]}/{path.removeprefix(folder)}" if folder else path.removeprefix(CONTENT)
        )
        found.setdefault(target, Copy(path=target, source=path))
    return tuple(found[path] for path in sorted(found))


def _parents(path: str) -> tuple[str, ...]:
    parts = path.split("/")
    return tuple("/".join(parts[:end]) + "/" for end in range(len(parts) - 1, 2, -1))
