"""The numbers over time: each source by itself, true to its days, and drawn only where they say something."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.content import documents, history, source
from paperfolio.content.frontmatter import Mapping, Node, Scalar, parse_json
from paperfolio.memo import Memo
from paperfolio.model import METRICS, History, Metric, PartialDate, Snapshot
from paperfolio.pages.theme import Theme
from paperfolio.pipeline import build

YEAR = [{"date": f"2026-{month:02}-05", "citations": 10 * month} for month in range(1, 13)]


def read(text: str) -> tuple[History, ...]:
    """Return what a file without mistakes gives."""
    given = documents.read_histories(documents.parse(METRICS, text.encode()))
    assert given.problems == ()
    return given.histories


def made(source: str, *days: int, citations: int = 5) -> History:
    """Return the history of a source that was asked on these days of 2026."""
    dates = (datetime.date(2026, 1, 1) + datetime.timedelta(days=day) for day in days)
    return History(
        source=source,
        snapshots=tuple(
            Snapshot(date=PartialDate(year=it.year, month=it.month, day=it.day), citations=citations)
            for it in dates
        ),
    )


def test_numbers_are_read_by_source_and_sorted_by_day() -> None:
    """The order of the file is the writer's own business; what a source doesn't say stays unsaid."""
    first = {"date": "2026-01-05", "citations": 0, "h_index": 6, "papers": None}
    [one, other] = read(json.dumps({"OpenAlex": [*YEAR[:0:-1], first], "Scopus": YEAR[:1], "Crossref": []}))
    assert (one.source, other.source) == ("OpenAlex", "Scopus")
    assert [each.date.month for each in one.snapshots] == list(range(1, 13))
    assert one.snapshots[0] == Snapshot(
        date=PartialDate(year=2026, month=1, day=5), citations=0, h_index=6, papers=None
    )


def test_the_address_of_the_schema_is_no_source() -> None:
    """An editor may be told of the schema in the file itself."""
    text = json.dumps({"$schema": "https://example.org/metrics.json", "OpenAlex": YEAR[:1]})
    assert [each.source for each in read(text)] == ["OpenAlex"]


def test_one_source_has_one_list() -> None:
    """A name that differs in blanks alone doesn't hide a second number of the same day."""
    text = json.dumps({"OpenAlex": YEAR[:1], " OpenAlex": YEAR[:1]})
    [problem] = documents.read_histories(documents.parse(METRICS, text.encode())).problems
    assert "appears twice" in problem.message


def plain(node: Node) -> object:
    """Return a located value as JSON text would have it, with numbers and literals as text."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return node.text if isinstance(node, Scalar) else [plain(item) for item in node.items]


LETTERS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], max_codepoint=0x24F), max_size=9)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.none() | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


def as_text(value: object) -> object:
    """Return a value with all that isn't a list or an object as text."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value)


@given(
    st.dictionaries(LETTERS, VALUES, max_size=4),
    st.sampled_from([None, 0, 2, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :")]),
    st.booleans(),
)
def test_any_json_is_read_as_it_is_meant(value: Any, indent: Any, separators: Any, ascii_only: bool) -> None:
    """Whatever program wrote the file, with tabs or on one line, its values arrive as they were."""
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)
    document, problems = parse_json("x.json", text.encode())
    assert document is not None, problems
    assert (plain(document.fields), problems) == (as_text(value), ())


def test_what_the_program_takes_the_json_schema_takes_and_what_it_refuses_is_refused() -> None:
    """An editor with the schema shows the mistakes that the program would report."""
    validator = jsonschema.Draft202012Validator(history.json_schema())
    assert validator.is_valid({"OpenAlex": YEAR, "Scopus": []})
    for wrong in ({"date": "2026-01"}, {"citations": -1}, {"citations": 1.5}, {"i10": 3}):
        assert not validator.is_valid({"OpenAlex": [YEAR[0] | wrong]})


@pytest.mark.parametrize("dull", [made("A", 0, 300), made("A", 0, 13, 27), made("A", 0, 60, 90, citations=0)])
def test_nothing_is_drawn_of_two_counts_or_of_a_few_weeks_or_of_nothing(dull: History) -> None:
    """It takes three counts over a month to show a course, and one citation."""
    assert history.growth([dull], ()) is None
    assert history.growth([dull, made("B", 0, 13, 28)], ()) == made("B", 0, 13, 28)


def test_one_source_is_drawn_that_of_the_number_beside_it_if_it_can_be() -> None:
    """The chart goes with the citations that the profile shows; else it is the longest one."""
    short, long = made("A", 0, 20, 40), made("B", 0, 20, 400)
    shown = Metric(label="Citations", value="5", key="citations", source="A")
    assert history.growth([short, long], [shown]) == short
    assert history.growth([short, long], ()) == long
    assert history.growth([made("A", 0, 1), long], [shown]) == long
    assert history.growth([], [shown]) is None


def test_a_site_with_a_history_shows_its_growth_in_its_own_language(theme: Theme, tmp_path: Path) -> None:
    """From the file on disk to the page: source, dates and numbers, and the file itself isn't published."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "profile.md").write_text("---\nname: N\nsite: {language: he}\n---\n", "utf-8")
    (content / "metrics.json").write_text(
        json.dumps({"OpenAlex": [*YEAR[:2], YEAR[11] | {"citations": 4321}]})
    )
    found, _ = source.read(tmp_path)
    outcome = build(found, theme, today=datetime.date(2026, 12, 31), memo=Memo())
    assert outcome.problems == ()
    [page] = [page.data.decode() for page in outcome.pages if page.path == "index.html"]
    assert "גידול הציטוטים (OpenAlex)" in page
    assert "מ־10 (5 בינו׳ 2026) ל־4,321 (5 בדצמ׳ 2026)." in page
    assert '<th scope="row">5 בפבר׳ 2026</th><td>20</td>' in page
    assert not [copy for copy in outcome.copies if copy.source == METRICS]
