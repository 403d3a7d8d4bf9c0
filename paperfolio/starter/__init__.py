"""What a new site begins with: the files that `paperfolio new site` writes, and which of them it owns.

The user's files are in `site/` next to this module. Some names differ from those written, since a name
that begins with a dot may be left out of a package. The program's files are the same as in a checkout of
Paperfolio: they are read from there, or from `shared/` in a wheel. Only the standard library is imported
here, so that a wheel can upgrade a site without being installed.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files as resources
from pathlib import Path

from paperfolio import __version__
from paperfolio.starter.wheel import NAME

USERS = {
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "content/papers/an-example-paper.md": "content/papers/an-example-paper.md",
    "content/profile.md": "content/profile.md",
    "templates/README.md": "templates/README.md",
}
SHARED = ("build.py", ".github/workflows/pages.yml")
LIST = "vendor/files.sha256"
"""Names the program's files with their hashes, in the format of `sha256sum`; `upgrade` compares them."""

_PINS = """# What builds this site: Paperfolio {version}, which is in vendor/, and its dependencies.
# To upgrade, run `python3 build.py upgrade`.
./vendor/{wheel} --hash=sha256:{hash}
"""


def files(name: str, wheel: bytes) -> dict[str, bytes]:
    """Return the bytes of each file of a new site by its path, with forward slashes.

    `name` is what the site's README is headed with, such as the name of its folder; `wheel` is the
    program's own.
    """
    stored = resources(__name__) / "site"
    made = {path: stored.joinpath(*place.split("/")).read_bytes() for path, place in USERS.items()}
    made["README.md"] = made["README.md"].replace(b"{name}", name.encode())
    return {**made, **program_files(wheel)}


def program_files(wheel: bytes) -> dict[str, bytes]:
    """Return the files of a site that belong to the program and that an upgrade replaces."""
    pins = _PINS.format(version=__version__, wheel=NAME, hash=digest(wheel)).encode()
    made = {path: _shared(path) for path in SHARED}
    made["requirements.txt"] = pins + _shared("requirements.lock")
    made[f"vendor/{NAME}"] = wheel
    listed = "".join(f"{digest(data)}  {path}\n" for path, data in sorted(made.items()))
    return {**made, LIST: listed.encode()}


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file, the same whether its lines end as on Unix or as on Windows."""
    return hashlib.sha256(data if data.startswith(b"PK") else data.replace(b"\r\n", b"\n")).hexdigest()


def _shared(path: str) -> bytes:
    inside = resources(__name__) / "shared" / path.rsplit("/", 1)[-1]
    return inside.read_bytes() if inside.is_file() else (Path(__file__).parents[2] / path).read_bytes()
