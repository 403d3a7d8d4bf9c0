r"""Environments: the text between a `\begin` and its `\end`."""

from __future__ import annotations

from paperfolio.text.patterns import lazy

from ..math.matrices import MATH_ENVIRONMENTS
from . import commands
from .call import OPTION, Call, Parsed, Parsing, Span
from .nodes import Block, Break, Characters, Items, ListItem, Node, RawSource, Styled, trimmed
from .spans import is_alone, read_formula
from .tabular import TABLES, read_table

_NAME = lazy(r"\s*\{[^{}\\$\n]*\}")
_ITEM = lazy(r"\\item(?![A-Za-z])|\\begin\s*\{")


def read_environment(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\begin{…}` to its `\end`: a formula, a list, a quotation, or words."""
    name, position, after, end, depth = call
    if name not in {"begin", "end"}:
        return None
    found = parser.pairs.environments.get(position) if name == "begin" else None
    if found is None or found[3] > end:
        named = _NAME.match(parser.source, after, end)
        stop = named.end() if named else after
        parser.report(
            position,
            stop - position,
            "environment",
            "`\\begin` has no matching `\\end`" if name == "begin" else "`\\end` has no matching `\\begin`",
            "add the missing one, or delete this one",
        )
        return [RawSource(source=parser.raw[position:stop])], stop
    environment, start, stop, behind = found
    if environment in MATH_ENVIRONMENTS:
        span = Span(start=position, inner=position, inner_end=behind, end=behind)
        return read_formula(parser, span, display=is_alone(parser, position, behind), depth=depth)
    if environment in TABLES:
        return [read_table(parser, environment, start, stop, depth)], behind
    kind = commands.ENVIRONMENTS.get(environment.rstrip("*"), commands.ENVIRONMENTS.get(environment))
    if kind in {"ul", "ol", "dl"}:
        return [_list(parser, kind, parser.options(start, stop), stop, depth)], behind
    if kind == "pre":
        return [Block(tag="pre", children=(Characters(text=parser.raw[start:stop].strip("\n")),))], behind
    return _prose(parser, environment, kind, (position, start, stop, behind), depth), behind


def _prose(
    parser: Parsing, name: str, kind: str | None, place: tuple[int, int, int, int], depth: int
) -> list[Node]:
    position, start, stop, _ = place
    title: list[Node] = []
    if name.rstrip("*").lower() in commands.NAMED_ENVIRONMENTS:
        option = OPTION.match(parser.source, parser.gap(start, stop), stop)
        note = f" ({option[1]})" if option else ""
        start = option.end() if option else start
        title = [
            Styled(tag="strong", children=(Characters(text=f"{name.rstrip('*').capitalize()}{note}."),)),
            Characters(text=" "),
        ]
    elif kind is None:
        parser.report(
            position,
            start - position,
            "environment",
            f"unknown environment `{name}`",
            "delete its `\\begin` and `\\end`",
        )
        title = [RawSource(source=parser.raw[position:start]), Characters(text=" ")]
    else:
        start = _behind_settings(parser, name, start, stop)
    nodes = parser.parse(start, stop, depth + 1)
    if kind == "blockquote":
        return [Block(tag="blockquote", children=trimmed(nodes))]
    if kind in {"em", "strong"}:
        return [Styled(tag=kind, children=nodes)]
    if kind is None and name.rstrip("*").lower() not in commands.NAMED_ENVIRONMENTS:
        return [*title, *nodes, Characters(text=" "), RawSource(source=f"\\end{{{name}}}")]
    return [Break(kind="paragraph"), *title, *nodes, Break(kind="paragraph")]


def _behind_settings(parser: Parsing, name: str, start: int, stop: int) -> int:
    """Return the offset after the arguments that only set the layout of an environment."""
    start = parser.options(start, stop)
    for _ in range(commands.ENVIRONMENT_SETTINGS.get(name.rstrip("*"), 0)):
        setting = parser.argument(start, stop)
        start = parser.options(setting[2] if setting else start, stop)
    return start


def _list(parser: Parsing, tag: str, start: int, stop: int, depth: int) -> Items:
    r"""Return a list; text before its first `\\item` becomes an item of its own."""
    cuts = _item_marks(parser, start, stop)
    items: list[ListItem] = []
    lead = parser.parse(start, cuts[0][0] if cuts else stop, depth + 1)
    if any(
        not isinstance(node, (Characters, Break)) or (isinstance(node, Characters) and node.text.strip())
        for node in lead
    ):
        items.append(ListItem(label=(), children=trimmed(lead)))
    for number, (_, content) in enumerate(cuts):
        last = cuts[number + 1][0] if number + 1 < len(cuts) else stop
        option = OPTION.match(parser.source, parser.gap(content, last), last)
        label: tuple[Node, ...] = ()
        if option:
            label = parser.parse(option.start(1), option.end(1), depth + 1)
            content = option.end()
        items.append(ListItem(label=label, children=trimmed(parser.parse(content, last, depth + 1))))
    kind = {"ul": "ul", "ol": "ol", "dl": "dl"}[tag]
    return Items(tag=kind, items=tuple(items))  # type: ignore[arg-type]


def _item_marks(parser: Parsing, start: int, stop: int) -> list[tuple[int, int]]:
    r"""Return the (start, end) of each `\\item` of this list, those of inner lists left out."""
    marks: list[tuple[int, int]] = []
    position = start
    for mark in _ITEM.finditer(parser.source, start, stop):
        if mark.start() < position:
            continue
        if mark.group().startswith("\\b"):
            inner = parser.pairs.environments.get(mark.start())
            position = inner[3] if inner else mark.end()
        else:
            marks.append(mark.span())
    return marks
