"""What Hugo sites of the HugoBlox family share: where pages are, their languages, links and shortcodes.

Events, projects and posts become files of the collections here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paperfolio.importers import foreign, identifiers, jekyll
from paperfolio.importers.conversion import from_html, from_html_blocks, plain
from paperfolio.importers.grouping import grouped
from paperfolio.importers.records import CollectionFile, note
from paperfolio.importers.samples import is_sample
from paperfolio.problems import Place, Problem

PAGE = re.compile(
    r"^content/(?:(?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?)/)?(?P<section>publications?|papers?)/(?:(?P<folder>.+)/)?(?P<file>[^/]+)\.md$"
)


OTHER = re.compile(
    r"^content/(?:(?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?)/)?(?P<section>events?|talks?|projects?|posts?|blog|news|teaching|courses?)/(?:(?P<folder>.+)/)?(?P<file>[^/]+)\.md$"
)


_SECTIONS = grouped(
    {
        "talks": "event events talk talks",
        "projects": "project projects",
        "posts": "post posts blog",
        "news": "news",
        "teaching": "teaching course courses",
    }
)


_LINKS = grouped(
    {
        "pdf": "url_pdf",
        "preprint": "url_preprint",
        "code": "url_code",
        "data": "url_dataset",
        "poster": "url_poster",
        "project": "url_project",
        "slides": "url_slides",
        "publisher": "url_source external_link",
        "video": "url_video",
        "": "url",
        "blog": "url_blog",
        "demo": "url_demo",
    }
)


_LABELS = grouped(
    {
        "code": "code",
        "data": "dataset data",
        "pdf": "pdf",
        "preprint": "preprint",
        "slides": "slides",
        "video": "video",
        "poster": "poster",
        "project": "project",
        "publisher": "source",
        "supplement": "supplement",
        "demo": "demo",
    }
)


def language_of(match: re.Match[str]) -> tuple[str | None, str | None]:
    """Return the language of a page, empty for none, and the name of its work."""
    suffix = re.search(r"\.([a-z]{2}(?:-[A-Za-z]{2,4})?)$", match["file"])
    stem = match["file"][: suffix.start()] if suffix else match["file"]
    name = (
        match["folder"]
        if stem in ("index", "_index") and match["folder"]
        else "/".join(filter(None, (match["folder"], stem)))
    )
    return match["lang"] or (suffix[1] if suffix else ""), name


def links_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the links of a page by label."""
    links: dict[str, str] = {}
    for field, label in _LINKS.items():
        if (address := foreign.text(values.get(field))) and address not in ("#", "/"):
            links.setdefault(label, address)
    for row in [*rows(values.get("links")), *rows(values.get("url_custom"))]:
        if (address := foreign.text(row.get("url"))) and address != "#":
            label = plain(foreign.text(row.get("name")) or foreign.text(row.get("type")) or "website")
            known = _LABELS.get(label.casefold(), label)
            links.setdefault("publisher" if known in ("DOI", "doi") or not known else known, address)
    return links


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the mappings of a list, and nothing of anything else."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def without_shortcodes(path: str, body: str, problems: list[Problem]) -> str:
    """Return a body without Hugo's shortcodes; a figure stays."""

    def kept(match: re.Match[str]) -> str:
        found = re.search(r"(?:figure\b.*?src\s*=\s*|figure\s+)[\"']([^\"']+)", match[0], re.DOTALL)
        caption = re.search(r"(?:title|caption|alt)\s*=\s*[\"']([^\"']*)", match[0])
        return f"![{caption[1] if caption else ''}]({found[1]})" if found else ""

    codes = re.findall(r"\{\{[<%].*?[>%]\}\}", body, re.DOTALL)
    lost = [
        code
        for code in codes
        if not re.match(r"\{\{[<%]\s*/?(?:figure|math|br|toc|callout|alert|cite|icon)\b", code)
    ]
    if lost:
        message = f"{len(lost)} shortcodes, such as “{' '.join(lost[0].split())[:50]}”: left out"
        problems.append(
            note(
                Place(path=path, line=body[: body.find(lost[0])].count("\n") + 1),
                "shortcode",
                message,
                "write what they showed",
            )
        )
    return re.sub(
        r"\{\{[<%].*?[>%]\}\}", kept, re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL), flags=re.DOTALL
    )


def entries_of(files: Mapping[str, bytes], default: str) -> tuple[list[CollectionFile], int, list[Problem]]:
    """Return the files of the collections beside publications, how many are samples, and what was left out."""
    entries: list[CollectionFile] = []
    problems: list[Problem] = []
    skipped = 0
    seen: set[tuple[str, str]] = set()
    found = [(path, match) for path in files if (match := OTHER.match(path))]
    for path, match in sorted(found, key=lambda pair: (pair[1]["lang"] not in (None, default), pair[0])):
        language, name = language_of(match)
        key = (match["section"], name or "")
        if (
            match["file"].startswith("_")
            or key in seen
            or (language and language != default and (match["section"], name) in seen)
        ):
            continue
        seen.add(key)
        values, body, doubts = foreign.front_matter(path, files[path])
        title = plain(from_html(foreign.text(values.get("title"))))
        if is_sample(title) or not title:
            skipped += 1
            problems.append(
                note(
                    Place(path=path),
                    "sample" if title else "empty",
                    f"“{title or name}” is a sample of the theme or empty: left out",
                    "copy what you need by hand",
                )
            )
            continue
        problems += doubts
        entries.append(
            _entry(path, _SECTIONS[match["section"]], (name or "").rsplit("/", 1)[-1], values, body, problems)
        )
    for path in sorted(files):
        if (
            path.startswith("content/")
            and path.endswith(".md")
            and not PAGE.match(path)
            and not OTHER.match(path)
            and not re.search(r"/authors/|/_index(?:\.\w+)?\.md$", path)
        ):
            problems.append(
                note(
                    Place(path=path),
                    "no-home",
                    "a page or a widget of the theme: left out",
                    "copy what you need by hand",
                )
            )
    return entries, skipped, problems


def _entry(
    path: str, collection: str, name: str, values: Mapping[str, Any], body: str, problems: list[Problem]
) -> CollectionFile:
    def text(*fields: str) -> str:
        return plain(
            from_html(next((line for field in fields if (line := foreign.text(values.get(field)))), ""))
        )

    links = {label: address for label, address in links_of(values).items() if label}
    if address := foreign.text(values.get("event_url")):
        links["website"] = address
    abstract = from_html_blocks(foreign.text(values.get("abstract")))
    rest = jekyll.without_liquid(path, without_shortcodes(path, body, problems), problems)
    section = path.split("/")[-3] if path.endswith("index.md") else path.split("/")[-2]
    fields: dict[str, Any] = {
        "title": text("title"),
        "date": identifiers.date(text("date", "publishDate")),
        "end": identifiers.date(text("date_end")),
        "summary": text("summary"),
        "event": text("event"),
        "place": text("location"),
        "links": links,
        "tags": foreign.texts(values.get("tags")),
        "redirects": [*foreign.texts(values.get("aliases")), f"{section}/{name}"],
    }
    if collection != "talks":
        fields.pop("event")
    return CollectionFile(
        place=Place(path=path),
        collection=collection,
        name=name,
        fields={key: value for key, value in fields.items() if value},
        body="\n\n".join(filter(None, (abstract, rest))),
        folder=path.rsplit("/", 1)[0],
    )
