"""An academicpages site (a Jekyll theme): `_publications/*.md`, and the collections beside them.

Authors are where the site's owner put them: a field, the citation, a section of the body or a BibTeX file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from paperfolio.importers import foreign, from_bibtex, identifiers, jekyll, names, samples, venues
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.link_fields import FIELDS
from paperfolio.importers.records import Container, Contributor, Found, Record, note, unique
from paperfolio.importers.samples import LEFTOVER
from paperfolio.problems import Place, Problem

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
_FIELDS = {**FIELDS, "link": "publisher", "url": "publisher"}


def fits(files: Mapping[str, bytes]) -> bool:
    """Return whether the folder has a collection of publications as academicpages has it."""
    return any(_FOLDER.search(path) for path in files)


def read(files: Mapping[str, bytes]) -> Found:
    """Return the publications, the other content and the owner of a site."""
    config = foreign.config(files, "_config.yml", "_config.yaml")
    problems: list[Problem] = []
    pages = {path: foreign.front_matter(path, files[path]) for path in sorted(files) if _FOLDER.search(path)}
    written = [values.text("date") for values, _, _ in pages.values()]
    day_first = not any(re.match(r"\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}", each) for each in written)
    by_month = identifiers.coarsened(identifiers.date(each, day_first=day_first) for each in written)
    records: list[Record] = []
    for path, (values, body, doubts) in pages.items():
        if refusal := samples.refusal(path, values.plain("title")):
            problems.append(refusal)
            continue
        problems += doubts
        values = Values({name.casefold(): value for name, value in values.items()})
        date = identifiers.date(values.text("date", "year", "pub_date"), day_first=day_first)
        date = identifiers.precise(date, by_month=by_month)
        records.append(_record(path, values, body, date, files, config, problems))
    rest = jekyll.read(files, config)
    return replace(rest, format="academicpages", records=tuple(records), problems=(*problems, *rest.problems))


def _record(
    path: str,
    values: Values,
    body: str,
    date: str,
    files: Mapping[str, bytes],
    config: Values,
    problems: list[Problem],
) -> Record:
    folder, _, file = path.rpartition("/")
    sections = _sections(jekyll.without_liquid(path, body, problems))
    citation, permalink = values.text("citation"), values.text("permalink")
    bibtex = _bibtex(values, files)
    authors, et_al = _authors(values, sections, citation, bibtex)
    if not authors:
        problems.append(note(path, "authors", "no authors in the source", "write them below “authors:”"))
    links = _links(values, sections, config)
    if re.match(r"https?://", permalink):
        links.setdefault("publisher", permalink)
    own = (links.get(label, "") for label in ("publisher", "pdf", "preprint"))
    venue = values.text("publication", "venue", "journal", "booktitle", "conference")
    ids = {
        **identifiers.registered(values.text),
        "doi": identifiers.doi(values.text("doi"), *own, permalink, citation),
        "arxiv": identifiers.bare_arxiv(values.text("arxiv"))
        or identifiers.arxiv(
            *links.values(), permalink, citation, values.text("venue"), values.text("publication")
        ),
    }
    appeared, remarks = venues.container(
        re.sub(r"^arxiv\s*/\s*publication:\s*", "", venue, flags=re.IGNORECASE)
    )
    if appeared.name:
        appeared = appeared.filled(_parts(values))
    excerpt = values.text("excerpt", "summary", "description")
    abstract = values.text("abstract") or sections["abstract"]
    image = values.text("teaser", "image", "thumbnail") or values.part("header").text("teaser")
    record = Record(
        place=Place(path=path),
        kind=venues.kind_at(_kind(values), appeared.name),
        name=file.rpartition(".")[0],
        title=values.line("title"),
        subtitle=values.line("subtitle"),
        authors=authors,
        et_al=et_al,
        date=date,
        date_text="" if date else values.text("date", "year", "pub_date"),
        status=identifiers.status(values.text("status"), venue),
        container=appeared,
        ids=ids,
        links={label: address for label, address in links.items() if not identifiers.spelled(address, ids)},
        folder=folder,
        abstract="" if LEFTOVER.search(abstract) else from_html_blocks(abstract),
        summary="" if LEFTOVER.search(excerpt) else from_html(excerpt),
        body=sections["rest"],
        notes=unique([*remarks, *map(from_html, values.texts("note"))]),
        awards=tuple(map(from_html, values.texts("award", "awards"))),
        tags=_tags(values),
        selected=values.says("selected", "featured"),
        order=order if (order := values.text("order", "weight")).isdecimal() else "",
        image="" if "://" in image else image.lstrip("/"),
        language=values.text("lang", "language"),
        redirects=tuple(
            each for each in [permalink, *values.texts("redirect_from")] if each and ":" not in each
        ),
    )
    return from_bibtex.completed(record, bibtex)


def _parts(values: Values) -> Container:
    """Return volume, issue, pages and publisher where they have fields of their own."""
    span = re.fullmatch(r"([A-Za-z]?\d[\w.]*)(?:\s*[-–—]+\s*([A-Za-z]?\d\w*))?", values.text("pages"))
    return Container(
        volume=values.plain("volume"),
        issue=values.plain("issue", "number"),
        pages="–".join(filter(None, span.groups())) if span else "",
        publisher=values.plain("publisher"),
    )


def _kind(values: Values) -> str:
    by_type = " ".join([*values.texts("type", "category"), values.text("collection"), values.text("pubtype")])
    if by_type == "publications" or values.text("category") == "manuscripts":
        return ""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, by_type, re.IGNORECASE)), "")


def _bibtex(values: Values, files: Mapping[str, bytes]) -> Record | None:
    """Return the entry that a page has or names."""
    path, written = "", values.text("bibtex", "bibtexurl")
    if not written.startswith("@"):
        wanted = written.split("?")[0].rsplit("/", 1)[-1]
        path = next(
            (each for each in sorted(files) if wanted.endswith(".bib") and each.endswith(f"/{wanted}")), ""
        )
        written = foreign.decode(path, files[path])[0] if path else ""
    records = from_bibtex.read(path, written).records
    return records[0] if len(records) == 1 else None


def _authors(
    values: Values, sections: Mapping[str, str], citation: str, bibtex: Record | None
) -> tuple[tuple[Contributor, ...], bool]:
    field = "authors" if values.get("authors") else "author"
    given = [*values.texts(field), *(row.text("name") for row in values.rows(field))]
    lists = [names.listed(each) for each in given or [sections["authors"]]]
    own = tuple(person for people, _ in lists for person in people)
    cited, cited_on = (
        names.from_citation(citation, values.text("title")) if not LEFTOVER.search(citation) else ((), False)
    )
    if own:
        same = len(cited) == len(own)
        return names.fuller(own, cited) if same else own, any(goes_on for _, goes_on in lists)
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
    label = r"^\W{0,2}(?i:abstract)(?:\W*[:.*_–—\n-]\W*|\s+(?=[A-Z]))(?=\S)"
    found["abstract"] = re.sub(label, "", found["abstract"])
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


def _links(values: Values, sections: Mapping[str, str], config: Values) -> dict[str, str]:
    links: dict[str, str] = {}
    for field, label in _FIELDS.items():
        address = _address(values.text(field))
        if field == "code" and re.fullmatch(r"[\w.-]+", address):
            user = config.part("author").text("github").rstrip("/").rsplit("/", 1)[-1]
            address = f"https://github.com/{user}/{address}" if user else ""
        if address and address != "#":
            links.setdefault(_for_pdf(label, address), address)
    for match in _LINK.finditer(sections["links"]):
        text, address = (
            plain(from_html(match["label"] or match["label2"] or "")),
            match["url"] or match["url2"],
        )
        address = _address(address or "")
        if (
            match[0].startswith("!")
            or not address
            or re.search(r"scholar\.google|^#|^mailto:|\.bib$", address)
        ):
            continue
        label = next(
            (name for pattern, name in _LABELS if re.search(pattern, text, re.IGNORECASE)),
            "pdf" if _is_pdf(address) else "",
        )
        if label and address not in links.values():
            links.setdefault(_for_pdf(label, address), address)
    return links


def _address(written: str) -> str:
    return re.sub(r"\{\{.*?\}\}", "", written).strip()


def _for_pdf(label: str, address: str) -> str:
    """Return the label of a link, which isn't `pdf` where a page is linked."""
    return "publisher" if label == "pdf" and not _is_pdf(address) else label


def _is_pdf(address: str) -> bool:
    return bool(re.search(r"\.pdf(?:$|[?#])|/pdf/|/files/", address, re.IGNORECASE))


def _tags(values: Values) -> tuple[str, ...]:
    if text := values.text("tags"):
        return unique(text.split(","))
    return unique([*values.texts("tags"), *(row.text("tag", "name") for row in values.rows("tags"))])
