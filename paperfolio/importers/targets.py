"""Where the links and pictures of a source lead: an address, a file to copy, or the old site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from paperfolio.importers.records import note
from paperfolio.problems import Place, Problem
from paperfolio.scholar.accounts import web_address
from paperfolio.text.slugs import slug

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif")
# Folders from which Jekyll and Hugo serve files, and where their themes keep papers and pictures.
_BASES = (
    "",
    "static",
    "assets",
    "assets/media",
    "static/media",
    "static/uploads",
    "files",
    "images",
    "content",
)
_LINK = re.compile(r"(?P<bang>!?)\[(?P<text>[^\[\]]*)\]\(<?(?P<target>[^()\s<>]+)>?(?:\s+\"[^\"]*\")?\)")


@dataclass(kw_only=True)
class Targets:
    """Turns the targets of one document's links into what it may contain, and gathers the files to copy.

    Files land in the folder `bundle`; with a `prefix`, beside the document and under a name that begins with it.
    `names` are all files of the source, `site` is the public address of the old site.
    """

    place: Place
    bundle: str
    names: frozenset[str]
    site: str
    prefix: str = ""
    copies: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def resolve(self, label: str, target: str, folder: str) -> str:
        """Return what to write for a link named `label`, empty where it can't be kept."""
        target = target.strip()
        picture = label in ("image", "photo", "figure")
        if not target or target.casefold() in ("true", "false"):
            return ""
        if not picture and (web_address(target) or target.startswith("www.")):
            return target if web_address(target) else f"https://{target}"
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target):
            if not web_address(target):
                message = f"“{label}” leads to “{target[:80]}”: left out"
                self._doubt("link", message, "write an address that begins with https://")
            return ""
        path = _there(target, folder, self.names)
        if path and (not picture or path.casefold().endswith(PICTURES)):
            return self._copied(path)
        if path is None:
            message = f"“{label}” leaves the folder (“{target[:80]}”): left out"
            self._doubt("outside", message, "copy the file by hand")
            return ""
        # What a reference manager has on its own disk was never on the site.
        own = label == "file" and re.match(r"[/~\\]|\w:|files/\d", target)
        served = self.site and not picture and not own
        address = f"{self.site}/{_published(target, folder)}" if served else ""
        if web_address(address):
            message = f"“{label}” names a file that isn't there; it leads to {address}"
        else:
            address, message = "", f"“{label}” names the file “{target[:80]}”, which isn't there: left out"
        self._doubt("missing-file", message, "copy the file beside the document, and name it there")
        return address

    def linked(self, body: str, folder: str) -> str:
        """Return a body whose links and pictures lead to files that are there, or to the old site."""

        def replaced(match: re.Match[str]) -> str:
            target, picture = match["target"], bool(match["bang"])
            if not picture and (target.startswith(("#", "mailto:")) or web_address(target)):
                return match.group()
            found = self.resolve("figure" if picture else "link", target, folder)
            return f"{match['bang']}[{match['text']}]({found})" if found else match["text"]

        return _LINK.sub(replaced, body)

    def _copied(self, path: str) -> str:
        name = _safe(path.rsplit("/", 1)[-1])
        folder = self.bundle
        if self.prefix:
            folder = folder.rsplit("/", 1)[0]
            name = name if self.prefix in name else f"{self.prefix}-{name}"
        self.copies[f"{folder}/{name}"] = path
        return name

    def _doubt(self, code: str, message: str, fix: str) -> None:
        self.problems.append(note(self.place, code, message, fix))


Resolve = Callable[[str, str, str], str]


def _there(target: str, folder: str, names: frozenset[str]) -> str | None:
    """Return the file of the source that a link names, empty if there is none, None if it leaves the source."""
    bare = unquote(re.sub(r"[?#].*$", "", target)).replace("\\", "/")
    inside = posixpath.normpath(bare.lstrip("/") if bare.startswith("/") else posixpath.join(folder, bare))
    bare = bare.lstrip("/")
    for path in (inside, *(posixpath.normpath(posixpath.join(base, bare)) for base in _BASES)):
        for name in (path, f"{path}.pdf"):
            if name in names:
                return name
    # `../files/x.pdf` in a page of the site is `/files/x.pdf`.
    flat = re.sub(r"^(?:\.\./)+", "", bare)
    if flat != bare and flat in names:
        return flat
    return None if inside.startswith("../") and bare.count("../") > 2 else ""


def _published(target: str, folder: str) -> str:
    """Return where the old site has a file."""
    bare = unquote(target)
    if "/" not in bare and folder:
        bare = f"{re.sub(r'^content/(?:[a-z]{2}/)?|^_', '', folder)}/{bare}"
    return quote(re.sub(r"^(?:\.{1,2}/|/)+", "", posixpath.normpath(bare)))


def _safe(name: str) -> str:
    stem, dot, end = name.rpartition(".")
    return f"{slug(stem) or 'file'}.{end.casefold()}" if dot and end.isalnum() else slug(name) or "file"
