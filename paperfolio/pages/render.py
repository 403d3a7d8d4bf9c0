"""Render the planned pages: a site and a theme in, files out.

`environment` is the environment that templates are rendered in, `static` the scripts and styles, and
`template_errors` what is wrong with a site's own templates.

Nothing here touches a disk, a clock or the network. A theme is its files as values; the same site and theme
always give the same bytes. Templates are code that the site's owner wrote or chose, so they run in a plain
environment (autoescaped, strict about undefined names) and not in a sandbox. A mistake in a site's own
template is a `Problem` with its file and line; one in the theme itself is a bug, and raises.

Every address inside a page begins with the mark `model.SITE` for "the site's root", which is replaced by the
way there (`../../`) once the page's place is known: so a card is the same text on every page, and the site
works at a domain's root, under a folder, and from disk.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache, partial
from html import escape, unescape
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment
from markupsafe import Markup

from paperfolio.model import SITE, Page, Paper, PartialDate, Site, Text
from paperfolio.pages import charts, options, overrides, template_errors
from paperfolio.pages.environment import environment as _environment
from paperfolio.pages.lists import folded
from paperfolio.pages.menu import MenuEntry, marked
from paperfolio.pages.meta.coins import coins
from paperfolio.pages.pictures.photos import Photo, srcset
from paperfolio.pages.plan import Plan
from paperfolio.pages.static import static
from paperfolio.pages.theme import Theme
from paperfolio.pages.words import Words
from paperfolio.problems import Problem, in_order
from paperfolio.scholar import kinds

# How many letters a line of the style's measure has at least.
LETTERS = 66
# The number of letters of the menu's size that fit beside the buttons, and the space between entries.
_ROW, _BETWEEN = 80, 3

NOTHING: Mapping[str, str] = MappingProxyType({})

_MAYBE_WIDE = re.compile("[\u1100-\U0010ffff]")  # no letter before these takes the room of two
# A picture in a person's text, whose tag says nothing of when to load it.
_PICTURE = re.compile(r"<img (?![^>]*\s(?:loading|decoding)=)[^>]*")
_SOURCE = re.compile(r'\ssrc="([^"]*)"')


Cards = Callable[[Paper, int], Markup]


def cards(
    site: Site, theme: Theme, plan: Plan, words: Words, photos: Mapping[str, Photo] = MappingProxyType({})
) -> Cards:
    """Return `card(paper, level)`: a paper's card with its title at a level of heading, rendered once.

    Each address in it begins with the mark of the site's root.
    """
    shared = _shared(site, theme, plan, words) | {
        "picture": _pictures(photos),
        "files": frozenset(),
        "search": "",
    }
    return _cards(_environment(theme), shared)


def stored_cards(card: Cards, theme: Theme, plan: Plan, listed: str) -> Callable[[Paper], str]:
    """Return a function from a paper to its card on the page `listed`, for answers of the search.

    A card that a site's own template can't make is empty; rendering its page reports the mistake.
    """
    if list(template_errors.syntax(theme)):
        return lambda _: ""
    groups = (group for page in plan.pages if page.path == listed for group in page.shows["list_page"].groups)
    level = 4 if any(group.has_heading for group in groups) else 3

    def stored(paper: Paper) -> str:
        try:
            made = str(card(paper, level))
        except Exception:
            return ""
        # Phrases are also searched in the tags and in the abstract, which not every card shows.
        abstract = "" if 'data-field="abstract"' in made else paper.abstract.plain
        return f"{made}<p>{escape(', '.join((*paper.tags, abstract)))}</p>"

    return stored


def render(
    site: Site,
    theme: Theme,
    plan: Plan,
    words: Words,
    *,
    heads: Mapping[str, str] = NOTHING,
    search: str = "",
    elsewhere: str = "",
    files: Collection[str] = (),
    photos: Mapping[str, Photo] = MappingProxyType({}),
    card: Cards | None = None,
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Return the planned pages and the static files, and what is wrong with the site's own templates.

    `heads` gives, by the path of a page, safe markup for its `<head>`; `search` is the path of the search
    index's entry file, empty for a site without search; `elsewhere` is the path of the script with what else
    is searched. `files` are the paths of the site's other files, so that a page links to a feed or a citation
    only where there is one.
    """
    environment = _environment(theme)
    problems = list(template_errors.syntax(theme))
    if problems:
        return (), in_order(problems)
    problems += (*options.doubts(site.profile), *template_errors.unknown_blocks(theme))
    problems += overrides.doubts(theme, site.profile.settings.allow)
    common = _shared(site, theme, plan, words) | {"search": search, "elsewhere": elsewhere}
    common["files"] = frozenset(files)
    common["picture"] = sized = _pictures(photos)
    common["card"] = card or cards(site, theme, plan, words, photos)
    common["menu_folds"] = _folds(plan.menu, site.profile.name)
    common["charts"] = charts.charts(site, plan.lists, words)
    common["coauthors"] = charts.coauthor_chart(plan.lists, words)
    pages = []
    for page in plan.pages:
        head = Markup(heads.get(page.path, ""))  # noqa: S704 - markup of `meta`, safe by contract
        variables = {**common, **page.shows, "path": page.path, "title": page.title, "head": head}
        variables["menu"] = marked(plan.menu, page.path, page.section)
        try:
            text = environment.get_template(page.template).render(variables)
        except Exception as error:
            problems.append(template_errors.fault(error, variables, theme))
        else:
            pages.append(Page(path=page.path, data=_placed(text, page.path, site, sized)))
            if search and page.path == site.profile.settings.listed:
                problems += overrides.without_search(theme, pages[-1].data)
    return (*pages, *static(theme, common["options"]["accent"])), in_order(problems)


def _shared(site: Site, theme: Theme, plan: Plan, words: Words) -> dict[str, Any]:
    """Return the variables that the templates of pages and cards share."""
    return {
        "site": site,
        "profile": site.profile,
        "settings": site.profile.settings,
        "options": options.chosen(site.profile.settings),
        "t": words,
        "date": _dates(site, words),
        "number": words.number,
        "direction": words.direction,
        "root": SITE,
        "asset": _assets(theme, options.chosen(site.profile.settings)["accent"]),
        "icons": _icons(theme),
        "custom_css": theme.file("static/custom.css") is not None,
        "folder": _folders(plan),
        "is_long": _is_long,
        "coins": coins,
        "by_year": options.grouping(site.profile.settings) == "year",
        "kinds": tuple(sorted({kinds.of(paper).name for paper in site.papers}, key=kinds.NAMES.index)),
        "statuses": tuple(dict.fromkeys(paper.status for paper in site.papers if paper.status)),
    }


def _is_long(text: Text, lines: int) -> bool:
    """Whether a text takes more than a line beyond `lines`."""
    return _breadth(text.plain) > (lines + 1) * LETTERS


def _breadth(text: str) -> int:
    """Return how many letters' room a text takes: an East Asian letter takes that of two."""
    return len(text) + sum(
        unicodedata.east_asian_width(letter) in "WF" for letter in _MAYBE_WIDE.findall(text)
    )


def _folds(entries: Sequence[MenuEntry], name: str) -> bool:
    """Whether a menu is too long for one row beside a name, which is in larger letters, and the buttons."""
    return 1.3 * _breadth(name) + sum(_breadth(each.title) + _BETWEEN for each in entries) > _ROW


def _cards(environment: Environment, shared: Mapping[str, Any]) -> Cards:
    template = cache(lambda: environment.get_template("_card.html"))

    @cache
    def card(slug: str, level: int) -> Markup:
        return Markup(template().render({**shared, "paper": papers[slug], "level": level}))  # noqa: S704 - autoescaped

    papers = {paper.slug: paper for paper in shared["site"].papers}
    return lambda paper, level: card(paper.slug, level)


def _folders(plan: Plan) -> Callable[[str, str], str]:
    """Return `folder(kind, name)`: where the list of a year, category, tag or co-author is, "" for none."""
    folders = {(str(each.kind), folded(each.name)): each.folder for each in plan.lists}
    return lambda kind, name: folders.get((kind, folded(name)), "")


def _pictures(photos: Mapping[str, Photo]) -> Callable[..., Markup]:
    """Return `picture(url, sizes)`: attributes of a picture's tag that let a visitor fetch a copy of a fitting size."""

    def picture(url: str, sizes: str, size: bool = True) -> Markup:
        path = unquote(url.removeprefix(SITE))
        if path not in photos:
            return Markup()
        photo = photos[path]
        found = Markup(' width="{}" height="{}"').format(photo.width, photo.height) if size else Markup()
        if copies := srcset(path, photo):
            found += Markup(' srcset="{}" sizes="{}"').format(copies, sizes)
        return found

    return picture


def _placed(text: str, path: str, site: Site, picture: Callable[..., Markup]) -> bytes:
    """Replace the mark of the site's root by the way there from a page, and load pictures as they come near.

    A host serves 404.html for a missing address of any depth, so no relative way is right there: it gets
    the path of the site's own address, and that of a domain's root where none is known.
    """
    text = _PICTURE.sub(partial(_in_text, picture), text)
    if path == "404.html":
        url = site.profile.settings.url
        return text.replace(SITE, urlsplit(url).path.rstrip("/") + "/").encode()
    return text.replace(SITE, "../" * path.count("/")).encode()


def _dates(site: Site, words: Words) -> Callable[..., str]:
    """Return `date(value, full=False)`: a date as the site's language and settings want it."""
    current = site.year if site.profile.settings.omit_current_year else 0

    def date(value: PartialDate, full: bool = False) -> str:
        omit = not full and value.year == current
        return words.date(value.year, value.month, value.day, omit_year=omit)

    return date


def _in_text(picture: Callable[..., Markup], tag: re.Match[str]) -> str:
    """Return the tag of a picture in a text, with its size where the tag says none, and its smaller copies."""
    source = _SOURCE.search(tag[0])
    size = not re.search(r"\s(?:width|height)=", tag[0])
    found = picture(unescape(source[1]), "(width < 48rem) 100vw, 36rem", size) if source else ""
    return f'<img loading="lazy" decoding="async"{found}{tag[0][4:]}'


@lru_cache(maxsize=4)
def _icons(theme: Theme) -> Mapping[str, Markup]:
    """Return the theme's icons by the kind of link that they stand for."""
    names = [name for name in theme.names() if name.startswith("icons/") and name.endswith(".svg")]
    return {
        name[len("icons/") : -len(".svg")]: Markup((theme.file(name) or b"").decode(errors="replace").strip())  # noqa: S704 - a theme's own file
        for name in names
    }


@lru_cache(maxsize=4)
def _assets(theme: Theme, accent: str) -> Callable[[str], str]:
    """Return `asset(name)`: the address of a static file, which changes whenever its content does.

    The hash is in the query, not in the name: a name that stays can be replaced by a site's own
    file and found by a person, and a visitor still never meets new pages with an old style.
    """
    hashes = {page.path: hashlib.sha256(page.data).hexdigest()[:8] for page in static(theme, accent)}

    def asset(name: str) -> str:
        path = f"static/{name}"
        if path not in hashes:
            raise LookupError(f"no file {path!r} in the theme or in templates/")
        return f"{SITE}{path}?v={hashes[path]}"

    return asset
