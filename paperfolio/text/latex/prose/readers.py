r"""Readers for each kind of prose macro, which the parser tries one after the other.

A reader gets a call and returns its nodes and the offset after it, or None
where the macro is not of its kind or lacks an argument. A new kind is one more function in `READERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from paperfolio.text.patterns import lazy

from ..characters import ACCENTS, ESCAPES, JOURNALS, LETTERS, SYMBOLS, WORDS, accented
from ..rows import ROOM
from ..units import ARGUMENTS, quantity
from . import commands
from .call import OPTION, Call, Parsed, Parsing, Span
from .definitions import read_definition
from .environments import read_environment
from .nodes import Break, Characters, Hyperlink, Node, RawSource, Styled, cased, trimmed, unlinked
from .spacing import eats_space
from .spans import is_alone, read_formula
from .urls import complete, safe, unescaped

_CITE = lazy(r"[A-Za-z]*cite[A-Za-z]*\*?")
_REFERENCES = frozenset(
    {"ref", "eqref", "autoref", "cref", "Cref", "pageref", "nameref", "vref", "figref", "secref"}
)
_ROMAN = ("0", *"i ii iii iv v vi vii viii ix x".split())
_STATES = frozenset(map(str, range(1, len(_ROMAN))))
_LENGTH = lazy(r"\s*-?[\d.]+\s*(?:true\s*)?[a-z]{2}(?![a-z])(?:\s*(?:plus|minus)\s*[\d.]+\s*[a-z]{2,5})*\s?")
_LINE_BREAK_ARGUMENT = lazy(rf"\*?\s*{ROOM}|\*")


def read_escape(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a backslash before a character that is no letter: `\%`, `\,`, `\\`, `\(`."""
    name, position, after, end, depth = call
    if name in ("(", "["):
        closing = parser.pairs.formulas.get(position)
        if closing is None or closing >= end:
            parser.report(position, 2, "math", f"`\\{name}` begins a formula that is not closed", "close it")
            return [RawSource(source=f"\\{name}")], after
        display = name == "[" and is_alone(parser, position, closing + 2)
        span = Span(start=position, inner=after, inner_end=closing, end=closing + 2)
        return read_formula(parser, span, display=display, depth=depth)
    if (doubled := parser.doubled(position)) is not None and doubled + 3 <= end:
        display = parser.source[position + 2] == "[" and is_alone(parser, position, doubled + 3)
        span = Span(start=position, inner=position + 3, inner_end=doubled, end=doubled + 3)
        return read_formula(parser, span, display=display, depth=depth)
    if name == "\\":
        length = _LINE_BREAK_ARGUMENT.match(parser.source, after, end)
        return [Break(kind="line")], length.end() if length else after
    if name in (")", "]"):
        parser.report(
            position, 2, "math", f"`\\{name}` ends a formula that was not begun", "begin it, or delete this"
        )
        return [RawSource(source=f"\\{name}")], after
    if name in ACCENTS or len(name) != 1 or name.isalpha():
        return None
    if name in ESCAPES:
        return [Characters(text=ESCAPES[name])], after
    return [Characters(text=f"\\{name}")], after


def read_accent(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read an accent over what follows it, in any spelling: `\"o`, `\"{o}`, `\v c`."""
    name, _, after, end, depth = call
    if name not in ACCENTS:
        return None
    argument = parser.argument(after, end)
    if argument is not None:
        if (inner := parser.source[argument[0] : argument[1]]).startswith("\\") and inner[1:] in ACCENTS:
            # `\~\^e`: an accent on an accented letter
            nodes, behind = parser.step(argument[0], end, depth + 1)
            argument = argument[0], behind, max(behind, argument[2])
        else:
            nodes = list(parser.parse(argument[0], argument[1], depth + 1))
        if not nodes or not isinstance(nodes[0], Characters) or not nodes[0].text.strip():
            return (
                ([Characters(text=name if len(name) == 1 and not name.isalpha() else "")], argument[2])
                if not nodes
                else None
            )
        text = nodes[0].text.lstrip()
        if name.isalpha() and not text[0].isalpha():
            return None  # `\C^n` is a macro of the author's
        text = accented(name, text)
        return [Characters(text=text), *nodes[1:]], argument[2]
    return ([Characters(text=name)], after) if not name.isalpha() else None


def read_character(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a macro for a letter, a symbol or a short word: `\ss`, `\dag`, `\ie`."""
    name, position, after, end, _ = call
    if name in LETTERS:
        # TeX skips the space after a letter: `Stra\ss e`. `5 \AA wide` is a unit, not a word.
        is_unit = (
            name == "AA" and parser.source[max(0, position - 2) : position].strip(" ~\u00a0")[-1:].isdigit()
        )
        return [Characters(text=LETTERS[name])], parser.terminator(after, end, keep_space=is_unit)
    if name in SYMBOLS:
        behind, gap_end = parser.terminator(after, end, keep_space=True), parser.gap(after, end)
        before, following = (
            parser.source[max(0, position - 1) : position],
            parser.source[gap_end : gap_end + 4],
        )
        eaten = behind == after and following and eats_space(name, before, following)
        return [Characters(text=SYMBOLS[name])], gap_end if eaten else behind
    if name in JOURNALS:
        return [Characters(text=JOURNALS[name])], parser.terminator(after, end, keep_space=True)
    if name in WORDS and not (name in {"st", "cf"} and _has_words(parser, after, end)):
        after = parser.terminator(after, end, keep_space=True)
        word = WORDS[name]
        doubled = (
            word.endswith(".")
            and parser.source[after : after + 1] == "."
            and parser.source[after : after + 2] != ".."
        )
        return [Characters(text=word[:-1] if doubled else word)], after
    return None


def _has_words(parser: Parsing, after: int, end: int) -> bool:
    r"""Return whether a group with words follows: `\st{gone}` is struck, `\st` means "such that"."""
    closing = parser.pairs.braces.get(after, end)
    return closing < end and closing > after + 1


def read_style(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a macro that shows its argument in a style, as a heading, or as a note in brackets."""
    name, position, after, end, depth = call
    style = commands.STYLES.get(name)
    heading = name in commands.HEADINGS
    if style is None and not heading and name not in commands.NOTES and name not in commands.AFTER_SETTINGS:
        return None
    after = parser.options(after, end)
    for _ in range(commands.AFTER_SETTINGS.get(name, 0)):
        setting = parser.argument(after, end)
        after = setting[2] if setting else after
    argument = parser.argument(after, end)
    if argument is None:
        return None
    nodes = parser.parse(argument[0], argument[1], depth + 1)
    if name in {"uppercase", "MakeUppercase", "MakeTextUppercase"}:
        nodes = cased(nodes, str.upper)
    elif name in {"lowercase", "MakeLowercase"}:
        nodes = cased(nodes, str.lower)
    if heading:
        bold = Styled(tag="strong", children=nodes)
        return [Break(kind="paragraph"), bold, Characters(text=" ")], argument[2]
    if name in commands.NOTES:
        gap = "" if parser.source[position - 1 : position].isspace() else " "
        return [Characters(text=f"{gap}("), *trimmed(nodes), Characters(text=")")], argument[2]
    tag, css = style or ("", "")
    return ([Styled(tag=tag, css=css, children=nodes)] if tag and nodes else list(nodes)), argument[2]


def read_silent(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a macro without text: a setting, a space, the end of a paragraph."""
    name, position, after, end, _ = call
    if name in commands.ELSEWHERE:
        argument = parser.argument(parser.options(after, end), end)
        return ([], _elsewhere(parser, position, argument)) if argument else None
    if name in commands.DIMENSIONED and (length := _LENGTH.match(parser.source, after, end)):
        return [], length.end()
    if name in commands.SILENT:
        return [], parser.terminator(after, end, keep_space=name == "xspace")
    if name in commands.PARAGRAPHS:
        return [Break(kind="paragraph" if name != "newline" else "line")], parser.gap(after, end)
    if name in commands.SPACES or name in commands.SETTINGS:
        after = parser.options(after, end)
        for _ in range(commands.SETTINGS.get(name, 1)):
            argument = parser.argument(after, end)
            after = argument[2] if argument else after
        return ([Characters(text=" ")] if name in commands.SPACES else []), after
    return None


def _elsewhere(parser: Parsing, position: int, argument: tuple[int, int, int]) -> int:
    """Report a reference to another file, and return the offset after its name."""
    file = parser.raw[argument[0] : argument[1]]
    parser.report(
        position,
        argument[2] - position,
        "left-out",
        f"the content of `{file}` is not included",
        "paste it here, or write a picture as `![description](file)`",
    )
    return argument[2]


def read_dingbat(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\ding{51}` of pifont, a number in the font Zapf Dingbats."""
    argument = parser.argument(call.after, call.end) if call.name == "ding" else None
    number = parser.source[argument[0] : argument[1]].strip() if argument else ""
    if argument is None or not re.fullmatch(r"\d{2,3}", number) or not 33 <= int(number) <= 126:
        return None
    return [Characters(text=chr(0x2700 + int(number) - 32))], argument[2]


def read_link(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\href`, `\url` and their kin; an unsafe address is left out, its text is kept."""
    name, _, after, end, depth = call
    if name not in {"href", "url", "path", "nolinkurl", "email", "doi", "arxiv"}:
        return None
    argument = parser.argument(parser.options(after, end), end)
    if argument is None:
        return None
    address = unescaped(parser.raw[argument[0] : argument[1]]).strip()
    shown: tuple[Node, ...] = (Characters(text=address),)
    last = argument
    if name == "href":
        label = parser.argument(argument[2], end)
        if label is not None:
            last, shown = label, parser.parse(label[0], label[1], depth + 1)
    elif name in {"path", "nolinkurl"}:
        return list(shown), argument[2]
    prefix = {"email": "mailto:", "doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}.get(name, "")
    return _linked(parser, prefix + address, shown or (Characters(text=address),), argument), last[2]


def _linked(
    parser: Parsing, address: str, shown: tuple[Node, ...], argument: tuple[int, int, int]
) -> list[Node]:
    url = safe(complete(address))
    if url and re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", url):
        return [Hyperlink(url=url, children=unlinked(shown))]
    if url and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", url):
        return [Hyperlink(url=f"https://{url}", children=unlinked(shown))]
    start, stop = argument[0], argument[1]
    parser.report(
        start,
        stop - start,
        "link",
        f"`{address}` is not an allowed link",
        "use an https URL",
    )
    return list(shown)


def read_reference(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\cite…` and `\ref`: their target is not on the page, so the key stays visible."""
    name, position, after, end, depth = call
    cites = bool(_CITE.fullmatch(name)) and name != "nocite"
    if not cites and name not in _REFERENCES:
        return None
    notes: list[tuple[Node, ...]] = []
    while option := OPTION.match(parser.source, parser.gap(after, end), end):
        notes.append(trimmed(parser.parse(option.start(1), option.end(1), depth + 1)))
        after = option.end()
    argument = parser.argument(after, end)
    if argument is None:
        return None
    keys = ", ".join(key.strip() for key in parser.raw[argument[0] : argument[1]].split(","))
    before, behind = (notes[0], notes[1]) if len(notes) > 1 else ((), notes[0] if notes else ())
    opening = (Characters(text="["), *before, Characters(text=" " if before else ""))
    shown = [*opening, Characters(text=keys + (", " if behind else "")), *behind, Characters(text="]")]
    what = "a citation of" if cites else "a reference to"
    parser.report(
        position,
        argument[2] - position,
        "citation",
        f"{what} `{keys}` has no target on this page",
        "describe it in words",
    )
    return shown, argument[2]


def read_unit(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a number or a unit of siunitx."""
    name, _, after, end, _ = call
    if name not in ARGUMENTS:
        return None
    after = parser.options(after, end)
    given: list[str] = []
    for _ in ARGUMENTS[name]:
        argument = parser.argument(after, end)
        if argument is None:
            return None
        given.append(parser.raw[argument[0] : argument[1]])
        after = argument[2]
    text = quantity(name, given)
    return None if text is None else ([Characters(text=text)], after)


def read_quote(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read a macro that quotes its argument, or chooses how it is read."""
    name, position, after, end, depth = call
    if name not in {
        "enquote",
        "say",
        "textquote",
        "blockquote",
        "ensuremath",
        "texorpdfstring",
        "ce",
        "cf",
        "pu",
    }:
        return None
    argument = parser.argument(parser.options(after, end), end)
    if argument is None:
        return None
    if name in {"ce", "cf", "pu"}:
        span = Span(start=position, inner=position, inner_end=argument[2], end=argument[2])
        return read_formula(parser, span, depth=depth)
    if name == "ensuremath":
        span = Span(start=position, inner=argument[0], inner_end=argument[1], end=argument[2])
        return read_formula(parser, span, depth=depth)
    nodes = parser.parse(argument[0], argument[1], depth + 1)
    if name == "texorpdfstring":
        spoken = parser.argument(argument[2], end)
        return list(nodes), spoken[2] if spoken else argument[2]
    return [Characters(text="“"), *nodes, Characters(text="”")], argument[2]


def read_verbatim(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\verb|x_1|`, whose argument lies between two equal characters."""
    name, _, after, end, _ = call
    mark = parser.source[after : after + 1]
    if (
        name not in {"verb", "lstinline", "mintinline"}
        or not mark
        or mark.isalnum()
        or mark.isspace()
        or mark == "{"
    ):
        return None
    closing = parser.source.find(mark, after + 1, min(end, after + 200))
    if closing < 0:
        return None
    return [Styled(tag="code", children=(Characters(text=parser.raw[after + 1 : closing]),))], closing + 1


def read_ion(parser: Parsing, call: Call) -> Parsed | None:
    r"""Read `\ion{O}{iii}` of AASTeX: a state of ionization is set in small capitals."""
    name, _, after, end, depth = call
    element = parser.argument(after, end) if name == "ion" else None
    state = parser.argument(element[2], end) if element else None
    if element is None or state is None:
        return None
    number = parser.source[state[0] : state[1]]
    state_nodes = (
        (Characters(text=_ROMAN[int(number)]),) if number in _STATES else parser.parse(*state[:2], depth + 1)
    )
    shown = [*parser.parse(element[0], element[1], depth + 1), Characters(text="\u202f")]
    return [*shown, Styled(tag="span", css="sc", children=state_nodes)], state[2]


READERS: tuple[Callable[[Parsing, Call], Parsed | None], ...] = (
    read_escape, read_accent, read_character, read_unit, read_verbatim, read_style, read_silent, read_link,
    read_reference, read_quote, read_environment, read_definition, read_ion, read_dingbat,
)  # fmt: skip
