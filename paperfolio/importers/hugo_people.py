"""The people of a HugoBlox site: pages of authors, the authors of a publication, and the owner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paperfolio.importers import foreign, hugo, jekyll, names, vita
from paperfolio.importers.conversion import plain
from paperfolio.importers.foreign import Values
from paperfolio.importers.records import Contributor, Record
from paperfolio.problems import Problem
from paperfolio.scholar.accounts import ALIASES

_PAGE = re.compile(
    r"(?:content/(?:[a-z]{2}(?:-\w+)?/)?|data/)authors/([^/]+?)(?:/_?index(?:\.[a-z]{2})?\.md|\.ya?ml)"
)
_SLUG = re.compile(r"[a-z0-9_]+(?:-[a-z0-9]+)*|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
# What a page of an author lists, and a CV has a home for.
_LISTS = ("interests", "education", "experience", "awards", "skills", "languages")
_ICONS = {**ALIASES, "x_twitter": "x"}


def authors_of(
    values: Values, people: Mapping[str, Values], cited: Record | None
) -> tuple[tuple[Contributor, ...], bool]:
    """Return the authors of a publication, and whether the list goes on."""
    field = "authors" if values.get("authors") else "author"
    text = values.text(field)
    written = re.split(r"\s*,\s*|\s+and\s+", text) if text else values.texts(field)
    written = names.turned([each for each in written if each])
    notes = values.get("author_notes")
    notes = [str(each).casefold() for each in notes] if isinstance(notes, list) else []
    beside = cited.authors if cited and len(cited.authors) == len(written) else ()
    found: list[Contributor] = []
    et_al = False
    for index, each in enumerate(written):
        if page := people.get(_key(each)):
            several: tuple[Contributor, ...] = (Contributor(name=_person(page) or each),)
        elif _SLUG.fullmatch(each) and each != "others":
            several = (beside[index] if beside else Contributor(name=_unfolded(each)),)
        else:
            several, goes_on = names.listed(each)
            et_al |= goes_on
        if len(several) == 1:
            mark = notes[index] if index < len(notes) else ""
            equal = bool(re.search(r"equal|co-first|joint first", mark))
            sign = "" if mark else several[0].mark
            several = (replace(several[0], mark=sign, equal=equal, corresponding="correspond" in mark),)
        found += several
    return (tuple(found), et_al) if found else (cited.authors, cited.et_al) if cited else ((), False)


def _key(name: str) -> str:
    """Return a name as Hugo makes a folder of it."""
    return re.sub(r"\s+", "-", name.strip()).casefold()


def _unfolded(name: str) -> str:
    if "-" in name or "_" in name or name.islower():
        return " ".join(part.capitalize() for part in re.split(r"[-_]", name))
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _person(page: Values) -> str:
    parts = page.part("name")
    name = page.plain("title", "name") or parts.plain("display") or parts.plain("given", "first")
    if name and name == parts.plain("given", "first"):
        name = f"{name} {parts.plain('family', 'last')}".strip()
    bare = names.HONORIFIC.sub("", name)
    return re.sub(r",?\s+\(?(?:Ph\.?\s?D|M\.?D|M\.?Sc|Dr)\.?\)?$", "", bare)


def author_pages(files: Mapping[str, bytes], default: str) -> tuple[dict[str, Values], str]:
    """Return the pages of authors by their folder, and the folder of the site's owner."""
    found: dict[str, Values] = {}
    own = (f"content/{default}/", "content/authors/", "data/")
    for path in sorted(filter(_PAGE.fullmatch, files), key=lambda path: (not path.startswith(own), path)):
        match = _PAGE.fullmatch(path)
        key = _key(match[1]) if match else ""
        if path.endswith(".md"):
            values, body, _ = foreign.front_matter(path, files[path])
        else:
            (values, _), body = foreign.yaml(path, foreign.decode(path, files[path])[0]), ""
        found.setdefault(key, Values({**values, "": body, " path": path}))
    owners = [
        key for key, values in found.items() if values.says("superuser", "is_owner") or key in ("admin", "me")
    ]
    return found, "admin" if "admin" in owners else next(iter(owners), "")


def owner_of(files: Mapping[str, bytes], page: Values, problems: list[Problem]) -> tuple[dict[str, Any], str]:
    """Return the fields of the profile, and its text."""
    path = page.text(" path")
    rows = page.rows("social", "profiles", "links")
    addresses = [row.text("link", "url") for row in rows]
    links: dict[str, str] = {}
    for row, address in zip(rows, addresses, strict=True):
        icon = row.text("icon").rsplit("/", 1)[-1].replace("-", "_")
        kind = _ICONS.get(icon, icon)
        if kind not in ("", "email") and (account := jekyll.account_of(kind, address)):
            links.setdefault(kind, account)
    mails = [each.removeprefix("mailto:") for each in addresses if each.startswith("mailto:")]
    avatar = re.compile(re.escape(path.rsplit("/", 1)[0]) + r"/avatar[^/]*\.(?:png|jpe?g|webp)")
    owner = {
        "name": _person(page),
        "position": page.plain("role"),
        "affiliation": [
            {"name": plain(name), **({"url": url} if (url := row.text("url")).startswith("http") else {})}
            for row in page.rows("organizations", "affiliations")
            if (name := row.text("name"))
        ],
        "email": jekyll.email_of(page.text("email"), *mails),
        "links": links,
        "photo": next(filter(avatar.fullmatch, sorted(files)), ""),
    }
    return owner, hugo.text_of(path, page.text("", "bio"), problems)


def cv_of(page: Values, problems: list[Problem]) -> vita.Sections:
    """Return the sections of the CV that the owner's page has."""
    lists = {name: vita.rows_of(page.get(name)) for name in _LISTS}
    return vita.sections(page.text(" path"), lists, problems)
