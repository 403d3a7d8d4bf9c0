"""References in the style of the APA (Publication Manual, 7th edition, chapters 9 and 10)."""

from __future__ import annotations

from paperfolio.scholar.cite.phrases import (
    MONTHS,
    Item,
    capitalized,
    date,
    ended,
    group,
    initials,
    inverted,
    is_placed,
    italic,
    labelled_number,
    listed,
    number,
    ordinal,
    pages,
    signed,
    straight,
    title_case,
    wrapped,
)

_SERIAL = frozenset({"article-journal"})
_DESCRIBED = {"dataset": "Dataset", "software": "Computer software"}


def apa(item: Item, *, et_al: bool) -> str:
    """Return the reference of an item; `et_al` says that its list of authors is incomplete."""
    item, serial = signed(item), _is_serial(item)
    people, year, title, described = (
        _people(item, et_al),
        _year(item, serial),
        _title(item, serial),
        _described(item),
    )
    # Without an author the title comes first (section 9.12).
    parts = (people, year, group(" ", title, described)) if people else (title, year, described)
    status = capitalized(item.get("status", ""))
    history = wrapped("(", status, ")") if is_placed(item) and item["type"] != "patent" else ""
    return group(" ", ended(group(". ", *parts, _source(item, serial)), "."), _address(item), history)


def _is_serial(item: Item) -> bool:
    """Return whether a work is in a periodical; proceedings count as one unless their editors are known."""
    return item["type"] in _SERIAL or (item["type"] == "paper-conference" and not item.get("editor"))


def _people(item: Item, et_al: bool) -> str:
    """Return up to 20 authors; of more, the first 19, an ellipsis and the last (section 9.8)."""
    written = item.get("author", ())
    people = [inverted(name, initials) for name in written or item.get("editor", ())]
    label = "" if written else wrapped("(", _editors_label(item), ")")
    if et_al and people:
        return group(" ", ", ".join([*people, "et al."]), label)
    if len(people) > 20:
        return group(" ", ", ".join([*people[:19], f"… {people[-1]}"]), label)
    return group(" ", listed(people, ", & "), label)


def _editors_label(item: Item) -> str:
    return {0: "", 1: "Ed."}.get(len(item.get("editor", ())), "Eds.")


def _names(item: Item) -> str:
    return listed((straight(name, initials) for name in item.get("editor", ())), ", & ", two=" & ")


def _year(item: Item, serial: bool) -> str:
    year, month, day = date(item)
    whole = item["type"] in ("document", "speech") or (
        item["type"] == "paper-conference" and serial and not item.keys() & {"page", "volume", "issue"}
    )
    named = wrapped(", ", group(" ", MONTHS[month - 1], str(day or ""))) if whole and month else ""
    return f"({year}{named})"


def _title(item: Item, serial: bool) -> str:
    title = item["title"] if item.get("container-title") else italic(item["title"])
    return group(" ", title, wrapped("(", _identifier(item, serial), ")"))


def _described(item: Item) -> str:
    if item["type"] == "thesis":
        school = item.get("publisher", "") if _address(item) else ""
        return wrapped("[", group(", ", capitalized(item["genre"]), school), "]")
    if item.get("container-title") or "number" in item:
        return ""
    return wrapped("[", item.get("genre", "") or _DESCRIBED.get(item["type"], ""), "]")


def _identifier(item: Item, serial: bool) -> str:
    """Return number, edition, volume and pages, which follow the title of a work that isn't part of another."""
    if item["type"] == "patent":
        named = group(" ", item.get("authority", ""), "Patent", labelled_number(item, always=True))
        return "" if named == "Patent" else named
    if serial or item["type"] == "speech" or item.get("container-title"):
        return ""
    editors = group(", ", _names(item), _editors_label(item)) if item.get("author") else ""
    numbered = group(
        " ", title_case(item.get("genre", "")) if "number" in item else "", labelled_number(item)
    )
    return group("; ", editors, numbered, _monographic(item))


def _monographic(item: Item) -> str:
    series = title_case(item.get("collection-title", "")) if item["type"] == "report" else ""
    return group(
        ", ",
        wrapped("Version ", item.get("version", "")),
        ordinal(item.get("edition", "")),
        series,
        number(item, "volume", "Vol. ", "Vols. "),
        number(item, "issue", "Issue ", "Issues "),
        pages(item) or number(item, "chapter-number", "Chapter ", "Chapters "),
    )


def _source(item: Item, serial: bool) -> str:
    whole = item.get("container-title", "")
    publisher = item.get("publisher", "")
    if serial:
        series = group(", ", title_case(whole, item.get("language", "")), item.get("collection-title", ""))
        numbers = italic(number(item, "volume")) + wrapped("(", number(item, "issue"), ")")
        status = "" if is_placed(item) else capitalized(item.get("status", ""))
        return group(". ", group(", ", italic(series), numbers, number(item, "page")), status)
    if whole:
        editors = (
            group(" ", _names(item), wrapped("(", _editors_label(item), ")")) if item.get("author") else ""
        )
        place = f"In {group(', ', editors, italic(whole))}"
        return group(". ", group(" ", place, wrapped("(", _monographic(item), ")")), publisher)
    if item["type"] == "thesis" and _address(item):
        return ""
    event = group(", ", capitalized(item.get("event-title", "")), item.get("event-place", ""))
    return group(". ", publisher, event if item.get("event-title") else "")


def _address(item: Item) -> str:
    return wrapped("https://doi.org/", item.get("DOI", "")) or str(item.get("URL", ""))
