"""Whatever a person can write in a field is seen on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import sample
from sample import render

from paperfolio.model import Author, Image, PartialDate, Text

# Fields that a person can write and that no page shows; docs/theme.md documents each of them.
UNSEEN = {
    "Paper.order",
    "Settings.allow",
    "Settings.coauthors",
    "Settings.description",
    "Settings.search",
}


# Where a file lies is no field, and which number a definition belongs to shows in its label.
INNER = {
    "Paper.path",
    "Paper.places",
    "Profile.path",
    "Profile.places",
    "Metric.key",
    "Metric.computed",
    "Identifier.kind",
    "Link.kind",
}


def others(value: object) -> Iterator[tuple[str, object]]:
    """Return, for each field below a value, its name and the value with another thing in that field."""
    if isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from (
                (name, (*value[:position], item_, *value[position + 1 :])) for name, item_ in others(item)
            )
    elif is_dataclass(value) and not isinstance(value, Text | PartialDate):
        for field in fields(value):
            before, name = getattr(value, field.name), f"{type(value).__name__}.{field.name}"
            if name != "Profile.settings":
                yield name, replace(value, **{field.name: other(before, name)})
            yield from ((below, replace(value, **{field.name: after})) for below, after in others(before))


def other(value: object, name: str) -> object:
    """Return another value of the same type, as far as pages tell them apart."""
    if name in VALUES:
        return VALUES[name]
    match value:
        case bool():
            return not value
        case Text():
            return sample.plain("Xyz")
        case str():
            return "xyz"
        case int() | float():
            return value + 1
        case PartialDate():
            return replace(value, year=value.year - 1)
        case tuple():
            return value[1:]
    return None


VALUES = {
    "Metric.part": (1, 2),
    "Paper.kind": "book",
    "Paper.editors": (Author(name="Ed Itor"),),
    "Settings.group": "kind",
    "Paper.status": "accepted",
    "Version.kind": "erratum",
    "Venue.kind": "book",
    "Image.focus": "top left",
    "Settings.language": "he",
    "Paper.language": "fr",
    "Paper.order": 2.0,
    "Settings.theme": (("layout", "list"),),
}


def test_every_field_that_a_person_can_write_is_seen_on_a_page_or_told_to_be_for_machines():
    """Nothing is dropped in silence: another value in a field makes another page, or docs/theme.md names the field."""
    picture = Image(url="a.png", local=True, alt="A", caption=sample.plain("Low."))
    citations = replace(sample.FULL.citations, by_year=((2025, 3), (2026, 4)))
    score = replace(sample.FULL.scores[0], source_url="https://reader.example", note="once")
    versions = (replace(sample.FULL.versions[0], label=""), *sample.FULL.versions[1:])
    author = Author(
        name="Ada Lee", family="Lee", given="Ada", url="https://a.example", affiliations=("H", "L")
    )
    paper = replace(
        sample.FULL,
        slug="whole",
        authors=(replace(author, orcid="0000-0002-1825-0097"), Author(name="Bo", affiliations=("L",))),
        image=picture,
        citations=citations,
        scores=(score,),
        versions=versions,
        summary=sample.plain("In short."),
        bibtex_key="lee",
        talks=("low-water",),
        bibtex=(("note", "abc"),),
        redirects=("old",),
    )
    profile = replace(sample.PROFILE, photo=replace(sample.PROFILE.photo, caption=sample.plain("Sea.")))
    profile = replace(profile, metrics=(replace(profile.metrics[0], unit="%", note="n"),))
    theme, site = sample.theme(), replace(sample.SITE, profile=profile, papers=(paper, sample.BARE))

    def seen(site) -> set[str]:
        found = {
            page.path: page.data.decode() for page in render(site, theme)[0] if page.path[-5:] == ".html"
        }
        return {
            path + re.sub(r' data-(?!focus)[\w-]+="[^"]*"', "", text.partition("<title>")[2])
            for path, text in found.items()
        }

    before = seen(site)
    changed = [(name, replace(site, papers=(after, sample.BARE))) for name, after in others(paper)]
    changed += [(name, replace(site, profile=after)) for name, after in others(profile)]
    documented = (Path(__file__).parent.parent / "docs" / "theme.md").read_text("utf-8")
    documented = documented.split("\n## Fields that no page shows\n")[1].split("\n## ")[0]
    shown = {name for name, after in changed if seen(after) != before}
    assert {name for name, _ in changed} - shown - INNER == UNSEEN
    assert all(f"`{name.partition('.')[2]}`" in documented for name in UNSEEN)
