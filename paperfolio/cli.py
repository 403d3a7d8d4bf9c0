"""The commands, one function per command: read the disk, call the pure packages, write, and report.

Exit statuses: 0 done, 1 mistakes in the content or a template (nothing was written), 2 a command that
was not understood, 3 a system error (disk full, no permission, an output folder that isn't ours).
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from paperfolio import pipeline
from paperfolio.arguments import FIRST_PORT, CommandLine, is_site, plain_text
from paperfolio.content import frontmatter, located, source
from paperfolio.content.quoting import quoted
from paperfolio.memo import Memo
from paperfolio.model import PROFILE
from paperfolio.output import publish
from paperfolio.output.cache_folder import CacheFolder
from paperfolio.output.safe_paths import RESERVED
from paperfolio.output.swap import OutputError
from paperfolio.pages.theme import Theme
from paperfolio.problems import Place, Problem, in_order
from paperfolio.terminal import Progress, StreamError, as_json, count, prepare, say, show, summary
from paperfolio.text.slugs import slug

DONE, MISTAKES, USAGE, SYSTEM = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None, *, site: Path | None = None) -> int:
    """Run one command and return its exit status.

    `site` is the folder that is used where the command line names none; without it, it is the current
    folder, or the nearest folder above it that contains a site.
    """
    prepare()
    try:
        arguments = _parser().parse(argv, site)
        status: int = arguments.run(arguments)
    except OutputError as error:
        show([error.problem])
        return SYSTEM
    except (OSError, StreamError) as error:
        show([_system_error(error)])
        return SYSTEM
    except KeyboardInterrupt:
        return 130
    return status


# ------------------------------------------------------------------ the commands


def build(arguments: argparse.Namespace) -> int:
    """Build the site into the output folder."""
    with Progress() as memo:
        outcome, problems = _make(arguments, memo)
    show(problems)
    if _failed(problems):
        say(f"{summary(problems)}: nothing was written{_drafts(outcome)}.")
        return MISTAKES
    output = arguments.output or arguments.root / "site"
    written = publish.write(output, outcome.pages, outcome.copies, root=arguments.root)
    changed = written.created + written.changed + written.removed
    files = f"{len(outcome.pages) + len(outcome.copies)} files in {_near(output)}"
    news = f"{count(changed, 'file')} written" if changed else "nothing has changed"
    say(f"{summary(problems)}: {files}, {news}{_drafts(outcome)}.")
    if not any(page.path == "feed.xml" for page in outcome.pages):
        say(
            'Without "url: https://…" below "site:" in content/profile.md there are no feeds and no link previews.'
        )
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Report every problem and write nothing."""
    outcome, problems = _make(arguments, Memo())
    if arguments.format == "json":
        say(as_json(problems))
    else:
        show(problems, notes=True)
        say(f"{summary(problems)}{_drafts(outcome)}.")
    doubtful = arguments.strict and any(problem.severity == "warning" for problem in problems)
    return MISTAKES if _failed(problems) or doubtful else DONE


def serve(arguments: argparse.Namespace) -> int:
    """Preview the site at a local address, built again at every change."""
    # Only here, since a build doesn't need the server's libraries.
    from paperfolio import preview

    arguments.drafts = arguments.keep_going = True
    folder = arguments.root / ".cache" / "preview"
    memo = Memo()

    def rebuild() -> tuple[Problem, ...]:
        memo.next_round()
        outcome, problems = _make(arguments, memo)
        if _failed(problems):
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
        port=FIRST_PORT if arguments.port is None else arguments.port,
        search_port=arguments.port is None,
        base=arguments.base,
        announce=say,
    )


def new_paper(arguments: argparse.Namespace) -> int:
    """Create a draft of a paper, which the preview alone shows."""
    if not is_site(arguments.root):
        return _refuse(
            "no-site",
            f'no site here: there is no "content/profile.md" in {_near(arguments.root)}',
            "run this in the folder of a site, name it with --root, or create one with `new site DIR`",
        )
    title = " ".join(arguments.title.split()) or "Untitled"
    papers = arguments.root / "content" / "papers"
    file = papers / f"{arguments.slug or _file_name(title, papers)}.md"
    text = _PAPER.format(
        title=quoted(title), author=quoted(_researcher(arguments.root)), date=arguments.today.isoformat()
    )
    return _create({file: text.encode()}, "choose another name with --slug")


def new_site(arguments: argparse.Namespace) -> int:
    """Create a site that builds as it is."""
    from paperfolio import starter
    from paperfolio.starter.wheel import own_wheel

    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _refuse("exists", f"{folder} is not empty", "name a new folder")
    files = starter.files(folder.resolve().name, own_wheel())
    origin = getattr(arguments, "from")
    kept = {path: data for path, data in files.items() if origin is None or not path.startswith("content/")}
    status = _create({folder / path: data for path, data in kept.items()}, "name a new folder")
    if status == DONE and origin is not None:
        status = import_(argparse.Namespace(**{**vars(arguments), "root": folder, "paths": [origin]}))
        if not is_site(folder):
            _create({folder / PROFILE: files[PROFILE]}, "name a new folder")
    if status == DONE:
        say(f"\nNext:\n  cd {_typed(str(folder))}\n  {_python()} build.py serve")
    return status


def import_(arguments: argparse.Namespace) -> int:
    """Import publications, or a whole site of another generator."""
    try:
        from paperfolio.importers import shell
    except ModuleNotFoundError as error:
        return _refuse("missing", f"the import needs {error.name}", "pip install 'paperfolio[import]'")
    report = shell.run(
        arguments.paths,
        arguments.root,
        arguments.today.isoformat(),
        take=arguments.update,
        dry_run=arguments.dry_run,
        join_versions=arguments.join_versions,
    )
    show(report.problems)
    for line in report.lines:
        say(line)
    return USAGE if _failed(report.problems) else DONE


def upgrade(arguments: argparse.Namespace) -> int:
    """Replace the program of a site by another version."""
    from paperfolio.starter.upgrade import UpgradeError, start

    try:
        status = start(arguments.root, arguments.wheel)
    except UpgradeError as error:
        return _refuse("upgrade", str(error), "give the path of a wheel, or a version of Paperfolio")
    say(f"Next: {_python()} build.py check")
    return status


_PAPER = """---
title: {title}
authors:
  - {author}
date: {date}
status: draft  # remove this line to publish the paper
---

Write the abstract here: Markdown, with LaTeX such as $E = mc^2$.
"""


def _file_name(title: str, papers: Path) -> str:
    """Return a file's name for a title: its letters and digits, a number where it has none of a-z."""
    name = slug(title)[:60].strip("-")
    if name and name not in RESERVED:
        return name
    taken = (f"paper-{name}" if name else "paper", *(f"paper-{number}" for number in range(2, 10_000)))
    return next(free for free in taken if not (papers / f"{free}.md").exists())


def _researcher(root: Path) -> str:
    """Return the name that the profile gives, as it is written there."""
    content, _ = source.read(root)
    data = next((each.data for each in content.sources if each.path == PROFILE), b"")
    document, _ = frontmatter.parse(PROFILE, data)
    name = document.fields.get("name") if document else None
    return name.text if isinstance(name, located.Scalar) and name.text else "Your Name"


# ------------------------------------------------------------------ what the commands share


def _make(arguments: argparse.Namespace, memo: Memo) -> tuple[pipeline.Outcome, tuple[Problem, ...]]:
    content, problems = source.read(arguments.root)
    if any(problem.code == "no-content" for problem in problems):
        return pipeline.Outcome(problems=problems), problems
    own, site = _template_folders(arguments.root)
    overrides, faulty = ((), ()) if own == Path(os.path.realpath(site)) else source.read_overrides(site)
    compiled = CacheFolder(arguments.root / ".cache" / "templates")
    theme = Theme(files=source.read_folder(own), overrides=overrides, compiled=compiled)
    outcome = pipeline.build(
        content,
        theme,
        today=arguments.today,
        memo=memo,
        url=arguments.url,
        drafts=arguments.drafts,
        keep_going=arguments.keep_going,
    )
    return outcome, in_order((*problems, *faulty, *outcome.problems))


def _template_folders(root: Path) -> tuple[Path, Path]:
    """Return the theme's folder (inside the package, or beside it in a checkout) and the site's own."""
    package = Path(__file__).parent
    installed = package / "templates"
    return (installed if installed.is_dir() else package.parent / "templates", root / "templates")


def _create(files: Mapping[Path, bytes], way: str) -> int:
    if taken := next((file for file in files if file.exists()), None):
        return _refuse("exists", f"{_near(taken)} exists already", way)
    for file, data in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        say(f"created {_near(file)}")
    return DONE


def _drafts(outcome: pipeline.Outcome) -> str:
    return f", {count(outcome.left_out, 'draft')} left out" if outcome.left_out else ""


def _failed(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _refuse(code: str, message: str, fix: str) -> int:
    show([Problem(place=Place(path=""), code=code, message=message, fix=fix)])
    return USAGE


def _system_error(error: Exception) -> Problem:
    name = getattr(error, "filename", None)
    reason = getattr(error, "strerror", None) or str(error)
    return Problem(
        place=Place(path=""),
        code="system",
        message=f"cannot use {_near(Path(os.fsdecode(name)))}: {reason}" if name else reason,
        fix="check the permissions and the free space, then run the command again",
    )


def _near(path: Path) -> str:
    """Return the path as one would type it here."""
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


def _typed(word: str) -> str:
    """Return a word as a shell takes it."""
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    return shlex.quote(word)


def _python() -> str:
    """Return the command of a Python on this machine that is new enough to run a site's build.py."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    for name in ("python3", "py", "python"):
        if shutil.which(name) and not subprocess.call([name, "-c", probe], stderr=subprocess.DEVNULL):  # noqa: S603
            return name
    return _typed(sys.executable)


def _parser() -> CommandLine:
    of_build = ("root", "output", "today", "url", "drafts", "keep_going")
    parser = CommandLine(build, of_build)
    parser.add("build", build, of_build)
    parser.add("serve", serve, ("root", "today", "url", "port", "host", "base"))
    parser.add("check", check, ("root", "today", "url", "drafts", "keep_going", "strict", "format"))
    new = parser.group("new", "create a paper or a site")
    paper = parser.add("paper", new_paper, ("root", "today", "slug"), new)
    paper.add_argument("title", type=plain_text, help="the title of the paper")
    site = parser.add("site", new_site, ("from",), new)
    site.add_argument("folder", type=Path, help="the folder to create it in")
    options = ("root", "today", "dry_run", "update", "join_versions")
    paths = parser.add("import", import_, options)
    paths.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="a .bib, .ris or .json file, or a site"
    )
    wheel = "the file of a wheel, or a version (the newest on the package index)"
    parser.add("upgrade", upgrade, ("root",)).add_argument("wheel", nargs="?", default="", help=wheel)
    return parser
