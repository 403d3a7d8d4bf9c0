"""Dates as people write them: a year, a month or a day that exists, and what another form probably means."""

from __future__ import annotations

import calendar
import re

from paperfolio.content.fields import checked
from paperfolio.model import PartialDate


def read_date(text: str) -> PartialDate | None:
    """Return the date that `2026`, `2026-05` or `2026-05-28` names; None if it names none."""
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    if year < 1000 or (found[2] and not 1 <= month <= 12):
        return None
    if found[3] and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year=year, month=month, day=day)


# The time of a day, as databases export dates (ISO 8601).
_TIME = re.compile(
    r"(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9:.,]+\s?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _date_fix(text: str) -> str:
    dashed = re.sub(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", text)
    words = re.findall(
        r"[0-9]+|[A-Za-z]{3,}", dashed.split("T")[0] if re.match(r"[0-9-]+T", dashed) else dashed
    )
    months = [_MONTHS.index(word[:3].casefold()) + 1 for word in words if word[:3].casefold() in _MONTHS]
    numbers = [int(word) for word in words if word.isdigit() and len(word) < 5]
    year = next((number for number in numbers if number > 999), 0)
    rest = [number for number in numbers if number < 100]
    # A month in words leaves the day. In numbers alone, a leading year shows which is which, or points
    # between them, or a number that is no month.
    first = numbers[:1] == [year]
    if not first and len(rest) == 2 and ("." in text or max(rest) > 12):
        rest, first = sorted(rest) if max(rest) > 12 else rest[::-1], True
    parts = [year, *months[:1], *rest[:1]] if months else [year, *rest[:2]] if first else []
    meant = "-".join(f"{part:02d}" for part in parts)
    if year and meant != text and read_date(meant):
        return f"write {meant}"
    return "use YYYY, YYYY-MM or YYYY-MM-DD"


DATE = checked(
    "a valid date",
    {"type": ["string", "integer"], "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"},
    read_date,
    _date_fix,
    lambda text: _TIME.sub("", text),
)
