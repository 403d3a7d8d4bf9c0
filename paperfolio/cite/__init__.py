"""Citations of a paper in every format that a reader or a program may ask for.

`citation` gives one paper in all of them; `files` gives whole lists. All text is plain text of the paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paperfolio.cite.as_bibtex import bibtex, keys
from paperfolio.cite.as_csl import csl_json
from paperfolio.cite.as_ris import ris
from paperfolio.cite.as_text import STYLES, formatted
from paperfolio.model import Page, Paper, Site, Text

__all__ = [
    "STYLES",
    "Citation",
    "all_bibtex",
    "all_csl",
    "all_ris",
    "bibtex",
    "citations",
    "csl_json",
    "files",
    "formatted",
    "keys",
    "ris",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One paper as each format has it: `formatted` is (name of the style, its text) a style."""

    key: str
    bibtex: str
    ris: str
    csl: str
    formatted: tuple[tuple[str, Text], ...]


def citations(papers: Sequence[Paper]) -> Mapping[str, Citation]:
    """Return each paper's citations by its slug; BibTeX keys differ throughout."""
    chosen = keys(papers)
    return {paper.slug: _citation(paper, chosen[paper.slug]) for paper in papers}


def _citation(paper: Paper, key: str) -> Citation:
    texts = tuple((label, formatted(paper, style)) for style, label in STYLES.items())
    csl = _json([csl_json(paper, key)])
    return Citation(key=key, bibtex=bibtex(paper, key), ris=ris(paper), csl=csl, formatted=texts)


def files(site: Site) -> tuple[Page, ...]:
    """Return `publications.bib`, `.ris` and `.json`, and `cite.bib`, `.ris`, `.json` beside each paper's page."""
    chosen = keys(site.papers)
    pages = [Page(path="publications.json", data=all_csl(site).encode())]
    entries, records = [], []
    for paper in site.papers:
        key = chosen[paper.slug]
        entries.append(bibtex(paper, key))
        records.append(ris(paper))
        texts = {"bib": entries[-1], "ris": records[-1], "json": _json([csl_json(paper, key)])}
        pages += [
            Page(path=f"papers/{paper.slug}/cite.{ending}", data=text.encode())
            for ending, text in texts.items()
        ]
    pages.append(Page(path="publications.bib", data="\n".join(entries).encode()))
    pages.append(Page(path="publications.ris", data="\r\n".join(records).encode()))
    return tuple(pages)


def all_bibtex(site: Site) -> str:
    """Return all papers as BibTeX, in the order of the list."""
    chosen = keys(site.papers)
    return "\n".join(bibtex(paper, chosen[paper.slug]) for paper in site.papers)


def all_ris(site: Site) -> str:
    """Return all papers as RIS, in the order of the list."""
    return "\r\n".join(ris(paper) for paper in site.papers)


def all_csl(site: Site) -> str:
    """Return all papers as one CSL-JSON list, in the order of the list."""
    chosen = keys(site.papers)
    return _json([csl_json(paper, chosen[paper.slug]) for paper in site.papers])


def _json(items: list[dict[str, object]]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"
