"""Papers by the hundred, with every field that a paper can have: the same ones every time.

What varies is chosen by the paper's number alone, each field with a period of its own, so that many
combinations appear. A value is written as JSON, which is YAML.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

BASE = "/site/"
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"
TITLES = (
    "Counting triangles in $O(m^{3/2})$ time with a third of the memory",
    r"On $\sqrt{s}$ and $\zeta(\frac{1}{2} + it)$: *two* remarks on `zeta.py`",
    "大規模言語モデルのための注意機構の疎化",
    "מודלים דלילים של קשב בשפה העברית",
    f"{LONG} and {LONG.lower()}dietilaminoetilfenilacetilbarbituratos",
    r"Gödel, Erdős \& Ångström: a na\"{\i}ve tale of $10^{-6}$ and 100\% recall",
    "A very plain title",
    r"$\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}$ and its "
    r"$\begin{pmatrix} a & b & c & d & e & f \\ g & h & i & j & k & l \end{pmatrix}$-valued kin",
    "نموذج لغوي صغير للنصوص العربية",
    "Graphs, trees, and forests: an unusually long title that goes on for quite a while, past the end of the "
    "second line and well into the third, since some titles do, and nobody may cut them short",
)
PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "Bo Chen", "url": "https://bo.example", "affiliation": ["Harbour University", "Lighthouse Lab"]},
    {"name": "Cy Dahl", "orcid": "0000-0002-1825-0097", "affiliation": ["Institute of Tides"]},
    {"name": "山田 太郎", "family": "山田"},
    {"name": "שרה כהן", "affiliation": ["Harbour University"]},
    {"name": "Maria-Magdalena von Hohenstein-Wittelsbach de la Fuente y Rodríguez"},
    {"name": "محمد علي", "url": "https://ma.example"},
    {"name": "Dee Eriksen"},
    {"name": "Łukasz Żółć", "orcid": "0000-0001-5109-3700"},
)
VENUES = (
    {"name": "Journal of Tides and Waves", "short": "JTW", "kind": "journal", "volume": "3", "issue": "2",
     "pages": "1-20", "publisher": "Sea Press"},
    {"name": "Conference on Counting", "short": "CoC 2024", "kind": "conference", "place": "Kiel"},
    {"name": "PhD thesis", "kind": "thesis", "publisher": "Harbour University"},
    {"name": "Handbook of Harbours", "kind": "book", "publisher": "Sea Press"},
)  # fmt: skip
CATEGORIES = ("cs.CV", "cs.CL", "math.NT", "Hydrography", "q-bio.NC")
STATUSES = ("published", "accepted", "under review", "preprint", "published", "withdrawn", "retracted")
TAGS = ("tides", "graphs", "number theory", "low-resource languages", "מודלים", "zeta")
SHORT = r"We count the triangles of a graph with $m$ edges in time $\mathcal{O}(m^{3/2})$, see `tri.py`."
ABSTRACT = (
    SHORT,
    " ".join([SHORT, "Water rises and falls, and whoever waits sees both."] * 8),
    r"A displayed formula, $$\sum_{n=1}^{\infty} \frac{1}{n^s} = \prod_{p} \frac{1}{1 - p^{-s}}"
    r" = 1 + \frac{1}{2^s} + \frac{1}{3^s} + \frac{1}{4^s} + \frac{1}{5^s} + \frac{1}{6^s} + \frac{1}{7^s}"
    r" + \frac{1}{8^s} + \cdots,$$ is wider than a telephone. Code: https://code.example/a/" + "very/" * 12,
    "",
)
BODY = f"""

## Method

We waited, see [the tide tables](https://tides.example/) and {LONG}{LONG}.

1. Wait.
2. Look:
   - up,
   - down.

> Time and tide wait for no man.

```python
def tide(t: float) -> float:
    return sum(a * math.cos(w * t + p) for a, w, p in zip(amplitudes, frequencies, phases, strict=True)) / count
```

### Results

| harbour | low water | high water | mean of a hundred years | standard deviation | remark |
|---|---:|---:|---:|---:|---|
| Kiel | −0.3 m | 0.4 m | 0.01 m | 0.2 m | hardly any |
| Saint-Malo | −6.1 m | 6.2 m | 0.02 m | 4.1 m | unmistakable |

![A line that rises and falls](figure.png)
"""


def write(content: Path, *, count: int, language: str, layout: str) -> None:
    """Write a profile and that many papers into a content folder."""
    content.mkdir(parents=True)
    picture(content / "ada.png", 320, 320)
    document(
        content / "profile.md", profile(language, layout), "I watch water, and count what it leaves behind.\n"
    )
    (content / "metrics.json").write_text(json.dumps(history()), encoding="utf-8")
    for number in range(count):
        slug = f"paper-{number:03}"
        folder = content / "papers" / slug
        fields = dict(paper(number))
        body = ABSTRACT[number % len(ABSTRACT)]
        if number % 6 == 0:
            body += BODY
        if "image" in fields or number % 6 == 0:
            picture(folder / "figure.png", 640, 400)
        place = folder / "index.md" if folder.is_dir() else content / "papers" / f"{slug}.md"
        document(place, fields, body)


def profile(language: str, layout: str) -> dict[str, Any]:
    """Return the fields of a profile that has all of them."""
    return {
        "name": "Ada Example",
        "other_names": ["עדה לדוגמה", "A. Example"],
        "field": "Hydrography",
        "position": "Professor of tides",
        "affiliation": [{"name": "Harbour University", "url": "https://harbour.example"}, "Lighthouse Lab"],
        "photo": {"file": "ada.png", "alt": "Ada at the sea"},
        "email": "ada@harbour.example",
        "links": {
            "github": "octocat", "orcid": "0000-0002-1825-0097", "google_scholar": "qc6CJjYAAAAJ",
            "mastodon": "@ada@mastodon.social", "bluesky": "ada.bsky.social", "website": "https://ada.example",
        },
        "metrics": [
            "papers", "citations", "h-index", "i10-index",
            {"label": "Novelty", "value": 52, "unit": "%", "source": "A reader", "date": "2026-11",
             "source_url": "https://reader.example"},
        ],
        "site": {
            "title": "Ada Example", "url": f"https://ada.example{BASE}", "language": language,
            "description": "Papers on tides.", "footer": "Made by *hand*.", "theme": {"layout": layout},
        },
    }  # fmt: skip


def history() -> dict[str, list[dict[str, Any]]]:
    """Return the citations of two years by two sources, one of them asked too seldom to be drawn."""
    readings = [
        {
            "date": f"{2024 + month // 12}-{month % 12 + 1:02}-15",
            "citations": 700 + month * month,
            "h_index": 6,
        }
        for month in range(0, 32, 3)
    ]
    return {"OpenAlex": readings, "Scopus": readings[:2]}


def paper(number: int) -> Iterator[tuple[str, Any]]:
    """Yield the fields of the paper of that number."""
    year, month, day = 2026 - number // 25, number % 12 + 1, number % 28 + 1
    if year == 2026:
        month = number % 11 + 1
    title = TITLES[number % len(TITLES)]
    # Two papers of one title would be doubted; a number tells them apart, as with parts of a series.
    yield "title", title if number < len(TITLES) else f"{title} ({number})"
    yield "authors", authors(number)
    yield "date", (f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}")[number % 3]
    if number % 7:
        yield "category", CATEGORIES[number % len(CATEGORIES)]
    if number % 3:
        yield "tags", sorted({TAGS[number % 6], TAGS[number * 5 % 4]})
    if number % 4:
        yield "venue", VENUES[number % 4]
    if number % 5 == 0:
        yield "subtitle", "A second look"
    if number % 6:
        yield "status", STATUSES[number % 7]
    if number % 8 == 2:
        yield "language", {2: "ja", 8: "ar"}.get(number % 10, "en")
    if number % 3 == 1:
        yield "doi", f"10.1234/tides.{number}"
        yield "arxiv", f"2101.{number:05}"
    if number % 2:
        yield "links", {"code": "https://code.example/tides", "slides": "https://slides.example/1",
                        "video": "https://video.example/1", "Sea chart": "https://chart.example"}  # fmt: skip
    elif number % 4 == 0:
        yield "links", {"code": True}
    if number % 9 == 0:
        yield "award", ["Best paper", "Test of *time*"]
        yield "selected", True
    if number % 10 == 0:
        yield "note", ["Part of a thesis.", "Data on request."]
        yield "projects", ["Harbours"]
    if number % 12 == 0:
        yield "image", {"file": "figure.png", "alt": "Water, rising", "caption": "Low water at $t_0$."}
        yield "redirects", [f"publications/old-{number}"]
    if number % 4 == 3:
        yield "citations", {"count": 1500 // (number + 1), "source": "OpenAlex", "date": "2026-11",
                            "by_year": {str(min(year, 2025)): 1500 // (number + 1)}}  # fmt: skip
    if number % 11 == 0:
        yield "scores", [{"label": "Novelty", "value": 52, "unit": "%", "source": "A reader", "date": "2026"}]
        yield (
            "versions",
            [
                {
                    "kind": "preprint",
                    "date": str(year),
                    "venue": "arXiv",
                    "url": "https://arxiv.org/abs/2101.00001",
                },
                {"kind": "published", "label": "journal version", "date": str(year)},
            ],
        )


def authors(number: int) -> list[Any]:
    """Return the authors: from one to forty, with and without marks, now and then with “et al.”."""
    if number % 10 == 9:
        people: list[Any] = [f"{chr(65 + at % 26)}. Crew-{at}" for at in range(39)]
    else:
        people = [dict(PEOPLE[(number + at) % len(PEOPLE)]) for at in range(number % 7)]
        if len(people) > 2:
            people[0]["equal"] = people[1]["equal"] = True
            people[2]["corresponding"] = True
    people.insert(min(number % 5, len(people)), ("Ada Example", "A. Example", "עדה לדוגמה")[number % 3])
    return [*people, "et al."] if number % 13 == 5 else people


def document(path: Path, fields: dict[str, Any], body: str) -> None:
    """Write front matter and body."""
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    path.write_text(f"---\n{front}---\n\n{body}\n", encoding="utf-8")


def picture(path: Path, width: int, height: int) -> None:
    """Draw a small picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (width, height), (224, 236, 244))
    ImageDraw.Draw(image).ellipse(
        (width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill=(30, 90, 140)
    )
    data = io.BytesIO()
    image.save(data, "png")
    path.write_bytes(data.getvalue())
