"""References in the style of the IEEE (IEEE Reference Guide, 2023)."""

from __future__ import annotations

from paperfolio.scholar.cite.phrases import (
    MONTHS,
    Item,
    capitalized,
    date,
    ended,
    group,
    initials,
    italic,
    listed,
    number,
    ordinal,
    pages,
    quoted,
    straight,
    wrapped,
)

_IN_ITALICS = frozenset({"book", "software"})
_ET_AL = italic("et al.")


def ieee(item: Item, *, et_al: bool) -> str:
    """Return the reference of an item; `et_al` says that its list of authors is incomplete."""
    title = italic(item["title"]) if item["type"] in _IN_ITALICS else quoted(item["title"])
    people = wrapped("", _people(item, et_al), ", ")
    match item["type"]:
        case "article-journal":
            whole = item.get("container-title-short") or item.get("container-title", "")
            rest = group(
                ", ", title, italic(whole), _locators(item), pages(item), _month(item), _status(item)
            )
            return people + ended(rest, "," if _access(item) else ".") + _access(item)
        case "paper-conference":
            whole = group(
                ", ", title, wrapped("in ", italic(item.get("container-title", ""))), _editors(item)
            )
            press = group(", ", _publisher(item, ": "), _month(item), pages(item), _status(item))
            text = ended(group(", ", whole, _series(item) + press), ".")
        case "speech":
            event = wrapped("presented at the ", item.get("event-title", ""))
            text = ended(group(", ", title, event, _publisher(item, ", "), _day(item), _status(item)), ".")
        case "chapter":
            whole = wrapped("in ", italic(item.get("container-title", "")))
            press = group(", ", _publisher(item, ": "), str(date(item)[0]), _chapter(item), pages(item))
            text = ended(
                group(", ", title, whole, _locators(item), _editors(item), _series(item) + press), "."
            )
        case "report":
            numbered = group(" ", item.get("genre", ""), number(item, "number"))
            text = ended(group(", ", title, _publisher(item, ", "), numbered, _month(item)), ".")
        case "thesis":
            text = ended(group(", ", title, item["genre"], _publisher(item, ", "), str(date(item)[0])), ".")
        case "software":
            text = ended(group(". ", title, f"({_day(item)})", _publisher(item, ", ")), ".")
        case "article":
            where = group(": ", italic(_publisher(item, ", ")), str(item.get("number", "")))
            text = ended(group(", ", title, _day(item), where), ".")
        case "patent":
            text = group(", ", title, number(item, "number"), _day(item))
        case "book":
            press = group(", ", _publisher(item, ": "), str(date(item)[0]), pages(item))
            text = ended(group(". ", group(", ", title, _locators(item)), _series(item) + press), ".")
        case _:
            press = group(", ", _publisher(item, ", "), pages(item), _day(item))
            whole = group(", ", title, italic(item.get("container-title", "")), _locators(item))
            text = ended(group(". ", whole, _series(item) + press), ".")
    return people + text + _access(item)


def _people(item: Item, et_al: bool) -> str:
    """Return up to six authors; of more, the first and “et al.”."""
    written = item.get("author", ())
    people = [straight(name, initials) for name in written or item.get("editor", ())]
    if len(people) > 6:
        return f"{people[0]} {_ET_AL}" + ("" if written else ", Eds.")
    if et_al and people:
        return ", ".join(people) + (", " if len(people) > 1 else " ") + _ET_AL
    return listed(people, ", and ", two=" and ") + ("" if written else _label(len(people)))


def _label(count: int) -> str:
    return ", Eds." if count > 1 else ", Ed." if count else ""


def _editors(item: Item) -> str:
    """Return the editors of the volume, unless they are listed in place of the authors."""
    if not item.get("author"):
        return ""
    people = [straight(name, initials) for name in item.get("editor", ())]
    return listed(people, ", and ", two=" and ") + _label(len(people))


def _locators(item: Item) -> str:
    edition = item.get("edition", "")
    edition = ordinal(edition) if edition.isdecimal() else wrapped("", capitalized(edition), ".")
    return group(", ", edition, number(item, "volume", "vol. "), number(item, "issue", "no. "))


def _series(item: Item) -> str:
    numbers = (wrapped("no. ", number(item, "collection-number")), wrapped("vol. ", number(item, "volume")))
    series = item.get("collection-title", "")
    return wrapped("in ", ended(group(", ", series, *numbers), ". ")) if series else ""


def _publisher(item: Item, delimiter: str) -> str:
    place, publisher = item.get("publisher-place", ""), item.get("publisher", "")
    return group(delimiter, *((place, publisher) if delimiter == ": " else (publisher, place)))


def _status(item: Item) -> str:
    return "" if item.keys() & {"page", "issue", "volume"} else capitalized(item.get("status", ""))


def _chapter(item: Item) -> str:
    return number(item, "chapter-number", "ch. ")


def _month(item: Item) -> str:
    year, month, _ = date(item)
    return group(" ", _short(month), str(year))


def _day(item: Item) -> str:
    year, month, day = date(item)
    return (
        group(", ", group(" ", _short(month), f"{day:02d}" if day else ""), str(year))
        if day
        else _month(item)
    )


def _short(month: int) -> str:
    return "" if not month else MONTHS[month - 1][:3] + ("" if month == 5 else ".")


def _access(item: Item) -> str:
    return wrapped(" doi: ", item.get("DOI", ""), ".") or wrapped(
        " [Online]. Available: ", item.get("URL", "")
    )
