"""The options of the theme: what a site may write below `theme:`, and what it chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from paperfolio.model import Profile, Settings
from paperfolio.pages import colours
from paperfolio.pages.lists import Grouping
from paperfolio.problems import Problem
from paperfolio.text.nearest import nearest

# The first value is the one of a site that sets none.
OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"accent": ("red", "blue", "green", "violet", "grey"), "layout": ("cards", "list")}
)


def chosen(settings: Settings) -> dict[str, str]:
    """Return the value of every option."""
    wanted = {name: value for name, value in settings.theme if _is_known(name, value)}
    return {name: wanted.get(name, values[0]) for name, values in OPTIONS.items()}


def grouping(settings: Settings) -> Grouping:
    """Return what the papers are grouped by: the site's choice, else years in a list and nothing between cards."""
    return settings.group or ("year" if chosen(settings)["layout"] == "list" else "")


def _is_known(name: str, value: str) -> bool:
    return value in OPTIONS.get(name, ()) or (name == "accent" and colours.is_colour(value))


def doubts(profile: Profile) -> Iterator[Problem]:
    """Warn of options and values that the theme doesn't have, and of an accent too pale to read."""
    for name, value in profile.settings.theme:
        if name == "accent" and colours.is_colour(value):
            ratio = colours.contrast(value)
            if ratio < colours.READABLE:
                used = colours.accent(value).light
                yield Problem(
                    place=profile.at("site.theme"),
                    severity="warning",
                    code="theme",
                    message=f'accent "{value}" is too pale to read on the page: its contrast is {ratio:.1f}, '
                    f'at least {colours.READABLE} is needed ("{used}" is used)',
                    fix=f'use accent: "{used}", or a darker colour',
                )
        elif not _is_known(name, value):
            known = tuple(OPTIONS.get(name, OPTIONS))
            wanted = value if name in OPTIONS else name
            fix = f"use {nearest(wanted, known) or 'one of: ' + ', '.join(known)}"
            yield Problem(
                place=profile.at("site.theme"),
                severity="warning",
                code="theme",
                message=f'unknown theme option "{name}: {value}" (ignored)',
                fix=fix if name in OPTIONS else f"remove it, or {fix}",
            )
