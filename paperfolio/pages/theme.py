"""A theme as values: its files, a site's own files over them, and the words of its interface.

A file of the site's `templates/` replaces the theme's file of the same name. Nothing here reads a
disk or renders a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from paperfolio.memo import Store
from paperfolio.pages.words import Message, Words, known, with_script
from paperfolio.problems import Place, Problem

FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """`files` are the theme's own, `overrides` the site's `templates/`: (path below the folder, bytes).

    `compiled` keeps compiled templates from one build to the next; it changes no byte of a page.
    """

    files: tuple[tuple[str, bytes], ...]
    overrides: tuple[tuple[str, bytes], ...] = ()
    compiled: Store | None = field(default=None, compare=False, repr=False)

    def file(self, name: str) -> bytes | None:
        """Return a file by its name, the site's own before the theme's."""
        own = _by_name(self.overrides).get(name)
        return _by_name(self.files).get(name) if own is None else own

    def names(self) -> tuple[str, ...]:
        """Return the names of all files, each once, sorted."""
        return tuple(sorted(_by_name(self.files).keys() | _by_name(self.overrides).keys()))

    def where(self, name: str) -> tuple[str, bytes | None]:
        """Return the name to show for a template, and its source; `theme/x` is always the theme's own x."""
        own = _by_name(self.overrides).get(name)
        if own is not None:
            return f"templates/{name}", own
        plain = name.removeprefix("theme/")
        return f"theme/{plain}", _by_name(self.files).get(plain)


def words_of(theme: Theme, language: str, place: Place) -> tuple[Words, tuple[Problem, ...]]:
    """Return the words of a language (`he-IL` is content with `he`, `zh-TW` with `zh-Hant`), English for what it lacks.

    `place` is where the language is set.
    """
    entries: dict[str, Message] = {}
    problems: list[Problem] = []
    names = _catalogues(language)
    found = False
    for name in (f"words/{FALLBACK}.json", *names):
        for files, folder in ((theme.files, "theme"), (theme.overrides, "templates")):
            data = _by_name(files).get(name)
            if data is not None:
                found |= name in names
                read, faults = _read(data, f"{folder}/{name}")
                entries.update(read)
                problems += faults
    if not found or not known(language):
        problems.append(_unknown_language(language, place))
    return Words(tag=language, entries=entries), tuple(problems)


def _catalogues(language: str) -> tuple[str, ...]:
    short = language.split("-")[0].lower()
    return tuple(f"words/{tag}.json" for tag in dict.fromkeys((short, *with_script(language), language)))


def _read(data: bytes, path: str) -> tuple[Mapping[str, Message], list[Problem]]:
    try:
        read = json.loads(data)
    except UnicodeDecodeError:
        return {}, [_bad_catalogue(Place(path=path), "the file is not UTF-8")]
    except json.JSONDecodeError as error:
        return {}, [_bad_catalogue(Place(path=path, line=error.lineno, column=error.colno), error.msg)]
    if not isinstance(read, dict) or not all(_is_entry(value) for value in read.values()):
        reason = 'a value is neither a text nor a set of plural forms with "other"'
        return {}, [_bad_catalogue(Place(path=path), reason)]
    return read, []


def _is_entry(value: object) -> bool:
    if isinstance(value, dict):
        return "other" in value and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)


def _bad_catalogue(place: Place, reason: str) -> Problem:
    return Problem(
        place=place,
        code="words",
        message=f"invalid interface words: {reason}",
        fix='write a JSON object such as {"about": "About me"}',
    )


def _unknown_language(language: str, place: Place) -> Problem:
    return Problem(
        place=place,
        severity="warning",
        code="language",
        message=f'no interface words for the language "{language}" (English is used)',
        fix=f"add templates/{_catalogues(language)[0]} with the keys of the theme's words/{FALLBACK}.json",
    )


@lru_cache(maxsize=8)
def _by_name(files: tuple[tuple[str, bytes], ...]) -> Mapping[str, bytes]:
    return dict(files)
