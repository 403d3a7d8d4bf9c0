r"""What the citation styles share: groups of parts, names, title case, and punctuation where two parts meet.

A style takes a CSL-JSON item and returns one line in which `\x02` and `\x03` enclose italics. Parts are joined, and
punctuation is placed, by the rules of CSL 1.0.2 for groups, names and "punctuation-in-quote" in American English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Item = dict[str, Any]

MONTHS = "January February March April May June July August September October November December".split()

# Two marks in a row, and what is left of them. Others stay as they are.
_MERGED = {"..": ".", ",,": ",", "!.": "!", "?.": "?", "!:": "!", "?:": "?", "::": ":", ":.": ":", ";.": ";"}
_SMALL = frozenset(
    "a an the and but for nor or so yet about above across after against along alongside among around as at "
    "before behind below beneath beside besides between beyond by despite down during except from given in inside "
    "into like near next of off on onto out outside over per plus since than through throughout till to toward "
    "towards under underneath until unto up upon versus via vs vs. with within without et de von van".split()
)
_WORD = re.compile(r"[^\s\u2010-\u2015/.,;?!:\[\]()“”‘’\"'-]+|(?<=\w)['’](?=\w)|.", re.DOTALL)


def italic(text: str) -> str:
    """Mark text as italic; a text of the paper never contains the marks."""
    return f"\x02{text}\x03" if text else ""


def group(delimiter: str, *parts: str) -> str:
    """Join the parts that aren't empty."""
    text = ""
    for part in filter(None, parts):
        text = ended(text, delimiter) + part if text else part
    return text


def ended(text: str, ending: str) -> str:
    """Return text with an ending; its full stop or comma goes inside quotation marks and merges with a mark there."""
    inner = text.rstrip("”\x03")
    closing, mark = text[len(inner) :], ending[:1]
    pair = inner[-1:] + mark
    if "”" in closing and mark in (".", ","):
        return inner[:-1] + _MERGED.get(pair, pair) + closing + ending[1:]
    return inner[:-1] + _MERGED[pair] + closing + ending[1:] if pair in _MERGED else text + ending


def wrapped(prefix: str, text: str, suffix: str = "") -> str:
    """Return text between a prefix and a suffix, or nothing for no text."""
    return f"{prefix}{text}{suffix}" if text else ""


def quoted(title: str) -> str:
    """Return a title in double quotation marks; those within it become single."""
    return wrapped("“", title.translate({ord("“"): "‘", ord("”"): "’"}), "”")


def capitalized(text: str) -> str:
    """Return text with a capital first letter, unless its first word has a capital (`arXiv`)."""
    word = text.split(" ")[0]
    return text[:1].upper() + text[1:] if word == word.lower() else text


def title_case(text: str, language: str = "") -> str:
    """Return an English text in headline-style capitals (The Chicago Manual of Style, section 8.160).

    Words that have a capital, single letters, and short words within the title are unchanged.
    """
    if language and language.split("-")[0].casefold() != "en":
        return text
    pieces = [match[0] for match in _WORD.finditer(text)]
    words = [position for position, piece in enumerate(pieces) if len(piece) > 1 or piece.isalnum()]
    for position in words:
        piece, before = pieces[position], "".join(pieces[max(position - 2, 0) : position]).rstrip()
        edge = position in (words[0], words[-1]) or before.endswith(("?", "!", ":"))
        after_apostrophe = position and pieces[position - 1] in ("'", "’") and position - 1 not in words
        if (
            piece == piece.lower()
            and not after_apostrophe
            and (edge or (len(piece) > 1 and piece not in _SMALL))
        ):
            pieces[position] = capitalized(piece)
    return "".join(pieces)


def ordinal(edition: str) -> str:
    """Return `2nd ed.` for `2`, and any other edition as it is written."""
    if not edition.isdecimal():
        return edition
    tens, ones = divmod(int(edition) % 100, 10)
    ending = "th" if tens == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    return f"{edition}{ending} ed."


def number(item: Item, field: str, label: str = "", labels: str = "") -> str:
    """Return a numeric field with an en dash in ranges, and with its label if it is a number."""
    value = re.sub(
        r"(?<![\w-])([A-Za-z]*\d+) ?-+ ?(?=[A-Za-z]*\d+(?![\w-]))", r"\1–", str(item.get(field, ""))
    )
    if not re.match(r"[A-Za-z]*-?\d", value):
        return value
    return wrapped(labels if labels and re.search("[–,&]", value) else label, value)


def labelled_number(item: Item, *, always: bool = False) -> str:
    """Return the number of a report or a patent, with `No.` before it if it consists of digits, or if `always`."""
    value = number(item, "number")
    if always or re.fullmatch(r"\d+(–\d+)?", value):
        return wrapped("Nos. " if "–" in value else "No. ", value)
    return capitalized(value)


def is_placed(item: Item) -> bool:
    """Return whether a work has a place in a volume or a series, and so has appeared."""
    return bool(item.keys() & {"collection-title", "issue", "number", "page", "volume"})


def signed(item: Item) -> Item:
    """Return the item with its publisher as the author, where software has no other."""
    if item["type"] != "software" or item.keys() & {"author", "editor"} or "publisher" not in item:
        return item
    return {**item, "author": [{"literal": item["publisher"]}], "publisher": ""}


def pages(item: Item) -> str:
    """Return the pages with `p.` or `pp.` before them."""
    return number(item, "page", "p. ", "pp. ")


def listed(names: Iterable[str], last: str, *, two: str = "") -> str:
    """Join names with commas and, before the last, with `last`; two names with `two`."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return ", ".join(every[:-1]) + (two if two and len(every) == 2 else last) + every[-1]


def family(name: Item) -> str:
    """Return the family name with its particle, or the whole name where it isn't split."""
    return (
        str(name["literal"])
        if "literal" in name
        else group(" ", name.get("non-dropping-particle", ""), name["family"])
    )


def straight(name: Item, given: Callable[[Item], str]) -> str:
    """Return `Jane van Doe Jr.`; `given` writes the given names."""
    return (
        family(name) if "literal" in name else group(" ", given(name), family(name), name.get("suffix", ""))
    )


def inverted(name: Item, given: Callable[[Item], str]) -> str:
    """Return `van Doe, Jane, Jr.`; `given` writes the given names."""
    return (
        family(name) if "literal" in name else group(", ", family(name), given(name), name.get("suffix", ""))
    )


def initials(name: Item) -> str:
    """Return `J.-L. M.` for `Jean-Luc Maria`."""
    words = re.sub(r"\.(?=\S)(?!-)", ". ", name["given"]).split()
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)


def full(name: Item) -> str:
    """Return the given names, with a space between initials."""
    return re.sub(r"(?<=\b\w\.)(?=\w)", " ", name["given"])


def date(item: Item) -> tuple[int, int, int]:
    """Return year, month and day; 0 where unknown."""
    parts: list[int] = [*item["issued"]["date-parts"][0], 0, 0]
    return parts[0], parts[1], parts[2]
