"""Which requests are allowed, and which file a URL leads to: pure rules, apart from reading the folder.

A preview is a web server on the researcher's own machine, next to unpublished work, so any page that the
browser has open may try to read it. `may_ask` is the answer to DNS rebinding (CVE-2025-24010 hit Vite that
way), `locate` is the one and only way from a URL to a file, since a second one is what attackers look for
(CVE-2025-30208).
"""

from __future__ import annotations

import ipaddress
import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104 (recognised here, never chosen)

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?")

# Only what the standard library knows by itself: the machine's own tables (the registry on Windows, where
# .js is often text/plain) would make a page work here and fail there, or the other way round.
_TYPES = mimetypes.MimeTypes(filenames=())
_OWN_TYPES = {
    ".atom": "application/atom+xml",
    ".bib": "text/plain",
    ".cff": "text/plain",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".ris": "application/x-research-info-systems",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "text/plain",
    ".yml": "text/plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """The address that a browser should ask for instead, as a path."""

    path: str


def is_loopback(host: str) -> bool:
    """Return whether `host` is reachable from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def authority(host: str, port: int) -> str:
    """Write host and port as a URL does (RFC 3986, section 3.2)."""
    return f"{_bracketed(host)}:{port}"


def may_ask(header: str, host: str, port: int) -> bool:
    """Return whether a request whose Host header is `header` is meant for a server bound to `host` and `port`.

    A server on every interface also answers to any IP address, which DNS rebinding cannot forge: that
    attack needs a name.
    """
    parts = _AUTHORITY.fullmatch(header.lower())
    if parts is None or int(parts[2] or 80) != port:
        return False
    name = parts[1]
    return name in (*LOOPBACK, _bracketed(host)) or (host in EVERY_INTERFACE and _is_address(name))


def locate(folder: Path, base: str, url_path: str) -> Path | Redirect | None:
    """Follow GitHub Pages from the path of a URL to a file below `folder`, None where Pages says 404.

    `base` begins and ends with a slash. `/papers/x` is the file `x`, else `x.html`, else a redirect to
    `/papers/x/` when that folder has an index. Names that begin with a dot do not exist.
    """
    if f"{url_path}/" == base:
        return Redirect(path=base)
    if not url_path.startswith(base):
        return None
    try:
        *above, last = unquote(url_path.removeprefix(base), errors="strict").split("/")
    except UnicodeDecodeError:
        return None
    if not all(_is_plain(name) for name in (*above, last or "index.html")):
        return None
    place = folder.joinpath(*above)
    if not last:
        return inside(folder, place / "index.html")
    found = inside(folder, place / last) or inside(folder, place / f"{last}.html")
    if found is None and inside(folder, place / last / "index.html"):
        return Redirect(path=f"{url_path}/")
    return found


def inside(folder: Path, path: Path) -> Path | None:
    """Return the real file that `path` means, or None unless it lies below `folder` and is a plain file."""
    try:
        root, real = Path(os.path.realpath(folder)), Path(os.path.realpath(path))
        hidden = any(name.startswith(".") for name in real.relative_to(root).parts)
        return real if real.is_file() and not hidden else None
    except (OSError, ValueError):  # too long a name, a loop of links; not below the folder
        return None


def content_type(path: Path) -> str:
    """Return the Content-Type of a file by its name, with the charset where it is text."""
    kind = _OWN_TYPES.get(path.suffix.lower()) or _TYPES.guess_type(path.name)[0]
    kind = kind or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return f"{kind}; charset=utf-8" if is_text else kind


def _is_plain(name: str) -> bool:
    return bool(name) and not name.startswith(".") and not {"\\", "\0"} & set(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
