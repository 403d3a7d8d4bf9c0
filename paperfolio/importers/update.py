"""A file that is there, against what its source has now: which fields only the source has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paperfolio.importers import splice, writing
from paperfolio.importers.records import note
from paperfolio.problems import Place, Problem

State = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The outcome for one file: its new bytes, if any, what to keep as imported, and lines for the person."""

    kind: str
    lines: tuple[str, ...] = ()
    data: bytes | None = None
    state: State | None = None
    problems: tuple[Problem, ...] = ()


def compare(path: str, data: bytes, state: State, last: State | None, *, take: bool) -> Comparison:
    """Return what becomes of the file at `path`, whose source now gives `state` and gave `last`.

    A field that the user has edited, added or removed stays as it is. With `take`, the others follow the source.
    """
    current = splice.read(path, data)
    if current is None:
        message, fix = "this file can't be read; it is unchanged", "run “check” and correct it"
        return Comparison(kind="same", problems=(note(Place(path=path), "unread", message, fix),))
    fields, body = current
    imported = last["fields"] if last else {}
    changes: State = {}
    lines: list[str] = []
    for name in dict.fromkeys([*state["fields"], *imported]):
        old, new, now = imported.get(name), state["fields"].get(name), fields.get(name)
        if new in (old, now):
            continue
        if now == old:
            changes[name] = new
            lines.append(f"{name}: {_shown(old)} → {_shown(new)}")
        elif last is not None:
            lines.append(f"{name}: {_shown(new)} in the source, and {_shown(now)} here, which stays")
    text = _text(body, last["body"].strip() if last else "", state["body"].strip())
    if text:
        lines.append(f"text: {len(text[0])} → {len(text[1])} characters")
    if not changes and not text:
        return Comparison(
            kind="differs" if lines else "same", lines=tuple(lines), state=_adopted(state, last, fields, body)
        )
    if not take:
        return Comparison(kind="differs", lines=tuple(lines))
    made = splice.spliced(path, data, changes, text)
    if made is None:
        message, fix = "the change would touch other lines; the file is unchanged", "change it by hand"
        return Comparison(
            kind="differs", lines=tuple(lines), problems=(note(Place(path=path), "update", message, fix),)
        )
    kept = {name: value for name, value in {**imported, **changes}.items() if value is not None}
    new_state = {**state, "fields": kept, "body": state["body"] if text or not last else last["body"]}
    return Comparison(kind="updated", lines=tuple(lines), data=made, state=new_state)


def _text(body: str, old: str, new: str) -> tuple[str, str] | None:
    """Return the text to replace and its replacement, where the source's has changed and the user's has not."""
    if new == old or not new or new in body:
        return None
    unedited = body.count(old) == 1 if old else not body
    return (old, new) if unedited else None


def _adopted(state: State, last: State | None, fields: State, body: str) -> State | None:
    """Return what to keep as imported where the file says the same as the source; None to keep what is kept."""
    same = {name: value for name, value in state["fields"].items() if fields.get(name) == value}
    text = state["body"] if state["body"].strip() in body else (last["body"] if last else "")
    new = {**state, "fields": {**(last["fields"] if last else {}), **same}, "body": text}
    return None if new == last else new


def _shown(value: Any) -> str:
    return "nothing" if value is None else f"“{writing.shown(value)}”"
