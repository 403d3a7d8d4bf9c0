"""The commands, as a person types them: what they write, what they say, and how they end."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paperfolio import terminal
from paperfolio.cli import main

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    (),
    ("build",),
    ("serve",),
    ("check",),
    ("new",),
    ("new", "paper"),
    ("new", "site"),
    ("upgrade",),
    ("import",),
)


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


# --- What a person can get wrong, and what the program then prints


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a small site of one paper."""
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "content" / "profile.md").write_text("---\nname: Jane Doe\n---\nHi.\n", "utf-8")
    paper = "---\ntitle: Tides\nauthors: [Jane Doe]\ndate: 2026\n---\n"
    (tmp_path / "content" / "papers" / "tides.md").write_text(paper, "utf-8")
    return tmp_path


def test_errors_come_first_and_repeated_warnings_are_folded(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five papers with one doubt are one warning with its places, below the errors, and a count closes the run."""
    for name in "abcde":
        text = f"---\ntitle: Title {name}\nauthors: [Max Muster]\ndate: 2026\n---\n"
        (small / "content" / "papers" / f"{name}.md").write_text(text, "utf-8")
    (small / "content" / "papers" / "z.md").write_text("---\ntitle: Z\n---\n", "utf-8")
    assert main(["check", "--root", str(small)]) == 1
    out, err = capsys.readouterr()
    assert [line for line in err.splitlines() if ": error[" in line or ": warning[" in line][:1] == [
        'content/papers/z.md:2:1: error[missing]: missing required field "date"'
    ]
    (small / "content" / "papers" / "z.md").unlink()
    assert main(["check", "--root", str(small)]) == 0
    out, err = capsys.readouterr()
    assert err.count("warning[authors]") == 1
    assert (
        "also at: content/papers/b.md:3:10, content/papers/c.md:3:10, content/papers/d.md:3:10 and 1 more"
        in err
    )
    assert out == "0 errors, 5 warnings.\n"
    assert main(["check", "--strict", "--root", str(small)]) == 1


def test_an_editor_gets_json(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each problem is an object with its place, and nothing else is printed."""
    (small / "content" / "papers" / "z.md").write_text("---\ntitle: Z\ndate: 5%\n---\n", "utf-8")
    assert main(["check", "--format", "json", "--root", str(small)]) == 1
    out, err = capsys.readouterr()
    (problem,) = json.loads(out)["problems"]
    assert (problem["path"], problem["line"], problem["column"]) == ("content/papers/z.md", 3, 7)
    assert (problem["severity"], problem["code"], err) == ("error", "date", "")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    small: Path, monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    """On a terminal the severity is coloured, unless NO_COLOR is set."""
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    (small / "content" / "papers" / "z.md").write_text("---\ntitle: Z\n---\n", "utf-8")
    assert main(["check", "--root", str(small)]) == 1
    assert ("\x1b[1;31merror[missing]\x1b[0m" in seen.getvalue()) is coloured


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--output", "x"),
        ("--output", "x", "serve"),
        ("check", "--output", "x"),
        ("new", "site", "x", "--today", "2026-05-28"),
        ("--url", "https://a.org", "new", "paper", "x"),
        ("serve", "--port", "99999"),
        ("serve", "--port", "x"),
        ("new", "paper", "x", "--slug", "A b"),
        ("new", "paper", "x", "--slug", "con"),
        ("new", "paper", "\udcff"),
    ],
)
def test_what_a_command_has_no_use_for_is_refused(words: tuple[str, ...]) -> None:
    """An option of another command, a port or a name that can't be one ends with 2 before anything is done."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_new_papers_have_names_in_any_script(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles without Latin letters, empty ones and reserved ones give files of their own, which build."""
    monkeypatch.chdir(small / "content" / "papers")
    for title in ("深度学习", "注意力机制", "", "???", "CON", "Ünïcode"):
        assert main(["new", "paper", title]) == 0
    assert main(["new", "paper", "Tides"]) == 2
    assert main(["new", "paper", "Tides", "--slug", "tides-2"]) == 0
    names = {file.stem for file in (small / "content" / "papers").iterdir()}
    assert names == {"paper", "paper-2", "untitled", "paper-3", "paper-con", "unicode", "tides", "tides-2"}
    assert main(["check", "--drafts"]) == 0


def test_a_folder_that_is_no_site_gets_no_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`new paper` elsewhere is refused and creates nothing."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "paper", "x"]) == 2
    assert list(tmp_path.iterdir()) == []


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the system refuse to read, write or list the file of that name, as it does for another's file."""

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *arguments: Any, **settings: Any) -> Any:
            if Path(path).name == name:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *arguments, **settings)

        return call

    for owner, function in ((Path, "read_bytes"), (Path, "write_bytes"), (Path, "mkdir"), (os, "listdir")):
        monkeypatch.setattr(owner, function, guarded(getattr(owner, function)))
    real_access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != name and real_access(path, mode))


@pytest.mark.parametrize("words", [("new", "paper", "New"), ("new", "site", "mine")])
def test_a_folder_that_cannot_be_written_is_a_system_error(
    words: tuple[str, ...], small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A read-only folder ends `new` with 3 and one message."""
    monkeypatch.chdir(small)
    refuse(monkeypatch, "new.md" if words[1] == "paper" else "mine")
    assert main(words) == 3
    assert "error[system]: cannot use" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["_own.html", "templates", "paper.pdf"])
def test_what_cannot_be_read_is_named(
    name: str, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template, the folder of templates or a PDF without permission is a mistake at its own place."""
    (small / "templates" / "_own.html").write_text("x", "utf-8")
    (small / "content" / "paper.pdf").write_text("x", "utf-8")
    refuse(monkeypatch, name)
    assert main(["--root", str(small)]) == 1
    assert re.search(rf"{name}:1:1: error\[unreadable\]", capsys.readouterr().err)


@pytest.mark.parametrize("name", ["_footer.html", "words/en.json", "icons/pdf.svg", "x.xml"])
def test_a_template_that_is_not_utf_8_is_named(
    name: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of another encoding is a mistake at its place, not a traceback."""
    (small / "templates" / name).parent.mkdir(exist_ok=True)
    (small / "templates" / name).write_bytes(b"caf\xe9")
    assert main(["--root", str(small)]) == 1
    assert f"templates/{name}:1:1: error" in capsys.readouterr().err


def test_a_link_out_of_templates_is_refused(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A symbolic link in templates/ may not show the world what is elsewhere, as one in content/ may not."""
    (small / "secret.css").write_text("secret", "utf-8")
    (small / "templates" / "static").mkdir()
    (small / "templates" / "static" / "custom.css").symlink_to(small / "secret.css")
    assert main(["--root", str(small)]) == 1
    assert "templates/static/custom.css:1:1: error[symlink]" in capsys.readouterr().err


def test_a_file_at_the_address_of_a_page_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An own content/index.html that a document links to can't be published beside the front page."""
    (small / "content" / "index.html").write_text("<p>", "utf-8")
    (small / "content" / "profile.md").write_text("---\nname: Jane Doe\n---\n[x](index.html)\n", "utf-8")
    assert main(["--root", str(small)]) == 1
    assert "content/index.html:1:1: error[file-name]" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(("target", "status"), [("> /dev/full", 3), ("| true", 0)])
def test_an_output_that_cannot_be_written_to(small: Path, target: str, status: int) -> None:
    """A full disk behind stdout is a system error; a reader that has gone is none; neither has a traceback."""
    line = f"set -o pipefail; '{sys.executable}' '{ROOT / 'build.py'}' --root . {target}"
    done = subprocess.run(["bash", "-c", line], cwd=small, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


def test_the_closing_line_counts_drafts(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build says how many drafts it left out."""
    text = "---\ntitle: Z\ndate: 2026\nstatus: draft\n---\n"
    (small / "content" / "papers" / "z.md").write_text(text, "utf-8")
    assert main(["--root", str(small)]) == 0
    assert ", 1 draft left out." in capsys.readouterr().out
