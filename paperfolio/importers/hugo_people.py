"""The people of a HugoBlox site: pages of authors, the authors of a publication, and the owner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paperfolio.importers import foreign, hugo, jekyll, names
from paperfolio.importers.conversion import from_html, plain
from paperfolio.importers.records import Contributor, Record, note
from paperfolio.problems import Place, Problem

# What a page of an author lists, and a CV has a home for.
_LISTS = ("interests", "education", "experience", "awards", "skills", "languages")


def authors_of(
    values: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]], cited: Record | None
) -> tuple[tuple[Contributor, ...], bool]:
    """Return the authors of a publication, and whether the list goes on."""
    field = values.get("authors") or values.get("author")
    written = (
        foreign.texts(field)
        if isinstance(field, list)
        else re.split(r"\s*,\s*|\s+and\s+", foreign.text(field))
    )
    written = names.turned([each for each in written if each])
    notes = values.get("author_notes")
    notes = [foreign.text(each) for each in notes] if isinstance(notes, list) else []
    beside = cited.authors if cited and len(cited.authors) == len(written) else ()
    found: list[Contributor] = []
    et_al = False
    for index, each in enumerate(written):
        if re.fullmatch(r"et\.? al\.?|and others|others|…|\.\.\.", each, re.IGNORECASE):
            et_al = True
            continue
        note_ = notes[index].casefold() if index < len(notes) else ""
        page = people.get(_key(each))
        if page is not None:
            name = foreign.text(page.get("title")) or foreign.text(page.get("name")) or each
            person = Contributor(name=_person(name))
        elif re.fullmatch(r"[a-z0-9_]+(?:-[a-z0-9]+)*|[A-Z][a-z]+(?:[A-Z][a-z]+)+", each):
            person = beside[index] if beside else Contributor(name=_unfolded(each))
        else:
            several, goes_on = names.listed(each)
            et_al |= goes_on
            if len(several) != 1:
                found += several
                continue
            person = several[0]
        equal = bool(re.search(r"equal|co-first|joint first", note_))
        found.append(replace(person, equal=equal, corresponding="correspond" in note_))
    return (tuple(found), et_al) if found else (cited.authors, cited.et_al) if cited else ((), False)


def _key(name: str) -> str:
    """Return a name as Hugo makes a folder of it."""
    return re.sub(r"\s+", "-", name.strip()).casefold()


def _unfolded(name: str) -> str:
    if "-" in name or "_" in name or name.islower():
        return " ".join(part.capitalize() for part in re.split(r"[-_]", name))
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _person(name: str) -> str:
    bare = names.HONORIFIC.sub("", plain(from_html(name)).strip())
    return re.sub(r",?\s+\(?(?:Ph\.?\s?D|M\.?D|M\.?Sc|Dr)\.?\)?$", "", bare)


def author_pages(files: Mapping[str, bytes], default: str) -> tuple[dict[str, Mapping[str, Any]], str]:
    """Return the pages of authors by their folder, and the folder of the site's owner."""
    found: dict[str, Mapping[str, Any]] = {}
    owner = ""
    pages = [
        path
        for path in files
        if re.match(r"content/(?:[a-z]{2}(?:-\w+)?/)?authors/[^/]+/_?index(?:\.[a-z]{2})?\.md$", path)
        or re.match(r"data/authors/[^/]+\.ya?ml$", path)
    ]
    for path in sorted(
        pages,
        key=lambda path: (not path.startswith((f"content/{default}/", "content/authors/", "data/")), path),
    ):
        key = _key(
            path.rsplit("/", 2)[1] if path.endswith(".md") else path.rsplit("/", 1)[1].rsplit(".", 1)[0]
        )
        values, body, _ = (
            foreign.front_matter(path, files[path])
            if path.endswith(".md")
            else (foreign.yaml(path, foreign.decode(path, files[path])[0])[0], "", [])
        )
        if key not in found:
            found[key] = {**values, "": body, " path": path}
            if foreign.true(values.get("superuser")) and (not owner or key == "admin"):
                owner = key
    return found, owner or ("admin" if "admin" in found else "")


def owner_of(
    files: Mapping[str, bytes], people: Mapping[str, Mapping[str, Any]], owner: str, problems: list[Problem]
) -> tuple[dict[str, Any], str]:
    """Return the fields of the profile, and its text."""
    page = people.get(owner)
    if not page:
        return {}, ""
    path = foreign.text(page.get(" path"))
    found: dict[str, Any] = {
        "name": _person(foreign.text(page.get("title")) or foreign.text(page.get("name")))
    }
    if role := plain(from_html(foreign.text(page.get("role")))):
        found["position"] = role
    places = [
        {
            "name": plain(foreign.text(row.get("name"))),
            **({"url": url} if (url := foreign.text(row.get("url"))).startswith("http") else {}),
        }
        for row in hugo.rows(page.get("organizations"))
        if foreign.text(row.get("name"))
    ]
    if places:
        found["affiliation"] = places
    if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", email := foreign.text(page.get("email"))):
        found["email"] = email
    links: dict[str, str] = {}
    for row in [row for name in ("social", "profiles", "links") for row in hugo.rows(page.get(name))]:
        address = foreign.text(row.get("link") or row.get("url"))
        icon = re.sub(r"^.*/", "", foreign.text(row.get("icon"))).replace("-", "_")
        icon = {"twitter": "x", "x_twitter": "x", "semantic_scholar": "semantic_scholar"}.get(icon, icon)
        if (
            address.startswith("mailto:")
            and "email" not in found
            and re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", address[7:])
        ):
            found["email"] = address[7:]
        elif icon and (account := jekyll.account_of(icon, address)):
            links.setdefault(account[0], account[1])
    found["links"] = links
    avatar = next(
        (
            each
            for each in sorted(files)
            if re.fullmatch(re.escape(path.rsplit("/", 1)[0]) + r"/avatar[^/]*\.(?:png|jpe?g|webp)", each)
        ),
        "",
    )
    if avatar:
        found["photo"] = avatar
    body = foreign.text(page.get("")) or foreign.text(page.get("bio"))
    biography = jekyll.without_liquid(path, hugo.without_shortcodes(path, body, problems), problems)
    lists = [name for name in _LISTS if page.get(name)]
    problems += [
        note(Place(path=path), "no-home", f"“{name}” of the owner: left out", "copy it into content/cv.md")
        for name in lists
    ]
    return {key: value for key, value in found.items() if value}, biography
