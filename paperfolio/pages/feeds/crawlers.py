"""Files that crawlers, language models and browsers request by a fixed name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape

from paperfolio.model import Item, Paper, Site
from paperfolio.pages.feeds.catalog import twin
from paperfolio.pages.paths import public
from paperfolio.pages.plan import Planned
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

# sitemaps.org, "Sitemaps XML format": more addresses than this need several files and an index.
MOST = 50_000

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(site: Site, planned: Iterable[Planned]) -> dict[str, str]:
    """Return `sitemap.xml`, and the files that it lists where there are too many pages for one.

    Each page is named once, by its canonical address; one that only leads on is not. No date of a change is
    given, since none is known.
    """
    pages = sorted(page.path for page in planned if page.indexed)
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)] or [[]]
    if len(parts) == 1:
        return {"sitemap.xml": _sitemap(site, parts[0], "urlset", "url")}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    files = {name: _sitemap(site, part, "urlset", "url") for name, part in zip(names, parts, strict=True)}
    return {"sitemap.xml": _sitemap(site, names, "sitemapindex", "sitemap"), **files}


def _sitemap(site: Site, paths: Iterable[str], root: str, item: str) -> str:
    lines = (f"<{item}><loc>{escape(public(site, path))}</loc></{item}>" for path in paths)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    return "\n".join([head, *lines, f"</{root}>", ""])


def robots(site: Site) -> str:
    """Return `robots.txt` (RFC 9309): everything may be read. Crawlers look for it at a domain's root alone."""
    where = f"\nSitemap: {public(site, 'sitemap.xml')}\n" if site.profile.settings.url else ""
    return f"User-agent: *\nAllow: /\n{where}"


def llms(site: Site) -> str:
    """Return `llms.txt` (llmstxt.org): who this is and what the papers are, as Markdown.

    Without the site's own address the links are relative to the file.
    """
    profile = site.profile
    about = profile.settings.description or profile.biography.plain
    who = [profile.position, *(place.label for place in profile.affiliations), profile.field]
    lines = [f"# {_line(profile.settings.title)}", ""]
    lines += [f"> {_line(about)}", ""] if _line(about) else []
    facts = ", ".join(filter(None, map(_line, who)))
    lines += [f"{_line(profile.name)}" + (f": {facts}" if facts else ""), "", "## Papers", ""]
    lines += [_paper(paper, site) for paper in site.papers]
    for each in site.collections:
        lines += ["", f"## {_line(each.title)}", "", *(_item(item, site) for item in each.items)]
    names = (
        ("JSON", "papers.json"),
        ("BibTeX", "publications.bib"),
        ("RIS", "publications.ris"),
        ("CSL-JSON", "publications.json"),
    )
    lines += ["", "## Optional", ""]
    lines += [f"- [All papers as {label}]({public(site, path) or path})" for label, path in names]
    return "\n".join(lines) + "\n"


def manifest(site: Site, direction: str = "ltr") -> str:
    """Return the web app manifest (W3C, "Web Application Manifest"); its addresses are relative to it."""
    settings = site.profile.settings
    icons = [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    values = {
        "name": clean(settings.title),
        "short_name": clean(site.profile.name),
        "description": clean(settings.description),
        "lang": settings.language,
        "dir": direction,
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "icons": icons,
    }
    return (
        json.dumps({key: value for key, value in values.items() if value}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _paper(paper: Paper, site: Site) -> str:
    names = ", ".join(_line(author.name) for author in paper.authors) + (" et al." if paper.et_al else "")
    facts = (names, _line(record.appeared(paper)), str(paper.date.year))
    facts_text = " ".join(f"{fact.removesuffix('.')}." for fact in facts if fact)
    about = _line(paper.summary.plain)
    url = public(site, paper.page) or paper.page
    facts = (facts_text, about, f"([Markdown]({public(site, twin(paper)) or twin(paper)}))")
    return f"- [{_line(record.marked_title(paper)) or paper.slug}]({url}): {' '.join(filter(None, facts))}"


def _item(item: Item, site: Site) -> str:
    page, mark, anchor = item.address.partition("#")
    url = f"{public(site, page) or page}{mark}{anchor}"
    date = item.date.iso if item.date else item.term
    facts = filter(None, (_line(item.event.plain), _line(item.where), date))
    about = " ".join(filter(None, (", ".join(facts), _line(item.summary.plain))))
    return f"- [{_line(item.title.plain)}]({url})" + (f": {about}" if about else "")


def _line(text: str) -> str:
    """Return text as one line of Markdown in which it has no markup of its own."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", clean(text))
