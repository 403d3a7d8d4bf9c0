"""Reading the content: what is taken, what is ignored, and what is reported."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from paperfolio.content import source
from paperfolio.model import METRICS, Asset, Content, Source


def paths_of(root: Path) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The paths of all sources, all assets, and (code, path) of all problems."""
    content, problems = source.read(root)
    return (
        [each.path for each in content.sources],
        [each.path for each in content.assets],
        [(each.code, each.place.path) for each in problems],
    )


def test_markdown_arrives_with_its_bytes_and_all_else_by_name(root: Path) -> None:
    """Markdown files come as sources with bytes; data that a paper links to may be of any size, unread."""
    (root / "content" / "x.MD").write_bytes(b"Notes.")
    (root / "content" / "data.json").write_bytes(b" " * (source.SOURCE_LIMIT + 1))
    content, problems = source.read(root)
    assert [each.path for each in content.sources] == [
        "content/papers/x.md",
        "content/profile.md",
        "content/x.MD",
    ]
    assert content.sources[1].data == b"---\nname: N\n---\n"
    assert content.assets == (
        Asset(path="content/data.json", size=source.SOURCE_LIMIT + 1),
        Asset(path="content/papers/x/figure.png", size=4, data=b"PNG!"),
    )
    assert problems == ()


def test_the_numbers_over_time_arrive_with_their_bytes(root: Path) -> None:
    """content/metrics.json is read; a file of that name beside a paper is data like any other."""
    (root / "content" / "metrics.json").write_bytes(b"{}")
    (root / "content" / "papers" / "x" / "metrics.json").write_bytes(b"{}")
    content, _ = source.read(root)
    assert Source(path=METRICS, data=b"{}") in content.sources
    assert Asset(path="content/papers/x/metrics.json", size=2) in content.assets


def test_hidden_files_and_editor_leftovers_are_passed_over(root: Path) -> None:
    """Dot-files, dot-folders, backups, swap files and the droppings of desktops are neither read nor told."""
    before = source.read(root)
    names = (".hidden.md", "x.md~", "x.md.swp", "#x.md#", ".#x.md", ".DS_Store", "Thumbs.db", "~$talk.docx")
    for name in names:
        (root / "content" / name).write_bytes(b"junk")
    (root / "content" / ".imported").mkdir()
    (root / "content" / ".imported" / "y.md").write_bytes(b"junk")
    assert source.read(root) == before


def test_a_missing_content_folder_says_how_to_make_a_site(tmp_path: Path) -> None:
    """Where there is no content folder, or a file of its name, the fix names `paperfolio new site DIR`."""
    for _ in range(2):
        content, (problem,) = source.read(tmp_path)
        assert content == Content(sources=(), assets=())
        assert problem.code == "no-content"
        assert "paperfolio new site DIR" in problem.fix
        (tmp_path / "content").write_text("a file")


def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    """A symbolic link to a file or folder of the content folder reads as what it leads to."""
    (root / "content" / "also.md").symlink_to("papers/x.md")
    (root / "content" / "figures").symlink_to(root / "content" / "papers" / "x")
    sources, assets, problems = paths_of(root)
    assert "content/also.md" in sources
    assert "content/figures/figure.png" in assets
    assert problems == []


def test_the_content_folder_itself_may_be_a_link(root: Path, tmp_path: Path) -> None:
    """Who keeps their notes elsewhere may link the whole content folder to them."""
    (root / "content").rename(tmp_path / "notes")
    (root / "content").symlink_to(tmp_path / "notes")
    assert paths_of(root)[2] == []
    assert "content/papers/x.md" in paths_of(root)[0]


@pytest.mark.parametrize(
    "target",
    ["../../secret.md", "/etc", "/etc/hostname", "..", "../content-evil/x.md", "nowhere.md", "link.md"],
)
def test_a_link_that_leaves_is_broken_or_circular_is_an_error(root: Path, target: str) -> None:
    """A link that leaves the content folder, leads to nothing or to itself is told, and nothing is read."""
    (root.parent / "secret.md").write_bytes(b"secret")
    (root / "content-evil").mkdir()
    (root / "content-evil" / "x.md").write_bytes(b"secret")
    (root / "content" / "link.md").symlink_to(target)
    sources, assets, problems = paths_of(root)
    assert problems == [("symlink", "content/link.md")]
    assert not [path for path in sources + assets if "link" in path]


def test_folders_that_link_to_each_other_end(root: Path) -> None:
    """Links back to a folder above, and two folders that hold links to each other, are errors, not a hang."""
    papers = root / "content" / "papers"
    (papers / "up").symlink_to(root / "content")
    (papers / "self").symlink_to(".")
    (root / "content" / "other").mkdir()
    (root / "content" / "other" / "there").symlink_to(papers / "x")
    (papers / "x" / "back").symlink_to(root / "content" / "other")
    assert {code for code, _ in paths_of(root)[2]} == {"symlink"}


def test_what_is_no_file_is_told_and_never_waited_for(root: Path) -> None:
    """A pipe or a socket in the content folder is an error; the build doesn't wait for a writer."""
    os.mkfifo(root / "content" / "pipe.md")
    here = Path.cwd()
    os.chdir(root / "content")  # a socket's path may have no more than 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket.md")
            found = paths_of(root)[2]
    finally:
        os.chdir(here)
    assert found == [("file-kind", "content/pipe.md"), ("file-kind", "content/socket.md")]


def test_a_source_over_two_megabytes_is_not_taken(root: Path) -> None:
    """Two megabytes of text are read, one byte more is an error; an asset may have any size."""
    (root / "content" / "a.md").write_bytes(b"a" * source.SOURCE_LIMIT)
    (root / "content" / "b.md").write_bytes(b"b" * (source.SOURCE_LIMIT + 1))
    (root / "content" / "c.pdf").write_bytes(b"c" * (source.SOURCE_LIMIT + 1))
    sources, assets, problems = paths_of(root)
    assert "content/a.md" in sources
    assert "content/c.pdf" in assets
    assert problems == [("too-large", "content/b.md")]


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"a\nb.md", b"bell\x07.png"])
def test_a_name_that_is_no_text_is_told_printably(root: Path, name: bytes) -> None:
    """A name that isn't UTF-8, or holds control characters, is an error that can be printed anywhere."""
    try:
        (root / "content" / os.fsdecode(name)).write_bytes(b"")
    except OSError:
        pytest.skip("this file system refuses such names")
    _, (problem,) = source.read(root)
    assert problem.code == "file-name"
    assert str(problem).encode().isascii()


def test_what_may_not_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or folder that refuses reading is an error at its path, and all else is read."""

    def refuse(real: Callable[..., object], forbidden: str) -> Callable[..., object]:
        def call(path: object, *rest: object) -> object:
            if str(path).endswith(forbidden):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path, *rest)

        return call

    monkeypatch.setattr(os, "open", refuse(os.open, "x.md"))
    monkeypatch.setattr(os, "listdir", refuse(os.listdir, "papers/x"))
    sources, assets, problems = paths_of(root)
    assert (sources, assets) == (["content/profile.md"], [])
    assert problems == [("unreadable", "content/papers/x"), ("unreadable", "content/papers/x.md")]
