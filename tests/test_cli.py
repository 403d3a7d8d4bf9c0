"""The commands, as a person types them: what they write, what they say, and how they end."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from paperfolio import terminal
from paperfolio.cli import main

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ((), ("build",), ("serve",), ("check",), ("new",), ("new", "paper"), ("new", "site"), ("upgrade",))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with the example's content and no output yet."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


def tree(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Return what stands in a folder: the hash, the inode and the time of each file by its path."""
    return {
        file.relative_to(folder).as_posix(): (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_ino,
            file.stat().st_mtime_ns,
        )
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run build.py in a process of its own."""
    command = [sys.executable, str(ROOT / "build.py"), *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def test_build_alone_makes_the_whole_site(site: Path) -> None:
    """`build.py --root DIR` writes every page into DIR/site and ends with 0."""
    done = run("--root", str(site))
    assert done.returncode == 0, done.stderr
    papers = [path.stem for path in (site / "content" / "papers").glob("*.md")]
    for page in ("index.html", "404.html", ".nojekyll", *(f"papers/{slug}/index.html" for slug in papers)):
        assert (site / "site" / page).is_file(), page
    assert not (site / "site" / "CNAME").exists()


def test_a_second_build_writes_nothing(site: Path) -> None:
    """The same input touches no file: content, inode and time stay."""
    assert main(["--root", str(site), "--today", "2026-05-28"]) == 0
    before = tree(site / "site")
    assert main(["--root", str(site), "--today", "2026-05-28"]) == 0
    assert tree(site / "site") == before


def test_two_builds_anywhere_give_the_same_bytes(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Folder, time zone, locale and hash seed change no byte of the site."""
    other = tmp_path_factory.mktemp("elsewhere") / "a b"
    shutil.copytree(site, other)
    day = ("--today", "2026-05-28")
    assert run("--root", str(site), *day, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C").returncode == 0
    there = ("--root", ".", "--output", "out", *day)
    assert run("build", *there, cwd=other, PYTHONHASHSEED="2", TZ="America/Lima").returncode == 0
    first, second = tree(site / "site"), tree(other / "out")
    assert {path: found[0] for path, found in first.items()} == {
        path: found[0] for path, found in second.items()
    }


def test_a_mistake_leaves_the_last_good_site_untouched(site: Path) -> None:
    """An error ends with 1, says its place, and changes no file of the site."""
    assert run("--root", str(site)).returncode == 0
    before = tree(site / "site")
    paper = site / "content" / "papers" / "sgmd.md"
    paper.write_text(paper.read_text("utf-8").replace("date:", "dat:"), "utf-8")
    done = run("--root", str(site))
    assert done.returncode == 1
    assert "content/papers/sgmd.md:" in done.stderr
    assert "error[missing]" in done.stderr
    assert tree(site / "site") == before


def test_check_reports_and_writes_nothing(site: Path) -> None:
    """`check` ends with 1 for mistakes and 0 without, and leaves no output folder behind."""
    assert run("check", "--root", str(site)).returncode == 0
    (site / "content" / "papers" / "bad.md").write_text("---\ntitle: x\n---\n", "utf-8")
    assert run("--root", str(site), "check").returncode == 1
    assert not (site / "site").exists()


def test_inside_github_actions_problems_are_annotations(site: Path) -> None:
    """A pull request shows each mistake at its line."""
    (site / "content" / "papers" / "bad.md").write_text("---\ntitle: x\ndate: 5%\n---\n", "utf-8")
    done = run("check", "--root", str(site), GITHUB_ACTIONS="true")
    assert '::error file=content/papers/bad.md,line=3,col=7,title=error[date]::"5%25"' in done.stdout


def test_new_site_and_new_paper_build_as_they_are(tmp_path: Path) -> None:
    """What `new` makes has no problems, also with a hostile title."""
    folder = tmp_path / "jane"
    assert run("new", "site", str(folder)).returncode == 0
    assert run("new", "paper", "It's $O(n)$: a “study” of #1 \\times", "--root", str(folder)).returncode == 0
    done = run("check", "--root", str(folder))
    assert (done.returncode, done.stderr) == (0, "")


def test_new_overwrites_nothing(site: Path) -> None:
    """A file or a folder that exists is refused with 2."""
    assert run("new", "paper", "SGMD", "--root", str(site)).returncode == 2
    assert run("new", "site", str(site)).returncode == 2


@pytest.mark.parametrize(
    "words", [("fly",), ("--today", "soon"), ("new",), ("new", "paper"), ("--nonsense",)]
)
def test_a_command_that_is_not_understood_ends_with_2(words: tuple[str, ...]) -> None:
    """The exit status tells a wrong command from wrong content."""
    assert run(*words).returncode == 2


def test_a_folder_without_content_says_what_to_do(tmp_path: Path) -> None:
    """A first-time user in the wrong folder is told about `new site` and `--root`."""
    done = run("--root", str(tmp_path))
    assert done.returncode == 1
    assert "new site" in done.stderr
    assert "--root" in done.stderr


def test_an_output_of_someone_else_is_never_emptied(site: Path) -> None:
    """A folder with files that no build of ours made is refused with 3, and keeps them."""
    precious = site / "site" / "thesis.tex"
    precious.parent.mkdir()
    precious.write_text("years of work", "utf-8")
    assert run("--root", str(site)).returncode == 3
    assert precious.read_text("utf-8") == "years of work"


def test_a_domain_becomes_a_cname(site: Path) -> None:
    """A site with its own domain carries the file that GitHub Pages asks for."""
    profile = site / "content" / "profile.md"
    text = profile.read_text("utf-8").replace("site:\n", "site:\n  url: https://jane.example.org\n")
    profile.write_text(text, "utf-8")
    assert run("--root", str(site)).returncode == 0
    assert (site / "site" / "CNAME").read_text("utf-8") == "jane.example.org\n"


def test_help_reads_well_and_names_every_command() -> None:
    """`--help` lists the commands with what they do, and the exit statuses."""
    said = run("--help").stdout
    for word in ("build", "serve", "check", "new", "Exit status", "--root", "--output", "--today"):
        assert word in said


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md names all that `--help` knows, and nothing else."""
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    helps = "".join(run(*words, "--help").stdout for words in COMMANDS)
    told = set(re.findall(r"--[a-z-]+", helps)) - {"--help", "--version"}
    assert told == set(re.findall(r"--[a-z][a-z-]+", page))
    for command in re.findall(r"^    (\w+) ", helps, re.MULTILINE):
        assert f"`{command}" in page or f"new {command}" in page


class Terminal(io.StringIO):
    """What a person sees."""

    def isatty(self) -> bool:
        """Say that a person is looking."""
        return True


@pytest.mark.parametrize(("screen", "told"), [(Terminal, True), (io.StringIO, False)])
def test_a_long_build_shows_progress_on_a_terminal_and_is_quiet_in_a_pipe(
    site: Path, monkeypatch: pytest.MonkeyPatch, screen: type[io.StringIO], told: bool
) -> None:
    """A person sees that something is going on, and nothing of it when it is done; a log gets the result alone."""
    seen = screen()
    clock = itertools.count()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(terminal.time, "monotonic", lambda: float(next(clock)))
    assert main(["--root", str(site)]) == 0
    assert ("steps" in seen.getvalue()) is told
    assert seen.getvalue().count("\x1b[K") == (seen.getvalue().count("steps") + 1 if told else 0)
