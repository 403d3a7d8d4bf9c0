"""The commands, one function a verb: read the disk, call the pure rooms, write, and tell the person.

Exit statuses: 0 done, 1 mistakes in the content or a template (nothing was written), 2 a command that
was not understood, 3 the machine's fault (disk full, no permission, an output folder of someone else's).
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from paperfolio import __version__, pipeline, starter
from paperfolio.content import frontmatter, located, source
from paperfolio.content.quoting import quoted
from paperfolio.memo import Memo, P, R
from paperfolio.model import PROFILE
from paperfolio.output import publish
from paperfolio.output.swap import OutputError
from paperfolio.pages.theme import Theme
from paperfolio.problems import Problem, in_order
from paperfolio.scholar.accounts import web_address
from paperfolio.text.slugs import slug

DONE, MISTAKES, USAGE, MACHINE = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except OutputError as error:
        print(error.problem, file=sys.stderr)
        return MACHINE
    except KeyboardInterrupt:
        return 130
    return status


# ------------------------------------------------------------------ the verbs


def build(arguments: argparse.Namespace) -> int:
    """Build the site into the output folder."""
    with _Progress() as memo:
        outcome, problems = _make(arguments, memo)
    _tell(problems)
    if any(problem.severity == "error" for problem in problems):
        _say(f"{_count(problems, 'error')}: nothing was written.")
        return MISTAKES
    output = arguments.output or arguments.root / "site"
    written = publish.write(output, outcome.pages, outcome.copies, root=arguments.root)
    changed = written.created + written.changed + written.removed
    files = f"{changed} {'file' if changed == 1 else 'files'} written" if changed else "nothing has changed"
    _say(f"{len(outcome.pages) + len(outcome.copies)} files in {_near(output)}: {files}.")
    if not any(page.path == "feed.xml" for page in outcome.pages):
        _say(
            'Without "url: https://…" below "site:" in content/profile.md there are no feeds and no link previews.'
        )
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Report every problem and write nothing."""
    _, problems = _make(arguments, Memo())
    _tell(problems)
    _say(f"{_count(problems, 'error')}, {_count(problems, 'warning')}.")
    return MISTAKES if any(problem.severity == "error" for problem in problems) else DONE


def serve(arguments: argparse.Namespace) -> int:
    """Preview the site at a local address, built again at every change."""
    # Only here, since the server's libraries are no part of a build's start.
    from paperfolio import preview

    folder = arguments.root / ".cache" / "preview"
    memo = Memo()

    def rebuild() -> tuple[Problem, ...]:
        memo.next_round()
        outcome, problems = _make(arguments, memo)
        if any(problem.severity == "error" for problem in problems):
            return problems
        try:
            publish.write(folder, outcome.pages, outcome.copies, root=arguments.root)
        except OutputError as error:
            return (*problems, error.problem)
        return problems

    def watched() -> tuple[Path, ...]:
        return (arguments.root / "content", *_template_folders(arguments.root))

    return preview.serve(
        root=arguments.root,
        folder=folder,
        build=rebuild,
        watch=watched,
        host=arguments.host,
        port=arguments.port,
        base=arguments.base,
        announce=_say,
    )


def new_paper(arguments: argparse.Namespace) -> int:
    """Make a file for a paper that builds as it is."""
    name = slug(arguments.title)[:60].strip("-") or "paper"
    file = arguments.root / "content" / "papers" / f"{name}.md"
    text = _PAPER.format(
        title=quoted(" ".join(arguments.title.split())),
        author=quoted(_researcher(arguments.root)),
        date=arguments.today.isoformat(),
    )
    return _create(((file, text.encode()),))


def new_site(arguments: argparse.Namespace) -> int:
    """Make a site that builds as it is."""
    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(
            f"paperfolio: error[exists]: {folder} is not empty\n    fix: name a new folder", file=sys.stderr
        )
        return USAGE
    status = _create(tuple((folder / path, data) for path, data in starter.files(folder.resolve().name)))
    if status == DONE:
        _say(f"Next: cd {folder} && python build.py serve")
    return status


_PAPER = """---
title: {title}
authors:
  - {author}
date: {date}
status: draft
---

Write the abstract here: Markdown, with LaTeX such as $E = mc^2$.
"""


def _researcher(root: Path) -> str:
    """Return the name that the profile gives, as it is written there."""
    content, _ = source.read(root)
    data = next((source.data for source in content.sources if source.path == PROFILE), b"")
    document, _ = frontmatter.parse(PROFILE, data)
    name = document.fields.get("name") if document else None
    return name.text if isinstance(name, located.Scalar) and name.text else "Your Name"


# ------------------------------------------------------------------ what the verbs share


def _make(arguments: argparse.Namespace, memo: Memo) -> tuple[pipeline.Outcome, tuple[Problem, ...]]:
    content, problems = source.read(arguments.root)
    if any(problem.code == "no-content" for problem in problems):
        return pipeline.Outcome(problems=problems), problems
    own, site = _template_folders(arguments.root)
    overrides = () if own == site.resolve() else source.read_folder(site)
    theme = Theme(files=source.read_folder(own), overrides=overrides)
    outcome = pipeline.build(content, theme, today=arguments.today, memo=memo, url=arguments.url)
    return outcome, in_order((*problems, *outcome.problems))


def _template_folders(root: Path) -> tuple[Path, Path]:
    """Return the theme's folder (inside the package, or beside it in a checkout) and the site's own."""
    package = Path(str(resources.files("paperfolio")))
    installed = package / "templates"
    return (installed if installed.is_dir() else package.parent / "templates", root / "templates")


def _create(files: Sequence[tuple[Path, bytes]]) -> int:
    if taken := next((file for file, _ in files if file.exists()), None):
        print(
            f"paperfolio: error[exists]: {taken} exists already\n    fix: choose another name",
            file=sys.stderr,
        )
        return USAGE
    for file, data in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        _say(f"made {_near(file)}")
    return DONE


class _Progress(Memo):
    """A memory that tells a person at a terminal how far a long build is, and nobody else."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = sys.stderr.isatty()
        self._steps = 0
        self._shown = False
        self._next = time.monotonic() + 0.5

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __call__(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        result = super().__call__(function, *args, **kwargs)
        self._steps += 1
        if self._terminal and time.monotonic() > self._next:
            self._shown, self._next = True, time.monotonic() + 0.1
            print(f"\r\x1b[Kbuilding: {self._steps} steps …", end="", file=sys.stderr, flush=True)
        return result


def _tell(problems: Sequence[Problem]) -> None:
    annotate = os.environ.get("GITHUB_ACTIONS") == "true"
    for problem in problems:
        print(
            problem.annotation() if annotate else problem,
            file=sys.stdout if annotate else sys.stderr,
            flush=True,
        )


def _count(problems: Sequence[Problem], severity: str) -> str:
    count = sum(problem.severity == severity for problem in problems)
    return f"{count} {severity}{'' if count == 1 else 's'}"


def _say(text: str) -> None:
    print(text, flush=True)


def _near(path: Path) -> str:
    """Return the path as one would type it here."""
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


# ------------------------------------------------------------------ the command line


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="paperfolio",
        description="Turn one Markdown file a paper into an academic profile site. Without a command: build.",
        epilog="Exit status: 0 done; 1 mistakes in the content, nothing was written; 2 the command was not "
        "understood; 3 the machine's fault, such as a full disk.",
    )
    parser.add_argument("--version", action="version", version=f"paperfolio {__version__}")
    _add_shared(parser, root=Path(), output=None, today=datetime.date.today(), url="")
    parser.set_defaults(run=build)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_verb(verbs, "build", build)
    preview = _add_verb(verbs, "serve", serve)
    preview.add_argument(
        "--port", type=int, default=8000, help="the port (the next free one, if it is taken)"
    )
    preview.add_argument("--host", default="127.0.0.1", help="the address to listen on (this machine alone)")
    preview.add_argument("--base", default="/", help="a base path to try, such as /repository/")
    _add_verb(verbs, "check", check)
    new = verbs.add_parser("new", help="make a paper or a site", description="Make a paper or a site.")
    kinds = new.add_subparsers(title="what to make", metavar="COMMAND", required=True)
    _add_verb(kinds, "paper", new_paper).add_argument("title", help="the title of the paper")
    _add_verb(kinds, "site", new_site).add_argument("folder", type=Path, help="the folder to make it in")
    return parser


def _add_verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    about = (run.__doc__ or "").splitlines()[0]
    verb = verbs.add_parser(name, help=about, description=about)
    # What is not given behind the verb keeps the value given before it, or its default.
    _add_shared(verb, **dict.fromkeys(("root", "output", "today", "url"), argparse.SUPPRESS))
    verb.set_defaults(run=run)
    return verb


def _add_shared(parser: argparse.ArgumentParser, **default: Any) -> None:
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        default=default["root"],
        help="the folder that holds content/ (this one)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        default=default["output"],
        help="where the site goes (site/ in the root)",
    )
    parser.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        default=default["today"],
        help="the day to build for, as 2026-05-28",
    )
    parser.add_argument(
        "--url",
        type=_url,
        metavar="URL",
        default=default["url"],
        help="the public address, where the profile names none",
    )


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'found "{text}", expected a day such as 2026-05-28') from None


def _url(text: str) -> str:
    if text and not web_address(text):
        raise argparse.ArgumentTypeError(
            f'found "{text}", expected an address such as https://jane.github.io/papers'
        )
    return text.rstrip("/")
