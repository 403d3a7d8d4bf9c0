"""Promises of the default theme: it is documented whole, speaks one language, and stays small."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample
from babel import Locale
from sample import render

from paperfolio.model import Metric
from paperfolio.pages.options import OPTIONS
from paperfolio.pages.theme import Theme, words_of
from paperfolio.pages.words import Words
from paperfolio.problems import Place
from paperfolio.scholar.cite import citations

DOCS = (Path(__file__).parent.parent / "docs" / "theme.md").read_text("utf-8")
TEMPLATES = {file.name: file.read_text("utf-8") for file in sorted(sample.TEMPLATES.glob("*.html"))}
CATALOGUES = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted((sample.TEMPLATES / "words").iterdir())
}

PLACE = Place(path="content/profile.md")
# Names of formats are the same in every language.
NAMES = "BibTeX RIS CSL-JSON Atom JSON Feed"


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of the tables under a heading of docs/theme.md: first cell to the other cells."""
    section = DOCS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line[:3] == "| `"
    ]
    return {name.strip("`"): rest for name, *rest in cells}


def test_every_template_is_documented_and_every_documented_one_is_there():
    """docs/theme.md lists exactly the templates that the theme has."""
    assert sorted(rows("Templates")) == sorted(TEMPLATES)


def test_every_block_is_documented_and_every_documented_one_is_there():
    """A site that overrides a block can rely on its name."""
    for name, source in TEMPLATES.items():
        if not name.startswith("_"):
            documented = re.findall(r"`(\w+)`", rows("Templates")[name][1])
            assert documented == list(dict.fromkeys(re.findall(r"{% block (\w+)", source))), name


def test_every_variable_is_documented_and_every_documented_one_is_given(monkeypatch: pytest.MonkeyPatch):
    """What a template may use is what docs/theme.md says, no more and no less."""
    given: set[str] = set()
    original = sample.render_plan.__globals__["_environment"]

    class Spy:
        def __init__(self, template: object) -> None:
            self.template = template

        def render(self, variables: dict[str, object]) -> str:
            given.update(variables)
            return self.template.render(variables)  # type: ignore[attr-defined]

    class Environment:
        def __init__(self, theme: Theme) -> None:
            self.real = original(theme)

        def get_template(self, name: str) -> Spy:
            return Spy(self.real.get_template(name))

    monkeypatch.setitem(sample.render_plan.__globals__, "_environment", Environment)
    papers = (replace(sample.FULL, redirects=("old",)), sample.BARE)
    render(replace(sample.SITE, papers=papers), sample.theme())
    assert sorted(rows("Variables")) == sorted(given - {"level"})


def test_every_option_is_documented_and_a_wrong_one_is_a_warning():
    """An option that the theme doesn't know never fails a build; the warning says what may be written."""
    for name, values in OPTIONS.items():
        assert f"`{name}`" in DOCS
        assert all(value in DOCS for value in values)
    _, problems = render(sample.site(theme=(("accent", "pink"), ("hat", "top"))), sample.theme())
    assert [each.severity for each in problems] == ["warning", "warning"]
    assert "blue" in problems[0].fix
    assert "layout" in problems[1].fix
    _, problems = render(sample.site(theme=(("accent", "gray"), ("layuot", "list"))), sample.theme())
    assert [each.fix for each in problems] == ["use grey", "remove it, or use layout"]


def test_every_word_that_a_template_asks_for_is_in_the_catalogue_and_none_is_left_over():
    """The English catalogue is complete and holds nothing that no page shows."""
    source = "\n".join(TEMPLATES.values())
    asked = {match for match in re.findall(r'\bt\("([^"]+)"', source) if not match.endswith(".")}
    asked |= {"selected", "more_papers", "browse_title", "cv"}  # by way of lists.Group.word and the menu
    asked |= {"series", "edition", "chapter", "length", "school"}  # a loop of _facts.html
    beginnings = (
        "chart.",
        "collection.",
        "link.",
        "metric.",
        "cv.",
        "kinds.",
        *re.findall(r'\bt\("(\w+\.)" ~', source),
    )
    known = CATALOGUES["en"].keys()
    assert asked <= known
    assert {key for key in known - asked if not key.startswith(beginnings)} == set()


@pytest.mark.parametrize("tag", sorted(set(CATALOGUES) - {"en"}))
def test_another_language_has_every_word_with_the_same_places_for_values(tag: str):
    """A translation is whole: the same keys, the same placeholders, and the plural forms of its language."""
    english, other = CATALOGUES["en"], CATALOGUES[tag]
    assert english.keys() == other.keys()
    forms = set(Locale.parse(tag, sep="-").plural_form.tags) | {"other"}
    for key, value in other.items():
        assert isinstance(value, dict) == isinstance(english[key], dict), key
        if isinstance(value, dict):
            assert set(value) == forms, key
        texts = value.values() if isinstance(value, dict) else [value]
        expected = english[key]["other"] if isinstance(english[key], dict) else english[key]
        for text in texts:
            assert set(re.findall(r"{\w+}", text)) - {"{n}"} == set(re.findall(r"{\w+}", expected)) - {
                "{n}"
            }, key


def test_the_table_of_languages_tells_every_catalogue_and_its_plural_forms():
    """docs/theme.md lists the languages that have words, each with the forms of its numbers."""
    told = {tag: set(re.findall(r"`(\w+)`", cells[1])) for tag, cells in rows("Languages").items()}
    assert told == {tag: set(words["papers"]) for tag, words in CATALOGUES.items()}


class Visible(HTMLParser):
    """The text that a reader or a screen reader meets, without that of data that a person wrote."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:  # noqa: ARG002 - the parser's own signature
        """Keep the words of attributes."""
        if ("class", "Z3988") not in attrs:  # what reference managers read
            shown = ("aria-label", "title", "placeholder", "alt")
            self.found += [str(value) for name, value in attrs if name in shown]

    def handle_data(self, data) -> None:
        """Keep the words of the page."""
        self.found.append(data)


def test_every_visible_word_comes_from_the_catalogue():
    """With every word of the catalogue replaced by one sign, only what the researcher wrote is left in letters."""
    blank = {
        key: dict.fromkeys(value, "¤") if isinstance(value, dict) else "¤"
        for key, value in CATALOGUES["en"].items()
    }
    made, _ = render(sample.SITE, sample.theme(words__en_json=json.dumps(blank)), search="search/0/index.js")
    cited = " ".join(str(each) for each in citations(sample.SITE.papers).values())
    texts = (sample.PROFILE, sample.SITE.papers, sample.COLLECTIONS, sample.CV, cited)
    own = f"{texts} {NAMES} Apr May Jun Nov 2023 2024 2025 2026"
    for page in made:
        if page.path.endswith(".html"):
            words = re.findall(r"[^\W\d_]{2,}", " ".join(Visible(page.data.decode()).found))
            assert [word for word in words if word not in own] == [], page.path


def test_a_site_replaces_one_word_and_keeps_the_others():
    """A catalogue of a site's own may hold a single key."""
    words, problems = words_of(sample.theme(words__en_json='{"about": "Hello"}'), "en", PLACE)
    assert (words("about"), words("abstract"), problems) == ("Hello", "Abstract", ())


def test_a_language_without_words_is_said_in_english_with_a_warning():
    """An unknown language never fails a build; the warning says which file would mend it."""
    words, problems = words_of(sample.theme(), "sv", PLACE)
    assert words("abstract") == "Abstract"
    assert [(each.severity, each.place.path) for each in problems] == [("warning", "content/profile.md")]
    assert "templates/words/sv.json" in problems[0].fix


@pytest.mark.parametrize(
    ("tag", "abstract", "code"),
    [
        ("zh", "摘要", "代码"),
        ("zh-CN", "摘要", "代码"),
        ("zh-Hans", "摘要", "代码"),
        ("zh-Hant", "摘要", "程式碼"),
        ("zh-TW", "摘要", "程式碼"),
        ("zh-hk", "摘要", "程式碼"),
        ("ja-JP", "要旨", "コード"),
    ],
)
def test_a_tag_finds_the_words_of_its_script(tag: str, abstract: str, code: str):
    """A region is content with the words of its language, in the script that is written there."""
    words, problems = words_of(sample.theme(), tag, PLACE)
    assert (words("abstract"), words("code"), problems) == (abstract, code, ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n "a": }', "templates/words/en.json:2:7"),
        ("[]", "templates/words/en.json:1:1"),
        ('{"a": 1}', "templates/words/en.json:1:1"),
    ],
)
def test_a_broken_catalogue_is_a_problem_with_its_place(text: str, place: str):
    """A mistake in a catalogue of words is told with its file and line."""
    _, problems = render(sample.SITE, sample.theme(words__en_json=text))
    assert [str(each).partition(": ")[0] for each in problems] == [place]


def test_numbers_and_dates_are_written_as_the_language_writes_them():
    """Plural forms, grouping of digits and the parts of a date follow the language."""
    english = Words(tag="en", entries=CATALOGUES["en"])
    hebrew = Words(tag="he", entries=CATALOGUES["he"])
    assert english("papers", 1) == "1 paper"
    assert english("papers", 1200) == "1,200 papers"
    assert hebrew("papers", 2) == "שני מאמרים"
    assert english.date(2026, 5, 28) == "May 28, 2026"
    assert english.date(2026, 5, 28, omit_year=True) == "May 28"
    assert english.date(2026, omit_year=True) == "2026"
    assert hebrew.date(2026, 5) == "מאי 2026"
    dutch, russian = (Words(tag=tag, entries=CATALOGUES[tag]) for tag in ("nl", "ru"))
    assert dutch("papers", 1200) == "1.200 publicaties"
    assert [russian("papers", n) for n in (1, 2, 5, 21)] == [
        "1 публикация",
        "2 публикации",
        "5 публикаций",
        "21 публикация",
    ]
    assert russian.date(2026, 5, 28, omit_year=True) == "28 мая"
    assert (english.direction, hebrew.direction) == ("ltr", "rtl")


def test_the_default_theme_stays_small():
    """The style that a page fetches is at most 8 KB gzipped, and its scripts without search at most 3 KB."""
    pages, _ = render(sample.SITE, sample.theme())
    sizes = {
        page.path: len(gzip.compress(page.data, 9, mtime=0))
        for page in pages
        if page.path.startswith("static/")
    }
    assert sizes["static/paperfolio.css"] <= 8 * 1024
    assert sizes["static/theme.js"] + sizes["static/facets.js"] <= 3 * 1024


def test_icons_are_drawings_and_their_origin_is_told():
    """An icon holds shapes alone, takes the colour of its text, and stands in the table of licences."""
    told = (sample.TEMPLATES / "icons" / "README.md").read_text("utf-8")
    for file in (sample.TEMPLATES / "icons").glob("*.svg"):
        text = file.read_text("utf-8")
        assert set(re.findall(r"<(\w+)", text)) <= {
            "svg",
            "path",
            "rect",
            "circle",
            "line",
            "polyline",
            "ellipse",
        }
        assert 'aria-hidden="true"' in text
        assert f"`{file.stem}`" in told


def test_a_number_without_a_source_says_nothing_of_one():
    """Nothing is said where nothing is known."""
    metric = Metric(label="Novelty", value="52", unit="%")
    site = replace(sample.SITE, profile=replace(sample.PROFILE, metrics=(metric,)))
    made, _ = render(site, sample.theme())
    assert 'class="sources"' not in made[0].data.decode()


def test_labels_of_known_kinds_are_in_the_language_of_the_site():
    """A link or a number of a known kind has its label in the site's language, any other its own."""
    hebrew = Words(tag="he", entries=CATALOGUES["he"])
    assert hebrew.label("link.slides", "Slides") == "מצגת"
    assert hebrew.label("link.other", "My notes") == "My notes"
    assert Words(tag="en-GB", entries=CATALOGUES["en"]).label("metric.papers", "papers") == "papers"
