"""The command `import`: reads the sources from the disk, asks for a plan, shows it and writes it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperfolio.importers import formats
from paperfolio.importers.proposal import STORED, Origin, Proposal, propose
from paperfolio.importers.records import Found, note
from paperfolio.output.swap import failure
from paperfolio.problems import Place, Problem, in_order

MAX_BYTES = 100_000_000
MAX_TEXT = 10_000_000
MAX_FILES = 50_000
_TEXTS = (
    ".md",
    ".markdown",
    ".html",
    ".liquid",
    ".bib",
    ".bibtex",
    ".ris",
    ".json",
    ".yml",
    ".yaml",
    ".toml",
    ".txt",
)
# Folders that a site generator makes, or that contain a theme.
_IGNORED = frozenset("_site public resources node_modules vendor themes exampleSite __pycache__".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run has to say: lines for the terminal, and problems."""

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
    if not path.exists():
        return None, [
            Problem(
                place=Place(path=str(path)),
                code="no-file",
                message="no such file or folder",
                fix="check the path",
            )
        ]
    if path.is_dir():
        return _folder(path)
    size = path.stat().st_size
    if size > MAX_BYTES or not path.is_file():
        message = f"{size:,} bytes, more than {MAX_BYTES:,}" if size > MAX_BYTES else "not an ordinary file"
        return None, [
            Problem(
                place=Place(path=str(path)),
                code="too-large",
                message=message,
                fix="export fewer publications at once",
            )
        ]
    found = formats.read_file(path.name, path.read_bytes())
    if not found.format:
        return None, [
            Problem(
                place=Place(path=str(path)),
                code="format",
                message="no BibTeX, RIS or CSL-JSON, and no folder",
                fix="export the publications in one of these formats",
            )
        ]
    return Origin(found=(found,), names=frozenset()), []


def _folder(path: Path) -> tuple[Origin | None, list[Problem]]:
    files: dict[str, bytes] = {}
    names: set[str] = set()
    problems: list[Problem] = []
    base = path.resolve()
    for folder, folders, found in os.walk(base):
        folders[:] = sorted(each for each in folders if each not in _IGNORED and not each.startswith("."))
        for name in sorted(found):
            file = Path(folder) / name
            relative = file.relative_to(base).as_posix()
            if file.is_symlink() and not file.resolve().is_relative_to(base):
                problems.append(
                    note(
                        Place(path=relative),
                        "symlink",
                        "a link that leaves the folder: left out",
                        "copy the file into the folder",
                    )
                )
                continue
            if not file.is_file() or any(not char.isprintable() for char in relative):
                continue
            names.add(relative)
            if len(names) > MAX_FILES:
                return None, [
                    Problem(
                        place=Place(path=str(path)),
                        code="too-large",
                        message=f"more than {MAX_FILES:,} files",
                        fix="name the folder of the site itself",
                    )
                ]
            if name.casefold().endswith(_TEXTS):
                size = file.stat().st_size
                if size <= MAX_TEXT:
                    files[relative] = file.read_bytes()
                else:
                    problems.append(
                        note(
                            Place(path=relative),
                            "too-large",
                            f"{size:,} bytes, more than {MAX_TEXT:,}: left out",
                            "import this file alone",
                        )
                    )
    found_ = formats.read_folder(files)
    if not any(each.records or each.entries for each in found_):
        message = "no bibliography, and no site of al-folio, academicpages or HugoBlox"
        return None, [
            *problems,
            Problem(
                place=Place(path=str(path)),
                code="format",
                message=message,
                fix="name the site's own folder, or a .bib, .ris or .json file",
            ),
        ]
    return Origin(found=found_, names=frozenset(names)), problems


def _existing(root: Path) -> dict[str, bytes]:
    """Return the content that an import may meet, by path."""
    content = root / "content"
    files = (
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(content.rglob("*.md"))
            if path.is_file()
        }
        if content.is_dir()
        else {}
    )
    with contextlib.suppress(FileNotFoundError):
        files[STORED] = (root / STORED).read_bytes()
    return files


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


def _report(made: Proposal, sources: Sequence[Origin], *, dry_run: bool) -> list[str]:
    lines = []
    for change in made.changes:
        if change.kind == "new":
            lines.append(f"new       {change.path}")
        elif change.kind == "updated":
            lines += [f"updated   {change.path}", *(f"          {line}" for line in change.lines)]
        elif change.kind == "differs":
            lines += [f"differs   {change.path}", *(f"          {line}" for line in change.lines)]
        elif change.kind == "removed":
            lines.append(f"removed   {change.path} (you removed it; it is not imported again)")
    for source in sources:
        for found in source.found:
            lines.append(_counted(found))
    totals = [
        f"{count} {name}"
        for kind, name in (
            ("new", "new"),
            ("updated", "updated"),
            ("differs", "different in the source"),
            ("same", "unchanged"),
            ("removed", "removed by you"),
        )
        if (count := made.count(kind))
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
    if found.skipped:
        parts.append(f"{found.skipped} samples of the theme left out")
    return f"{found.format}: {', '.join(parts)}"
