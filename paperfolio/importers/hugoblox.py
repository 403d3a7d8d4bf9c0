"""A HugoBlox site (formerly Wowchemy and Academic): `content/publication/*/index.md` with `cite.bib` beside it.

Front matter is TOML or YAML. Authors are names, or the folders of their pages below `content/authors`. Of a site in
several languages, the publications of the default one are taken, and those that another one has alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from paperfolio.importers import foreign, from_bibtex, hugo, hugo_people, identifiers, samples, venues
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.hugo import SitePage
from paperfolio.importers.records import Found, Record, grouped, note, unique
from paperfolio.problems import Place, Problem

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
# What a page in the folder itself has if it is a publication, and no list of them.
_OF_WORKS = ("authors", "author", "publication", "publication_types", "doi", "publishDate", "abstract")


def fits(files: Mapping[str, bytes]) -> bool:
    """Return whether the folder has publications as Hugo sites of this family have them."""
    return any((page := hugo.page_of(path)) and page.collection == "papers" for path in files)


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
    default = settings.text("defaultContentLanguage") or "en"
    people, owner_id = hugo_people.author_pages(files, default)
    pages = [page for page in hugo.pages(files, default) if page.collection == "papers"]
    parsed = [(page, *foreign.front_matter(page.path, files[page.path])) for page in pages]
    by_month = identifiers.coarsened(identifiers.date(values.text("date")) for _, values, _, _ in parsed)
    several = any(page.language == default for page in pages)
    records: list[Record] = []
    for page, values, body, doubts in parsed:
        if not page.folder and not any(map(values.get, _OF_WORKS)):
            continue
        if refusal := samples.refusal(page.path, values.plain("title")):
            problems.append(refusal)
            continue
        problems += doubts
        record = _record(page, values, body, files, people, problems, by_month=by_month)
        foreign_ = several and page.language not in ("", default)
        records.append(replace(record, language=page.language) if foreign_ else record)
    entries, more = hugo.entries_of(files, default)
    owner_page = people.get(owner_id, Values())
    owner, biography = hugo_people.owner_of(files, owner_page, problems) if owner_page else ({}, "")
    url = settings.text("baseURL", "baseurl")
    return Found(
        format="HugoBlox",
        records=tuple(records),
        entries=tuple(entries),
        owner=owner,
        biography=biography,
        site=url.rstrip("/") if url.startswith("http") else "",
        settings=owner_page.text(" path"),
        cv=hugo_people.cv_of(owner_page, problems),
        problems=(*problems, *more),
    )


def _record(
    page: SitePage,
    values: Values,
    body: str,
    files: Mapping[str, bytes],
    people: Mapping[str, Values],
    problems: list[Problem],
    *,
    by_month: bool,
) -> Record:
    folder = page.path.rsplit("/", 1)[0]
    title = values.line("title")
    cited = _cited(page, folder, files)
    if cited and _far(plain(cited.title), plain(title)):
        message = f"cite.bib has another title, “{plain(cited.title)[:80]}”; the page's was taken"
        problems.append(note(page.path, "conflict", message, "check the title and the DOI"))
    authors, et_al = hugo_people.authors_of(values, people, cited)
    types = (each.casefold() for each in values.texts("publication_types"))
    kind = next((_KINDS[each] for each in types if each in _KINDS), "")
    publication = values.text("publication")
    appeared, remarks = venues.container(publication, values.text("publication_short"))
    kind = venues.kind_at(kind, appeared.name)
    links = hugo.links_of(values)
    ids = _ids(values, publication, links)
    if (pdf := f"{folder}/{folder.rsplit('/', 1)[-1]}.pdf") in files:
        links.setdefault("pdf", pdf)
    date = identifiers.precise(identifiers.date(values.text("date", "publishDate")), by_month=by_month)
    status = "draft" if values.says("draft") else identifiers.status(publication, *remarks)
    featured = re.compile(re.escape(folder) + r"/featured[^/]*\.(?:png|jpe?g|webp|gif|svg)")
    record = Record(
        place=Place(path=page.path),
        kind=kind,
        name=page.name.rsplit("/", 1)[-1],
        title=title,
        subtitle=values.line("subtitle"),
        authors=authors,
        et_al=et_al,
        date=date,
        date_text="" if date else values.text("date"),
        status=status,
        container=appeared,
        ids=ids,
        links={label: address for label, address in links.items() if not identifiers.spelled(address, ids)},
        folder=folder,
        abstract=from_html_blocks(values.text("abstract")),
        summary=values.line("summary", "abstract_short"),
        body=hugo.text_of(page.path, body, problems),
        notes=unique(each for each in remarks if each.casefold() != status),
        awards=tuple(map(from_html, values.texts("award", "awards"))),
        tags=unique(plain(from_html(each)).strip("\"'“”") for each in values.texts("tags")),
        projects=tuple(values.texts("projects")),
        selected=values.says("featured", "selected"),
        image=next(filter(featured.fullmatch, sorted(files)), "") if page.folder else "",
        image_alt=values.part("image").plain("alt_text"),
        redirects=tuple(each for each in values.texts("aliases") if ":" not in each)
        or (f"{page.section}/{page.name}",),
    )
    return from_bibtex.completed(record, cited)


def _far(one: str, other: str) -> bool:
    """Return whether two titles have less than half of their words in common."""
    first, second = (set(re.findall(r"\w{4,}", each.casefold())) for each in (one, other))
    return bool(first and second) and len(first & second) * 2 < min(len(first), len(second))


def _cited(page: SitePage, folder: str, files: Mapping[str, bytes]) -> Record | None:
    """Return the BibTeX entry beside a page that has a folder of its own."""
    if not page.path.rsplit("/", 1)[-1].startswith("index"):
        return None
    beside = sorted(each for each in files if each.startswith(f"{folder}/") and each.endswith(".bib"))
    path = next((each for each in (f"{folder}/cite.bib", *beside) if each in files), "")
    records = from_bibtex.read(path, foreign.decode(path, files[path])[0]).records if path else ()
    return next(iter(records), None)


def _ids(values: Values, publication: str, links: Mapping[str, str]) -> dict[str, str]:
    given = Values({**values, **values.part("hugoblox").part("ids")})
    wanted = re.compile(r"doi|publisher|journal|paper|article|html|full|abs", re.IGNORECASE)
    named = (
        row.text("url")
        for row in values.rows("links", "url_custom")
        if wanted.search(row.text("name") + row.text("url"))
    )
    doi = identifiers.doi(given.text("doi"), links.get("publisher", ""), links.get("pdf", ""), *named)
    arxiv = identifiers.bare_arxiv(given.text("arxiv")) or identifiers.arxiv(
        *links.values(), publication, doi
    )
    return {**identifiers.registered(given.text), "doi": doi, "arxiv": arxiv}
