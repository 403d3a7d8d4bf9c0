"""The page that the example was made from: its facts on the example's pages, and its own text as content.

What asks for the seed runs where it lies beside the repository (`../shared/seed`), and skips elsewhere. The example is
held to its own content everywhere.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import seed
import yaml

from paperfolio.cli import main

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"
TODAY = "2026-11-22"
SEEDS = sorted(seed.FOLDER.glob("*.txt"))

# What is left of LaTeX when it wasn't rendered: a command, a dollar, a group, a tie between two words.
RAW = re.compile(r"\\[A-Za-z]+|\\[,;! ]|[${}]|\w~\w|``|''")
# The one pair of braces that readers are to see: the set of time-steps, in math and in plain text.
SET = re.compile(r"\{1, ?(?:…|\.\.\.), ?T\}")
SPOKEN = ("alt", "aria-label", "aria-description", "content", "placeholder", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build: its exit status, all that it said, and where its pages are."""

    status: int
    said: str
    output: Path

    def index(self) -> seed.Element:
        """Return the start page."""
        return seed.read(self.output / "index.html")


def build(root: Path, output: Path) -> Built:
    """Build the site in `root` with the real program."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["--root", str(root), "--output", str(output), "--today", TODAY])
    return Built(status=status, said=said.getvalue(), output=output)


@pytest.fixture(scope="module")
def facts() -> seed.Facts:
    """The seed's facts."""
    if not SEEDS:
        pytest.skip("the seed isn't there: no ../shared/seed/*.txt")
    return seed.parse(SEEDS[0].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example site, built."""
    return build(ROOT, tmp_path_factory.mktemp("example") / "site")


@pytest.fixture(scope="module")
def twin(facts: seed.Facts, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site made of the seed's own text, abstracts and all, built."""
    root = tmp_path_factory.mktemp("twin")
    write(facts, root / "content")
    return build(root, root / "site")


def write(facts: seed.Facts, content: Path) -> None:
    """Write the seed as its researcher would: one file a paper, titles and abstracts pasted untouched."""
    (content / "papers").mkdir(parents=True)
    metrics = []
    for label, value in facts.numbers:
        unit = '\n    unit: "%"' if value.endswith("%") else ""
        value = f"{value.rstrip('%')}{unit}"
        metrics.append(
            f"  - label: {label}\n    value: {value}\n    source: the seed\n    date: {seed.YEAR}\n"
        )
    (content / "profile.md").write_text(
        f"---\nname: {facts.name}\nfield: {facts.field}\nmetrics:\n{''.join(metrics)}"
        f"site:\n  title: {facts.name}\n  omit_current_year: true\n---\n",
        encoding="utf-8",
    )
    for order, (card, abstract) in enumerate(zip(facts.cards, facts.abstracts, strict=True), start=1):
        slug = re.sub(r"[^a-z0-9]+", "-", card.title.lower().replace("+", "-plus")).strip("-")[:60].strip("-")
        authors = "".join(f"  - {name}\n" for name in (*card.authors, *["et al."] * card.et_al))
        code = f"links:\n  code: {card.code_url or 'true'}\n" if card.code else ""
        (content / "papers" / f"{slug}.md").write_text(
            f'---\ntitle: "{card.title}"\nauthors:\n{authors}date: {card.date}\n'
            f"category: {card.category}\norder: {order}\n{code}---\n\n{abstract}\n",
            encoding="utf-8",
        )


def front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """Return a file's front matter and body, read plainly."""
    _, front, body = re.split(r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    loaded = yaml.safe_load(front)
    assert isinstance(loaded, dict)
    return loaded, body


def papers() -> list[Path]:
    """Return the example's papers in the order of the list."""
    return sorted((CONTENT / "papers").glob("*.md"), key=lambda path: front_matter(path)[0]["order"])


def declared() -> seed.Facts:
    """Return the facts that the example's content gives."""
    profile, _ = front_matter(CONTENT / "profile.md")
    cards = []
    for path in papers():
        paper, _ = front_matter(path)
        *authors, last = paper["authors"]
        date, code = paper["date"], paper.get("links", {}).get("code")
        cards.append(
            seed.Card(
                category=paper["category"],
                date=date.isoformat(),
                shown=f"{date:%b} {date.day}" + (f", {date.year}" if date.year != seed.YEAR else ""),
                code=code is not None,
                code_url=code if isinstance(code, str) else None,
                title=paper["title"],
                authors=tuple(authors),
                et_al=last == "et al.",
            )
        )
    numbers = ((each["label"], f"{each['value']}{each.get('unit', '')}") for each in profile["metrics"])
    return seed.Facts(
        name=profile["name"], field=profile["field"], numbers=tuple(numbers), cards=tuple(cards)
    )


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a number with its decimals is one word."""
    return re.findall(r"[^\W_]+(?:\.\d+)*", text.lower())


def strings(value: object) -> list[str]:
    """Return every string within a JSON value."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in strings(item)]
    if isinstance(value, list):
        return [found for item in value for found in strings(item)]
    return [value] if isinstance(value, str) else []


def problems(said: str) -> set[tuple[str, str]]:
    """Return severity and code of every problem that a build told."""
    return set(re.findall(r"\b(error|warning)\[([^\]]+)\]", said))


def pages(built: Built) -> list[Path]:
    """Return all pages of a site."""
    return sorted(built.output.rglob("*.html"))


def test_the_seed_is_read_whole(facts: seed.Facts) -> None:
    """The seed has a header of five numbers and 17 papers with three authors each, ten with code."""
    assert (facts.name, facts.field) == ("Yushi Huang", "CV")
    assert dict(facts.numbers) == {
        "h-index": "28",
        "papers": "17",
        "citations": "161",
        "Novelty": "52%",
        "AI Score": "61",
    }
    assert len(facts.cards) == len(facts.abstracts) == 17
    assert sum(card.code for card in facts.cards) == 10
    assert [card.title.split(":")[0] for card in facts.cards if card.code and not card.code_url] == [
        "SlimInfer"
    ]
    assert all(len(card.authors) == 3 and card.et_al for card in facts.cards)


def test_the_content_says_what_the_seed_says(facts: seed.Facts) -> None:
    """Name, field, numbers and every paper's title, authors, date, category, code and place are the seed's."""
    profile, _ = front_matter(CONTENT / "profile.md")
    assert all(metric["source"] and metric["date"] == seed.YEAR for metric in profile["metrics"])
    assert [front_matter(path)[0]["order"] for path in papers()] == [*range(1, len(facts.cards) + 1)]
    assert declared() == replace(facts, abstracts=())


def test_the_summaries_are_our_own_words(facts: seed.Facts) -> None:
    """No summary shares eight words in a row with any abstract, and each says something."""
    length = 8
    taken = {
        tuple(run[at : at + length])
        for run in map(words, facts.abstracts)
        for at in range(len(run) - length + 1)
    }
    for path in papers():
        own = words(front_matter(path)[1])
        assert len(own) > 40, path.name
        runs = {tuple(own[at : at + length]) for at in range(len(own) - length + 1)}
        assert not runs & taken, path.name


@pytest.mark.parametrize("site", ["example", "twin"])
def test_every_fact_is_on_the_start_page(site: str, request: pytest.FixtureRequest) -> None:
    """Header and cards show the content's facts in its order, the code's address and dates included."""
    built: Built = request.getfixturevalue(site)
    facts: seed.Facts = declared() if site == "example" else request.getfixturevalue("facts")
    assert built.status == 0, built.said
    shown = seed.facts(built.index())
    assert (shown.name, shown.field, shown.numbers) == (facts.name, facts.field, facts.numbers)
    for got, expected in zip(shown.cards, facts.cards, strict=True):
        assert got == expected


@pytest.mark.parametrize("site", ["example", "twin"])
def test_the_build_reports_no_mistake(site: str, request: pytest.FixtureRequest) -> None:
    """Nothing in the content is an error or a warning; that its numbers can't all be true is a note."""
    built: Built = request.getfixturevalue(site)
    assert problems(built.said) == set(), built.said


@pytest.mark.parametrize("site", ["example", "twin"])
def test_no_raw_latex_is_left_in_any_page(site: str, request: pytest.FixtureRequest) -> None:
    """Neither what readers see nor what machines are told holds a command, a dollar, a brace or a tie."""
    built: Built = request.getfixturevalue(site)
    assert len(pages(built)) >= 18
    left = []
    for path in pages(built):
        page = seed.read(path)
        told = [page.text(without=("code", "template"))]
        for element in page.all():
            told += [element.attributes[name] for name in SPOKEN if name in element.attributes]
            if element.attributes.get("type") == "application/ld+json":
                told += strings(
                    json.loads("".join(child for child in element.children if isinstance(child, str)))
                )
        left += [
            (
                path.relative_to(built.output).as_posix(),
                found.string[max(0, found.start() - 30) : found.end() + 30],
            )
            for text in told
            for found in RAW.finditer(SET.sub("", text))
        ]
    assert not left


def test_no_source_is_shown_for_want_of_an_answer(twin: Built) -> None:
    """No abstract of the seed needs the way out of showing LaTeX as code."""
    for path in twin.output.glob("papers/*/index.html"):
        abstracts = seed.read(path).having("class", "abstract")
        assert not [it.text() for abstract in abstracts for it in abstract.all() if it.tag == "code"], (
            path.parent.name
        )


def test_no_word_of_an_abstract_is_lost(facts: seed.Facts, twin: Built) -> None:
    """Every word of every abstract that isn't a LaTeX command stands on its card, in order."""
    cards = twin.index().having("data-paper")
    for card, abstract in zip(cards, facts.abstracts, strict=True):
        (shown,) = card.having("data-field", "abstract")
        source = re.sub(r"\\(?:begin|end)\{\w+\}|\\href\{[^}]*\}", " ", abstract)
        expected = re.findall(r"(?<![\\\w])[A-Za-z]{4,}", source)
        remaining = iter(re.findall(r"[A-Za-z]{4,}", shown.text()))
        lost = [word for word in expected if word not in remaining]
        assert not lost, card.attributes["data-paper"]


def test_each_paper_has_a_page_with_its_facts(example: Built) -> None:
    """A paper's own page repeats title, authors, date and category."""
    for card, article in zip(declared().cards, example.index().having("data-paper"), strict=True):
        page = seed.read(example.output / "papers" / article.attributes["data-paper"] / "index.html")
        text = page.text()
        assert [it.text() for it in page.all() if it.tag == "h1"] == [card.title]
        assert all(name in text for name in card.authors)
        assert card.date in {it.attributes.get("datetime") for it in page.all() if it.tag == "time"}
        assert card.category in text


def test_the_example_says_that_its_summaries_are_its_own(example: Built) -> None:
    """Every page tells readers that the summaries were written for the example."""
    for path in pages(example):
        assert "written for this example" in seed.read(path).text(), path.name


def test_a_changed_fact_is_noticed(example: Built) -> None:
    """The comparison sees a wrong author, so that the tests above mean something."""
    first, *_ = seed.facts(example.index()).cards
    assert first != replace(declared().cards[0], authors=("Somebody Else", *first.authors[1:]))
