"""What the fields of a BibTeX entry lead to: identifiers, wherever they are hidden, and links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperfolio.importers import identifiers
from paperfolio.importers.conversion import verbatim
from paperfolio.importers.link_fields import FIELDS
from paperfolio.scholar.registers import identifier

# Names of registers in `eprinttype`, where they differ from those here.
_SCHEMES = {"pubmed": "pmid", "hdl": "handle"}
_ADDRESSES = ("url", "html", "link", "howpublished", "note", "website")


def addresses_of(fields: Mapping[str, str]) -> list[str]:
    """Return the fields that may have the address of the work."""
    return [verbatim(fields[name]) for name in _ADDRESSES if name in fields]


def ids_of(key: str, fields: Mapping[str, str], addresses: list[str]) -> dict[str, str]:
    """Return the identifiers of an entry by register, from their fields and from addresses."""

    def text(name: str) -> str:
        return verbatim(fields[name]) if name in fields else ""

    eprint, scheme = text("eprint"), fields.get("eprinttype", "").strip().casefold()
    hidden = map(
        text, ("journal", "booktitle", "publisher", "volume", "pages", "number", "pdf", "preprint", "doi")
    )
    found = identifiers.registered(
        text,
        mrnumber="mathscinet",
        zblnumber="zbl",
        inspirehep_id="inspire",
        hal_id="hal",
        adsurl="ads",
        biburl="dblp",
    )
    own = (each for each in addresses if not re.search(r"supplement|dataset", each))
    found["doi"] = identifiers.doi(text("doi"), *own, eprint, key)
    found["arxiv"] = (
        identifiers.bare_arxiv(text("arxiv"))
        or (identifiers.bare_arxiv(eprint) if scheme in ("", "arxiv") else "")
        or identifiers.arxiv(*addresses, *hidden)
    )
    if scheme not in ("", "arxiv") and (value := identifier(_SCHEMES.get(scheme, scheme), eprint)):
        found.setdefault(value.kind, value.value)
    return {name: value for name, value in found.items() if value}


def links_of(fields: Mapping[str, str], addresses: list[str], ids: Mapping[str, str]) -> dict[str, str]:
    """Return the links of an entry by label."""
    found: dict[str, str] = {}
    for name, label in FIELDS.items():
        if name in fields and (address := verbatim(fields[name])).casefold() not in ("", "true", "false"):
            found.setdefault(label, address)
    own = verbatim(fields.get("url", ""))
    for web in filter(None, (re.search(r"https?://\S+", address) for address in addresses)):
        if not identifiers.spelled(web[0], ids) and web[0] not in found.values():
            label = "publisher" if "publisher" not in found and web[0] in own else "website"
            found.setdefault(label, web[0].rstrip(".,;"))
    for part in fields.get("file", "").split(";"):  # Mendeley and Zotero: `title:path:type`
        if pdf := re.search(r"(?:^|:)([^:]+\.pdf)(?::|$)", verbatim(part), re.IGNORECASE):
            found.setdefault("pdf" if "pdf" in found else "file", pdf[1])
    return found
