"""The page that the example site was made from, and a page that was built, both read as the same facts.

The seed is the visible text of a profile page: header, then four paragraphs a paper. It was taken in
2026 and leaves that year out of its dates. A built page is read by what readers see, not by its styling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "seed"
YEAR = 2026

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One paper as a card shows it. `code_url` is None where the abstract gives the code no address."""

    category: str
    date: str
    shown: str
    code: bool
    code_url: str | None
    title: str
    authors: tuple[str, ...]
    et_al: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the seed says: `numbers` are (label, value with unit), `abstracts` LaTeX in the cards' order."""

    name: str
    field: str
    numbers: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    abstracts: tuple[str, ...] = ()


def parse(text: str) -> Facts:
    """Return the facts of the seed's text; what doesn't fit its form fails an assertion."""
    head, _, rest = text.partition("\n\n")
    lead, count, body = re.split(r"^(\d+) Papers$", rest, maxsplit=1, flags=re.MULTILINE)
    subject, *numbers = lead.split("\n")[:6]
    paragraphs = re.split(r"\n{2,}", body.strip())
    papers = [paragraphs[at : at + 3] for at in range(0, len(paragraphs), 3)]
    assert len(papers) == int(count)
    return Facts(
        name=head.strip(),
        field=subject,
        numbers=tuple(_number(line) for line in numbers),
        cards=tuple(_card(*paper) for paper in papers),
        abstracts=tuple(abstract for _, _, abstract in papers),
    )


def _number(line: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\d+%?)(\D+)", line)
    if found:
        return found[2], found[1]
    found = re.fullmatch(r"(\D+)(\d+%?)", line)
    assert found, line
    return found[1], found[2]


def _card(head: str, authors: str, abstract: str) -> Card:
    badges, title = head.split("\n")
    found = re.fullmatch(r"([A-Z]{2})(([A-Z][a-z]{2} \d{1,2})(?:, (\d{4}))?)(Code)?", badges)
    assert found, badges
    category, shown, day, year, code = found.groups()
    address = re.search(r"https://[^\s{}]+[^\s{}.]", abstract)
    return Card(
        category=category,
        date=datetime.strptime(f"{day} {year or YEAR}", "%b %d %Y").date().isoformat(),
        shown=shown,
        code=code is not None,
        code_url=address[0] if address and code else None,
        title=title,
        authors=tuple(authors.removesuffix(" et al.").split(", ")),
        et_al=authors.endswith(" et al."),
    )


@dataclass(slots=True, kw_only=True)
class Element:
    """An element of a page, its children in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """Yield this element and all within it, in the page's order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

    def having(self, attribute: str, value: str | None = None) -> list[Element]:
        """Return the elements with this attribute, or with `value` among the words of it."""
        found = [each for each in self.all() if attribute in each.attributes]
        return [each for each in found if value is None or value in each.attributes[attribute].split()]

    def text(self, without: tuple[str, ...] = ()) -> str:
        """Return the text, blanks collapsed, without elements whose tag or class is among `without`."""
        return " ".join("".join(self._text(frozenset({"script", "style", *without}))).split())

    def _text(self, without: frozenset[str]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif not without & {child.tag, *child.attributes.get("class", "").split()}:
                yield from child._text(without)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element(tag="", attributes={})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(path: Path) -> Element:
    """Return the page as a tree; an element that isn't closed where it should be fails an assertion."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> isn't closed"
    return reader.open[0]


def facts(index: Element) -> Facts:
    """Return the facts that the start page of a built site shows."""
    (name,) = (each.text() for each in index.all() if each.tag == "h1")
    (subject,) = (each.text() for each in index.having("class", "field"))
    return Facts(
        name=name,
        field=subject,
        numbers=tuple(_metric(each) for each in index.having("class", "metric")),
        cards=tuple(card(each) for each in index.having("data-paper") if each.tag == "article"),
    )


def _metric(metric: Element) -> tuple[str, str]:
    (label,) = (each.text() for each in metric.all() if each.tag == "dt")
    (value,) = (each.text(without=("source",)) for each in metric.all() if each.tag == "dd")
    return label, value


def card(article: Element) -> Card:
    """Return the facts that one card shows."""
    (time,) = (each for each in article.all() if each.tag == "time")
    (category,) = article.having("class", "category")
    (title,) = article.having("data-field", "title")
    (authors,) = article.having("data-field", "authors")
    badges = [each for each in article.having("class", "badge") if each.text() == "Code"]
    assert len(badges) <= 1
    names = authors.text()
    return Card(
        category=category.text(),
        date=time.attributes["datetime"],
        shown=time.text(),
        code=bool(badges),
        code_url=badges[0].attributes.get("href") if badges else None,
        title=title.text(),
        authors=tuple(names.removesuffix(" et al.").split(", ")),
        et_al=names.endswith(" et al."),
    )
