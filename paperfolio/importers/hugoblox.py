"""A HugoBlox site (formerly Wowchemy and Academic): `content/publication/*/index.md` with `cite.bib` beside it.

Front matter is TOML or YAML. Authors are names, or the folders of their pages below `content/authors`. Of a site in
several languages, the publications of the default one are taken, and those that another one has alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paperfolio.importers import (
    academicpages,
    foreign,
    from_bibtex,
    hugo,
    hugo_people,
    identifiers,
    jekyll,
    venues,
)
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import Found, Record, note
from paperfolio.importers.samples import is_sample
from paperfolio.problems import Place, Problem
from paperfolio.scholar.registers import IDENTIFIERS, identifier

# Numbers until 2023, names of CSL types since.
_KINDS = grouped(
    {
        "conference paper": "1 paper-conference",
        "journal article": "2 article-journal journal_article",
        "preprint": "3 article manuscript",
        "report": "4 report",
        "book": "5 book",
        "chapter": "6 chapter",
        "thesis": "7 thesis",
        "patent": "8 patent",
        "dataset": "dataset",
        "software": "software",
        "other": "speech",
    }
)


def fits(files: Mapping[str, bytes]) -> bool:
    """Whether the folder has publications as Hugo sites of this family have them."""
    return any(hugo.PAGE.match(path) for path in files)


def read(files: Mapping[str, bytes]) -> Found:
    """Return the publications, the other content and the owner of a site."""
    problems: list[Problem] = []
    settings = foreign.config(
        files,
        *(
            f"{folder}{name}.{end}"
            for folder in ("config/_default/", "")
            for name in ("config", "hugo")
            for end in ("toml", "yaml", "yml")
        ),
    )
    default = foreign.text(settings.get("defaultContentLanguage")) or "en"
    people, owner_id = hugo_people.author_pages(files, default)
    records: list[Record] = []
    skipped = 0
    seen: set[str] = set()
    pages = sorted(
        (
            path
            for path in files
            if (match := hugo.PAGE.match(path)) and hugo.language_of(match)[0] is not None
        ),
        key=lambda path: (_order(path, default), path),
    )
    parsed = {path: foreign.front_matter(path, files[path]) for path in pages}
    by_month = identifiers.coarsened(
        identifiers.date(foreign.text(values.get("date"))) for values, _, _ in parsed.values()
    )
    for path in pages:
        match = hugo.PAGE.match(path)
        assert match  # noqa: S101 - pages are those that match
        language, name = hugo.language_of(match)
        values, body, doubts = parsed[path]
        if match["file"].startswith("_") or name in seen or (not match["folder"] and not _is_work(values)):
            continue
        seen.add(name or "")
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
            record = _record(path, name or "", values, body, files, people, problems, by_month=by_month)
            records.append(
                record
                if not language or language == default or default not in _languages(files)
                else _in_language(record, language)
            )
    entries, others, more = hugo.entries_of(files, default)
    problems += more
    owner, biography = hugo_people.owner_of(files, people, owner_id, problems)
    url = foreign.text(settings.get("baseURL") or settings.get("baseurl"))
    return Found(
        format="HugoBlox",
        records=tuple(records),
        entries=tuple(entries),
        owner=owner,
        biography=biography,
        site=url.rstrip("/") if url.startswith("http") else "",
        settings=foreign.text(people[owner_id].get(" path")) if owner_id else "",
        skipped=skipped + others,
        problems=tuple(problems),
    )


# ------------------------------------------------------------------ languages


def _order(path: str, default: str) -> int:
    match = hugo.PAGE.match(path)
    language = hugo.language_of(match)[0] if match else ""
    return 0 if not language or language == default else 1 if language == "en" else 2


def _languages(files: Mapping[str, bytes]) -> set[str]:
    return {match["lang"] for path in files if (match := hugo.PAGE.match(path)) and match["lang"]}


def _in_language(record: Record, language: str) -> Record:
    return replace(record, language=record.language or language)


def _is_work(values: Mapping[str, Any]) -> bool:
    """Whether a page in the folder itself is a publication, and no list of them."""
    return any(
        values.get(name)
        for name in (
            "authors",
            "author",
            "publication",
            "publication_types",
            "doi",
            "publishDate",
            "abstract",
        )
    )


# ------------------------------------------------------------------ publications


def _record(
    path: str,
    name: str,
    values: Mapping[str, Any],
    body: str,
    files: Mapping[str, bytes],
    people: Mapping[str, Mapping[str, Any]],
    problems: list[Problem],
    *,
    by_month: bool,
) -> Record:
    place = Place(path=path)
    folder = path.rsplit("/", 1)[0]

    def text(*fields: str) -> str:
        return next((line for field in fields if (line := foreign.text(values.get(field)))), "")

    cited = _cited(folder, files) if path.rsplit("/", 1)[-1].startswith("index") else None
    if (
        cited
        and plain(cited.title).casefold() not in (title := plain(from_html(text("title"))).casefold())
        and _far(plain(cited.title), title)
    ):
        message = f"cite.bib has another title, “{plain(cited.title)[:80]}”; the page's was taken"
        problems.append(note(place, "conflict", message, "check the title and the DOI"))
    authors, et_al = hugo_people.authors_of(values, people, cited)
    types = [each.casefold() for each in foreign.texts(values.get("publication_types"))]
    kind = next((_KINDS[each] for each in types if each in _KINDS), "") or (cited.kind if cited else "")
    appeared, remarks = venues.container(text("publication"), text("publication_short"))
    if kind == "journal article" and re.search(r"\bworkshop\b", appeared.name, re.IGNORECASE):
        kind = "workshop paper"
    if cited:
        appeared = academicpages.filled(appeared, cited.container)
    links, ids = hugo.links_of(values), _ids(values)
    addresses = list(links.values())
    ids.setdefault(
        "doi",
        identifiers.doi(*(links.get(label, "") for label in ("publisher", "pdf")), *_doi_links(values))
        or (cited.ids.get("doi", "") if cited else ""),
    )
    ids.setdefault(
        "arxiv",
        identifiers.arxiv(*addresses, text("publication"), ids["doi"])
        or (cited.ids.get("arxiv", "") if cited else ""),
    )
    if pdf := next((file for file in (f"{folder}/{folder.rsplit('/', 1)[-1]}.pdf",) if file in files), ""):
        links.setdefault("pdf", pdf)
    written = identifiers.date(text("date", "publishDate"))
    date = identifiers.precise(written, by_month=by_month) or (cited.date if cited else "")
    status = (
        "draft" if foreign.true(values.get("draft")) else identifiers.status(text("publication"), *remarks)
    )
    image = (
        next(
            (
                each
                for each in sorted(files)
                if re.fullmatch(re.escape(folder) + r"/featured[^/]*\.(?:png|jpe?g|webp|gif|svg)", each)
            ),
            "",
        )
        if folder.count("/") > 1
        else ""
    )
    caption = foreign.mapping(values.get("image"))
    return Record(
        place=place,
        kind=kind,
        key=cited.key if cited else "",
        name=name.rsplit("/", 1)[-1],
        title=from_html(text("title")),
        subtitle=from_html(text("subtitle")),
        authors=authors,
        et_al=et_al,
        editors=cited.editors if cited else (),
        date=date,
        date_text="" if date else text("date"),
        status=status,
        container=appeared,
        ids={key: value for key, value in ids.items() if value},
        links={
            label: address
            for label, address in links.items()
            if label and not academicpages.names_id(address, ids)
        },
        folder=folder,
        abstract=from_html_blocks(text("abstract")),
        summary=from_html(text("summary", "abstract_short")),
        body=jekyll.without_liquid(path, hugo.without_shortcodes(path, body, problems), problems),
        notes=tuple(dict.fromkeys(each for each in remarks if each.casefold() not in (status, ""))),
        awards=tuple(
            map(from_html, [*foreign.texts(values.get("award")), *foreign.texts(values.get("awards"))])
        ),
        tags=tuple(
            dict.fromkeys(
                tag
                for each in foreign.texts(values.get("tags"))
                if (tag := plain(from_html(each)).strip("\"'“”"))
            )
        ),
        projects=tuple(foreign.texts(values.get("projects"))),
        selected=foreign.true(values.get("featured")) or foreign.true(values.get("selected")),
        image=image,
        image_alt=plain(from_html(foreign.text(caption.get("alt_text")))),
        redirects=tuple(each for each in foreign.texts(values.get("aliases")) if ":" not in each)
        or (f"publication/{name}",),
        extra=_extra(cited, from_html(text("title"))),
    )


def _extra(cited: Record | None, title: str) -> dict[str, str]:
    """Return BibTeX's own fields; its title is kept only where it is the page's with braces."""
    extra = dict(cited.extra) if cited else {}
    if cited and plain(cited.title) != plain(title):
        extra.pop("title", None)
    return extra


def _far(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"\w{4,}", each.casefold())) for each in (one, other))
    return bool(first and second) and len(first & second) * 2 < min(len(first), len(second))


def _cited(folder: str, files: Mapping[str, bytes]) -> Record | None:
    path = next(
        (
            path
            for path in (
                f"{folder}/cite.bib",
                *sorted(each for each in files if each.startswith(f"{folder}/") and each.endswith(".bib")),
            )
            if path in files
        ),
        "",
    )
    found = from_bibtex.read(path, foreign.decode(path, files[path])[0]) if path else None
    return found.records[0] if found and found.records else None


def _ids(values: Mapping[str, Any]) -> dict[str, str]:
    blox = values.get("hugoblox")
    given = foreign.mapping(foreign.mapping(blox).get("ids"))
    given = {
        **given,
        **{name: values.get(name) for name in IDENTIFIERS if name in values},
    }
    ids = {}
    for name, value in given.items():
        text = foreign.text(value)
        if name == "doi":
            ids["doi"] = identifiers.doi(text)
        elif name == "arxiv":
            ids["arxiv"] = identifiers.bare_arxiv(text)
        elif name in IDENTIFIERS and name != "orcid" and (found := identifier(name, text)):
            ids[name] = found.value
    return {name: value for name, value in ids.items() if value}


def _doi_links(values: Mapping[str, Any]) -> list[str]:
    rows = [row for name in ("links", "url_custom") for row in hugo.rows(values.get(name))]
    wanted = re.compile(r"doi|publisher|journal|paper|article|html|full|abs", re.IGNORECASE)
    return [
        foreign.text(row.get("url"))
        for row in rows
        if wanted.search(foreign.text(row.get("name")) + foreign.text(row.get("url")))
    ]
