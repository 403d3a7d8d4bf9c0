"""Citations of a paper in every format that a reader or a program may ask for.

`citations` returns each paper in all of them; `files` returns whole lists. All text is plain text of the paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paperfolio.model import Page, Paper, Site, Text
from paperfolio.scholar.cite.as_bibtex import bibtex, bibtex_title, keys
from paperfolio.scholar.cite.as_csl import csl_json
from paperfolio.scholar.cite.as_ris import ris
from paperfolio.scholar.cite.as_text import STYLES, formatted

__all__ = [
    "STYLES",
    "Citation",
    "bibtex",
    "bibtex_title",
    "citations",
    "csl_json",
    "files",
    "formatted",
    "keys",
    "ris",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One paper in each format: `formatted` has (name of the style, its text) for each style.

    `bibtex` is what a page shows; `entry` is the same with the abstract, as the files have it.
    """

    key: str
    bibtex: str
    entry: str
    ris: str
    csl: str
    formatted: tuple[tuple[str, Text], ...]


def citations(papers: Sequence[Paper]) -> Mapping[str, Citation]:
    """Return each paper's citations by its slug; BibTeX keys differ throughout."""
    chosen = keys(papers)
    return {paper.slug: _citation(paper, chosen[paper.slug]) for paper in papers}


def _citation(paper: Paper, key: str) -> Citation:
    item = csl_json(paper, key)
    texts = tuple((label, formatted(paper, style, item)) for style, label in STYLES.items())
    entry = bibtex(paper, key)
    shown = "\n".join(line for line in entry.split("\n") if not line.startswith("  abstract = "))
    csl = json.dumps(item, ensure_ascii=False)
    return Citation(key=key, bibtex=shown, entry=entry, ris=ris(paper), csl=csl, formatted=texts)


def files(site: Site, cited: Mapping[str, Citation]) -> tuple[Page, ...]:
    """Return `publications.bib`, `.ris` and `.json`, and `cite.bib`, `.ris`, `.json` beside each paper's page.

    `cited` is what `citations` returns for the site's papers; the lists are made of the same texts.
    """
    each = [cited[paper.slug] for paper in site.papers]
    texts = {
        "publications.bib": "\n".join(one.entry for one in each),
        "publications.ris": "\r\n".join(one.ris for one in each),
        "publications.json": _listed([one.csl for one in each]),
    }
    for paper, one in zip(site.papers, each, strict=True):
        for ending, text in (("bib", one.entry), ("ris", one.ris), ("json", _listed([one.csl]))):
            texts[f"{paper.folder}cite.{ending}"] = text
    return tuple(Page(path=path, data=text.encode()) for path, text in texts.items())


def _listed(items: Sequence[str]) -> str:
    """Return JSON values as a list, one per line."""
    return "[" + ",".join(f"\n{item}" for item in items) + "\n]\n"
