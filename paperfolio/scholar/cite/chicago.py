"""References in Chicago's author-date style (The Chicago Manual of Style, 18th edition, chapters 13 and 14)."""

from __future__ import annotations

import re

from paperfolio.scholar.cite.phrases import (
    MONTHS,
    Item,
    capitalized,
    date,
    ended,
    full,
    group,
    italic,
    labelled_number,
    listed,
    number,
    ordinal,
    quoted,
    signed,
    straight,
    title_case,
    wrapped,
)

_QUOTED = frozenset({"article", "dataset", "document", "paper-conference", "speech", "thesis"})
_DATED = frozenset({"article", "dataset", "document", "patent", "software", "speech"})


def chicago(item: Item, *, et_al: bool) -> str:
    """Return the reference of an item; `et_al` says that its list of authors is incomplete."""
    item = signed(item)
    people, year = _people(item, et_al), str(date(item)[0])
    title, serial = _title(item), _is_serial(item)
    parts = [title, *(_serial(item) if serial else _monographic(item)), _address(item)]
    if not people:  # without an author the title comes first (section 13.81)
        return ended(group(". ", title, year, *parts[1:]), ".")
    return ended(group(". ", people, year, *parts), ".")


def _is_serial(item: Item) -> bool:
    """Return whether a work is in a periodical; proceedings count as one unless their editors are known."""
    return item["type"] == "article-journal" or (
        item["type"] == "paper-conference" and not item.get("editor")
    )


def _people(item: Item, et_al: bool) -> str:
    """Return up to six authors; of more, the first three and “et al.” (section 13.78); only the first is inverted."""
    written = item.get("author", ())
    named = written or item.get("editor", ())
    people = [_inverted(name) for name in named[:1]] + [straight(name, full) for name in named[1:]]
    label = "" if written or not named else ", eds" if len(named) > 1 else ", ed"
    if len(people) > 6 or (et_al and people):
        return ", ".join([*people[: 3 if len(people) > 6 else None], "et al."]) + label
    return listed(people, ", and ") + label


def _inverted(name: Item) -> str:
    """Return `Doe, Jane van, Jr.`: a particle goes behind the given names (section 8.10)."""
    if "literal" in name:
        return str(name["literal"])
    given = group(" ", full(name), name.get("non-dropping-particle", ""))
    return group(", ", name["family"], given, name.get("suffix", ""))


def _title(item: Item) -> str:
    title = item["title"]
    if item["type"] == "patent":
        return capitalized(title)
    title = title_case(title, item.get("language", ""))
    return quoted(title) if item.get("container-title") or item["type"] in _QUOTED else italic(title)


def _serial(item: Item) -> tuple[str, ...]:
    language = item.get("language", "")
    place = wrapped("(", item.get("publisher-place", ""), ")")
    name = group(" ", italic(title_case(item.get("container-title", ""), language)), place)
    volume, issue = number(item, "volume"), number(item, "issue")
    series, day, locator = (
        item.get("collection-title", ""),
        _month_day(item),
        _short_range(number(item, "page")),
    )
    if not (volume or issue):
        return (group(", ", name, series, group(" ", _status(item), day), locator),)
    month = day.split(" ")[0] if item.keys() & {"author", "editor"} else ""
    if volume:
        label = number(item, "volume", "vol. ", "vols. ") if series else volume
        numbers = group(" ", label, wrapped("(", issue or day.split(" ")[0], ")"))
    else:
        numbers = group(" ", number(item, "issue", "no. ", "nos. "), wrapped("(", month, ")"))
    numbers = group(": ", group(", ", series, numbers), locator)
    return (group(" " if volume and not series else ", ", name, numbers),)


def _month_day(item: Item) -> str:
    _, month, day = date(item)
    return group(" ", MONTHS[month - 1], str(day or "")) if month else ""


def _monographic(item: Item) -> tuple[str, ...]:
    kind, language = item["type"], item.get("language", "")
    if kind == "patent":
        year, _, day = date(item)
        issued = group(", " if day else " ", _month_day(item), str(year))
        numbered = group(" ", item.get("authority", ""), "Patent", number(item, "number"))
        numbered = "" if numbered == "Patent" else numbered
        return (group(", ", numbered, f"issued {issued}"),)
    whole = title_case(item.get("container-title", ""), language)
    edition, volume = item.get("edition", ""), number(item, "volume", "vol. ", "vols. ")
    editors = item.get("editor", ()) if item.get("author") else ()
    edited = wrapped("edited by ", listed((straight(name, full) for name in editors), ", and ", two=" and "))
    if whole:
        chapter = number(item, "chapter-number", "Chap. ", "Chaps. ")
        place = f"{f'{chapter} in' if chapter else 'In'} {italic(whole)}"
        issue = number(item, "issue", "no. ", "nos. ")
        described: tuple[str, ...] = (
            group(", ", place, ordinal(edition), edited, volume),
            group(", ", _series(item), issue),
        )
    else:
        value, genre = str(item.get("number", "")), "" if kind == "thesis" else item.get("genre", "")
        numbered = group(" ", title_case(genre), labelled_number(item)) if value else capitalized(genre)
        version = wrapped("V. " if kind == "software" else "Version ", item.get("version", ""))
        marks = (capitalized(ordinal(edition)), capitalized(edited), capitalized(volume))
        described = (numbered, version, *marks, _series(item))
    return (*described, _publication(item))


def _status(item: Item) -> str:
    status = item.get("status", "")
    return status if item.get("publisher") else capitalized(status)


def _series(item: Item) -> str:
    name, volume = title_case(item.get("collection-title", "")), number(item, "collection-number")
    return group(" " if volume[:1].isdecimal() else ", ", name, volume)


def _publication(item: Item) -> str:
    kind = item["type"]
    described = {"article": "Preprint", "thesis": capitalized(item.get("genre", ""))}.get(kind, "")
    press = capitalized(item.get("publisher", "")) or capitalized(item.get("publisher-place", ""))
    event = group(", ", capitalized(item.get("event-title", "")), item.get("event-place", ""))
    day = _month_day(item) if kind in _DATED and not item.get("editor") else ""
    released = "" if kind != "software" or not day else "released" if press else "Released"
    day = group(" ", _status(item) or released, day)
    if kind == "speech":
        return group(". " if press else ", ", event, group(", ", press, day))
    return group(", ", described, press, day)


def _short_range(found: str) -> str:
    """Return `1201–9` for `1201–1209`: the digits that change (section 9.62)."""

    def shortened(match: re.Match[str]) -> str:
        first, last = match.groups()
        if len(first) != len(last) or int(first) < 100 or int(first) % 100 == 0:
            return match[0]
        start = next((place for place in range(len(first)) if first[place] != last[place]), len(first) - 1)
        if int(first) % 100 < 10:
            return f"{first}–{last[start:]}"
        return f"{first}–{last[min(start, len(first) - 2) :]}"

    return re.sub(r"(?<!\d)(\d+)–(\d+)(?!\d)", shortened, re.sub(r"^([A-Z]+)(\d+–)\1(?=\d)", r"\1\2", found))


def _address(item: Item) -> str:
    return wrapped("https://doi.org/", item.get("DOI", "")) or str(item.get("URL", ""))
