"""What a person expects of the search: queries over the page that this project began with, and how it does.

The page's text and the queries lie beside the checkout, in `shared/`; they belong to others and are not here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from laid import write

from paperfolio.search import Entry

SHARED = Path(__file__).resolve().parents[3] / "shared"
QUERIES = SHARED / "search" / "relevance.jsonl"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
Ask = Callable[[Path, list[str]], Any]


def seed() -> list[Entry]:
    """Return the papers of the page that the queries are about; none where it does not lie there."""
    paths = sorted(SHARED.glob("seed/*.txt"))
    if not paths or not QUERIES.is_file():
        return []
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
    return entries


def measured(ask: Ask, folder: Path) -> dict[str, tuple[str, str]]:
    """Return what was reached and what is to be reached, by the name of the measure."""
    entries = seed()
    if not entries:
        return {"relevance": ("the queries are not beside this checkout", "")}
    lines = [json.loads(line) for line in QUERIES.read_text("utf-8").splitlines()]
    meant = [
        {i for i, it in enumerate(entries) if it.title in line["expect_any_of_titles"]} for line in lines
    ]
    entry = write(folder, entries, "single")
    answers = ask(entry, [line["query"] for line in lines])
    total = len(lines)
    first = sum(found[0] in good for found, good in zip(answers, meant, strict=True))
    third = sum(bool(good & set(found[:3])) for found, good in zip(answers, meant, strict=True))
    # From the second letter on. What asks for nothing yet leaves the list whole, which counts as an answer.
    strokes = [
        (i, line["query"][:n]) for i, line in enumerate(lines) for n in range(2, len(line["query"]) + 1)
    ]
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
