"""The authors of a paper as the front matter gives them: names, or mappings with a name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from paperfolio.content.fields import (
    BOOLEAN,
    PLAIN,
    Field,
    Reading,
    checked,
    many,
    mismatch,
    record,
    scalar,
    shown,
)
from paperfolio.content.links import WEB_ADDRESS
from paperfolio.content.located import Node, Scalar, Sequence
from paperfolio.content.quoting import quoted
from paperfolio.model import Author
from paperfolio.scholar import people
from paperfolio.scholar.registers import identifier


def _make_author(values: dict[str, Any], _node: Node, _reading: Reading) -> Author:
    written: str = values.pop("name")
    family, given = people.split(written)
    values.setdefault("family", family)
    values.setdefault("given", given if values["family"] == family else "")
    values["affiliations"] = values.pop("affiliation", ())
    return Author(name=people.printed(written), **values)


def _orcid(text: str) -> str | None:
    found = identifier("orcid", text)
    return found.value if found else None


AUTHOR_FIELDS = (
    Field(
        name="name",
        kind=PLAIN,
        doc="The name as the paper prints it.",
        required=True,
        example="name: Ludwig van Beethoven",
    ),
    Field(
        name="family",
        kind=PLAIN,
        doc="The family name, if the printed name does not end with it.",
        example="family: Doe",
    ),
    Field(name="given", kind=PLAIN, doc="The given names, if `family` is given.", example="given: Jane Ann"),
    Field(name="url", kind=WEB_ADDRESS, doc="The author's own page.", example="url: https://jane.org"),
    Field(
        name="orcid",
        kind=checked(
            "a valid ORCID iD (example: 0000-0002-1825-0097)",
            {"type": "string"},
            _orcid,
            "copy it from orcid.org",
        ),
        doc="The author's ORCID iD.",
        example="orcid: 0000-0002-1825-0097",
    ),
    Field(
        name="affiliation",
        kind=many(PLAIN),
        doc="The author's affiliation, or a list of affiliations.",
        example="affiliation: Example University",
    ),
    Field(
        name="equal",
        kind=BOOLEAN,
        doc="Whether the author contributed equally with others marked in this way.",
        example="equal: true",
    ),
    Field(
        name="corresponding",
        kind=BOOLEAN,
        doc="Whether this is the corresponding author.",
        example="corresponding: true",
    ),
    Field(
        name="me",
        kind=BOOLEAN,
        doc="Whether this is the researcher of the profile, if the name does not show it.",
        example="me: true",
    ),
)

_ET_AL = re.compile(r"(et\.?\s*al\.?|(and )?(\d+ )?(others|more)( authors)?|等)", re.IGNORECASE)
_REST = re.compile(r",?\s(et\.? al\.?|(and|&)\s+(\d+\s+)?(others|more)( authors)?)$", re.IGNORECASE)
ET_AL = "et al."
_OF_THE_AUTHOR = 'use "equal: true", "corresponding: true" or "affiliation: …" below "name: …"'
_JOINED = re.compile(r"\s+(?:and|&)\s+|;|,\s*(?:and|&)\s")
# `Doe, J., Roe, A. B., & Poe, C.`, as the APA prints authors: every other comma separates people.
_APA = re.compile(r"(?:^|,\s*)([^,;&]{2,60}?,\s*(?:\w\.(?:[\s-]*\w\.)*))(?=,|$)")
# Marks that papers print beside a name, such as the numbers of affiliations.
_MARKS = re.compile(
    r"\s*(?:[*†‡§¶∗⋆]+|\^\(?[\w,;*†‡§¶ ]{1,12}\)?|(?<=\w)[⁰¹²³⁴-⁹](?:[,⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])?"
    r"|(?<=[^\W\d])\s?\d(?:[\d, ]*\d)?)(?:[,\s]*[*†‡§¶]+)*$"
)
_ONE_WORD = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*")
# What belongs to the author and not to the name, but may be part of it.
_REMARK = re.compile(r"(?<=\w)\s*\([ -~]{0,120}\)$")


def _author_name(node: Scalar, name: str, reading: Reading) -> Any:
    text: str = PLAIN.read(node, name, reading)
    if _ET_AL.fullmatch(text):
        return ET_AL
    if not text:
        return reading.error(node.place, name, "author without a name", "write the name, or remove the line")
    if rest := _REST.search(text):
        message = f'"{rest[1]}" is not part of the author\'s name (ignored)'
        reading.warn(node.place, name, message, 'make "et al." the last item of the list')
        text = text[: rest.start()]
    if mark := _MARKS.search(text):
        message = f'"{mark.group().strip()}" beside the name of an author (ignored)'
        reading.warn(node.place, name, message, _OF_THE_AUTHOR)
        text = text[: mark.start()].rstrip(", ")
    text, degrees = people.without_degrees(text)
    if degrees:
        reading.warn(node.place, name, f'"{degrees}" is not part of a name (ignored)', "remove it")
    if remark := _REMARK.search(text):
        message = f'"{remark.group().strip()}" is part of the author\'s name, and appears in every citation'
        reading.warn(node.place, name, message, _OF_THE_AUTHOR)
    elif node.plain and re.search(r"\n\s*(?!- )\S", node.raw):
        message = f"a name that spans several lines: {shown(node)}"
        reading.warn(node.place, name, message, 'begin each author\'s line with "- "')
    if re.search(r"\s(and|&)\s|;", text) or "," in people.split(text)[1]:
        names = [quoted(each) for each in _names(text.rstrip(",; "))]
        fix = f"write {' and '.join(names)}" + (" as separate items" if len(names) > 1 else "")
        return reading.error(node.place, name, f"{shown(node)} is not one name", fix)
    return _make_author({"name": text}, node, reading)


_AUTHOR_LIST = many(
    record(
        AUTHOR_FIELDS,
        _make_author,
        short=scalar('a name (or "et al." as the last item)', {"type": "string"}, _author_name),
    )
)


def _authors(node: Node, name: str, reading: Reading) -> Any:
    # In a list "Doe, Jane" is one author; as a single value "Jane Doe, Ada Roe" would be one, too.
    if isinstance(node, Scalar) and ("," in node.text or _JOINED.search(node.text)):
        names = ", ".join(map(quoted, _names(node.text)))
        message = mismatch(node, "a list of names")
        return reading.error(node.place, name, message, f"write authors: [{names}]")
    authors = _AUTHOR_LIST.read(node, name, reading)
    _check_halves(node, name, reading)
    mine = [author for author in authors or () if isinstance(author, Author) and author.me]
    if len(mine) > 1:
        message = f'{len(mine)} authors are marked with "me: true"'
        return reading.error(node.place, name, message, "keep the mark of one author")
    return authors


def _check_halves(node: Node, name: str, reading: Reading) -> None:
    """Warn of `[Muro, Fernando]`, which YAML reads as two people."""
    items = node.items if isinstance(node, Sequence) else ()
    words = [item.text.strip() for item in items if isinstance(item, Scalar) and item.plain]
    if (
        len(words) in {2, 4, 6}
        and len(words) == len(items)
        and all(re.fullmatch(r"[A-ZÀ-Þ][^\W\d_'’.-]+", word) for word in words)
    ):
        pairs = [quoted(f"{family}, {given}") for family, given in zip(words[::2], words[1::2], strict=True)]
        message = f"{len(words)} authors of one word each: {', '.join(words)}"
        reading.warn(
            node.place, name, message, f"if these are families and given names, write [{', '.join(pairs)}]"
        )


def _names(text: str) -> list[str]:
    """Return the names on one line. In BibTeX's form, `Doe, Jane and Roe, Ada`, commas don't separate people."""
    joined = re.sub(r",?\s*(?:&|\band\b)\s*", ", ", text).strip(" ,;")
    apa = [mark[1].strip() for mark in _APA.finditer(joined)]
    rest = _APA.sub("", joined).strip(" ,")
    if apa and (not rest or _ET_AL.fullmatch(rest)):
        return [*apa, *([ET_AL] if rest else [])]
    parts = [part.strip() for part in _JOINED.split(text)]
    if not all(re.fullmatch(r"[^,]+,[^,]+" if len(parts) > 1 else r"[^\s,]+,[^,]+", part) for part in parts):
        parts = [name.strip() for part in parts for name in part.split(",")]
    return [ET_AL if _ET_AL.fullmatch(name) else name for name in parts if name]


AUTHORS = replace(_AUTHOR_LIST, read=_authors)
