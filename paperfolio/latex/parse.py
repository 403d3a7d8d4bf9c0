r"""One parse of a text with LaTeX in it: characters in, a tree and the troubles out.

The parser walks the source once. Every partner of a mark (brace, dollar, `\end`) has been paired
beforehand, arguments are ranges of offsets, and a macro that is understood by none of the tables is
offered to the converter of formulas, which knows every symbol, before it is shown as it stands.
`%` is a percent sign: abstracts hold many of those and next to no comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from . import commands
from .characters import ACCENTS, ESCAPES, LETTERS, SYMBOLS, WORDS, accented
from .dollars import is_formula
from .links import ADDRESS, complete, end_of_address, safe, unescaped
from .macros import MAX_EXPANSIONS, MAX_LENGTH, Macros, arity, filled, table
from .math import Failure, convert
from .nodes import Block, Break, Item, Items, Link, Math, Node, Source, Styled, Text
from .pairs import Pairs, pairs
from .result import Trouble
from .rewrites import MATH_ENVIRONMENTS
from .units import number, unit

MAX_DEPTH = 50

TOKEN = re.compile(
    r"(?P<url>" + ADDRESS + r")"
    r"|(?P<command>\\(?:[A-Za-z@]+\*?|[^A-Za-z@]|$))"
    r"|(?P<dollar>\$)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<blank>\n[ \t\r]*\n\s*)"
    r"|(?P<dash>-{2,})|(?P<quote>``|''|`)|(?P<tie>~)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<text>(?:[^\\${}\-`'~&\nhw]++|-(?!-)|'(?!')|\n(?![ \t\r]*\n)|h(?!ttps?://)|w(?!ww\.[\w-]+\.)|&(?!\#?\w{1,32};))++)"
    r"|(?P<rest>.)",
    re.DOTALL,
)
_BLANKS = re.compile(r"[ \t\r]*(?:\n(?![ \t\r]*\n)[ \t\r]*)?")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+\*?|[^A-Za-z@])", re.DOTALL)
_OPTION = re.compile(r"\[([^\[\]\n]{0,300})\]")
_LENGTH = re.compile(r"\*?(?:\[-?[\d.]+\s*[a-z\\]+\])?")
_SCRIPT = re.compile(r"[_^](?:\{[^{}\\$]*\}|\\[A-Za-z]+|[A-Za-z0-9+*-])")
_CITE = re.compile(r"[A-Za-z]*cite[A-Za-z]*\*?")
_REFERENCES = frozenset({"ref", "eqref", "autoref", "cref", "Cref", "pageref", "nameref", "vref", "figref", "secref"})
_LINE_BREAK_ARGUMENT = re.compile(r"\*?\s*\[[^\]\n]{0,20}\]|\*")
_CLOSING_QUOTE = re.compile(r"'(?!\w)")
_DOUBLE_CLOSING = re.compile(r"''")
_WHOLE_PROSE = re.compile(
    r"\s*\\(?:text(?:bf|it|tt|sc|rm|sf|sl|md|up|normal)?|emph|mbox|hbox|href|url|underline|cite[a-z]*)\s*(?=\{)"
)


@dataclass(slots=True, kw_only=True)
class Budget:
    """How many macros may still be expanded, so that no definition can run for ever."""

    expansions: int = MAX_EXPANSIONS
    length: int = MAX_LENGTH


@dataclass(slots=True, kw_only=True)
class Parser:
    """One walk over one source. `opaque` ranges of `source` are already blanked out; `raw` has them."""

    source: str
    macros: Macros = ()
    raw: str = ""
    markdown: bool = False
    budget: Budget = field(default_factory=Budget)
    troubles: list[Trouble] = field(default_factory=list)
    pairs: Pairs = field(init=False)
    _closing_quotes: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pairs = pairs(self.source)
        self.raw = self.raw or self.source

    # ------------------------------------------------------------------ sequences

    def parse(self, start: int, end: int, depth: int = 0) -> tuple[Node, ...]:
        """Return the nodes of `source[start:end]`; old-style declarations reach to its end."""
        if depth > MAX_DEPTH:
            self._report(start, end - start, "depth", f"groups are nested deeper than {MAX_DEPTH} levels", "take some away")
            return (Text(text=self.raw[start:end]),)
        out: list[Node] = []
        styles: tuple[tuple[str, str], ...] = ()
        styled: list[Node] = []
        position = start
        while position < end:
            declared = self.declaration(position, end)
            if declared:
                _close(out, styled, styles)
                styled, position = [], declared[1]
                if declared[0] not in styles:
                    styles = (*styles, declared[0]) if declared[0] else ()
                continue
            nodes, position = self.step(position, end, depth)
            styled += nodes
        _close(out, styled, styles)
        return tuple(out)

    def declaration(self, position: int, end: int) -> tuple[tuple[str, str] | None, int] | None:
        """Return the style that a declaration at `position` sets (None for none) and the offset behind it."""
        if self.source[position] != "\\":
            return None
        match = _COMMAND.match(self.source, position, end)
        name = match.group()[1:] if match else ""
        if match is None or name not in commands.DECLARATIONS or name in self.known:
            return None
        return commands.DECLARATIONS[name], self._gap(match.end(), end)

    def step(self, position: int, end: int, depth: int = 0) -> tuple[list[Node], int]:
        """Return what begins at `position`, and the offset behind it."""
        match = TOKEN.match(self.source, position, end)
        if match is None:  # cannot happen: the last alternative takes any character
            return [Text(text=self.raw[position])], position + 1
        kind, token = match.lastgroup or "rest", match.group()
        if kind == "text":
            return [Text(text=self._text(position, match.end()))], match.end()
        return _STEPS[kind](self, token, position, end, depth)

    def _text(self, start: int, end: int) -> str:
        text = self.raw[start:end]
        if not self._closing_quotes:
            return text
        for offset in sorted(self._closing_quotes):
            if start <= offset < end:
                text = f"{text[: offset - start]}’{text[offset - start + 1 :]}"
                self._closing_quotes.discard(offset)
        return text

    # ------------------------------------------------------------------ marks

    def _step_url(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        length = end_of_address(token)
        address = unescaped(token[:length])
        url = safe(complete(address))
        if not url or length < 8:
            return [Text(text=token)], position + len(token)
        return [Link(url=url, children=(Text(text=address),))], position + length

    def _step_open(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        closing = self.pairs.braces.get(position)
        if closing is None or closing >= end:
            self._report(position, 1, "brace", "`{` has no closing brace", "close the group, or write `\\{`")
            return [Text(text=token)], position + 1
        return list(self.parse(position + 1, closing, depth + 1)), closing + 1

    def _step_close(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        self._report(position, 1, "brace", "`}` closes no group", "take it away, or write `\\}`")
        return [Text(text=token)], position + 1

    def _step_blank(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        return [Break(kind="paragraph")], position + len(token)

    def _step_dash(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        before, after = self._around(position, position + len(token))
        flag = after.isalpha() and (not before or before.isspace() or before in "([`'\"")
        if flag and len(token) == 2 or len(token) > 3:
            return [Text(text=token)], position + len(token)
        return [Text(text="–" if len(token) == 2 else "—")], position + len(token)

    def _step_quote(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        if token == "``":
            return [Text(text="“")], position + 2
        if token == "''":
            return [Text(text="”")], position + 2
        closing = _CLOSING_QUOTE.search(self.source, position + 1, min(end, position + 200))
        if closing:
            self._closing_quotes.add(closing.start())
        return [Text(text="‘")], position + 1

    def _step_tie(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        before, after = self._around(position, position + 1)
        joins = bool(before) and not before.isspace() and before not in "([{=<>~/" and after != "~"
        if joins and before.isdigit() and after.isdigit():
            joins = False  # 3~5 times: a range, as it is written in much of the world
        return [Text(text="\u00a0" if joins else "~")], position + 1

    def _step_entity(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        return [Text(text=printable(unescape(token)))], position + len(token)

    def _step_rest(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        return [Text(text=self._text(position, position + len(token)))], position + len(token)

    def _around(self, start: int, end: int) -> tuple[str, str]:
        return self.source[start - 1 : start] if start else "", self.source[end : end + 1]

    # ------------------------------------------------------------------ formulas

    def _step_dollar(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        double = self._double_dollar(position, end)
        if double is not None:
            return self._formula(position, position + 2, double, double + 2, self._alone(position, double + 2), depth)
        closing = self.pairs.dollars.get(position)
        if closing is not None and closing < end and is_formula(
            self.source[position + 1 : closing], self.source[closing + 1 : closing + 2]
        ):
            return self._formula(position, position + 1, closing, closing + 1, False, depth)
        if not self._is_currency(position):
            self._report(
                position, 1, "dollar", "`$` opens no formula that is closed", "close it, or write `\\$` for the sign"
            )
        return [Text(text="$")], position + 1

    def _double_dollar(self, position: int, end: int) -> int | None:
        """Return where the `$$` at `position` is closed, if it opens a formula."""
        following = self.pairs.dollars
        if following.get(position) != position + 1:
            return None
        closing = following.get(position + 1)
        while closing is not None and following.get(closing) != closing + 1:
            closing = following.get(closing)
        if closing is None or closing + 1 >= end:
            return None
        return closing if is_formula(self.source[position + 2 : closing], "") else None

    def _is_currency(self, position: int) -> bool:
        before, after = self._around(position, position + 1)
        return after.isdigit() or bool(re.match(r"\s?\d", self.source[position + 1 : position + 3])) or (
            before.isupper() and not after.isalpha()
        )

    def _alone(self, start: int, end: int) -> bool:
        """Tell whether nothing else stands on the lines of `source[start:end]`."""
        line_start = self.source.rfind("\n", 0, start) + 1
        line_end = self.source.find("\n", end)
        line_end = len(self.source) if line_end < 0 else line_end
        return not self.source[line_start:start].strip() and not self.source[end:line_end].strip(" \t\r.,;")

    def _formula(
        self, start: int, inner: int, inner_end: int, end: int, display: bool, depth: int
    ) -> tuple[list[Node], int]:
        """Return the formula `source[inner:inner_end]`, whose marks reach from `start` to `end`."""
        source = self.source[inner:inner_end]
        prose = _WHOLE_PROSE.match(source)
        if prose and self._is_whole_command(inner + prose.end(), inner_end):
            return list(self.parse(inner, inner_end, depth + 1)), end
        result = convert(source, display=display, macros=self.macros)
        if isinstance(result, Failure):
            self._report_formula(result, start, inner, inner_end, end)
            return [Source(source=self.raw[start:end])], end
        return [Math(html=result.html, text=result.text)], end

    def _is_whole_command(self, position: int, end: int) -> bool:
        while position < end and self.source[position] == "{":
            closing = self.pairs.braces.get(position)
            if closing is None or closing >= end:
                return False
            position = self._gap(closing + 1, end)
        return position >= end

    def _report_formula(self, failure: Failure, start: int, inner: int, inner_end: int, end: int) -> None:
        culprit = failure.culprit
        found = re.search(re.escape(culprit) + r"(?![A-Za-z])", self.source[inner:inner_end]) if culprit else None
        if found:
            start, end = inner + found.start(), inner + found.end()
        if culprit.startswith("\\"):
            fix = f"define it, as in `latex_macros: {{'{culprit}': '…'}}`, or write it out"
            self._report(start, end - start, "macro", f"unknown macro `{culprit}` in a formula", fix)
        else:
            fix = "mend the formula; until then its source is shown"
            self._report(start, end - start, "math", f"the formula can't be set: {failure.reason}", fix)

    # ------------------------------------------------------------------ commands

    def _step_command(self, token: str, position: int, end: int, depth: int) -> tuple[list[Node], int]:
        name, after = token[1:], position + len(token)
        if name in self.known:
            return self._expansion(name, position, after, end, depth)
        if name.endswith("*") and not self._is_starred(name):
            name, after = name[:-1], after - 1
        for reader in _READERS:
            found = reader(self, name, position, after, end, depth)
            if found is not None:
                return found
        return self._symbol(name, position, after, end)

    def _is_starred(self, name: str) -> bool:
        return name in commands.SETTINGS or name in commands.SPACES or name in self.known

    @property
    def known(self) -> dict[str, str]:
        """The author's macros by name."""
        return table(self.macros)

    def _read_escape(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name in ("(", "["):
            closing = self.pairs.formulas.get(position)
            if closing is None or closing >= end:
                self._report(position, 2, "math", f"`\\{name}` opens no formula that is closed", "close it")
                return [Source(source=f"\\{name}")], after
            alone = name == "[" and self._alone(position, closing + 2)
            return self._formula(position, after, closing, closing + 2, alone, depth)
        if name == "\\":
            length = _LINE_BREAK_ARGUMENT.match(self.source, after, end)
            return [Break(kind="line")], length.end() if length else after
        if name in (")", "]"):
            self._report(position, 2, "math", f"`\\{name}` closes no formula", "open it, or take it away")
            return [Source(source=f"\\{name}")], after
        if name in ACCENTS or len(name) != 1 or name.isalpha():
            return None
        if name in ESCAPES:
            return [Text(text=ESCAPES[name])], after
        return [Text(text=f"\\{name}")], after

    def _read_accent(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name not in ACCENTS:
            return None
        argument = self._argument(after, end)
        if argument is not None:
            nodes = self.parse(argument[0], argument[1], depth + 1)
            if not nodes or not isinstance(nodes[0], Text) or not nodes[0].text.strip():
                return ([Text(text=name if len(name) == 1 and not name.isalpha() else "")], argument[2]) if not nodes else None
            text = accented(name, nodes[0].text.lstrip())
            return [Text(text=text), *nodes[1:]], argument[2]
        return ([Text(text=name)], after) if not name.isalpha() else None

    def _read_character(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name in LETTERS:
            # TeX takes the blank after a letter: `Stra\ss e`. `5 \AA wide` is a unit, not a word.
            is_unit = name == "AA" and self.source[max(0, position - 2) : position].strip(" ~\u00a0")[-1:].isdigit()
            return [Text(text=LETTERS[name])], self._terminator(after, end, keep_blank=is_unit)
        if name in SYMBOLS:
            return [Text(text=SYMBOLS[name])], self._terminator(after, end, keep_blank=True)
        if name in WORDS:
            after = self._terminator(after, end, keep_blank=True)
            word = WORDS[name]
            doubled = word.endswith(".") and self.source[after : after + 1] == "." and self.source[after : after + 2] != ".."
            return [Text(text=word[:-1] if doubled else word)], after
        return None

    def _read_style(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        style = commands.STYLES.get(name)
        heading = name in commands.HEADINGS
        if style is None and not heading and name not in commands.NOTES and name not in commands.AFTER_SETTINGS:
            return None
        after = self._options(after, end)
        for _ in range(commands.AFTER_SETTINGS.get(name, 0)):
            setting = self._argument(after, end)
            after = setting[2] if setting else after
        argument = self._argument(after, end)
        if argument is None:
            return None
        nodes = self.parse(argument[0], argument[1], depth + 1)
        if name in {"uppercase", "MakeUppercase", "MakeTextUppercase"}:
            nodes = _cased(nodes, str.upper)
        elif name in {"lowercase", "MakeLowercase"}:
            nodes = _cased(nodes, str.lower)
        if heading:
            bold = Styled(tag="strong", children=nodes)
            return [Break(kind="paragraph"), bold, Text(text=" ")], argument[2]
        if name in commands.NOTES:
            gap = "" if self.source[position - 1 : position].isspace() else " "
            return [Text(text=f"{gap}("), *_trimmed(nodes), Text(text=")")], argument[2]
        tag, css = style or ("", "")
        return ([Styled(tag=tag, css=css, children=nodes)] if tag and nodes else list(nodes)), argument[2]

    def _read_silent(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name in commands.SILENT:
            return [], self._terminator(after, end, keep_blank=name == "xspace")
        if name in commands.PARAGRAPHS:
            return [Break(kind="paragraph" if name != "newline" else "line")], self._gap(after, end)
        if name in commands.SPACES or name in commands.SETTINGS:
            after = self._options(after, end)
            for _ in range(commands.SETTINGS.get(name, 1)):
                argument = self._argument(after, end)
                after = argument[2] if argument else after
            return ([Text(text=" ")] if name in commands.SPACES else []), after
        return None

    def _read_link(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name not in {"href", "url", "path", "nolinkurl", "email", "doi", "arxiv"}:
            return None
        argument = self._argument(self._options(after, end), end)
        if argument is None:
            return None
        address = unescaped(self.raw[argument[0] : argument[1]]).strip()
        shown: tuple[Node, ...] = (Text(text=address),)
        last = argument
        if name == "href":
            label = self._argument(argument[2], end)
            if label is not None:
                last, shown = label, self.parse(label[0], label[1], depth + 1)
        elif name in {"path", "nolinkurl"}:
            return list(shown), argument[2]
        prefix = {"email": "mailto:", "doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}.get(name, "")
        return self._link(prefix + address, shown or (Text(text=address),), argument), last[2]

    def _link(self, address: str, shown: tuple[Node, ...], argument: tuple[int, int, int]) -> list[Node]:
        url = safe(complete(address))
        if url and re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", url):
            return [Link(url=url, children=_unlinked(shown))]
        if url and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", url):
            return [Link(url=f"https://{url}", children=_unlinked(shown))]
        start, stop = argument[0], argument[1]
        self._report(
            start, stop - start, "link", f"`{address}` is no address that a page may lead to", "use an https address"
        )
        return list(shown)

    def _read_reference(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        cites = bool(_CITE.fullmatch(name)) and name != "nocite"
        if not cites and name not in _REFERENCES:
            return None
        notes: list[str] = []
        while option := _OPTION.match(self.source, self._gap(after, end), end):
            notes.append(option[1].strip())
            after = option.end()
        argument = self._argument(after, end)
        if argument is None:
            return None
        keys = ", ".join(key.strip() for key in self.raw[argument[0] : argument[1]].split(","))
        before, behind = (notes[0], notes[1]) if len(notes) > 1 else ("", notes[0] if notes else "")
        shown = (f"{before} " if before else "") + keys + (f", {behind}" if behind else "")
        what = "a citation" if cites else "a reference"
        self._report(position, argument[2] - position, "citation", f"{what} of `{keys}` leads nowhere on a page", "name it in words")
        return [Text(text=f"[{shown}]")], argument[2]

    def _read_unit(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        kinds = {"SI": "nu", "qty": "nu", "si": "u", "unit": "u", "num": "n", "ang": "n", "SIrange": "nnu",
                 "qtyrange": "nnu", "numrange": "nn"}  # fmt: skip
        if name not in kinds:
            return None
        after = self._options(after, end)
        said: list[str] = []
        for kind in kinds[name]:
            argument = self._argument(after, end)
            if argument is None:
                return None
            source = self.raw[argument[0] : argument[1]]
            text = number(source) if kind == "n" else unit(source)
            if text is None:
                return None
            said.append(text)
            after = argument[2]
        if name == "ang":
            return [Text(text=f"{said[0]}°")], after
        if name.endswith("range"):
            said[:2] = [f"{said[0]}–{said[1]}"]
        tight = len(said) > 1 and said[-1][:1] in {"%", "°"} and said[-1] != "°C"
        return [Text(text=("" if tight else "\u00a0").join(said))], after

    def _read_quote(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name not in {"enquote", "say", "textquote", "blockquote", "ensuremath", "texorpdfstring"}:
            return None
        argument = self._argument(self._options(after, end), end)
        if argument is None:
            return None
        if name == "ensuremath":
            return self._formula(position, argument[0], argument[1], argument[2], False, depth)
        nodes = self.parse(argument[0], argument[1], depth + 1)
        if name == "texorpdfstring":
            spoken = self._argument(argument[2], end)
            return list(nodes), spoken[2] if spoken else argument[2]
        return [Text(text="“"), *nodes, Text(text="”")], argument[2]

    def _read_environment(
        self, name: str, position: int, after: int, end: int, depth: int
    ) -> tuple[list[Node], int] | None:
        if name not in {"begin", "end"}:
            return None
        found = self.pairs.environments.get(position) if name == "begin" else None
        if found is None or found[3] > end:
            argument = self._argument(after, end)
            stop = argument[2] if argument else after
            self._report(position, stop - position, "environment", f"`\\{name}` has no partner", "begin and end it, or take it away")
            return [Source(source=self.raw[position:stop])], stop
        environment, start, stop, behind = found
        if environment in MATH_ENVIRONMENTS:
            alone = self._alone(position, behind)
            return self._formula(position, position, behind, behind, alone, depth)
        kind = commands.ENVIRONMENTS.get(environment.rstrip("*"), commands.ENVIRONMENTS.get(environment))
        if kind in {"ul", "ol", "dl"}:
            return [self._list(kind, self._options(start, stop), stop, depth)], behind
        if kind == "pre":
            return [Block(tag="pre", children=(Text(text=self.raw[start:stop].strip("\n")),))], behind
        return self._prose_environment(environment, kind, (position, start, stop, behind), depth), behind

    def _prose_environment(
        self, name: str, kind: str | None, place: tuple[int, int, int, int], depth: int
    ) -> list[Node]:
        position, start, stop, _ = place
        title: list[Node] = []
        if name.rstrip("*").lower() in commands.NAMED_ENVIRONMENTS:
            option = _OPTION.match(self.source, self._gap(start, stop), stop)
            said = f" ({option[1]})" if option else ""
            start = option.end() if option else start
            title = [Styled(tag="strong", children=(Text(text=f"{name.rstrip('*').capitalize()}{said}."),)), Text(text=" ")]
        elif kind is None:
            self._report(position, start - position, "environment", f"unknown environment `{name}`", "take its marks away")
            title = [Source(source=self.raw[position:start]), Text(text=" ")]
        else:
            start = self._options(start, stop)
        nodes = self.parse(start, stop, depth + 1)
        if kind == "blockquote":
            return [Block(tag="blockquote", children=_trimmed(nodes))]
        if kind in {"em", "strong"}:
            return [Styled(tag=kind, children=nodes)]
        if kind is None and not name.rstrip("*").lower() in commands.NAMED_ENVIRONMENTS:
            return [*title, *nodes, Text(text=" "), Source(source=f"\\end{{{name}}}")]
        return [Break(kind="paragraph"), *title, *nodes, Break(kind="paragraph")]

    def _list(self, tag: str, start: int, stop: int, depth: int) -> Items:
        """Return a list; text before its first `\\item` becomes an item of its own."""
        cuts = self._item_marks(start, stop)
        items: list[Item] = []
        lead = self.parse(start, cuts[0][0] if cuts else stop, depth + 1)
        if any(not isinstance(node, (Text, Break)) or (isinstance(node, Text) and node.text.strip()) for node in lead):
            items.append(Item(label=(), children=_trimmed(lead)))
        for number, (_, content) in enumerate(cuts):
            last = cuts[number + 1][0] if number + 1 < len(cuts) else stop
            option = _OPTION.match(self.source, self._gap(content, last), last)
            label: tuple[Node, ...] = ()
            if option:
                label = self.parse(option.start(1), option.end(1), depth + 1)
                content = option.end()
            items.append(Item(label=label, children=_trimmed(self.parse(content, last, depth + 1))))
        kind = {"ul": "ul", "ol": "ol", "dl": "dl"}[tag]
        return Items(tag=kind, items=tuple(items))  # type: ignore[arg-type]

    def _item_marks(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Return the (start, end) of each `\\item` of this list, those of inner lists left out."""
        marks: list[tuple[int, int]] = []
        position = start
        for mark in _ITEM.finditer(self.source, start, stop):
            if mark.start() < position:
                continue
            if mark.group().startswith("\\b"):
                inner = self.pairs.environments.get(mark.start())
                position = inner[3] if inner else mark.end()
            else:
                marks.append(mark.span())
        return marks

    # ------------------------------------------------------------------ macros and symbols

    def _expansion(self, name: str, position: int, after: int, end: int, depth: int) -> tuple[list[Node], int]:
        """Return a call of one of the author's macros as what it stands for."""
        body = self.known[name]
        arguments: list[str] = []
        for _ in range(arity(body)):
            argument = self._argument(after, end)
            arguments.append(self.raw[argument[0] : argument[1]] if argument else "")
            after = argument[2] if argument else after
        if not arguments:
            after = self._terminator(after, end, keep_blank=True)
        replacement = filled(body, arguments)
        self.budget.expansions -= 1
        self.budget.length -= len(replacement)
        if self.budget.expansions < 0 or self.budget.length < 0 or depth > MAX_DEPTH // 2:
            fix = "let no macro call itself"
            self._report(position, after - position, "macro-loop", f"`\\{name}` never comes to an end", fix)
            return [Source(source=self.raw[position:after])], after
        inner = Parser(source=replacement, macros=self.macros, budget=self.budget)
        nodes = inner.parse(0, len(replacement), depth + 1)
        for trouble in inner.troubles:
            self._report(position, after - position, trouble.code, f"in `\\{name}`: {trouble.message}", trouble.fix)
        return list(nodes), after

    def _symbol(self, name: str, position: int, after: int, end: int) -> tuple[list[Node], int]:
        """Return a command that only formulas know, with its arguments and scripts, or its source."""
        stop = after
        for _ in range(4):
            result = convert(self.source[position:stop], macros=self.macros) if name else Failure(reason="")
            if not isinstance(result, Failure) and not (result.text == "" and stop == after):
                for _ in range(2):  # at most one index and one exponent
                    script = _SCRIPT.match(self.source, stop, end)
                    stop = script.end() if script else stop
                result = convert(self.source[position:stop], macros=self.macros)
                if isinstance(result, Failure):
                    break
                return [Math(html=result.html, text=result.text)], self._terminator(stop, end, keep_blank=True)
            argument = self._argument(stop, end) if not isinstance(result, Failure) or "xpected" in result.reason else None
            if argument is None:
                break
            stop = argument[2]
        fix = f"define it, as in `latex_macros: {{'\\{name}': '…'}}`, or write it out"
        self._report(position, after - position, "macro", f"unknown macro `\\{name}`", fix)
        if self.source[after : after + 2] == "{}":
            after += 2
        return [Source(source=self.raw[position:after])], after

    # ------------------------------------------------------------------ arguments

    def _argument(self, position: int, end: int) -> tuple[int, int, int] | None:
        """Return (start, end, behind) of the argument at `position`: a group, a command or a character."""
        position = self._gap(position, end)
        if position >= end:
            return None
        first = self.source[position]
        if first == "{":
            closing = self.pairs.braces.get(position)
            return None if closing is None or closing >= end else (position + 1, closing, closing + 1)
        if first == "\\":
            match = _COMMAND.match(self.source, position, end)
            return (position, match.end(), self._terminator(match.end(), end, keep_blank=True)) if match else None
        return None if first in "}$&\n" or first.isspace() else (position, position + 1, position + 1)

    def _options(self, position: int, end: int) -> int:
        while option := _OPTION.match(self.source, position, end):
            position = option.end()
        return position

    def _gap(self, position: int, end: int) -> int:
        """Return the offset behind blanks and at most one line end."""
        match = _BLANKS.match(self.source, position, end)
        return match.end() if match else position

    def _terminator(self, position: int, end: int, *, keep_blank: bool) -> int:
        """Return the offset behind the `{}` or the blank that ends a command word."""
        if self.source.startswith("{}", position) and position + 2 <= end:
            return position + 2
        if keep_blank:
            return position
        blank = self._gap(position, end)
        return blank if self.source[blank : blank + 1].isalpha() else position

    def _report(self, offset: int, length: int, code: str, message: str, fix: str) -> None:
        self.troubles.append(Trouble(offset=offset, length=length, code=code, message=message, fix=fix))


_ITEM = re.compile(r"\\item(?![A-Za-z])|\\begin\s*\{")

_Reader = Callable[[Parser, str, int, int, int, int], tuple[list[Node], int] | None]
_READERS: tuple[_Reader, ...] = (
    Parser._read_escape, Parser._read_accent, Parser._read_character, Parser._read_unit, Parser._read_style,
    Parser._read_silent, Parser._read_link, Parser._read_reference, Parser._read_quote, Parser._read_environment,
)  # fmt: skip
_STEPS: dict[str, Callable[[Parser, str, int, int, int], tuple[list[Node], int]]] = {
    "url": Parser._step_url, "command": Parser._step_command, "dollar": Parser._step_dollar,
    "open": Parser._step_open, "close": Parser._step_close, "blank": Parser._step_blank,
    "dash": Parser._step_dash, "quote": Parser._step_quote, "tie": Parser._step_tie,
    "entity": Parser._step_entity, "rest": Parser._step_rest,
}  # fmt: skip

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text with each control, surrogate and noncharacter replaced by U+FFFD, one for one."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _close(out: list[Node], styled: list[Node], styles: tuple[tuple[str, str], ...]) -> None:
    nodes = tuple(styled)
    if nodes:
        for tag, css in reversed(styles):
            nodes = (Styled(tag=tag, css=css, children=nodes),)
    out += nodes


def _cased(nodes: tuple[Node, ...], change: Callable[[str], str]) -> tuple[Node, ...]:
    return tuple(Text(text=change(node.text)) if isinstance(node, Text) else node for node in nodes)


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return nodes without blanks and breaks at either end."""
    kept = list(nodes)
    while kept and (isinstance(kept[0], Break) or (isinstance(kept[0], Text) and not kept[0].text.strip())):
        del kept[0]
    while kept and (isinstance(kept[-1], Break) or (isinstance(kept[-1], Text) and not kept[-1].text.strip())):
        del kept[-1]
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(text=kept[0].text.lstrip())
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(text=kept[-1].text.rstrip())
    return tuple(kept)


def _unlinked(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return nodes with the links among them taken to their text: HTML allows no link in a link."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Link):
            out += node.children
        elif isinstance(node, Styled):
            out.append(Styled(tag=node.tag, css=node.css, children=_unlinked(node.children)))
        else:
            out.append(node)
    return tuple(out)
