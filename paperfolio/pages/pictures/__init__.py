"""Pictures made at build time: a card for previews of each page, and the site's icon from the initials.

A site and fonts in, files out; the same input gives the same bytes. Only this package imports Pillow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from html import escape
from urllib.parse import urlsplit

from paperfolio.memo import Memo
from paperfolio.model import Page, Paper, Site
from paperfolio.pages.pictures.drawing import Card, card, icon, tint
from paperfolio.pages.pictures.setting import Fonts
from paperfolio.scholar import people
from paperfolio.scholar.cite import record
from paperfolio.text.cleaning import clean

__all__ = [
    "Card",
    "Fonts",
    "card",
    "files",
    "fonts_of",
    "icon",
    "icon_svg",
    "initials",
    "paper_card",
    "profile_card",
]

_ICON_SIZES = (192, 512)


def fonts_of(named: Iterable[tuple[str, bytes]]) -> Fonts | None:
    """Return the fonts among files of `fonts/`: `bold`, `regular`, then the others by name; None without both."""
    fonts = {name: data for name, data in sorted(named) if name.endswith((".ttf", ".otf"))}
    first = {key: fonts.pop(f"fonts/{key}.ttf", b"") for key in ("bold", "regular")}
    return Fonts(**first, more=tuple(fonts.values())) if all(first.values()) else None


def files(site: Site, fonts: Fonts, memo: Memo, taken: Collection[str] = ()) -> tuple[Page, ...]:
    """Return `card.png` for the profile and beside each paper's page, and the icons; none for a `taken` path.

    A page whose words the fonts can't set gets no picture. The pictures need no public address to be made,
    but only with one can a preview find them, so without one there are icons alone.
    """
    return tuple(
        Page(path=path, data=data) for path, data in _made(site, fonts, memo, taken) if data is not None
    )


def _made(site: Site, fonts: Fonts, memo: Memo, taken: Collection[str]) -> Iterator[tuple[str, bytes | None]]:
    letters, accent = initials(site.profile.name), _accent(site)
    if "icon.svg" not in taken:
        yield "icon.svg", icon_svg(letters, accent).encode()
    for size in _ICON_SIZES:
        if f"icon-{size}.png" not in taken:
            yield f"icon-{size}.png", memo(icon, letters, accent, size, fonts)
    if site.profile.settings.url:
        cards = [("card.png", profile_card(site))]
        cards += [(paper.folder + "card.png", paper_card(paper, site)) for paper in site.papers]
        for path, content in cards:
            if path not in taken:
                yield path, memo(card, content, fonts)


def paper_card(paper: Paper, site: Site) -> Card:
    """Return what a paper's card says: venue or category and year, title, authors, whose site it is."""
    venue = clean(paper.venue.short or paper.venue.name) if paper.venue else ""
    category = clean(paper.category.name or paper.category.label) if paper.category else ""
    year = "" if str(paper.date.year) in venue else str(paper.date.year)
    return Card(
        title=record.title(paper),
        names=tuple(clean(author.name) for author in paper.authors),
        goes_on=paper.et_al,
        above=" · ".join(filter(None, (venue or category, year))),
        foot=clean(site.profile.name),
        aside=_host(site),
        accent=_accent(site),
    )


def profile_card(site: Site) -> Card:
    """Return what the profile's card says: field, name, position and places."""
    profile = site.profile
    places = tuple(clean(place.label) for place in profile.affiliations)
    return Card(
        title=clean(profile.name),
        names=tuple(filter(None, (clean(profile.position), *places))),
        above=clean(profile.field),
        foot=clean(profile.settings.title),
        aside=_host(site),
        accent=_accent(site),
    )


def icon_svg(letters: str, accent: str) -> str:
    """Return the icon as SVG, without a style that a policy could refuse."""
    red, green, blue = tint(accent)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="10" fill="#{red:02x}{green:02x}{blue:02x}"/>'
        '<text x="32" y="42" text-anchor="middle" font-family="Georgia, serif" font-weight="600" '
        f'font-size="{29 if len(letters) < 3 else 23}" fill="#fff">{escape(letters)}</text></svg>\n'
    )


def initials(name: str) -> str:
    """Return the first letters of the first given and the family name; one letter of a name in one piece."""
    family, given = people.split(clean(unicodedata.normalize("NFC", name)))
    capital = next((word for word in family.split() if word[:1].isupper()), family)
    found = [next((letter for letter in part if letter.isalpha()), "") for part in (given, capital)]
    return "".join(found).upper()


def _host(site: Site) -> str:
    address = urlsplit(site.profile.settings.url)
    return f"{address.hostname or ''}{address.path}"


def _accent(site: Site) -> str:
    return dict(site.profile.settings.theme).get("accent", "red")
