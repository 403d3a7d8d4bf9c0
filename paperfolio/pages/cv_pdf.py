"""The CV and the list of publications as PDF, set by Typst where the package `typst` is installed.

The source is bytes and the PDF is bytes: no disk, no system fonts, and no date, so that the same site gives the same
file. Typst's own fonts have Latin, Greek, Cyrillic and Hebrew letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperfolio.memo import Memo
from paperfolio.model import Author, Page, Site
from paperfolio.pages.cv import CvBlock, Reference, ReferenceGroup, blocks, references
from paperfolio.pages.words import Words
from paperfolio.text.cleaning import clean

_HEAD = """#set page(paper: {paper}, margin: (x: 2.2cm, y: 2cm), numbering: "1 / 1")
#set document(title: {title}, author: {name}, date: none)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: {language}, hyphenate: true)
#set par(justify: false, leading: 0.62em)
#show heading: it => block(above: 1.5em, below: 0.7em, sticky: true, text(size: 11.5pt, weight: "semibold", it.body))
#show link: it => it
#let row(when, body) = block(breakable: false, below: 0.65em,
  grid(columns: (6.2em, 1fr), column-gutter: 1em, text(size: 9.5pt, when), body))
#let reference(number, body) = block(breakable: false, below: 0.65em,
  grid(columns: (6.2em, 1fr), column-gutter: 1em, align(right, [\\[#number\\]]), body))
"""


def files(site: Site, words: Words, memo: Memo) -> tuple[Page, ...]:
    """Return `cv.pdf`, if there is a CV, and `publications.pdf`; nothing where Typst isn't installed."""
    if not site.cv or not _installed():
        return ()
    papers = references(site.papers, words) if site.papers else ()
    listed = papers if site.cv.publications else ()
    sources = {"cv.pdf": _source(site, words, blocks(site, words), listed, words("cv"))}
    if papers:
        sources["publications.pdf"] = _source(site, words, (), papers, words("publications"))
    return tuple(Page(path=path, data=memo(compiled, source)) for path, source in sources.items())


def _installed() -> bool:
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


def compiled(source: str) -> bytes:
    """Return the PDF of a Typst document."""
    import typst

    data: bytes = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True)
    return data


def _source(
    site: Site, words: Words, sections: tuple[CvBlock, ...], papers: tuple[ReferenceGroup, ...], title: str
) -> str:
    lines = [*_head(site, title)]
    if site.cv and sections and site.cv.body:
        lines.append(f"#par({_string(site.cv.body.plain)})")
    for block in sections:
        lines.append(f"#heading(level: 1, {_string(block.heading)})")
        for when, entry in block.rows:
            facts = ", ".join(filter(None, (clean(entry.where.plain), clean(entry.note.plain))))
            body = [f"strong({_string(entry.what.plain)})"] if when or facts else [_string(entry.what.plain)]
            body += [_string(f", {facts}")] if facts else []
            if entry.link and entry.link.url.startswith("http"):
                body += [_string(" "), _link(entry.link.url)]
            lines.append(f"#row({_string(when)}, {' + '.join(body)})")
    if papers and sections:
        lines.append(f"#heading(level: 1, {_string(words('publications'))})")
    for group in papers:
        if group.heading:
            lines.append(f"#heading(level: {2 if sections else 1}, {_string(group.heading)})")
        for each in group.references:
            year = f" ({each.paper.date.year}). {_ended(each.title)} "
            body = [*_people(each, words), _string(year)]
            body += [f"emph({_string(each.source)})", _string(". ")] if each.source else []
            body += [_link(each.address)] if each.address else []
            lines.append(f"#reference({_string(str(each.number))}, {' + '.join(body)})")
    return "\n".join(lines) + "\n"


def _head(site: Site, title: str) -> Iterator[str]:
    profile = site.profile
    paper = '"us-letter"' if site.cv and site.cv.paper == "letter" else '"a4"'
    language = _string(profile.settings.language.split("-")[0].lower())
    named = _string(f"{profile.name}: {title}")
    values = {"{paper}": paper, "{title}": named, "{name}": _string(profile.name), "{language}": language}
    head = _HEAD
    for mark, value in values.items():
        head = head.replace(mark, value)
    yield head
    yield f"#block(below: 0.6em, text(size: 20pt, {_string(profile.name)}))"
    places = [place.label for place in profile.affiliations]
    yield f"#par({_string(', '.join(filter(None, (profile.position, *places))))})"
    found = [f"link({_string(f'mailto:{profile.email}')}, {_string(profile.email)})"] if profile.email else []
    if profile.settings.url:
        found.append(_link(profile.settings.url))
    found += [
        _link(link.url)
        for link in profile.links
        if link.kind in ("orcid", "website", "google_scholar") and link.url
    ]
    if found:
        separator = ' + text(" · ") + '
        yield f"#par(text(size: 9.5pt, {separator.join(found)}))"


def _people(reference: Reference, words: Words) -> list[str]:
    parts: list[str] = []
    for position, author in enumerate(reference.people):
        parts += [_string(", ")] if position else []
        parts.append(_author(author))
    if reference.paper.et_al:
        parts.append(_string(f" {words('et_al')}"))
    if reference.edited:
        parts.append(_string(f" ({words('editors', len(reference.people))})"))
    return parts or [_string("")]


def _author(author: Author) -> str:
    return f"strong({_string(author.name)})" if author.me else _string(author.name)


def _link(url: str) -> str:
    shown = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    return f"link({_string(url)}, text(size: 9.5pt, {_string(shown)}))"


def _ended(title: str) -> str:
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _string(text: str) -> str:
    """Return text as a Typst string, in which no character is markup."""
    kept = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(kept.split("\n")) + '"'
