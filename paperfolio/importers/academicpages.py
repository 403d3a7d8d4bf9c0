"""An academicpages site (a Jekyll theme): `_publications/*.md`, and the collections beside them.

Authors are where the site's owner put them: a field, the citation, a section of the body or a BibTeX file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paperfolio.importers import foreign, from_bibtex, identifiers, jekyll, names, venues
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import Container, Contributor, Found, Record, note
from paperfolio.importers.samples import LEFTOVER, is_sample
from paperfolio.problems import Place, Problem
from paperfolio.scholar.registers import IDENTIFIERS, identifier

_FOLDER = re.compile(r"(?:^|/)_(?:publications?|papers)/[^/]+\.(?:md|markdown|html)$")
_KINDS = (
    (r"\btalks?\b|presentation", "talk"),
    (r"press|media|newspaper", "other"),
    (r"thesis|dissertation", "thesis"),
    (r"book.?chapter|\bchapters?\b", "chapter"),
    (r"\bbooks?\b", "book"),
    (r"workshop", "workshop paper"),
    (r"conferences?|proceedings", "conference paper"),
    (r"preprints?|working", "preprint"),
    (r"reports?", "report"),
    (r"poster", "poster"),
    (r"dataset|data paper", "dataset"),
    (r"software", "software"),
    (r"patents?", "patent"),
    (r"journals?|articles?", "journal article"),
)
_LINK = re.compile(
    r"!?\[(?P<label>[^\[\]]*)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|<a\b[^<>]*href=[\"'](?P<url2>[^\"']+)[\"'][^<>]*>(?P<label2>.*?)</a>",
    re.DOTALL,
)
_LABELS = (
    (r"\bslides?\b|presentation", "slides"),
    (r"\bposter\b", "poster"),
    (r"\bcode\b|github|implementation|repository", "code"),
    (r"\bvideos?\b|youtube|recording", "video"),
    (r"\bdata(?:set)?\b", "data"),
    (r"supplement|appendix", "supplement"),
    (r"\bdemo\b", "demo"),
    (r"project", "project"),
    (r"\bpdf\b|preprint|download|paper|full text|accepted|manuscript", "pdf"),
    (r"official|publisher|journal|doi|version of record|published", "publisher"),
)
_FIELDS = grouped(
    {
        "pdf": "paperurl pdf pdfurl url_pdf",
        "slides": "slidesurl slides",
        "code": "codeurl code github",
        "video": "video videourl",
        "demo": "demo",
        "project": "project projecturl",
        "website": "website",
        "poster": "poster posterurl",
        "data": "dataset data",
        "supplement": "supplement suppurl",
        "publisher": "link url",
        "preprint": "preprint arxiv_url",
        "blog": "blog",
    }
)


def fits(files: Mapping[str, bytes]) -> bool:
    """Whether the folder has a collection of publications as academicpages has it."""
    return any(_FOLDER.search(path) for path in files)


def read(files: Mapping[str, bytes]) -> Found:
    """Return the publications, the other content and the owner of a site."""
    config = foreign.config(files, "_config.yml", "_config.yaml")
    problems: list[Problem] = []
    pages = {path: foreign.front_matter(path, files[path]) for path in sorted(files) if _FOLDER.search(path)}
    written = [foreign.text(values.get("date")) for values, _, _ in pages.values()]
    day_first = not any(re.match(r"\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}", each) for each in written)
    by_month = identifiers.coarsened(identifiers.date(each, day_first=day_first) for each in written)
    records: list[Record] = []
    skipped = 0
    for path, (values, body, doubts) in pages.items():
        title = plain(from_html(foreign.text(values.get("title"))))
        if is_sample(title):
            skipped += 1
            problems.append(
                note(
                    Place(path=path),
                    "sample",
                    f"“{title}” is a sample of the theme: left out",
                    "add it by hand if it is yours",
                )
            )
        elif not title:
            problems.append(
                note(Place(path=path), "empty", "a publication without a title: left out", "add “title: …”")
            )
        else:
            problems += doubts
            records.append(
                _record(path, values, body, files, config, problems, day_first=day_first, by_month=by_month)
            )
    rest = jekyll.read(files, config)
    return replace(
        rest,
        format="academicpages",
        records=tuple(records),
        skipped=skipped + rest.skipped,
        problems=(*problems, *rest.problems),
    )


def _record(
    path: str,
    values: Mapping[str, Any],
    body: str,
    files: Mapping[str, bytes],
    config: Mapping[str, Any],
    problems: list[Problem],
    *,
    day_first: bool,
    by_month: bool,
) -> Record:
    place = Place(path=path)
    values = {name.casefold(): value for name, value in values.items()}

    def text(*fields: str) -> str:
        return next((line for field in fields if (line := foreign.text(values.get(field)))), "")

    sections = _sections(jekyll.without_liquid(path, body, problems))
    citation = text("citation")
    bibtex = _bibtex(values, files)
    authors, et_al = _authors(values, sections, citation, text("title"), bibtex)
    if not authors:
        problems.append(note(place, "authors", "no authors in the source", "write them below “authors:”"))
    links = _links(values, sections, config)
    permalink = text("permalink")
    if re.match(r"https?://", permalink):
        links.setdefault("publisher", permalink)
    addresses = [*links.values(), permalink, citation]
    ids = {
        "doi": identifiers.doi(
            text("doi"),
            *(links.get(label, "") for label in ("publisher", "pdf", "preprint")),
            permalink,
            citation,
        )
        or (bibtex.ids.get("doi", "") if bibtex else ""),
        "arxiv": identifiers.bare_arxiv(text("arxiv"))
        or identifiers.arxiv(*addresses, text("venue", "publication"))
        or (bibtex.ids.get("arxiv", "") if bibtex else ""),
    }
    for name in IDENTIFIERS:
        if name not in ids and name != "orcid" and (found := identifier(name, text(name))):
            ids[name] = found.value
    venue = text("publication", "venue", "journal", "booktitle", "conference")
    appeared, remarks = venues.container(
        re.sub(r"^arxiv\s*/\s*publication:\s*", "", venue, flags=re.IGNORECASE)
    )
    if bibtex:
        appeared = filled(appeared, bibtex.container)
    by_type = " ".join(
        [
            *foreign.texts(values.get("type")),
            *foreign.texts(values.get("category")),
            text("collection"),
            text("pubtype"),
        ]
    )
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, by_type, re.IGNORECASE)), "")
    kind = kind if kind and by_type != "publications" else (bibtex.kind if bibtex else "")
    if kind == "journal article" and foreign.text(values.get("category")) == "manuscripts":
        kind = ""
    excerpt = text("excerpt", "summary", "description")
    abstract = text("abstract") or sections["abstract"]
    image = text("teaser", "image", "thumbnail") or foreign.text(
        foreign.mapping(values.get("header")).get("teaser")
    )
    return Record(
        place=place,
        kind=kind,
        key=bibtex.key if bibtex else "",
        name=re.sub(r"\.(?:md|markdown|html)$", "", path.rsplit("/", 1)[-1]),
        title=from_html(text("title")),
        subtitle=from_html(text("subtitle")),
        authors=authors,
        et_al=et_al,
        date=identifiers.precise(
            identifiers.date(text("date", "year", "pub_date"), day_first=day_first), by_month=by_month
        ),
        date_text=""
        if identifiers.date(text("date", "year", "pub_date"))
        else text("date", "year", "pub_date"),
        status=identifiers.status(text("status"), venue),
        container=appeared,
        ids={name: value for name, value in ids.items() if value},
        links={label: address for label, address in links.items() if not names_id(address, ids)},
        folder=path.rsplit("/", 1)[0],
        abstract="" if LEFTOVER.search(abstract) else from_html_blocks(abstract),
        summary="" if LEFTOVER.search(excerpt) else from_html(excerpt),
        body=sections["rest"],
        notes=tuple(dict.fromkeys([*remarks, *map(from_html, foreign.texts(values.get("note")))])),
        awards=tuple(
            map(from_html, [*foreign.texts(values.get("award")), *foreign.texts(values.get("awards"))])
        ),
        tags=_tags(values),
        selected=foreign.true(values.get("selected")) or foreign.true(values.get("featured")),
        order=text("order", "weight") if re.fullmatch(r"\d+", text("order", "weight")) else "",
        image=image.lstrip("/") if image and not re.match(r"https?:", image) else "",
        language=text("lang", "language"),
        redirects=tuple(
            each
            for each in [permalink, *foreign.texts(values.get("redirect_from"))]
            if each and ":" not in each
        ),
        extra={name: value for name, value in bibtex.extra.items() if name != "title"} if bibtex else {},
    )


def filled(container: Container, other: Container) -> Container:
    """Return a container whose empty parts come from another one."""
    names_ = Container.__dataclass_fields__
    given = {name: getattr(container, name) or getattr(other, name) for name in names_}
    return Container(**given)


def _bibtex(values: Mapping[str, Any], files: Mapping[str, bytes]) -> Record | None:
    written = foreign.text(values.get("bibtex")) or foreign.text(values.get("bibtexurl"))
    if written.startswith("@"):
        records = from_bibtex.read("", written).records
        return records[0] if len(records) == 1 else None
    wanted = written.split("?")[0].rsplit("/", 1)[-1]
    if not wanted.endswith(".bib"):
        return None
    path = next((path for path in sorted(files) if path.rsplit("/", 1)[-1] == wanted), "")
    records = from_bibtex.read(path, foreign.decode(path, files[path])[0]).records if path else ()
    return records[0] if len(records) == 1 else None


def _authors(
    values: Mapping[str, Any], sections: Mapping[str, str], citation: str, title: str, bibtex: Record | None
) -> tuple[tuple[Contributor, ...], bool]:
    field = values.get("authors") or values.get("author")
    if isinstance(field, list):
        given = [
            each if isinstance(each, str) else foreign.text(each.get("name"))
            for each in field
            if isinstance(each, str | dict)
        ]
        found = [names.listed(each) for each in given if each]
        own, et_al = (
            tuple(person for each, _ in found for person in each),
            any(goes_on for _, goes_on in found),
        )
    else:
        own, et_al = names.listed(foreign.text(field) or sections["authors"])
    cited, cited_on = (
        names.from_citation(citation, title) if citation and not LEFTOVER.search(citation) else ((), False)
    )
    if own:
        return names.fuller(own, cited) if cited and len(cited) == len(own) else own, et_al
    if cited:
        return cited, cited_on
    return (bibtex.authors, bibtex.et_al) if bibtex else ((), False)


def _sections(body: str) -> dict[str, str]:
    """Return the parts of a body: authors, abstract, links, and the rest."""
    found = {"authors": "", "abstract": "", "links": body, "rest": ""}
    body = re.sub(r"(?im)^\s*(?:\*\*)?Recommended citation:?.*$", "", body)
    parts = re.split(
        r"(?m)^[ \t]*(?:#{1,6}[ \t]*([^\n#]+?)[ \t]*#*|\*\*(Abstract|Authors?)\*\*:?|([^\n]+)\n(?:=+|-{3,}))[ \t]*$",
        body,
    )
    texts = [("", parts[0])] + [
        (parts[index] or parts[index + 1] or parts[index + 2] or "", parts[index + 3])
        for index in range(1, len(parts), 4)
    ]
    rest = []
    for heading, text in texts:
        name = heading.strip(" :*").casefold()
        kept = "\n".join(line for line in text.split("\n") if not _only_links(line)).strip()
        if (not heading and len(texts) > 1 and names.are_people(kept)) or name.startswith("author"):
            found["authors"] = re.sub(r"\s*\n+\s*(?:[-*]\s)?", ", ", re.sub(r"^[-*]\s", "", kept))
        elif name in ("abstract", "summary", "") and not found["abstract"]:
            found["abstract"] = kept
        elif kept and not re.fullmatch(r"(?:downloads?|links?|resources?|materials?|citation|bibtex)", name):
            rest.append(f"## {heading.strip()}\n\n{kept}")
    found["abstract"] = re.sub(
        r"^\W{0,2}Abstract\W{1,4}\s*(?=\S)", "", found["abstract"], flags=re.IGNORECASE
    )
    if found["abstract"].startswith(">"):
        found["abstract"] = re.sub(r"(?m)^[ \t]*>[ \t]?", "", found["abstract"])
    found["rest"] = "\n\n".join(rest)
    return found


def _only_links(line: str) -> bool:
    return bool(_LINK.search(line)) and not re.search(
        r"[^\W_]{4}",
        re.sub(
            r"\b(?:here|download|paper|link|links|code|slides|video|available|view|read|from|access)\b",
            "",
            _LINK.sub("", line),
            flags=re.IGNORECASE,
        ),
    )


def _links(
    values: Mapping[str, Any], sections: Mapping[str, str], config: Mapping[str, Any]
) -> dict[str, str]:
    links: dict[str, str] = {}
    author = foreign.mapping(config.get("author"))
    for field, label in _FIELDS.items():
        address = _address(foreign.text(values.get(field)))
        if field == "code" and re.fullmatch(r"[\w.-]+", address):
            user = foreign.text(author.get("github")).rstrip("/").rsplit("/", 1)[-1]
            address = f"https://github.com/{user}/{address}" if user else ""
        if address and address != "#":
            if label == "pdf" and not _is_pdf(address):
                label = "publisher"
            links.setdefault(label, address)
    for match in _LINK.finditer(sections["links"]):
        label_, address = (
            plain(from_html(match["label"] or match["label2"] or "")),
            _address(match["url"] or match["url2"] or ""),
        )
        if (
            match[0].startswith("!")
            or not address
            or re.search(r"scholar\.google|^#|^mailto:|\.bib$", address)
        ):
            continue
        label = next(
            (name for pattern, name in _LABELS if re.search(pattern, label_, re.IGNORECASE)),
            "pdf" if _is_pdf(address) else "",
        )
        if label == "pdf" and not _is_pdf(address):
            label = "publisher"
        if label and address not in links.values():
            links.setdefault(label, address)
    return links


def _address(written: str) -> str:
    return re.sub(r"\{\{.*?\}\}", "", written).strip()


def _is_pdf(address: str) -> bool:
    return bool(re.search(r"\.pdf(?:$|[?#])|/pdf/|/files/", address, re.IGNORECASE))


def names_id(address: str, ids: Mapping[str, str]) -> bool:
    """Whether an address only spells out one of the identifiers."""
    return bool(re.search(r"//(?:dx\.|www\.)?doi\.org/|//arxiv\.org/abs/", address)) and any(
        value and value.casefold() in address.casefold() for value in ids.values()
    )


def _tags(values: Mapping[str, Any]) -> tuple[str, ...]:
    field = values.get("tags")
    items = field if isinstance(field, list) else re.split(r",\s*", foreign.text(field)) if field else []
    found = [
        each if isinstance(each, str) else foreign.text(each.get("tag") or each.get("name"))
        for each in items
        if isinstance(each, str | dict)
    ]
    return tuple(dict.fromkeys(each.strip() for each in found if each.strip()))
