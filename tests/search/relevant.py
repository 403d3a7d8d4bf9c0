"""What a person expects of the search: queries over a list of papers, and how it does.

The example site has queries of its own. Those over the page that this project began with lie beside the checkout
with its text, in `shared/`; they belong to others and are not here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from laid import write

from paperfolio.search import Entry
from paperfolio.text.markup import markdown

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
QUERIES = SHARED / "search" / "relevance.jsonl"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
Ask = Callable[[Path, list[str]], Any]


class Asked(NamedTuple):
    """Papers, queries, and for each query the numbers of the papers of which one should come first."""

    entries: list[Entry]
    queries: list[str]
    meant: list[set[int]]


def example() -> Asked:
    """Return the papers of the example site with the queries of `cases/relevance.txt`."""
    entries = []
    for path in sorted(ROOT.glob("content/papers/*.md")):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        paper = yaml.safe_load(front)
        entries.append(
            Entry(
                slug=path.stem,
                title=paper["title"],
                authors=(*paper["authors"][:-1], "Yushi Huang"),
                abstract=markdown(body).text,
                tags=tuple(paper["tags"]),
                category=paper["category"],
                year=str(paper["date"].year),
            )
        )
    places = {entry.slug: place for place, entry in enumerate(entries)}
    lines = (ROOT / "tests" / "cases" / "relevance.txt").read_text("utf-8").splitlines()
    queries, slugs = zip(*(line.split(" -> ") for line in lines), strict=True)
    return Asked(entries, list(queries), [{places[slug] for slug in each.split()} for each in slugs])


def seed() -> Asked | None:
    """Return the page that the project began with and its queries; None where they don't lie there."""
    paths = sorted(SHARED.glob("seed/*.txt"))
    if not paths or not QUERIES.is_file():
        return None
    paragraphs = paths[0].read_text("utf-8").split("\n\n")
    entries = []
    for paragraph, authors, abstract in zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False):
        head = re.fullmatch(rf"(CV|LG|CL)(?:{MONTHS}) \d+(?:, (\d{{4}}))?(?:Code)?\n(.+)", paragraph)
        if head:
            names = (*authors.removesuffix(" et al.").split(", "), "Yushi Huang")
            entries.append(
                Entry(
                    slug=str(len(entries)),
                    title=head[3],
                    authors=names,
                    abstract=abstract,
                    category=head[1],
                    year=head[2] or "2026",
                )
            )
    lines = [json.loads(line) for line in QUERIES.read_text("utf-8").splitlines()]
    meant = [
        {i for i, item in enumerate(entries) if item.title in line["expect_any_of_titles"]} for line in lines
    ]
    return Asked(entries, [line["query"] for line in lines], meant)


def measured(ask: Ask, folder: Path, asked: Asked | None) -> dict[str, tuple[str, str]]:
    """Return what was reached and what is to be reached, by the name of the measure."""
    if asked is None:
        return {"relevance": ("the queries are not beside this checkout", "")}
    entries, queries, meant = asked
    entry = write(folder, entries, "single")
    answers = ask(entry, queries)
    total = len(queries)
    first = sum(found[0] in good for found, good in zip(answers, meant, strict=True))
    third = sum(bool(good & set(found[:3])) for found, good in zip(answers, meant, strict=True))
    # From the second letter on. What asks for nothing yet leaves the list whole, which counts as an answer.
    strokes = [(i, query[:n]) for i, query in enumerate(queries) for n in range(2, len(query) + 1)]
    kept = ask(entry, [text for _, text in strokes])
    empty = sum(found == [] for found in kept)
    hits = (
        sum(not found or bool(meant[i] & set(found[:3])) for (i, _), found in zip(strokes, kept, strict=True))
        - empty
    )
    return {
        "relevance: success@1": (f"{first}/{total}", f"{total}/{total}"),
        "relevance: success@3": (f"{third}/{total}", f"{total}/{total}"),
        "relevance: success@3 at every keystroke": (f"{100 * hits / len(strokes):.1f} %", ">= 99 %"),
        "relevance: keystrokes with no answer": (f"{100 * empty / len(strokes):.1f} %", "0 %"),
    }
