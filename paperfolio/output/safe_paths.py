"""Which paths are safe for the files of a site on every operating system."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MARKER = ".paperfolio"

# Names that Windows keeps for devices, whatever their ending.
# Source: Microsoft, "Naming Files, Paths, and Namespaces".
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)


def check_paths(paths: Iterable[str]) -> None:
    """Raise `ValueError` for a path that some system can't store, or that leaves the output.

    Two paths collide when they differ only in case or Unicode form, or when one is a file and the other needs a
    folder of that name. Source of the names: Microsoft, "Naming Files, Paths, and Namespaces".
    """
    folded: dict[str, str] = {}
    for path in paths:
        if fault := _fault(path):
            raise ValueError(f"unsafe output path {path!r}: {fault}")
        if (key := path_key(path)) in folded:
            raise ValueError(f"{folded[key]!r} and {path!r} are one file on some systems")
        folded[key] = path
    for key, path in folded.items():
        for parent in parents(key):
            if parent in folded:
                raise ValueError(f"output path {path!r} needs the file {folded[parent]!r} as a folder")


def _fault(path: str) -> str | None:
    try:
        path.encode()
    except UnicodeEncodeError:
        return "it is not Unicode text"
    if fault := next(filter(None, map(_segment_fault, path.split("/"))), None):
        return fault
    return f"names that begin with {MARKER} are reserved" if path_key(path).startswith(MARKER) else None


@lru_cache(maxsize=4096)
def _segment_fault(segment: str) -> str | None:
    if segment in {"", ".", ".."}:
        return "it is absolute, or has an empty, '.' or '..' segment"
    if any(char in '\\<>:"|?*\x7f' or char < " " for char in segment):
        return "it contains a character that some systems do not allow"
    if segment[-1] in ". ":
        return "a segment ends in a dot or a space"
    if len(segment.encode()) > 255:
        return "a segment is longer than 255 bytes"
    if path_key(segment).split(".")[0].rstrip() in RESERVED or path_key(segment) == ".git":
        return f"{segment!r} is a reserved name"
    return None


def path_key(path: str) -> str:
    """Return the key that all spellings of a path share: NFC(casefold(NFKC)), Unicode, section 3.13."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


def parents(path: str) -> list[str]:
    """Return the folders above a path, the outermost first: `a` and `a/b` for `a/b/c`."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]
