"""What the fields of a BibTeX entry lead to: identifiers, wherever they are hidden, and links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperfolio.importers import identifiers
from paperfolio.importers.conversion import verbatim
from paperfolio.importers.grouping import grouped
from paperfolio.scholar.registers import identifier

# Fields of al-folio that lead somewhere, as labels of links; `preview` is a picture.
LINKS = grouped(
    {
        "pdf": "pdf",
        "code": "code github tool software",
        "poster": "poster posters",
        "slides": "slides slide presentation",
        "video": "video talk",
        "demo": "demo",
        "supplement": "supp",
        "blog": "blog",
        "website": "website",
        "project": "project projectpage",
        "data": "data dataset",
        "publisher": "html",
        "preprint": "preprint",
        "press": "press",
    }
)


def ids_of(key: str, fields: Mapping[str, str], addresses: list[str]) -> dict[str, str]:
    """Return the identifiers of an entry by register, from their fields and from addresses."""
    found: dict[str, str] = {}
    given = verbatim(fields.get("doi", ""))
    eprint, scheme = verbatim(fields.get("eprint", "")), fields.get("eprinttype", "").strip().casefold()
    hidden = [
        verbatim(fields[name])
        for name in ("journal", "booktitle", "publisher", "volume", "pages", "number")
        if name in fields
    ]
    found["doi"] = identifiers.doi(
        given, *(each for each in addresses if not re.search(r"supplement|dataset", each)), eprint, key
    )
    found["arxiv"] = (
        identifiers.bare_arxiv(verbatim(fields.get("arxiv", "")))
        or (identifiers.bare_arxiv(eprint) if scheme in ("", "arxiv") else "")
        or identifiers.arxiv(
            *addresses,
            *hidden,
            *(verbatim(fields[name]) for name in ("pdf", "preprint") if name in fields),
            given,
        )
    )
    for name in (
        "pmid",
        "pmcid",
        "hal",
        "isbn",
        "issn",
        "openreview",
        "ads",
        "mathscinet",
        "zbl",
        "ssrn",
        "urn",
        "swh",
        "osf",
    ):
        if name in fields and (
            value := identifier(name, verbatim(fields[name]).split(",")[0].split(";")[0].strip())
        ):
            found[name] = value.value
    for field, name in (
        ("mrnumber", "mathscinet"),
        ("zblnumber", "zbl"),
        ("inspirehep_id", "inspire"),
        ("hal_id", "hal"),
        ("adsurl", "ads"),
        ("biburl", "dblp"),
    ):
        if (
            field in fields
            and name not in found
            and (value := identifier(name, verbatim(fields[field]).split(" ")[0]))
        ):
            found[name] = value.value
    if scheme in ("hal", "pubmed", "pmid", "jstor", "handle", "hdl") and (
        value := identifier({"pubmed": "pmid", "hdl": "handle"}.get(scheme, scheme), eprint)
    ):
        found[value.kind] = value.value
    return {name: value for name, value in found.items() if value}


def links_of(fields: Mapping[str, str], addresses: list[str], ids: Mapping[str, str]) -> dict[str, str]:
    """Return the links of an entry by label."""
    found: dict[str, str] = {}
    for name, label in LINKS.items():
        if (
            name in fields
            and (address := verbatim(fields[name]))
            and address.casefold() not in ("true", "false")
        ):
            found.setdefault(label, address)
    for address in addresses:
        if (
            (web := re.search(r"https?://\S+", address))
            and not _is_id(web[0], ids)
            and web[0] not in found.values()
        ):
            found.setdefault(
                "publisher"
                if found.get("publisher") is None and "url" in fields and web[0] in verbatim(fields["url"])
                else "website",
                web[0].rstrip(".,;"),
            )
    for part in fields.get("file", "").split(";"):  # Mendeley and Zotero: `title:path:type`
        if (
            pdf := re.search(r"(?:^|:)([^:]+\.pdf)(?::|$)", verbatim(part), re.IGNORECASE)
        ) and "pdf" not in found:
            found["pdf"] = pdf[1]
    return {label: address for label, address in found.items() if address}


def _is_id(address: str, ids: Mapping[str, str]) -> bool:
    return bool(re.search(r"//(?:dx\.|www\.)?doi\.org/|//arxiv\.org/abs/", address)) and any(
        value.casefold() in address.casefold() for value in ids.values()
    )
