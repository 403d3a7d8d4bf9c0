"""Read each file of the content: located values, a profile or a paper, and its problems.

These are pure functions of a file's bytes and the names of the other files, so a preview repeats only
those whose input has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from paperfolio.content import assets, cv_fields, frontmatter, history, items, schema
from paperfolio.content.fields import TRUE, Reading
from paperfolio.content.located import Document, Scalar
from paperfolio.content.tree import Location
from paperfolio.model import (
    CV,
    METRICS,
    PROFILE,
    Collection,
    Copy,
    CurriculumVitae,
    History,
    Item,
    Paper,
    Profile,
)
from paperfolio.output.safe_paths import RESERVED
from paperfolio.problems import Place, Problem
from paperfolio.scholar import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One file's located values; two are equal if their bytes are."""

    path: str
    data: bytes
    document: Document | None = field(compare=False)
    problems: tuple[Problem, ...] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The result of reading one file."""

    profile: Profile | None = None
    paper: Paper | None = None
    item: Item | None = None
    collection: Collection | None = None
    cv: CurriculumVitae | None = None
    macros: tuple[tuple[str, str], ...] = ()
    histories: tuple[History, ...] = ()
    copies: frozenset[Copy] = frozenset()
    problems: tuple[Problem, ...] = ()


def parse(path: str, data: bytes) -> Parsed:
    """Locate the values of one file."""
    read = frontmatter.parse_json if path == METRICS else frontmatter.parse
    document, problems = read(path, data)
    return Parsed(path=path, data=data, document=document, problems=problems)


def is_draft(parsed: Parsed) -> bool:
    """Return whether a document says that it isn't to be published yet."""
    fields = parsed.document.fields if parsed.document else None
    status, draft = (fields.get(name) if fields else None for name in ("status", "draft"))
    return (isinstance(status, Scalar) and status.text.strip().casefold() == "draft") or (
        isinstance(draft, Scalar) and draft.text.strip().casefold() in TRUE
    )


def read_profile(
    parsed: Parsed | None,
    known: frozenset[str],
    links: frozenset[tuple[str, str]],
    keep_going: bool = False,
) -> Read:
    """Return what content/profile.md gives. `known` are the files there, `links` the pages of documents.

    With `keep_going` a missing file is a warning.
    """
    if parsed is None:
        message = "missing file content/profile.md"
        fix = 'create it with three lines: "---", "name: …" and "---"'
        return Read(
            problems=(Problem(place=Place(path=PROFILE), code="no-profile", message=message, fix=fix),)
        )
    if parsed.document is None:
        return Read(problems=parsed.problems)
    files = assets.Files(known=known, document=PROFILE, pages=links)
    reading = Reading(find=files.find, problems=list(parsed.problems), keep_going=keep_going)
    profile = schema.read_profile(parsed.document, reading)
    if profile:
        reading.problems += _doubts(profile)
    return Read(
        profile=profile,
        macros=reading.macros,
        copies=frozenset(files.copies),
        problems=tuple(reading.problems),
    )


def read(
    parsed: Parsed | None,
    location: Location,
    known: frozenset[str],
    links: frozenset[tuple[str, str]],
    macros: tuple[tuple[str, str], ...],
    keep_going: bool = False,
) -> Read:
    """Return what the file of a paper, an item, a collection or the CV gives; `macros` are the profile's."""
    document = parsed.document if parsed else None
    if parsed and document is None:
        return Read(problems=parsed.problems)
    files = assets.Files(known=known, document=location.document, folder=location.folder, pages=links)
    known_problems = list(parsed.problems) if parsed else []
    reading = Reading(find=files.find, macros=macros, problems=known_problems, keep_going=keep_going)
    paper = item = collection = cv = None
    if location.document == CV and document:
        cv = cv_fields.read_cv(document, reading)
    elif location.is_index:
        collection = items.read_collection(document, location.collection, reading)
    elif document:
        _check_slug(document, location.slug, reading)
        if location.collection == "papers":
            paper = schema.read_paper(document, location.slug, reading)
        else:
            item = items.read_item(document, location, reading)
    copies, problems = frozenset(files.copies), tuple(reading.problems)
    return Read(paper=paper, item=item, collection=collection, cv=cv, copies=copies, problems=problems)


def _check_slug(document: Document, slug: str, reading: Reading) -> None:
    if not slug or slug in RESERVED:
        message = "the file's name has no letter a–z and no digit to make an address of"
        if slug:
            message = f'the name "{slug}" is reserved by Windows'
        fix = 'rename the file, or add a line such as "slug: my-paper"'
        node = document.fields.get("slug")
        reading.error(node.place if node else Place(path=document.path), "slug", message, fix)


def read_histories(parsed: Parsed | None) -> Read:
    """Return what content/metrics.json gives, if it is there."""
    if parsed is None or parsed.document is None:
        return Read(problems=parsed.problems if parsed else ())
    reading = Reading(problems=list(parsed.problems))
    return Read(histories=history.read(parsed.document, reading), problems=tuple(reading.problems))


def _doubts(profile: Profile) -> list[Problem]:
    fix = "check the numbers at their source; they are shown as declared"
    return [
        Problem(
            place=profile.at(f"metrics.{position}", "metrics"),
            severity="note",
            code="metrics",
            message=reason,
            fix=fix,
        )
        for position, reason in metrics.doubts(profile.metrics)
    ]
