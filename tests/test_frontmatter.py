"""Front matter keeps every value as it was written, knows where it stands, and cannot be made to hurt."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.content import frontmatter
from paperfolio.content.located import Document, Mapping, Scalar
from paperfolio.problems import Place


def parsed(text: str) -> Document:
    """Return the document, which must have no problems."""
    document, problems = frontmatter.parse("x.md", text.encode())
    assert document is not None
    assert problems == ()
    return document


def value(document: Document, key: str) -> Scalar:
    """Return a single value."""
    node = document.fields.get(key)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "written", ["10.10", "no", "on", "012", "1:30:00", "2024-13-45", "1e3", "0x1F", "~x", "=a", "5" * 5000]
)
def test_values_are_taken_as_they_were_written(written: str) -> None:
    """YAML's guesses at numbers, dates and booleans change nothing that a user wrote."""
    assert value(parsed(f"---\nkey: {written}\n---\n"), "key").text == written


def test_the_place_of_a_value_is_told_in_characters_also_behind_other_scripts() -> None:
    """A column counts characters, not bytes."""
    document = parsed("---\n名: {a: 黄雨石, b: x}\n---\n")
    node = document.fields.get("名")
    assert isinstance(node, Mapping)
    inner = node.get("b")
    assert isinstance(inner, Scalar)
    assert inner.place == Place(path="x.md", line=2, column=16)


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [("key: ab$x", 2, 8), ("key: 'ab$x'", 2, 9), ('key: "ab$x"', 2, 9), ("key: |\n  one\n  ab$x", 4, 5)],
)
def test_the_place_of_a_character_inside_a_value_is_found(written: str, line: int, column: int) -> None:
    """A problem in a title is shown at its place, however the value is quoted."""
    node = value(parsed(f"---\n{written}\n---\n"), "key")
    assert node.at(node.text.index("$")) == Place(path="x.md", line=line, column=column)


def test_the_body_is_kept_to_the_letter_with_its_line() -> None:
    """What stands below the front matter arrives unchanged, and its places are the file's."""
    document = parsed("---\nkey: x\n---\n\nOne.\n\nTwo $x$.\n")
    assert document.body == "\nOne.\n\nTwo $x$.\n"
    assert document.at(document.body.index("$")) == Place(path="x.md", line=7, column=5)


def test_line_ends_of_windows_change_nothing() -> None:
    """A file with CRLF throughout reads as the same file with LF, without a word."""
    text = "---\nkey: x\nlist:\n  - a\n---\nBody.\nMore.\n"
    assert parsed(text.replace("\n", "\r\n")) == parsed(text)


def test_a_colon_in_an_address_needs_no_quotes() -> None:
    """`https://…` is a value like any other."""
    assert (
        value(parsed("---\nurl: https://example.org/a:b#c\n---\n"), "url").text == "https://example.org/a:b#c"
    )


def test_the_marks_of_a_merge_may_be_shown() -> None:
    """What stands between code fences is shown, and no merge that somebody forgot to finish."""
    conflict = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"
    assert parsed(f"---\nkey: x\n---\n```\n{conflict}```\n").body.count("<<<") == 2
    assert frontmatter.parse("x.md", f"---\nkey: x\n---\n{conflict}".encode())[0] is None


def test_many_beginnings_of_a_merge_are_seen_quickly() -> None:
    """A file full of the marks that begin a merge, and none that ends one, doesn't hold up a build."""
    begin = time.perf_counter()
    frontmatter.parse("x.md", b"---\nkey: x\n---\n" + b"<<<<<<< a\n" * 100_000)
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "? " * 30_000,
        "a: &a [*a]",
        "!!binary x: &x",
        '"' + "\\" * 99_999,
    ],
    ids=lambda text: text[:4],
)
def test_hostile_yaml_is_refused_quickly(hostile: str) -> None:
    """Nesting without end, aliases and tags are errors, told in a fraction of a second."""
    begin = time.perf_counter()
    _, problems = frontmatter.parse("x.md", f"---\nkey: {hostile}\n---\n".encode())
    assert any(problem.severity == "error" for problem in problems)
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize("count", [frontmatter.MAX_NODES + 1])
def test_a_flood_of_small_values_is_refused(count: int) -> None:
    """A file with more values than any person writes is an error, not minutes of work."""
    _, problems = frontmatter.parse("x.md", b"---\nkey: [" + b"x," * count + b"]\n---\n")
    assert [problem.code for problem in problems] == ["too-large"]


def test_a_file_over_two_megabytes_is_refused_unread() -> None:
    """Size is looked at before anything else."""
    _, problems = frontmatter.parse("x.md", b"\xff" * (frontmatter.MAX_BYTES + 1))
    assert [problem.code for problem in problems] == ["too-large"]


@given(st.binary(max_size=300))
def test_no_bytes_can_make_it_raise(data: bytes) -> None:
    """Whatever a file holds, the answer is a document or problems."""
    document, problems = frontmatter.parse("x.md", b"---\n" + data + b"\n---\n")
    assert document is not None or any(problem.severity == "error" for problem in problems)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_text_between_single_quotes_arrives_whole(text: str) -> None:
    """Quoting is a way out of every YAML surprise: nothing between single quotes is changed but its NFC form."""
    quoted = text.replace("'", "''")
    document, problems = frontmatter.parse("x.md", f"---\nkey: '{quoted}'\n---\n".encode())
    if document is None:  # YAML itself forbids some characters; then there is a message
        assert problems
        return
    assert " ".join(value(document, "key").text.split()) == " ".join(
        unicodedata.normalize("NFC", text).split()
    )
