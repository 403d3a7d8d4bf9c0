"""An al-folio site, or any other that shows BibTeX with jekyll-scholar.

Which files count is read as jekyll-scholar reads it: `scholar.bibliography` in `_config.yml` (a name, a list or
a pattern) and the `--file` of each bibliography tag in the pages.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paperfolio.importers import foreign, from_bibtex, jekyll
from paperfolio.importers.records import Contributor, Found, Record, note
from paperfolio.importers.samples import is_einstein
from paperfolio.problems import Place, Problem
from paperfolio.text.folding import fold

_TAG = re.compile(r"\{%-?\s*bibliography\s+(.*?)-?%\}|\{%-?\s*bibliography\s*-?%\}", re.DOTALL)
_FILE = re.compile(r"(?:--file|-f)\s+(\{\{.*?\}\}|[^\s]+)")
# Where al-folio keeps what an entry names.
_FOLDERS = {"pdf": "assets/pdf", "supplement": "assets/pdf", "poster": "assets/pdf", "slides": "assets/pdf"}
_PREVIEWS = "assets/img/publication_preview"


def fits(files: Mapping[str, bytes]) -> bool:
    """Whether the folder has bibliographies of jekyll-scholar."""
    return any(re.search(r"(?:^|/)_bibliography/[^/]+\.bib$", path) for path in files)


def read(files: Mapping[str, bytes]) -> Found:
    """Return the publications, the other content and the owner of a site."""
    config = foreign.config(files, "_config.yml", "_config.yaml")
    scholar = foreign.mapping(config.get("scholar"))
    chosen, problems = bibliographies(files, scholar)
    coauthors = foreign.config(files, "_data/coauthors.yml")
    records: list[Record] = []
    skipped = 0
    for path in chosen:
        text, doubts = foreign.decode(path, files[path])
        found = from_bibtex.read(path, text)
        problems += [*doubts, *found.problems]
        for record in found.records:
            if is_einstein(record):
                skipped += 1
                message = f"“{record.title}” is a sample entry of the theme: left out"
                problems.append(note(record.place, "sample", message, "add it by hand if it is yours"))
            else:
                records.append(_placed(record, coauthors))
    rest = jekyll.read(files, config)
    return replace(
        rest,
        format="al-folio",
        records=tuple(records),
        skipped=skipped + rest.skipped,
        problems=(*problems, *rest.problems),
    )


def bibliographies(files: Mapping[str, bytes], scholar: Mapping[str, Any]) -> tuple[list[str], list[Problem]]:
    """Return the bibliographies that the site shows, and a note for each that it doesn't."""
    source = re.sub(r"^\.?/+|/+$", "", foreign.text(scholar.get("source")) or "_bibliography")
    there = [path for path in files if path.startswith(f"{source}/") and path.endswith(".bib")]
    there = there or [path for path in files if path.endswith(".bib")]
    named = foreign.texts(scholar.get("bibliography")) or ["references.bib"]
    patterns = list(named)
    for path, data in files.items():
        if not path.endswith((".md", ".html", ".markdown", ".liquid")) or path.startswith("_posts/"):
            continue
        for tag in _TAG.finditer(data.decode("utf-8", errors="replace")):
            options = tag[1] or ""
            if not re.search(r"--cited\b|(?:^|\s)-C\b", options):
                patterns += [each.strip("'\"") for each in _FILE.findall(options) if "{{" not in each]
    chosen = [path for path in there if any(_matches(path, source, pattern) for pattern in patterns)]
    if not chosen:
        return there, []
    return chosen, [
        note(
            Place(path=path),
            "not-shown",
            "the site shows no list of this file: left out",
            "import it by its name if it is yours",
        )
        for path in there
        if path not in chosen
    ]


def _matches(path: str, source: str, pattern: str) -> bool:
    name = path.removeprefix(f"{source}/")
    wanted = re.sub(r"^\.?/+", "", pattern).removeprefix(f"{source}/")
    wanted = wanted if wanted.endswith(".bib") else f"{wanted}.bib"
    return fnmatch.fnmatch(name, wanted) or fnmatch.fnmatch(name, wanted.replace("**/", ""))


def _placed(record: Record, coauthors: Mapping[str, Any]) -> Record:
    links = {label: _path(address, _FOLDERS.get(label, "")) for label, address in record.links.items()}
    image = _path(record.image, _PREVIEWS)
    authors = tuple(_with_page(author, coauthors) for author in record.authors)
    return replace(record, links=links, image="" if image.startswith("http") else image, authors=authors)


def _path(address: str, folder: str) -> str:
    if not address or "://" in address or address.startswith(("mailto:", "www.")):
        return address
    return address.lstrip("/") if address.startswith("/") or not folder else f"{folder}/{address}"


def _with_page(author: Contributor, coauthors: Mapping[str, Any]) -> Contributor:
    given, _, family = author.name.rpartition(" ")
    rows = coauthors.get(fold(author.family or family).casefold())
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and (author.given or given) in foreign.texts(row.get("firstname")):
            return replace(author, url=foreign.text(row.get("url")))
    return author
