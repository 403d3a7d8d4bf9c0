"""An al-folio site, or any other that shows BibTeX with jekyll-scholar.

Which files count is read as jekyll-scholar reads it: `scholar.bibliography` in `_config.yml` (a name, a list or
a pattern) and the `--file` of each bibliography tag in the pages.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import replace

from paperfolio.importers import foreign, from_bibtex, jekyll
from paperfolio.importers.foreign import Values
from paperfolio.importers.records import Contributor, Found, Record, note
from paperfolio.importers.samples import is_einstein
from paperfolio.problems import Problem
from paperfolio.text.folding import fold

_TAG = re.compile(r"\{%-?\s*bibliography\s+(.*?)-?%\}|\{%-?\s*bibliography\s*-?%\}", re.DOTALL)
_FILE = re.compile(r"(?:--file|-f)\s+(\{\{.*?\}\}|[^\s]+)")
# Where al-folio keeps what an entry names.
_FOLDERS = {"pdf": "assets/pdf", "supplement": "assets/pdf", "poster": "assets/pdf", "slides": "assets/pdf"}
_PREVIEWS = "assets/img/publication_preview"


def fits(files: Mapping[str, bytes]) -> bool:
    """Return whether the folder has bibliographies of jekyll-scholar."""
    return any(re.search(r"(?:^|/)_bibliography/[^/]+\.bib$", path) for path in files)


def read(files: Mapping[str, bytes]) -> Found:
    """Return the publications, the other content and the owner of a site."""
    config = foreign.config(files, "_config.yml", "_config.yaml")
    chosen, problems = _bibliographies(files, config.part("scholar"))
    coauthors = foreign.config(files, "_data/coauthors.yml")
    records: list[Record] = []
    for path in chosen:
        text, doubts = foreign.decode(path, files[path])
        found = from_bibtex.read(path, text)
        problems += [*doubts, *found.problems]
        for record in found.records:
            if is_einstein(record):
                message = f"“{record.title}” is a sample entry of the theme: left out"
                problems.append(note(record.place, "sample", message))
            else:
                records.append(_placed(record, coauthors))
    rest = jekyll.read(files, config)
    return replace(rest, format="al-folio", records=tuple(records), problems=(*problems, *rest.problems))


def _bibliographies(files: Mapping[str, bytes], scholar: Values) -> tuple[list[str], list[Problem]]:
    """Return the bibliographies that the site shows, and a note for each that it doesn't."""
    source = re.sub(r"^\.?/+|/+$", "", scholar.text("source") or "_bibliography")
    there = [path for path in files if path.startswith(f"{source}/") and path.endswith(".bib")]
    there = there or [path for path in files if path.endswith(".bib")]
    patterns = scholar.texts("bibliography") or ["references.bib"]
    for path, data in files.items():
        if path.endswith((*jekyll.PAGES, ".liquid")) and not path.startswith("_posts/"):
            for tag in _TAG.finditer(data.decode("utf-8", errors="replace")):
                options = tag[1] or ""
                if not re.search(r"--cited\b|(?:^|\s)-C\b", options):
                    patterns += [each.strip("'\"") for each in _FILE.findall(options) if "{{" not in each]
    chosen = [path for path in there if any(_matches(path, source, pattern) for pattern in patterns)]
    message, fix = "the site shows no list of this file: left out", "import it by its name if it is yours"
    left = [path for path in there if path not in chosen]
    return chosen or there, [note(path, "not-shown", message, fix) for path in left if chosen]


def _matches(path: str, source: str, pattern: str) -> bool:
    name = path.removeprefix(f"{source}/")
    wanted = re.sub(r"^\.?/+", "", pattern).removeprefix(f"{source}/")
    wanted = wanted if wanted.endswith(".bib") else f"{wanted}.bib"
    return fnmatch.fnmatch(name, wanted) or fnmatch.fnmatch(name, wanted.replace("**/", ""))


def _placed(record: Record, coauthors: Values) -> Record:
    links = {label: _path(address, _FOLDERS.get(label, "")) for label, address in record.links.items()}
    image = "" if "://" in record.image else _path(record.image, _PREVIEWS)
    authors = tuple(_with_page(author, coauthors) for author in record.authors)
    return replace(record, links=links, image=image, authors=authors)


def _path(address: str, folder: str) -> str:
    if not address or "://" in address or address.startswith(("mailto:", "www.")):
        return address
    return address.lstrip("/") if address.startswith("/") or not folder else f"{folder}/{address}"


def _with_page(author: Contributor, coauthors: Values) -> Contributor:
    given, _, family = author.name.rpartition(" ")
    for row in coauthors.rows(fold(author.family or family).casefold()):
        if (author.given or given) in row.texts("firstname"):
            return replace(author, url=row.text("url"))
    return author
