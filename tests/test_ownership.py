"""What a build never touches: paths outside the output, and what a person or another program put there."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written import site, snapshot, texts

from paperfolio.model import Copy, Page
from paperfolio.output import publish
from paperfolio.output.safe_paths import MARKER
from paperfolio.output.swap import OutputError


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "..\\x", "C:/x", "c:x", "a\0b",
        "a\nb", "con", "CON.html", "a/nul.tar.gz", "com1", "COM¹.txt", "lpt9.x", "conin$", "aux /x",
        "prn .html", "dot.", "a./b", "space ", "a<b", "a>b", 'a"b', "a|b", "a?b", "a*b", "é" * 128, "x" * 256, "\ud800",
        ".paperfolio", ".PaperFolio.new/x", ".git", ".git/hooks/post-commit", "sub/.GIT/config",
    ],
)  # fmt: skip
def test_an_unsafe_path_is_refused_before_anything_is_written(root: Path, path: str) -> None:
    """A path that leaves the output, or that some system can't hold, raises and leaves no trace."""
    with pytest.raises(ValueError, match="unsafe output path"):
        publish.write(root / "site", [Page(path="ok.html", data=b""), Page(path=path, data=b"")], root=root)
    assert [each.name for each in root.iterdir()] == ["content"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.html", "a.html"), ("Paper.html", "paper.html"), ("é", "e\u0301"), ("straße", "STRASSE"),
        ("ﬁle", "file"), ("a", "a/b"), ("A/b", "a"), ("a/b/c", "a/B"), ("Å", "å"),
    ],
)  # fmt: skip
def test_two_paths_that_are_one_somewhere_are_refused(root: Path, one: str, other: str) -> None:
    """Paths that differ in case or Unicode form only, or file and folder of one name, raise."""
    with pytest.raises(ValueError, match=r"one file on some systems|needs the file"):
        publish.write(root / "site", [Page(path=one, data=b""), Page(path=other, data=b"")], root=root)
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    "path", ["index.html", "papers/x/index.html", "é" * 127, "console/com10", ".nojekyll", "a..b"]
)
def test_an_ordinary_path_is_taken(root: Path, path: str) -> None:
    """Names that only look dangerous are written."""
    publish.write(root / "site", [Page(path=path, data=b"x")], root=root)
    assert (root / "site" / path).read_bytes() == b"x"


@pytest.mark.parametrize("source", ["../secret.md", "/etc/passwd", "content/../../secret.md", "a\0b"])
def test_a_copy_comes_from_below_the_root_only(root: Path, source: str) -> None:
    """The source of a copy that leaves the site's root raises before anything is written."""
    with pytest.raises(ValueError, match="below the site's root"):
        publish.write(root / "site", [], [Copy(path="x", source=source)], root=root)
    assert not (root / "site").exists()


hostile = st.lists(
    st.one_of(
        st.sampled_from(
            ["..", ".", "", "/", "\\", "a", "A", "con", ".git", "C:", "\0", "é", "site", "~", "a.", "‥", "／"]
        ),
        st.text(max_size=3),
    ),
    max_size=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.tuples(hostile, st.sampled_from(["/", "\\", ""])), min_size=1, max_size=3))
def test_whatever_the_path_nothing_outside_the_output_is_written(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[list[str], str]]
) -> None:
    """Any paths at all: they are refused, or stand in the output, and nothing stands elsewhere."""
    top = tmp_path_factory.mktemp("t")
    root = top / "a" / "b"
    (root / "content").mkdir(parents=True)
    pages = [Page(path=joint.join(parts), data=b"x") for parts, joint in names]
    try:
        publish.write(root / "site", pages, root=root)
        wanted = {page.path for page in pages}
    except ValueError:
        wanted = set()
    files = {path.relative_to(top).as_posix() for path in top.rglob("*") if not path.is_dir()}
    ours = {"a/b/.site.lock", f"a/b/site/{MARKER}"}
    assert files - ours == {f"a/b/site/{path}" for path in wanted}


def test_a_strangers_folder_is_never_touched(root: Path) -> None:
    """A folder with files that no build made is refused with a way out, and nothing changes."""
    (root / "site").mkdir()
    (root / "site" / "thesis.tex").write_text("precious")
    before = snapshot(root)
    with pytest.raises(OutputError, match="--output") as caught:
        publish.write(root / "site", site(index="i"), root=root)
    assert caught.value.problem.code == "foreign-output"
    assert snapshot(root) == before


@pytest.mark.parametrize(
    "marker", ["{", "3", '["../../content/profile.md"]', '["/etc/passwd"]', '["a\\\\..\\\\b"]']
)
def test_a_marker_that_can_not_be_trusted_makes_a_stranger(root: Path, marker: str) -> None:
    """A broken marker, or one that lists files outside, gives no right to the folder."""
    (root / "site").mkdir()
    (root / "site" / MARKER).write_text(marker)
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", site(index="i"), root=root)
    assert caught.value.problem.code == "foreign-output"


@pytest.mark.parametrize("role", ["new", "prev"])
def test_a_strangers_folder_beside_the_output_is_never_touched(root: Path, role: str) -> None:
    """A person's own folder that happens to have the name of one of ours is refused, not swept."""
    publish.write(root / "site", site(index="1"), root=root)
    (root / f".site.{role}").mkdir()
    (root / f".site.{role}" / "precious").write_text("p")
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", site(index="2"), root=root)
    assert caught.value.problem.code == "foreign-output"
    assert texts(root / f".site.{role}") == {"precious": "p"}
    assert texts(root / "site") == {"index.html": "1"}


def test_an_empty_folder_and_a_handed_over_one_are_taken(root: Path) -> None:
    """An empty folder is built into; an empty marker hands over a folder whose files stay."""
    (root / "empty").mkdir()
    (root / "full").mkdir()
    (root / "full" / "CNAME").write_text("example.org")
    (root / "full" / MARKER).touch()
    for name in ("empty", "full"):
        assert publish.write(root / name, site(index="i"), root=root).created == 1
    assert texts(root / "full") == {"CNAME": "example.org", "index.html": "i"}


def test_what_a_person_added_stays(root: Path) -> None:
    """A .git, a CNAME, empty folders and links live through builds with their inode and mode."""
    publish.write(root / "site", site(index="1", a__b="b"), root=root)
    out = root / "site"
    (out / ".git" / "refs" / "tags").mkdir(parents=True)
    (out / ".git" / "objects").mkdir(mode=0o700)
    (out / ".git" / "objects" / "pack").write_text("bytes")
    (out / ".git" / "objects" / "pack").chmod(0o444)
    (out / "a" / "notes.txt").write_text("mine")
    (out / "CNAME").write_text("example.org")
    (out / "latest").symlink_to("a/notes.txt")
    os.mkfifo(out / ".git" / "ipc")
    kept = (".git", ".git/refs/tags", ".git/objects/pack", ".git/ipc", "a/notes.txt", "CNAME", "latest")
    inodes = {path: (out / path).lstat().st_ino for path in kept if not (out / path).is_dir()}
    for text in ("2", "3"):
        publish.write(out, site(index=text), root=root)
        assert all(os.path.lexists(out / path) for path in kept)
        assert {path: (out / path).lstat().st_ino for path in inodes} == inodes
        assert (out / "latest").readlink() == Path("a/notes.txt")
        assert stat.S_IMODE((out / ".git" / "objects").stat().st_mode) == 0o700
        assert not (out / "a" / "b.html").exists()


def test_without_hard_links_copies_serve(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that knows no hard links the same site stands, a person's files included."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    publish.write(root / "site", site(index="1", same="s"), root=root)
    (root / "site" / "CNAME").write_text("example.org")
    (root / "site" / "link").symlink_to("nowhere")
    os.mkfifo(root / "site" / "pipe")
    publish.write(root / "site", site(index="2", same="s"), root=root)
    assert texts(root / "site") == {"index.html": "2", "same.html": "s", "CNAME": "example.org"}
    assert (root / "site" / "link").is_symlink()


@pytest.mark.parametrize("name", ["CNAME", "papers", "papers/x/index.html"])
def test_a_page_never_replaces_what_a_person_added(root: Path, name: str) -> None:
    """Where the site needs a name that a person's file has, the build says so and leaves both alone."""
    publish.write(root / "site", site(index="1"), root=root)
    (root / "site" / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "site" / name).write_text("mine")
    pages = [Page(path="CNAME", data=b"ours"), Page(path="papers/x/index.html", data=b"ours")]
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", pages, root=root)
    assert caught.value.problem.code == "foreign-file"
    assert caught.value.problem.place.path == (root / "site" / name).as_posix()
    assert texts(root / "site") == {"index.html": "1", name: "mine"}


def test_a_page_never_replaces_a_folder_that_a_person_added(root: Path) -> None:
    """A folder of a person's, even an empty one, doesn't give way to a page of its name."""
    publish.write(root / "site", site(index="1"), root=root)
    (root / "site" / "CNAME").mkdir()
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", [Page(path="CNAME", data=b"ours")], root=root)
    assert caught.value.problem.code == "foreign-file"


def test_the_same_bytes_by_hand_are_adopted(root: Path) -> None:
    """A CNAME that a person wrote and that the build now makes alike becomes the build's own."""
    publish.write(root / "site", site(index="1"), root=root)
    (root / "site" / "CNAME").write_text("example.org")
    publish.write(root / "site", [Page(path="CNAME", data=b"example.org")], root=root)
    publish.write(root / "site", site(index="1"), root=root)
    assert texts(root / "site") == {"index.html": "1"}


def test_a_link_inside_the_output_leads_no_page_outside(root: Path) -> None:
    """A folder of the output that was made a link elsewhere is refused; nothing is written through it."""
    publish.write(root / "site", site(index="1", papers__x="x"), root=root)
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "x.html").write_text("x")
    (root / "site" / "papers" / "x.html").unlink()
    (root / "site" / "papers").rmdir()
    (root / "site" / "papers").symlink_to(root / "elsewhere")
    with pytest.raises(OutputError) as caught:
        publish.write(root / "site", site(index="1", papers__x="2"), root=root)
    assert caught.value.problem.code == "foreign-file"
    assert texts(root / "elsewhere") == {"x.html": "x"}
