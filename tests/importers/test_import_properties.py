"""Promises that hold for any input: nothing raises, nothing changes twice, every edit of a user stays."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperfolio.importers import formats, splice
from paperfolio.importers.proposal import STORED, Origin, Proposal, propose

EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TODAY = "2026-11-28"

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
snippets = st.sampled_from(
    "@article{a,|title = {|}|{|\"|author = {Doe, Jane and |$x^|\\'e|TY  - JOUR\n|TI  - |ER  - \n|---\n|+++\n|title: |"
    "date = 2016-02-31\n|#|\n|{% raw %}|<b>|&amp;|https://doi.org/10.1/|javascript:alert(1)|../../etc/passwd|"
    '\\begin{x}|[{"type": "book", "title": "|"}]'.split("|")
)
soup = st.lists(snippets | words, max_size=30).map("".join)
paths = st.sampled_from(
    "a.bib a.ris a.json _bibliography/papers.bib _config.yml _publications/2020-01-01-a.md _talks/a.md _pages/about.md "
    "content/publication/a/index.md content/publication/a/cite.bib content/authors/admin/_index.md "
    "content/event/a/index.md _data/coauthors.yml _data/cv.yml _data/socials.yml config/_default/config.toml "
    "content/en/publication/b/index.md".split()
)


@given(st.binary(max_size=400) | soup.map(str.encode))
@EXAMPLES
def test_no_file_raises(data: bytes) -> None:
    """Whatever a file holds, an import ends with records or with a problem."""
    found = formats.read_file("some.bib", data)
    assert found.records or found.problems or not found.records


@given(st.dictionaries(paths, soup.map(str.encode), max_size=6))
@EXAMPLES
def test_no_site_raises_and_a_second_import_changes_nothing(files: dict[str, bytes]) -> None:
    """Whatever a folder holds, what is written is complete: importing again writes nothing."""
    first = proposed(files, {})
    again = proposed(files, first.files)
    assert again.files == {}
    assert all(change.kind in ("same", "new") for change in again.changes)


def proposed(files: dict[str, bytes], existing: dict[str, bytes], *, take: bool = False) -> Proposal:
    """Return what importing the files into the content would write."""
    origin = Origin(found=formats.read_folder(files), names=frozenset(files))
    return propose([origin], existing, TODAY, take=take)


ENTRY = """@article{{k1,
 title = {{{title}}},
 author = {{Doe, Jane and Roe, Richard}},
 journal = {{Journal of {journal}}},
 year = {year},
 note = {{{note}}},
}}
"""
plain_words = st.from_regex(r"[A-Za-z]{3,9}( [a-z]{3,9}){1,4}", fullmatch=True)
entries = st.builds(
    ENTRY.format, title=plain_words, journal=plain_words, year=st.integers(1950, 2026), note=plain_words
)
EDITS = (
    lambda text: text.replace("title: ", "title: Edited ", 1),
    lambda text: re.sub(r"date: \d{4}", "date: 2001-02  # mine", text, count=1),
    lambda text: text.replace("---\n", "---\n# a comment of mine\nselected: true\n", 1),
    lambda text: re.sub(r"note: .*\n", "", text, count=1),
    lambda text: f"{text}\nA text of mine.\n",
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("  - Richard Roe\n", "  - Richard Roe\n  - A. Third\n"),
)


@given(entries, entries, st.lists(st.sampled_from(EDITS), min_size=1, max_size=3, unique=True))
@EXAMPLES
def test_an_update_keeps_every_edit(first: str, second: str, edits: list) -> None:
    """Whatever the user has edited stays, byte for byte, when a changed source is taken over."""
    existing = dict(proposed({"a.bib": first.encode()}, {}).files)
    path = next(path for path in existing if path != STORED)
    before = existing[path].decode()
    edited = before
    for edit in edits:
        edited = edit(edited)
    existing[path] = edited.encode()
    after = proposed({"a.bib": second.encode()}, existing, take=True)
    text = after.files.get(path, existing[path])
    old, mine, new = (splice.read(path, data) for data in (before.encode(), edited.encode(), text))
    assert old
    assert mine
    assert new
    for name in {*old[0], *mine[0]}:
        if old[0].get(name) != mine[0].get(name):
            assert new[0].get(name) == mine[0].get(name)
    for comment in re.findall(r"#.*mine", edited):
        assert comment in text.decode()
    assert ("A text of mine." in edited) == ("A text of mine." in text.decode())
    assert ("\r\n" in edited) == ("\r\n" in text.decode())
