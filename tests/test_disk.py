"""What reading and writing promise when nothing goes wrong, and when a name or a place is wrong."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from written import site, snapshot, texts

from paperfolio.content import source
from paperfolio.model import Copy, Page
from paperfolio.output import publish
from paperfolio.output.publish import Written
from paperfolio.output.swap import OutputError

# Writing


def test_a_first_build_makes_the_site(root: Path) -> None:
    """Pages and copies stand where they were asked for, with modes that a web server can read."""
    old = os.umask(0o077)
    try:
        written = publish.write(
            root / "out" / "site",
            site(index="hello", papers__x="paper"),
            [Copy(path="papers/figure.png", source="content/papers/x/figure.png")],
            root=root,
        )
    finally:
        os.umask(old)
    out = root / "out" / "site"
    assert written == Written(created=3, changed=0, unchanged=0, removed=0)
    assert (out / "papers" / "figure.png").read_bytes() == b"PNG!"
    assert texts(out)["index.html"] == "hello"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()}
    assert modes == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (out, out / "papers")} == {0o755}


def test_a_second_build_writes_nothing(root: Path) -> None:
    """The same input again: no inode, no time and no mode changes, in the output or beside it."""
    pages, copies = site(index="i", a__b="b"), [Copy(path="f.png", source="content/papers/x/figure.png")]
    publish.write(root / "site", pages, copies, root=root)
    before = snapshot(root), root.stat().st_mtime_ns
    assert publish.write(root / "site", pages, copies, root=root) == Written(
        created=0, changed=0, unchanged=3, removed=0
    )
    assert (snapshot(root), root.stat().st_mtime_ns) == before


def test_only_what_differs_is_written(root: Path) -> None:
    """One page changes, one comes, one goes: the others keep inode and time, and the emptied folder goes."""
    publish.write(root / "site", site(index="1", a__b="b", old__x="x"), root=root)
    before = snapshot(root / "site")
    written = publish.write(root / "site", site(index="2", a__b="b", new="n"), root=root)
    after = snapshot(root / "site")
    assert written == Written(created=1, changed=1, unchanged=1, removed=1)
    assert after["a/b.html"] == before["a/b.html"]
    assert texts(root / "site") == {"index.html": "2", "a/b.html": "b", "new.html": "n"}
    assert not (root / "site" / "old").exists()


def test_the_output_is_a_function_of_the_input(root: Path) -> None:
    """Two builds by different ways to the same pages leave the same bytes, the marker included."""
    pages = site(index="i", a__b="b", a__c="ü")
    publish.write(root / "one", pages, root=root)
    publish.write(root / "two", site(index="other", z="z"), root=root)
    publish.write(root / "two", reversed(pages), root=root)
    one, two = snapshot(root / "one"), snapshot(root / "two")
    assert {path: each[2:] for path, each in one.items()} == {path: each[2:] for path, each in two.items()}


def test_times_do_not_decide(root: Path) -> None:
    """A file edited behind our back is mended though size and time are as before."""
    publish.write(root / "site", site(index="right"), root=root)
    index = root / "site" / "index.html"
    info = index.stat()
    index.write_text("wrong")
    os.utime(index, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert publish.write(root / "site", site(index="right"), root=root).changed == 1
    assert index.read_text() == "right"


def test_the_displaced_generation_stays_readable(root: Path) -> None:
    """Who holds the old folder open reads the whole old site, until the next build but one."""
    publish.write(root / "site", site(index="1", a__b="1"), root=root)
    handle = os.open(root / "site", os.O_RDONLY)
    try:
        publish.write(root / "site", site(index="2", a__b="2"), root=root)
        inner = os.open("a/b.html", os.O_RDONLY, dir_fd=handle)
        assert os.read(inner, 9) == b"1"
        os.close(inner)
    finally:
        os.close(handle)
    assert texts(root / ".site.prev") == {"index.html": "1", "a/b.html": "1"}


def test_a_generation_never_writes_into_the_one_before(root: Path) -> None:
    """Files shared by two generations are replaced, not written in place."""
    publish.write(root / "site", site(index="1", same="s"), root=root)
    publish.write(root / "site", site(index="2", same="s"), root=root)
    publish.write(root / "site", site(index="2", same="S"), root=root)
    assert texts(root / ".site.prev") == {"index.html": "2", "same.html": "s"}


# Places


@pytest.mark.parametrize(
    "place",
    [".", "..", "content", "content/papers", "content/new", "templates", "templates/x", "a/../content"],
)
def test_an_output_among_the_sources_is_refused(root: Path, place: str) -> None:
    """The output may not hold the root, nor be or lie inside content/ or templates/."""
    before = snapshot(root.parent)
    with pytest.raises(OutputError) as caught:
        publish.write(root / place, site(index="i"), root=root)
    assert caught.value.problem.code == "output-place"
    assert snapshot(root.parent) == before


def test_a_link_does_not_hide_that_the_output_is_among_the_sources(root: Path) -> None:
    """A link into content/ is seen through, and so is a content folder that is a link."""
    (root / "out").symlink_to(root / "content" / "papers")
    (root / "notes").mkdir()
    (root / "templates").symlink_to(root / "notes")
    for place in (root / "out", root / "notes"):
        with pytest.raises(OutputError) as caught:
            publish.write(place, site(index="i"), root=root)
        assert caught.value.problem.code == "output-place"


def test_a_link_to_the_output_is_followed_and_stays(root: Path, tmp_path: Path) -> None:
    """An output that is a link builds into what it leads to, made when missing, and stays a link."""
    (root / "site").symlink_to(tmp_path / "www")
    for text in ("1", "2"):
        publish.write(root / "site", site(index=text), root=root)
        assert (root / "site").is_symlink()
        assert texts(tmp_path / "www") == {"index.html": text}


def test_an_output_that_is_no_folder_is_refused(root: Path) -> None:
    """A file, a pipe or a link to itself is no output folder, and stays as it is."""
    (root / "file").write_text("mine")
    os.mkfifo(root / "pipe")
    (root / "circle").symlink_to("circle")
    before = snapshot(root)
    for name in ("file", "pipe", "circle", "file/below"):
        with pytest.raises(OutputError):
            publish.write(root / name, site(index="i"), root=root)
    assert snapshot(root) == before


def test_a_missing_asset_is_an_error_that_names_it(root: Path) -> None:
    """A figure that vanished between reading and writing stops the build; the old site stands."""
    publish.write(root / "site", site(index="1"), root=root)
    with pytest.raises(OutputError, match=r"gone\.png"):
        publish.write(root / "site", [], [Copy(path="x.png", source="content/gone.png")], root=root)
    assert texts(root / "site") == {"index.html": "1"}
    assert not (root / ".site.new").exists()


def test_pages_may_come_one_by_one(root: Path) -> None:
    """Pages and copies are taken from any iterable, once."""

    def pages() -> Iterator[Page]:
        yield from site(index="i", a="a")

    assert publish.write(root / "site", pages(), iter(()), root=root).created == 2


def test_a_theme_is_read_by_path_below_its_folder(root: Path) -> None:
    """Every file of a theme's folder comes with its bytes, sorted; a folder that isn't there is empty."""
    assert source.read_folder(root / "content") == (
        ("papers/x.md", b"x"),
        ("papers/x/figure.png", b"PNG!"),
        ("profile.md", b"---\nname: N\n---\n"),
    )
    assert source.read_folder(root / "nowhere") == ()
