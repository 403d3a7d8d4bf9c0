"""What all charts share: the picture with its name and base line, the table, and labels that stay inside.

The picture is 320 units wide and is never scaled up, so its text keeps its size on a wide screen and has
11 pixels or more on a narrow one. It has no style of its own that a policy could refuse: its parts have
classes, and their default colour is that of the text. Nothing here knows a language: all words are passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

WIDTH, HEIGHT = 320, 148
TOP, BASE = 22, 120
LETTER = 7.5  # about the width of a digit at the labels' size of 13

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of one chart in the language of the page.

    `title` names it, `about` says in a sentence what it shows, `when` and `count` head the table's columns,
    and `unfinished` follows a year that isn't over (`so far`).
    """

    title: str
    about: str
    when: str
    count: str
    unfinished: str = ""


def svg(key: str, labels: Labels, parts: Iterable[str], *, linked: bool = False) -> str:
    """Return the picture of these parts above their base line: one image, or a group where parts are links."""
    name = f"chart-{key}"
    whole = (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="{"group" if linked else "img"}" aria-labelledby="{name}-title" aria-describedby="{name}-about">',
        f'<title id="{name}-title">{escape(labels.title)}</title>',
        f'<desc id="{name}-about">{escape(labels.about)}</desc>',
        *parts,
        f'<path class="base" stroke="currentColor" d="M0 {BASE}.5H{WIDTH}"/>',
        "</svg>",
    )
    return "".join(whole)


def texts(name: str, labels: Iterable[tuple[float, float, str]]) -> str:
    """Return labels as a group of class `name`: the middle of each, its line, and its text."""
    group = f'<g class="{name}" fill="currentColor" font-size="13" text-anchor="middle">'
    lines = (
        f'<text x="{n(min(max(x, half), WIDTH - half))}" y="{n(y)}">{escape(text)}</text>'
        for x, y, text in labels
        if (half := len(text) * LETTER / 2)
    )
    return "".join((group, *lines, "</g>"))


def table(labels: Labels, rows: Iterable[tuple[str, str]]) -> str:
    """Return the same as a table, for those who would rather read it."""
    body = "".join(
        f'<tr><th scope="row">{escape(when)}</th><td>{escape(count)}</td></tr>' for when, count in rows
    )
    head = f'<tr><th scope="col">{escape(labels.when)}</th><th scope="col">{escape(labels.count)}</th></tr>'
    caption = f"<caption>{escape(labels.title)}</caption>"
    return f'<table class="chart-table">{caption}<thead>{head}</thead><tbody>{body}</tbody></table>'


def n(value: float) -> str:
    """Return a length with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
