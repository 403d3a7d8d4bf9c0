"""The command line: what each command takes, and the folder of the site that it is about."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from paperfolio import __version__
from paperfolio.model import PROFILE
from paperfolio.output.safe_paths import RESERVED
from paperfolio.scholar.accounts import web_address
from paperfolio.text.slugs import slug

FIRST_PORT = 8000
Command = Callable[[argparse.Namespace], int]
Commands = argparse._SubParsersAction  # what argparse calls a group of commands has no public name


class CommandLine:
    """The commands with their options. An option may come before the command or after it."""

    def __init__(self, default: Command, options: tuple[str, ...]) -> None:
        """`default` runs, with these options, when the command line names no command."""
        self._parser = argparse.ArgumentParser(
            prog="paperfolio",
            description="Turn one Markdown file per paper into an academic website. Without a command: build.",
            epilog="Exit status: 0 done; 1 mistakes in the content, nothing was written; 2 the command was not "
            "understood; 3 a system error, such as a full disk.",
        )
        self._parser.add_argument("--version", action="version", version=f"paperfolio {__version__}")
        self._commands = self._parser.add_subparsers(title="commands", metavar="COMMAND")
        _take(self._parser, default, options)

    def add(
        self,
        name: str,
        run: Command,
        options: tuple[str, ...],
        group: Commands[argparse.ArgumentParser] | None = None,
    ) -> argparse.ArgumentParser:
        """Add a command, described by the first line of its docstring."""
        about = (run.__doc__ or "").splitlines()[0]
        command = (group or self._commands).add_parser(name, help=about, description=about)
        _take(command, run, options)
        return command

    def group(self, name: str, about: str) -> Commands[argparse.ArgumentParser]:
        """Add a command that has commands of its own."""
        group = self._commands.add_parser(name, help=about, description=f"{about.capitalize()}.")
        return group.add_subparsers(title="what to create", metavar="COMMAND", required=True)

    def parse(self, argv: Sequence[str] | None, site: Path | None) -> argparse.Namespace:
        """Return what the command line says, with defaults; end the program with 2 where it isn't understood."""
        given = vars(self._parser.parse_args(argv))
        ignored = [name for name in given if name in _OPTIONS and name not in given["takes"]]
        if ignored:
            self._parser.error(f"this command does not take --{ignored[0].replace('_', '-')}")
        here = Path.cwd()
        found = site or next((folder for folder in (here, *here.parents) if is_site(folder)), here)
        # The current folder itself is written as ".", for short paths in what is printed.
        given.setdefault("root", Path() if found == here else found)
        given.setdefault("today", datetime.date.today())
        return argparse.Namespace(**{**_DEFAULTS, **given})


def is_site(folder: Path) -> bool:
    """Return whether a folder contains a site."""
    return (folder / PROFILE).is_file()


def plain_text(text: str) -> str:
    """Return an argument that can be written to a file."""
    if not text.isprintable():
        raise argparse.ArgumentTypeError("the text is not valid UTF-8, or contains control characters")
    return text


def _take(parser: argparse.ArgumentParser, run: Command, options: tuple[str, ...]) -> None:
    """Add options whose values are set only where they are given, before the command or after it."""
    for name in options:
        parser.add_argument(f"--{name.replace('_', '-')}", default=argparse.SUPPRESS, **_OPTIONS[name])
    parser.set_defaults(run=run, takes=options)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid date: use YYYY-MM-DD') from None


def _url(text: str) -> str:
    if text and not web_address(text):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a valid URL (example: https://jane.github.io/papers)'
        )
    return text.rstrip("/")


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid port: use a number from 0 to 65535')
    return int(text)


def _slug(text: str) -> str:
    if not text or slug(text) != text or text in RESERVED:
        raise argparse.ArgumentTypeError(f'"{text}" is not a valid name: use a-z, 0-9 and -')
    return text


_OPTIONS: dict[str, dict[str, Any]] = {
    "root": {"type": Path, "metavar": "DIR", "help": "the folder of the site (the one around this folder)"},
    "output": {"type": Path, "metavar": "DIR", "help": "where the site is written (site/ in the root)"},
    "today": {"type": _day, "metavar": "DATE", "help": "the day to build for, such as 2026-05-28"},
    "url": {"type": _url, "metavar": "URL", "help": "the public address, if the profile names none"},
    "drafts": {"action": "store_true", "help": "include drafts"},
    "keep_going": {"action": "store_true", "help": "leave out links to missing files, with a warning"},
    "strict": {"action": "store_true", "help": "fail on warnings, too"},
    "format": {"choices": ("text", "json"), "help": "how problems are printed (text)"},
    "port": {"type": _port, "metavar": "N", "help": f"the port (the first free one from {FIRST_PORT} on)"},
    "host": {"metavar": "ADDRESS", "help": "the address to listen on (127.0.0.1, this machine alone)"},
    "base": {"metavar": "PATH", "help": "a base path to try, such as /repository/"},
    "from": {"type": Path, "metavar": "PATH", "help": "what to import into it: a file, or a site's folder"},
    "dry_run": {"action": "store_true", "help": "show what would be written, and write nothing"},
    "update": {"action": "store_true", "help": "take over what the source has changed; your edits stay"},
    "join_versions": {"action": "store_true", "help": "write a preprint and its published form as one paper"},
    "slug": {"type": _slug, "metavar": "NAME", "help": "the name of the file and of the paper's address"},
}
_DEFAULTS = {
    "output": None,
    "url": "",
    "drafts": False,
    "keep_going": False,
    "strict": False,
    "format": "text",
    "port": None,
    "host": "127.0.0.1",
    "base": "/",
    "from": None,
    "dry_run": False,
    "update": False,
    "join_versions": False,
    "slug": "",
}
