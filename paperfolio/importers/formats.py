"""Every format that is read: by what it is recognised, and what reads it. A new one is a new row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from paperfolio.importers import academicpages, al_folio, foreign, from_bibtex, from_csl, from_ris, hugoblox
from paperfolio.importers.records import Found, note

Site = tuple[Callable[[Mapping[str, bytes]], bool], Callable[[Mapping[str, bytes]], Found]]

SITES: Mapping[str, Site] = {
    "HugoBlox": (hugoblox.fits, hugoblox.read),
    "academicpages": (academicpages.fits, academicpages.read),
    "al-folio": (al_folio.fits, al_folio.read),
}


def _is_bibtex(text: str) -> bool:
    return re.search(r"^[ \t]*@[A-Za-z]\w*[ \t]*[{(]", text, re.MULTILINE) is not None


def _is_ris(text: str) -> bool:
    return re.search(r"^\s*TY  ?- ?", text, re.MULTILINE) is not None


FILES: Mapping[str, tuple[Callable[[str], bool], Callable[[str, str], Found]]] = {
    "CSL-JSON": (lambda text: bool(from_csl.items(text)), from_csl.read),
    "RIS": (_is_ris, from_ris.read),
    "BibTeX": (_is_bibtex, from_bibtex.read),
}


_ENDS = (".bib", ".bibtex", ".ris", ".json", ".txt", ".enw")


def read_file(path: str, data: bytes) -> Found:
    """Return what one file gives; a file of no known format gives a problem."""
    text, problems = foreign.decode(path, data)
    for fits, read in FILES.values():
        if fits(text):
            found = read(path, text)
            return replace(found, problems=(*problems, *found.problems))
    problems.append(note(path, "format", "no BibTeX, RIS or CSL-JSON", "export it in one of these formats"))
    return Found(format="", problems=tuple(problems))


def read_folder(files: Mapping[str, bytes]) -> tuple[Found, ...]:
    """Return what a folder gives: a site of a known kind, or each bibliography in it."""
    sites = [read(files) for fits, read in SITES.values() if fits(files)]
    if sites:
        # A theme's collections are read once, though two readers know them.
        first, *others = sites
        return first, *(
            replace(
                each,
                entries=(),
                owner={},
                problems=tuple(problem for problem in each.problems if problem not in first.problems),
            )
            for each in others
        )
    # Of several exports of one list, BibTeX says most.
    loose = sorted(
        (path for path in files if path.endswith(_ENDS)), key=lambda path: (not path.endswith(".bib"), path)
    )
    found = [read_file(path, files[path]) for path in loose]
    return tuple(each for each in found if each.format) or tuple(found)
