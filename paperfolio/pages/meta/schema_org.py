"""schema.org nodes of a paper's page and of the profile, as values that JSON can carry.

Sources: schema.org (ScholarlyArticle, PublicationIssue, ProfilePage) and Google Search Central, "Profile
page" and "Breadcrumb". Only known data is given: a list of authors that ends in “et al.” has those
named, and no invented one for the rest; there is no property for a count of citations, so none is given.
Keys with an empty value are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paperfolio.model import Author, Identifier, Paper, Profile, Site, Venue
from paperfolio.pages.meta.elements import shortened
from paperfolio.pages.paths import own_pdf
from paperfolio.scholar import kinds
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

Node = dict[str, Any]

# These name the journal, the book or a part of the archived code; the others name the paper itself.
_OF_WHOLE = frozenset({"issn", "isbn", "swh"})
_PAGED = frozenset({"ScholarlyArticle", "Chapter"})


def graph(*nodes: Node) -> Node:
    """Return the nodes as one document (JSON-LD 1.1, section 4.9)."""
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def article(paper: Paper, page_url: str, image_url: str = "", home: str = "") -> Node:
    """Return a paper as the type of its kind, such as ScholarlyArticle.

    Without `page_url` it has no `@id` and no address of its own. `home` is the front page's address: the
    researcher among the authors is the person of that page.
    """
    kind = kinds.of(paper)
    first, last = record.pages(paper) if kind.schema_org in _PAGED else ("", "")
    own = [each for each in paper.identifiers if each.kind not in _OF_WHOLE]
    pdf = own_pdf(paper)
    return known(
        {
            "@type": kind.schema_org,
            "@id": f"{page_url}#paper" if page_url else "",
            "headline": clean(paper.title.plain),
            "name": record.title(paper),
            "alternativeHeadline": clean(paper.subtitle.plain),
            "author": [person(author, home) for author in record.authors(paper)],
            "editor": [] if kind.part_of else [person(editor, home) for editor in record.editors(paper)],
            ("datePublished" if record.is_out(paper) else "dateCreated"): paper.date.iso,
            "isPartOf": _whole(paper, kind, home),
            **_own(paper, kind),
            "pageStart": first,
            "pageEnd": last,
            "pagination": f"{first}–{last}" if last else first,
            "publisher": organization(record.publisher(paper)),
            "creativeWorkStatus": paper.status or "",
            "award": _texts(award.plain for award in paper.awards),
            "about": clean(paper.category.name or paper.category.label) if paper.category else "",
            "keywords": _texts(paper.tags),
            "abstract": clean(paper.abstract.plain),
            "description": shortened(paper.summary.plain),
            "inLanguage": paper.language,
            "identifier": [_property(each) for each in own],
            "sameAs": [each.url for each in own if each.url],
            "correction": [each.url for each in paper.versions if each.kind in ("erratum", "retraction")],
            "image": image_url,
            "isAccessibleForFree": bool(pdf) or None,
            "encoding": _pdf(page_url, paper),
            "url": page_url,
            "mainEntityOfPage": page_url,
        }
    )


def person(author: Author, home: str = "") -> Node:
    """Return an author as Person, as the paper prints the name and as it splits."""
    family, given = clean(author.family), clean(author.given)
    orcid = f"https://orcid.org/{author.orcid}" if author.orcid else ""
    return known(
        {
            "@type": "Person",
            "@id": f"{home}#person" if author.me and home else orcid,
            "name": clean(author.name),
            "givenName": given,
            "familyName": family if given else "",
            "url": author.url or (home if author.me else ""),
            "identifier": orcid,
            "affiliation": [organization(place) for place in _texts(author.affiliations)],
        }
    )


def profile_page(site: Site, home: str, image_url: str = "") -> Node:
    """Return the front page as ProfilePage of its Person."""
    profile = site.profile
    return known(
        {
            "@type": "ProfilePage",
            "@id": home,
            "url": home,
            "name": clean(profile.settings.title),
            "inLanguage": profile.settings.language,
            "mainEntity": _researcher(profile, home, image_url),
        }
    )


def website(site: Site, home: str) -> Node:
    """Return the site as WebSite, whose name search results show (Search Central, "Site names")."""
    if not home:
        return {}
    settings = site.profile.settings
    return known(
        {
            "@type": "WebSite",
            "@id": f"{home}#site",
            "url": home,
            "name": clean(settings.title),
            "description": clean(settings.description),
            "inLanguage": settings.language,
        }
    )


def breadcrumbs(trail: tuple[tuple[str, str], ...]) -> Node:
    """Return the way to a page as BreadcrumbList: (name, absolute address) from the front page on."""
    items = [
        {"@type": "ListItem", "position": position, "name": clean(name), "item": url}
        for position, (name, url) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _researcher(profile: Profile, home: str, image_url: str) -> Node:
    orcid = next((link.url for link in profile.links if link.kind == "orcid"), "")
    pages = [link.url for link in profile.links if link.url.startswith("http") and not link.local]
    return known(
        {
            "@type": "Person",
            "@id": f"{home}#person" if home else "",
            "name": clean(profile.name),
            "alternateName": _texts(profile.other_names),
            "jobTitle": clean(profile.position),
            "knowsAbout": clean(profile.field),
            "affiliation": [organization(link.label, link.url) for link in profile.affiliations],
            "description": shortened(profile.biography.plain),
            "identifier": orcid,
            "sameAs": pages,
            "image": image_url,
            "url": home,
        }
    )


def _own(paper: Paper, kind: kinds.PublicationKind) -> Node:
    """Return what only some types have: the book's edition, the report's number, the software's version."""
    match kind.schema_org:
        case "Book":
            return {
                "bookEdition": clean(paper.edition),
                "numberOfPages": paper.number_of_pages or "",
                "isbn": _isbn(paper),
            }
        case "Thesis":
            return {"genre": record.genre(paper)}
        case "Report":
            return {"reportNumber": clean(paper.venue.issue or paper.venue.volume) if paper.venue else ""}
        case "Dataset" | "SoftwareSourceCode":
            code = paper.code.url if paper.code and not paper.code.local else ""
            repository = {"codeRepository": code} if kind.schema_org == "SoftwareSourceCode" else {}
            return {"version": clean(paper.edition), **repository}
    return {"genre": record.genre(paper) or (kind.name if kind.schema_org == "CreativeWork" else "")}


def _whole(paper: Paper, kind: kinds.PublicationKind, home: str) -> Node:
    """Return what the paper is part of: an issue of a volume of a journal, a book, or a series of books."""
    venue, name, series = paper.venue, record.container(paper), _series(paper)
    if venue is None or not name:
        return series
    if kind.part_of == "journal":
        return _issue(venue, known({"@type": "Periodical", "name": name, "issn": _issn(paper)}))
    return known(
        {
            "@type": "Book",
            "name": name,
            "alternateName": _short(venue, name),
            "isbn": _isbn(paper),
            "editor": [person(editor, home) for editor in paper.editors],
            "isPartOf": series,
        }
    )


def _series(paper: Paper) -> Node:
    series = record.series(paper)
    return known({"@type": "BookSeries", "name": series, "issn": _issn(paper)}) if series else {}


def _isbn(paper: Paper) -> str:
    return record.identifier(paper, "isbn").replace("-", "").replace(" ", "")


def _issue(venue: Venue, journal: Node) -> Node:
    volume, issue = clean(venue.volume), clean(venue.issue)
    if volume:
        journal = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": journal}
    return {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": journal} if issue else journal


def _issn(paper: Paper) -> str:
    return record.identifier(paper, "issn")


def _short(venue: Venue, name: str) -> str:
    short = clean(venue.short)
    return short if short != name else ""


def _texts(values: Iterable[str]) -> list[str]:
    """Return the texts as lines, without those of which nothing is left."""
    return [text for value in values if (text := clean(value))]


def organization(name: str, url: str = "") -> Node:
    """Return an organization, or nothing for no name."""
    name = clean(name)
    return known({"@type": "Organization", "name": name, "url": url}) if name else {}


def _property(identifier: Identifier) -> Node:
    return known(
        {
            "@type": "PropertyValue",
            "propertyID": identifier.label,
            "value": clean(identifier.value),
            "url": identifier.url,
        }
    )


def _pdf(page_url: str, paper: Paper) -> Node:
    pdf = own_pdf(paper)
    if not page_url or not pdf:
        return {}
    url = page_url + pdf.url.removeprefix(paper.folder)
    return {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "application/pdf"}


def known(node: Mapping[str, Any]) -> Node:
    """Return a node without the keys that nothing is known for."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {}, ())}
