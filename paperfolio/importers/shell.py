"""The command `import`: reads the sources from the disk, asks for a plan, shows it and writes it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperfolio.importers import formats
from paperfolio.importers.proposal import PAPERS, STORED, Origin, Proposal, propose
from paperfolio.importers.records import Found, note
from paperfolio.output.swap import failure
from paperfolio.problems import Place, Problem, in_order

MAX_BYTES = 100_000_000
MAX_TEXT = 10_000_000
MAX_FILES = 50_000
_TEXTS = tuple(".md .markdown .html .liquid .bib .bibtex .ris .json .yml .yaml .toml .txt".split())
# Folders that a site generator makes, or that contain a theme.
_IGNORED = frozenset("_site public resources node_modules vendor themes exampleSite __pycache__".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The lines for the terminal and the problems of a run."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def run(
    paths: Sequence[Path], root: Path, today: str, *, take: bool, dry_run: bool, join_versions: bool
) -> Report:
    """Import the paths into the site at `root`."""
    sources: list[tuple[Path, Origin]] = []
    problems: list[Problem] = []
    for path in paths:
        source, doubts = _read(path)
        problems += doubts
        if source:
            sources.append((path, source))
    with _progress() as progress:
        made = propose(
            (source for _, source in sources),
            _existing(root),
            today,
            take=take,
            join_versions=join_versions,
            progress=progress,
        )
    if not dry_run:
        _write(root, made, [path if path.is_dir() else path.parent for path, _ in sources])
    lines = _report(made, [source for _, source in sources], dry_run=dry_run)
    return Report(lines=tuple(lines), problems=in_order([*problems, *made.problems]))


# ------------------------------------------------------------------ reading


def _read(path: Path) -> tuple[Origin | None, list[Problem]]:
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        return _refused(path, "no-file", "no such file or folder", "check the path")
    size = path.stat().st_size
    if not path.is_file():
        return _refused(path, "no-file", "not an ordinary file", "name a file or a folder")
    if size > MAX_BYTES:
        message = f"{size:,} bytes, more than {MAX_BYTES:,}"
        return _refused(path, "too-large", message, "export fewer publications at once")
    found = formats.read_file(path.name, path.read_bytes())
    if not found.format:
        fix = "export the publications in one of these formats"
        return _refused(path, "format", "no BibTeX, RIS or CSL-JSON, and no folder", fix)
    return Origin(found=(found,)), []


def _refused(path: Path, code: str, message: str, fix: str) -> tuple[None, list[Problem]]:
    return None, [Problem(place=Place(path=str(path)), code=code, message=message, fix=fix)]


def _folder(path: Path) -> tuple[Origin | None, list[Problem]]:
    files: dict[str, bytes] = {}
    names: set[str] = set()
    problems: list[Problem] = []
    base = path.resolve()
    for folder, folders, found in os.walk(base):
        folders[:] = sorted(each for each in folders if each not in _IGNORED and not each.startswith("."))
        for file in (Path(folder) / name for name in sorted(found)):
            relative = file.relative_to(base).as_posix()
            if file.is_symlink() and not file.resolve().is_relative_to(base):
                message, fix = "a link that leaves the folder: left out", "copy the file into the folder"
                problems.append(note(relative, "symlink", message, fix))
            elif file.is_file() and relative.isprintable():
                names.add(relative)
                if not relative.casefold().endswith(_TEXTS):
                    continue
                if (size := file.stat().st_size) > MAX_TEXT:
                    message = f"{size:,} bytes, more than {MAX_TEXT:,}: left out"
                    problems.append(note(relative, "too-large", message, "import this file alone"))
                else:
                    files[relative] = file.read_bytes()
            if len(names) > MAX_FILES:
                fix = "name the folder of the site itself"
                return _refused(path, "too-large", f"more than {MAX_FILES:,} files", fix)
    sources = formats.read_folder(files)
    if not any(each.records or each.entries for each in sources):
        message = "no bibliography, and no site of al-folio, academicpages or HugoBlox"
        fix = "name the site's own folder, or a .bib, .ris or .json file"
        return None, [*problems, *_refused(path, "format", message, fix)[1]]
    return Origin(found=sources, names=frozenset(names)), problems


def _existing(root: Path) -> dict[str, bytes]:
    """Return the content that an import may meet, by path."""
    files = [file for file in sorted((root / "content").rglob("*.md")) if file.is_file()]
    stored = root / STORED
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in [*files, *([stored] if stored.is_file() else [])]
    }


# ------------------------------------------------------------------ writing


def _write(root: Path, made: Proposal, folders: Sequence[Path]) -> None:
    """Write copies, then documents, then what was imported; each file is there whole or not at all."""
    try:
        for target, path in made.copies.items():
            file = root / target
            if not file.exists() and (
                origin := next((folder / path for folder in folders if (folder / path).is_file()), None)
            ):
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(origin, file)
        for path, data in sorted(made.files.items(), key=lambda pair: pair[0] == STORED):
            _put(root / path, data)
    except OSError as error:
        raise failure(error, root) from error


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".import-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # A new file is readable as any other; one that is there keeps its mode.
        Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


# ------------------------------------------------------------------ what a person sees


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    shown = sys.stderr.isatty()

    def step(done: int, of: int) -> None:
        if shown and (done % 20 == 0 or done == of):
            filled = 30 * done // of
            sys.stderr.write(f"\r\x1b[Kimporting [{'#' * filled}{'.' * (30 - filled)}] {done} of {of}")
            sys.stderr.flush()

    yield step
    if shown:
        sys.stderr.write("\r\x1b[K")


_KINDS = {
    "new": "new",
    "updated": "updated",
    "differs": "different in the source",
    "same": "unchanged",
    "removed": "removed by you",
}


def _report(made: Proposal, sources: Sequence[Origin], *, dry_run: bool) -> list[str]:
    lines = []
    for change in made.changes:
        if change.kind != "same":
            lines.append(f"{change.kind:<9} {change.path}")
            lines += [f"          {line}" for line in change.lines]
    lines += [_counted(found) for source in sources for found in source.found]
    papers, others = (
        Counter(change.kind for change in made.changes if change.path.startswith(PAPERS) is paper)
        for paper in (True, False)
    )
    totals = [
        f"{counts[kind]} {what} {name}"
        for what, counts in (("papers", papers), ("other files", others))
        for kind, name in _KINDS.items()
        if counts[kind]
    ]
    files = f", {len(made.copies)} files copied" if made.copies else ""
    lines.append(f"{'Would write' if dry_run else 'Imported'}: {', '.join(totals) or 'nothing'}{files}.")
    if not made.files:
        lines.append("nothing has changed.")
    if made.count("differs"):
        lines.append(
            "Run the same command with --update to take over what differs; fields that you edited stay."
        )
    return lines


def _counted(found: Found) -> str:
    parts = [f"{len(found.records)} publications"]
    if found.entries:
        parts.append(f"{len(found.entries)} other pages")
    if found.samples:
        parts.append(f"{found.samples} samples of the theme left out")
    return f"{found.format}: {', '.join(parts)}"
