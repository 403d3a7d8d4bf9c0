"""What Hugo sites of the HugoBlox family share: where pages are, their languages, links and shortcodes.

Events, projects and posts become files of the collections here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from paperfolio.importers import foreign, identifiers, jekyll, link_fields, samples
from paperfolio.importers.conversion import from_html_blocks, plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.records import CollectionFile, grouped, note
from paperfolio.problems import Place, Problem

_PAGE = re.compile(
    r"content/(?:(?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?)/)?(?P<section>[a-z]+)/(?:(?P<folder>.+)/)?"
    r"(?P<stem>[^/]+?)(?:\.(?P<suffix>[a-z]{2}(?:-[A-Za-z]{2,4})?))?\.md"
)
_SECTIONS = grouped(
    {
        "papers": "publication publications paper papers",
        "talks": "event events talk talks",
        "projects": "project projects",
        "posts": "post posts blog",
        "news": "news",
        "teaching": "teaching course courses",
    }
)
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page of a section; `name` is the same in every language, `folder` empty for a file without its own."""

    path: str
    collection: str
    section: str
    folder: str
    name: str
    language: str


def page_of(path: str) -> SitePage | None:
    """Return the page at a path; None for lists of pages and what is in no known section."""
    match = _PAGE.fullmatch(path)
    if not match or match["section"] not in _SECTIONS or match["stem"].startswith("_"):
        return None
    folder, stem = match["folder"] or "", match["stem"]
    return SitePage(
        path=path,
        collection=_SECTIONS[match["section"]],
        section=match["section"],
        folder=folder,
        name=folder if stem == "index" and folder else "/".join(filter(None, (folder, stem))),
        language=match["lang"] or match["suffix"] or "",
    )


def pages(files: Mapping[str, bytes], default: str) -> list[SitePage]:
    """Return the pages, each work in one language: the default one before English, English before others."""

    def rank(page: SitePage) -> tuple[int, str]:
        return 0 if page.language in ("", default) else 1 if page.language == "en" else 2, page.path

    found: dict[tuple[str, str], SitePage] = {}
    for page in sorted(filter(None, map(page_of, files)), key=rank):
        found.setdefault((page.section, page.name), page)
    return list(found.values())


def links_of(values: Values) -> dict[str, str]:
    """Return the links of a page by label."""
    found: dict[str, str] = {}
    for field, label in link_fields.FIELDS.items():
        if ("_" in field) and (address := values.text(field)) not in ("", "#", "/"):
            found.setdefault(label, address)
    for row in values.rows("links", "url_custom"):
        if (address := row.text("url")) and address != "#":
            label = plain(row.text("name", "type") or "website")
            known = {**link_fields.FIELDS, "source": "publisher", "doi": "publisher"}.get(
                label.casefold(), label
            )
            found.setdefault(known or "publisher", address)
    return found


def text_of(path: str, body: str, problems: list[Problem]) -> str:
    """Return a body as Markdown, without Hugo's shortcodes; a figure stays."""

    def kept(match: re.Match[str]) -> str:
        found = re.search(r"(?:figure\b.*?src\s*=\s*|figure\s+)[\"']([^\"']+)", match[0], re.DOTALL)
        caption = re.search(r"(?:title|caption|alt)\s*=\s*[\"']([^\"']*)", match[0])
        return f"![{caption[1] if caption else ''}]({found[1]})" if found else ""

    known = re.compile(r"\{\{[<%]\s*/?(?:figure|math|br|toc|callout|alert|cite|icon)\b")
    if lost := [code for code in _SHORTCODE.findall(body) if not known.match(code)]:
        message = f"{len(lost)} shortcodes, such as “{' '.join(lost[0].split())[:50]}”: left out"
        line = body[: body.find(lost[0])].count("\n") + 1
        problems.append(note(Place(path=path, line=line), "shortcode", message))
    bare = _SHORTCODE.sub(kept, re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL))
    return jekyll.without_liquid(path, bare, problems)


def entries_of(files: Mapping[str, bytes], default: str) -> tuple[list[CollectionFile], list[Problem]]:
    """Return the files of the collections beside publications, and what was left out."""
    entries: list[CollectionFile] = []
    problems: list[Problem] = []
    for page in pages(files, default):
        if page.collection != "papers":
            values, body, doubts = foreign.front_matter(page.path, files[page.path])
            refusal = samples.refusal(page.path, values.plain("title"))
            problems += [refusal] if refusal else doubts
            if not refusal:
                entries.append(_entry(page, values, body, problems))
    for path in sorted(files):
        theirs = re.fullmatch(r"content/(?!.*authors/)(?!.*/_index(?:\.\w+)?\.md$).*\.md", path)
        if theirs and not page_of(path):
            problems.append(note(path, "no-home", "a page or a widget of the theme: left out"))
    return entries, problems


def _entry(page: SitePage, values: Values, body: str, problems: list[Problem]) -> CollectionFile:
    found = links_of(values)
    if address := values.text("event_url"):
        found["website"] = address
    abstract = from_html_blocks(values.text("abstract"))
    return CollectionFile(
        place=Place(path=page.path),
        collection=page.collection,
        name=page.name.rsplit("/", 1)[-1],
        fields={
            "title": values.plain("title"),
            "date": identifiers.date(values.text("date", "publishDate")),
            "end": identifiers.date(values.text("date_end")),
            "summary": values.plain("summary"),
            "event": values.plain("event") if page.collection == "talks" else "",
            "place": values.plain("location"),
            "links": found,
            "tags": values.texts("tags"),
            "redirects": [*values.texts("aliases"), f"{page.section}/{page.name}"],
        },
        body="\n\n".join(filter(None, (abstract, text_of(page.path, body, problems)))),
        folder=page.path.rsplit("/", 1)[0],
    )
