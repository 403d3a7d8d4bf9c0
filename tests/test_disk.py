"""What reading and writing promise when nothing goes wrong, and when a name or a place is wrong."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperfolio.content import source
from paperfolio.model import METRICS, Asset, Content, Copy, Page, Source
from paperfolio.output import publish
from paperfolio.output.publish import Written
from paperfolio.output.safe_paths import MARKER
from paperfolio.output.swap import OutputError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's root with one paper and one figure, below a folder of its own."""
    root = tmp_path / "home"
    (root / "content" / "papers" / "x").mkdir(parents=True)
    (root / "content" / "profile.md").write_bytes(b"---\nname: N\n---\n")
    (root / "content" / "papers" / "x.md").write_bytes(b"x")
    (root / "content" / "papers" / "x" / "figure.png").write_bytes(b"PNG!")
    return root


def paths_of(root: Path) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The paths of all sources, all assets, and (code, path) of all problems."""
    content, problems = source.read(root)
    return (
        [it.path for it in content.sources],
        [it.path for it in content.assets],
        [(it.code, it.place.path) for it in problems],
    )


def site(**files: str) -> list[Page]:
    """Pages by name: a double underscore stands for '/', the suffix is .html."""
    return [Page(path=name.replace("__", "/") + ".html", data=text.encode()) for name, text in files.items()]


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Inode, change time, mode and bytes of every file below a folder, the marker included."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[path.relative_to(folder).as_posix()] = (info.st_ino, info.st_mtime_ns, info.st_mode, data)
    return found


def texts(folder: Path) -> dict[str, str]:
    """The text of every file below a folder but the marker."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


# Reading


def test_markdown_arrives_with_its_bytes_and_all_else_by_name(root: Path) -> None:
    """Markdown files come as sources with bytes; data that a paper links to may be of any size, unread."""
    (root / "content" / "x.MD").write_bytes(b"Notes.")
    (root / "content" / "data.json").write_bytes(b" " * (source.SOURCE_LIMIT + 1))
    content, problems = source.read(root)
    assert [it.path for it in content.sources] == [
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


# Names


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
    assert [it.name for it in root.iterdir()] == ["content"]


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
    assert {path: it[2:] for path, it in one.items()} == {path: it[2:] for path, it in two.items()}


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


# What a person owns


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
