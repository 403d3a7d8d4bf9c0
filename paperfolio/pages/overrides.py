"""Warnings about a site's own templates: parts that no page will show or load."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from paperfolio.pages.theme import Theme
from paperfolio.problems import Place, Problem

# What a browser loads by itself. A link that a visitor may follow, and `rel="me"`, load nothing.
_LOADS = (
    r"""<(?:script|img|iframe|source|video|audio|embed|track)\b[^>]*?\s(?:src|srcset)\s*=\s*["']?(%s)""",
    r"""<link\b(?=[^>]*rel\s*=\s*["']?(?:stylesheet|preload|icon|modulepreload))[^>]*?\shref\s*=\s*["']?(%s)""",
    r"""(?:url\(\s*|@import\s+)["']?(%s)""",
)
_SEARCH = re.compile(
    rb"\sdata-search(?=[\s=>/])"
)  # of the form's field; the header's link to it has another name
_HOST = r"(?:https?:)?//[^\s\"'/>)]+"
_EXTERNAL = tuple(re.compile(pattern % _HOST, re.IGNORECASE) for pattern in _LOADS)


def doubts(theme: Theme, allowed: Collection[str]) -> Iterator[Problem]:
    """Warn of files in the wrong place, and of what other hosts than the `allowed` would have to send."""
    for name, data in theme.overrides:
        if name.endswith("custom.css") and name != "static/custom.css":
            message = "this file is not used: custom.css is read from templates/static/ only"
            yield _doubt(Place(path=f"templates/{name}"), message, "move it to templates/static/custom.css")
        if name.endswith((".html", ".css")):
            yield from _external(f"templates/{name}", data.decode("utf-8", "replace"), allowed)


def without_search(theme: Theme, page: bytes) -> Iterator[Problem]:
    """Warn of a page of all papers from whose overrides the search is missing."""
    own = {name for name, _ in theme.overrides}
    name = next((each for each in ("index.html", "_search.html") if each in own), "")
    if name and not _SEARCH.search(page):
        message = "the list of papers has no search, since this template leaves out its block"
        fix = 'add {% block search %}{{ super() }}{% endblock %}, or {% include "_search.html" %}'
        yield _doubt(Place(path=f"templates/{name}"), message, fix)


def _external(path: str, text: str, allowed: Collection[str]) -> Iterator[Problem]:
    for pattern in _EXTERNAL:
        for found in pattern.finditer(text):
            host = re.sub(r"^(?:https?:)?//", "https://", found[1], flags=re.IGNORECASE).lower()
            if host not in allowed:
                before = text[: found.start(1)]
                place = Place(path=path, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
                message = f'"{found[1]}" is another site, and the policy of the pages keeps browsers from loading it'
                fix = f'save the file in templates/static/, or add "allow: [{host}]" below "site:"'
                yield _doubt(place, message, fix)


def _doubt(place: Place, message: str, fix: str) -> Problem:
    return Problem(place=place, severity="warning", code="template", message=message, fix=fix)
