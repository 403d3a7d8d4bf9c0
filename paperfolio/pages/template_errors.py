"""What is wrong with a site's own templates, as problems with a file and a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from paperfolio.pages.environment import UnknownNameError, environment
from paperfolio.pages.theme import Theme
from paperfolio.problems import Place, Problem
from paperfolio.text.nearest import nearest

_REFERENCES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)


def syntax(theme: Theme) -> Iterator[Problem]:
    """Compile every template that a site has of its own, also one that no page uses yet."""
    for name, data in theme.overrides:
        if name.endswith(".svg") and not _is_utf8(data):
            yield _problem(Place(path=f"templates/{name}"), "the file is not UTF-8")
        elif name.endswith((".html", ".xml")):
            try:
                environment(theme).get_template(name)
            except TemplateSyntaxError as error:
                place = Place(path=error.filename or f"templates/{name}", line=error.lineno)
                yield _problem(place, error.message or "syntax error")
            except UnicodeDecodeError:
                yield _problem(Place(path=f"templates/{name}"), "the file is not UTF-8")
            else:
                yield from _missing_files(theme, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _missing_files(theme: Theme, name: str) -> Iterator[Problem]:
    """Find what a template names and no file is, also where no page comes by."""
    for node in _tree(theme, name).find_all(_REFERENCES):
        names = _named(node)
        gone = names and all(theme.where(each)[1] is None for each in names)
        if gone and not getattr(node, "ignore_missing", False):
            place = Place(path=f"templates/{name}", line=node.lineno)
            yield _not_there(place, names[0], _templates(theme))


def unknown_blocks(theme: Theme) -> Iterator[Problem]:
    """Warn of blocks that the extended template doesn't have: no page shows them."""
    for name in (each for each, _ in theme.overrides if each.endswith(".html")):
        tree = _tree(theme, name)
        parents = [node for node in tree.body if isinstance(node, nodes.Extends)]
        known = {block for node in parents for each in _named(node) for block in _blocks(theme, each)}
        for block in tree.body if known else ():
            if isinstance(block, nodes.Block) and block.name not in known:
                meant = nearest(block.name, tuple(sorted(known)))
                fix = f'did you mean "{meant}"?' if meant else f"use one of: {', '.join(sorted(known))}"
                found = f'unknown block "{block.name}": the extended template does not have it'
                place = Place(path=f"templates/{name}", line=block.lineno)
                yield replace(_problem(place, found, fix), severity="warning")


@lru_cache(maxsize=64)
def _tree(theme: Theme, name: str) -> nodes.Template:
    return environment(theme).parse((theme.where(name)[1] or b"").decode())


def _named(node: Any) -> tuple[str, ...]:
    """Return the templates that one of several may be, as a tag names them; none where it computes the name."""
    wanted = node.template
    parts = wanted.items if isinstance(wanted, nodes.Tuple | nodes.List) else [wanted]
    return tuple(
        part.value for part in parts if isinstance(part, nodes.Const) and isinstance(part.value, str)
    )


def _blocks(theme: Theme, name: str) -> frozenset[str]:
    """Return the blocks of a template and of those that it extends."""
    found, seen, todo = set(), set(), [name]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            tree = _tree(theme, name)
            found |= {block.name for block in tree.find_all(nodes.Block)}
            todo += [each for node in tree.find_all(nodes.Extends) for each in _named(node)]
    return frozenset(found)


def _templates(theme: Theme) -> tuple[str, ...]:
    return tuple(name for name in theme.names() if name.endswith((".html", ".xml")))


def fault(error: Exception, variables: Mapping[str, Any], theme: Theme) -> Problem:
    """Say where in the site's own templates an exception came from; raise it again if it didn't."""
    place = None
    frame = error.__traceback__
    while frame:
        path = frame.tb_frame.f_code.co_filename
        if path.startswith("templates/"):
            place = Place(path=path, line=frame.tb_lineno)
        frame = frame.tb_next
    if place is None:
        raise error
    if isinstance(error, RecursionError):
        name = place.path.removeprefix("templates/")
        fix = f'to change the theme\'s own template, use {{% extends "theme/{name}" %}}'
        return _problem(place, "this template extends or includes itself endlessly", fix)
    if isinstance(error, TemplateNotFound):
        return _not_there(place, str(error.name), _templates(theme))
    if isinstance(error, UnknownNameError):
        meant = nearest(error.name, error.known or tuple(variables))
        found = f'unknown name "{error.name}"'
        return _problem(place, found, f'did you mean "{meant}"?') if meant else _problem(place, found)
    if isinstance(error, KeyError):
        return _problem(place, f'unknown name "{error.args[0]}"')
    return _problem(place, str(error))


def _not_there(place: Place, name: str, known: tuple[str, ...]) -> Problem:
    found, meant = f'no template "{name}"', nearest(name.removeprefix("theme/"), known)
    return _problem(place, found, f'did you mean "{meant}"?') if meant else _problem(place, found)


def _problem(place: Place, found: str, fix: str = "correct the template") -> Problem:
    return Problem(place=place, code="template", message=found, fix=fix)
