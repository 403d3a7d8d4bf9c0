"""The words of the interface in one language, with dates and numbers as that language writes them.

A catalogue is a JSON object: a key to a text, or a key to a text for each plural form that the language
has (`one`, `two`, `few`, `many`, `other`; CLDR, "Language Plural Rules"). `{n}` in a text stands for a
number, any other `{name}` for what a template gives. What a language lacks appears in English.
The forms of dates and numbers are CLDR's, by way of Babel; nothing here knows a page or a paper.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal

Message = str | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words: `tag` is its BCP 47 tag, `entries` its catalogue, whole."""

    tag: str
    entries: Mapping[str, Message]

    def __call__(self, key: str, n: int | None = None, **values: str) -> str:
        """Return the text of `key`, in the plural form for `n`; raise KeyError for a key that isn't there."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            entry = entry.get(_locale(self.tag).plural_form(n or 0)) or entry["other"]
        if n is not None:
            values["n"] = self.number(n)
        return entry.format_map(values) if values else entry

    def label(self, kind: str, written: str) -> str:
        """Return the word for a kind of link or number (`link.pdf`), in English and for unknown kinds `written`."""
        entry = self.entries.get(kind)
        return entry if isinstance(entry, str) and self.tag.split("-")[0] != "en" else written

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction of the script."""
        return direction(self.tag)

    def number(self, value: int) -> str:
        """Write a whole number with the language's own grouping."""
        return _number(self.tag, value)

    def date(self, year: int, month: int = 0, day: int = 0, *, omit_year: bool = False) -> str:
        """Write a date as precisely as it is known; the year may be left out where a month is given."""
        return _date(self.tag, year, month, day, omit_year and bool(month))


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Return the direction of the script that a language is written in."""
    return "rtl" if _locale(tag).text_direction == "rtl" else "ltr"


def with_script(tag: str) -> tuple[str, ...]:
    """Return the language and script of a tag whose region or own part decides the script: `zh-TW` is `zh-Hant`."""
    locale = _locale(tag)
    return (f"{locale.language}-{locale.script}",) if locale.script else ()


def known(tag: str) -> bool:
    """Return whether CLDR has data for the language of a tag."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache(maxsize=16)
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-") if known(tag) else Locale("en")


@lru_cache(maxsize=4096)
def _number(tag: str, value: int) -> str:
    return format_decimal(value, locale=_locale(tag))


@lru_cache(maxsize=4096)
def _date(tag: str, year: int, month: int, day: int, omit_year: bool) -> str:
    skeleton = ("" if omit_year else "y") + ("MMM" if month else "") + ("d" if day else "")
    return format_skeleton(skeleton, datetime.date(year, month or 1, day or 1), locale=_locale(tag))
