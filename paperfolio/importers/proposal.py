"""What an import would write: a pure function of the sources and of the content there is.

Nothing existing is overwritten. What was imported last is kept in `content/.imported/`, so that a field that the
user has edited since is distinguished from one that only the source has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from paperfolio.importers import merge, splice, update, writing
from paperfolio.importers.conversion import plain
from paperfolio.importers.records import MAX_LINE, CollectionFile, Found, Record, note
from paperfolio.importers.sound import sound, table_of
from paperfolio.importers.targets import Targets
from paperfolio.model import CV, PROFILE
from paperfolio.output.safe_paths import RESERVED
from paperfolio.problems import Place, Problem
from paperfolio.scholar import people
from paperfolio.text.folding import fold
from paperfolio.text.slugs import slug

STORED = "content/.imported/values.json"
PAPERS = "content/papers/"
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change of one file: `new`, `updated`, `same`, `differs` (the source has changed), `removed`."""

    path: str
    kind: str
    lines: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Proposal:
    """Files to write, files to copy from a source, what was imported, and the report."""

    files: dict[str, bytes] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stored: dict[str, Any] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        """Return how many files have this kind of change."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One path of the command: what it gave, and the names of all files in it."""

    found: tuple[Found, ...]
    names: frozenset[str] = frozenset()


def propose(
    origins: Iterable[Origin],
    existing: Mapping[str, bytes],
    today: str,
    *,
    take: bool = False,
    join_versions: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Proposal:
    """Return what importing would write into the existing content, files by path.

    With `take`, fields that only the source has changed are updated. `today` dates new papers without a date.
    """
    work = _Work(existing, today, take=take)
    given = [(origin, found) for origin in origins for found in origin.found]
    work.plan.problems += [problem for _, found in given for problem in found.problems]
    merged = merge.merge(
        (record for _, found in given for record in found.records), join_versions=join_versions
    )
    work.plan.problems += merged.problems
    homes = {(record.place, record.key): pair for pair in reversed(given) for record in pair[1].records}
    for number, record in enumerate(merged.records, start=1):
        work.record(record, *homes[record.place, record.key])
        progress(number, len(merged.records))
    for origin, found in given:
        for entry in found.entries:
            work.entry(entry, origin, found)
        if found.owner.get("name"):
            work.profile(origin, found)
        if found.cv:
            work.cv(origin, found)
    if (
        PROFILE not in work.existing
        and PROFILE not in work.plan.files
        and (name := _likely_owner(merged.records))
    ):
        work.profile(
            Origin(found=()), Found(format="", owner={"name": name}, settings=merged.records[0].place.path)
        )
    data = _as_json(work.plan.stored)
    if work.plan.stored and existing.get(STORED) != data:
        work.plan.files[STORED] = data
    return work.plan


class _Work:
    """One run: the existing content, and what is to be written."""

    def __init__(self, existing: Mapping[str, bytes], today: str, *, take: bool) -> None:
        self.existing, self.today, self.take = existing, today, take
        self.plan = Proposal(stored=_stored(existing))
        self.index = merge.Index()
        self.paths: list[str] = []
        self.taken = {path.casefold() for path in {*existing, *self.plan.stored}}
        self.redirects: dict[str, str] = {}
        self.seen: set[str] = set()
        self.origins: dict[tuple[str, ...], str] = {}
        for path in sorted({*existing, *self.plan.stored}):
            if path.endswith(".md"):
                self._known(path)

    def _known(self, path: str) -> None:
        state = self.plan.stored.get(path)
        read = splice.read(path, self.existing[path]) if path in self.existing else None
        if read:
            redirects = read[0].get("redirects", [])
            for each in [redirects] if isinstance(redirects, str) else redirects:
                self.redirects.setdefault(str(each).strip("/"), path)
        if state:
            origin = (state["from"], state["key"])
            self.origins[(*origin, str(state["fields"].get("title")))] = path
            self.origins.setdefault(origin, path)
        if path.startswith(PAPERS):
            # What was imported comes first: a user may have edited what identifies the paper.
            for fields in filter(None, (state and state["fields"], read and read[0])):
                self.index.add(len(self.paths), _key(fields))
            self.paths.append(path)

    # -------------------------------------------------------------- one record, one page, the owner

    def record(self, record: Record, origin: Origin, found: Found) -> None:
        if record.kind == "talk":
            self.entry(_talk(record), origin, found)
            return
        if not record.title or len(record.title) > MAX_LINE:
            message = (
                f"“{record.key}” has no title"
                if not record.title
                else f"a title of {len(record.title):,} characters"
            )
            self.plan.problems.append(
                note(record.place, "title", f"{message}: left out", "correct the title")
            )
            return
        path = self._path_of(record)
        targets = self._targets(path, record.place, origin, found)
        values = writing.values_of(record, targets.resolve)
        body = targets.linked(writing.body_of(record), record.folder)
        required = {} if record.date else {"date": self._no_date(record, path)}
        self._write(path, values, body, targets, required, record.key or record.name)

    def _path_of(self, record: Record) -> str:
        """Return the file that a record was imported into before, that is of the same work, or a new one."""
        origin = (record.place.path, record.key or record.name)
        same = self.origins.get((*origin, record.title)) or (
            self.origins.get(origin, "") if origin[1] else ""
        )
        if not same:
            number, _, _ = self.index.find(merge.key_of(record))
            same = self.paths[number] if number is not None else ""
        if same and same not in self.seen:
            return same
        name = slug(re.sub(r"^\d{4}-\d\d-\d\d-(?=\w{3})", "", record.name) or plain(record.title))
        name = name[:_LONGEST].rsplit("-", 1)[0] if len(name) > _LONGEST else name
        return self._free(PAPERS, name or slug(record.key) or f"paper-{record.date[:4] or 'undated'}")

    def _no_date(self, record: Record, path: str) -> str:
        if path not in self.existing:
            words = f" (“{record.date_text}”)" if record.date_text else ""
            message = f"“{plain(record.title)}” has no date{words}; its new file gets today's year"
            self.plan.problems.append(note(record.place, "date", message, "write the date of the paper"))
        return self.today[:4]

    def entry(self, entry: CollectionFile, origin: Origin, found: Found) -> None:
        folder = f"content/{entry.collection}/"
        name = (
            slug(re.sub(r"^\d{4}-\w{1,2}-\w{1,2}-", "", entry.name)[:_LONGEST]) or slug(entry.name) or "item"
        )
        path = self.origins.get((entry.place.path, entry.name), "")
        path = path if path.startswith(folder) and path not in self.seen else self._free(folder, name)
        targets = self._targets(
            path, entry.place, origin, found, prefix=path.rsplit("/", 1)[-1].removesuffix(".md")
        )
        values = dict(entry.fields)
        values["image"] = targets.resolve("image", values.get("image", ""), entry.folder)
        links = values.get("links", {})
        values["links"] = {
            label: to for label in links if (to := targets.resolve(label, links[label], entry.folder))
        }
        self._write(path, values, targets.linked(entry.body, entry.folder), targets, {}, entry.name)

    def cv(self, origin: Origin, found: Found) -> None:
        targets = self._targets(CV, Place(path=found.settings), origin, found)
        self._write(CV, dict(found.cv), "", targets, {}, "cv")

    def profile(self, origin: Origin, found: Found) -> None:
        place = Place(path=found.settings)
        targets = self._targets(PROFILE, place, origin, found, prefix="profile")
        values = {**found.owner, "photo": targets.resolve("photo", found.owner.get("photo", ""), "")}
        values["site"] = {"url": found.site} if found.site else {}
        self._write(PROFILE, values, targets.linked(found.biography, ""), targets, {}, "")

    # -------------------------------------------------------------- one file

    def _write(
        self,
        path: str,
        values: dict[str, Any],
        body: str,
        targets: Targets,
        required: Mapping[str, str],
        key: str,
    ) -> None:
        values = self._own_redirects({name: value for name, value in values.items() if value}, targets, path)
        values, refused = sound(path, values, targets.place, required)
        if path.startswith(PAPERS) and "title" not in values:
            self.plan.problems += refused
            return
        self.seen.add(path)
        last = self.plan.stored.get(path)
        state = {"from": targets.place.path, "key": key, "fields": values, "body": body}
        if path not in self.existing and last is not None:
            self.plan.changes.append(Change(path=path, kind="removed"))
            return
        self.plan.problems += [*targets.problems, *refused]
        self.plan.copies |= targets.copies
        if path not in self.existing:
            added = {name: value for name, value in required.items() if name not in values}
            self.plan.files[path] = writing.document(_ordered(path, {**values, **added}), body).encode()
            self.plan.stored[path] = state
            self.plan.changes.append(Change(path=path, kind="new"))
            return
        outcome = update.compare(path, self.existing[path], state, last, take=self.take)
        self.plan.problems += outcome.problems
        if outcome.data is not None:
            self.plan.files[path] = outcome.data
        if outcome.state is not None:
            self.plan.stored[path] = outcome.state
        self.plan.changes.append(Change(path=path, kind=outcome.kind, lines=outcome.lines))

    def _own_redirects(self, values: dict[str, Any], targets: Targets, path: str) -> dict[str, Any]:
        """Keep the old addresses that lead to this file alone and that the new site can have."""
        kept: list[str] = []
        for each in values.pop("redirects", []):
            address = each.strip("/").removesuffix("index.html").strip("/")
            if not address or address in kept or address == re.sub(r"^content/(?:pages/)?|\.md$", "", path):
                continue
            owner = self.redirects.setdefault(address, path)
            if owner != path:
                message = f"the old address “{address}” is also that of {owner}: left out"
                targets.problems.append(
                    note(targets.place, "redirect", message, "decide which of them it leads to")
                )
            else:
                kept.append(address)
        return {**values, "redirects": kept} if kept else values

    # -------------------------------------------------------------- names and files

    def _free(self, folder: str, name: str) -> str:
        name = f"{name}-paper" if name in RESERVED else name
        number = 1
        while (path := f"{folder}{name}{f'-{number}' if number > 1 else ''}.md").casefold() in self.taken:
            number += 1
        self.taken.add(path.casefold())
        return path

    def _targets(self, path: str, place: Place, origin: Origin, found: Found, prefix: str = "") -> Targets:
        bundle = path.removesuffix(".md").removesuffix("/index")
        return Targets(place=place, bundle=bundle, names=origin.names, site=found.site, prefix=prefix)


def _likely_owner(records: Iterable[Record]) -> str:
    """Return the longest form of the name that most of at least three works have, empty if there is none."""
    forms: dict[tuple[str, str], list[str]] = {}
    works = list(records)
    for record in works:
        for author in record.authors:
            family, given = (author.family, author.given) if author.family else people.split(author.name)
            forms.setdefault((fold(family).casefold(), fold(given)[:1].casefold()), []).append(author.name)
    most = max(forms.values(), key=len, default=[])
    return max(most, key=len) if len(works) > 2 and len(most) * 2 > len(works) else ""


def _talk(record: Record) -> CollectionFile:
    """Return a talk that was listed among the publications as a file of the talks."""
    container = record.container
    fields = {
        "title": record.title,
        "date": record.date,
        "event": container.name,
        "place": container.place,
        "summary": record.summary,
        "links": dict(record.links),
        "tags": list(record.tags),
        "redirects": list(record.redirects),
    }
    others = [author.name for author in record.authors]
    body = writing.body_of(record)
    if len(others) > 1:
        body = "\n\n".join(filter(None, (f"With {', '.join(others)}.", body)))
    name = record.name or plain(record.title)
    return CollectionFile(
        place=record.place, collection="talks", name=name, fields=fields, body=body, folder=record.folder
    )


def _as_json(stored: Mapping[str, Any]) -> bytes:
    """Return what was imported as JSON, one file per line, so that a change of one is a change of one line."""
    lines = (f"{json.dumps(path)}: {json.dumps(stored[path], ensure_ascii=False)}" for path in sorted(stored))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _stored(existing: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what was imported last, as far as the file there has its form."""
    try:
        value = json.loads(existing.get(STORED, b"{}"))
    except ValueError:
        return {}
    forms = {"from": str, "key": str, "fields": dict, "body": str}
    return {
        path: state
        for path, state in (value.items() if isinstance(value, dict) else ())
        if isinstance(state, dict) and all(isinstance(state.get(name), form) for name, form in forms.items())
    }


def _key(fields: Mapping[str, Any]) -> merge.Key:
    """Return what identifies the paper with these fields."""

    def text(value: Any, name: str) -> str:
        each = value.get(name) if isinstance(value, Mapping) else None
        return each if isinstance(each, str) else ""

    authors = fields.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else authors
    family = (
        text(first, "family") or people.split(first if isinstance(first, str) else text(first, "name"))[0]
    )
    venue = fields.get("venue")
    container = venue if isinstance(venue, str) else text(venue, "name")
    kind = text(fields, "kind")
    date = text(fields, "date")
    return merge.key(
        doi=text(fields, "doi"),
        arxiv=text(fields, "arxiv"),
        title=text(fields, "title"),
        year=int(date[:4]) if re.match(r"\d{4}", date) else None,
        authors=[family] if family else [],
        preprint=kind == "preprint"
        or container.casefold() == "arxiv"
        or (False if kind or container else None),
        form=kind,
        container=container,
    )


def _ordered(path: str, values: Mapping[str, Any]) -> dict[str, Any]:
    order = {each.name: number for number, each in enumerate(table_of(path))}
    return dict(sorted(values.items(), key=lambda pair: order.get(pair[0], len(order))))
