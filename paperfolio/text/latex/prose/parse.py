r"""One parse of a text with LaTeX in it: characters in, a tree and the problems out.

The parser walks the source once. Marks (braces, dollars, `\begin` and `\end`) have been paired beforehand,
arguments are ranges of offsets, and a macro that is in none of the tables is passed to the converter of
formulas, which knows every symbol, before it is shown as typed.
`%` is a percent sign: abstracts contain many of those and hardly any comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import category

from paperfolio.text.patterns import lazy

from ..characters import LETTERS
from ..macros import Macro, filled, given
from ..math.convert import Failure, convert
from ..result import TextProblem
from ..symbols import characters
from . import commands
from .budget import Budget, EndlessError, Use
from .call import OPTION, Call, Mark, Parsed
from .dollars import is_formula
from .marks import MARKS
from .nodes import Characters, Math, Node, RawSource, Styled
from .pairs import Pairs, pairs
from .readers import READERS
from .spans import read_dollar
from .urls import ADDRESS

MAX_DEPTH = 50

TOKEN = lazy(
    r"(?P<url>" + ADDRESS + r")"
    r"|(?P<command>\\(?:[A-Za-z@]+\*?|[^A-Za-z@]|$))"
    r"|(?P<dollar>\$)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<blank>\n[ \t\r]*\n\s*)"
    r"|(?P<dash>-{2,})|(?P<quote>``|''|\"`|(?<![^\s([{]),,(?=\w)|(?<!\w)[?!]`(?=\w)|`)|(?P<tie>~)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<text>(?>(?:[^\\${}\-`'~&\nhw\",?!]++|\"(?!`)|,(?!,)|[?!](?!`)|-(?!-)|'(?!')|\n(?![ \t\r]*\n)|h(?!ttps?://)|w(?!ww\.[\w-]+\.)|&(?!\#?\w{1,32};))+))"
    r"|(?P<rest>.)",
    re.DOTALL,
)
_BLANKS = lazy(r"[ \t\r]*(?:\n(?![ \t\r]*\n)[ \t\r]*)?")
_COMMAND = lazy(r"\\(?:[A-Za-z@]+\*?|[^A-Za-z@])", re.DOTALL)
_PLAIN_ARGUMENT = lazy(r"[^\\${}]{0,40}")
_SCRIPT = lazy(r"[_^](?:\{[^{}\\$]*\}|\\[A-Za-z]+|[A-Za-z0-9+*-])")


@dataclass(slots=True, kw_only=True)
class Parser:
    """One walk over one source. `opaque` ranges of `source` are already blanked out; `raw` has them."""

    source: str
    known: dict[str, Macro] = field(default_factory=dict)
    raw: str = ""
    budget: Budget = field(default_factory=Budget)
    problems: list[TextProblem] = field(default_factory=list)
    pairs: Pairs = field(init=False)
    closing_quotes: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pairs = pairs(self.source)
        self.raw = self.raw or self.source

    def parse(self, start: int, end: int, depth: int = 0) -> tuple[Node, ...]:
        """Return the nodes of `source[start:end]`; old-style declarations reach to its end."""
        if depth > MAX_DEPTH:
            self.report(
                start,
                end - start,
                "depth",
                f"groups are nested deeper than {MAX_DEPTH} levels",
                "take some away",
            )
            return (Characters(text=self.raw[start:end]),)
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
        """Return the style that a declaration at `position` sets (None for none) and the offset after it."""
        if self.source[position] != "\\":
            return None
        match = _COMMAND.match(self.source, position, end)
        name = match.group()[1:] if match else ""
        if match is None or name not in commands.DECLARATIONS or name in self.known:
            return None
        return commands.DECLARATIONS[name], self.gap(match.end(), end)

    def step(self, position: int, end: int, depth: int = 0) -> Parsed:
        """Return what begins at `position`, and the offset after it."""
        match = TOKEN.match(self.source, position, end)
        if match is None:  # cannot happen: the last alternative takes any character
            return [Characters(text=self.raw[position])], position + 1
        kind = match.lastgroup or "rest"
        if kind == "text":
            return [Characters(text=self.text(position, match.end()))], match.end()
        mark = Mark(source=match.group(), position=position, end=end, depth=depth)
        if kind == "command":
            return self._command(mark)
        return read_dollar(self, mark) if kind == "dollar" else MARKS[kind](self, mark)

    def text(self, start: int, end: int) -> str:
        """Return the characters of a range, with closing quotation marks as such."""
        text = self.raw[start:end]
        if not self.closing_quotes:
            return text
        for offset in sorted(self.closing_quotes, reverse=True):
            if start <= offset < end:
                text = (
                    f"{text[: offset - start]}{self.closing_quotes.pop(offset)}{text[offset - start + 1 :]}"
                )
        return text

    def _command(self, mark: Mark) -> Parsed:
        position, end, depth = mark.position, mark.end, mark.depth
        name, after = mark.source[1:], position + len(mark.source)
        if name in self.known:
            return self._expansion(name, position, after, end, depth)
        if name.endswith("*") and not self._is_starred(name):
            name = name[:-1]
            after -= self.source[after : after + 1] not in {"{", "["}  # `\dag*` ends with a star of its own
        call = Call(name=name, position=position, after=after, end=end, depth=depth)
        for reader in READERS:
            found = reader(self, call)
            if found is not None:
                return found
        return self._symbol(call)

    def _is_starred(self, name: str) -> bool:
        return name in commands.SETTINGS or name in commands.SPACES or name in self.known

    def _expansion(self, name: str, position: int, after: int, end: int, depth: int) -> Parsed:
        """Return the expansion of a call of one of the author's macros."""
        macro = self.known[name]
        values: list[str] = []
        if macro.delimiters:
            values, after = given(self.raw, after, macro)
        elif macro.default is not None:
            option = OPTION.match(self.source, after, end)
            values.append(self.raw[option.start(1) : option.end(1)] if option else macro.default)
            after = option.end() if option else after
        for _ in range(macro.arity - len(values)):
            argument = self.argument(after, end)
            values.append(self.raw[argument[0] : argument[1]] if argument else "")
            after = argument[2] if argument else after
        if not values:
            after = self.terminator(after, end, keep_space=True)
        use = Use(name=name, start=position, end=after)
        return self._expanded(use, filled(macro.body, values), depth), after

    def _expanded(self, use: Use, replacement: str, depth: int) -> list[Node]:
        """Return the expansion of an author's macro; problems inside it are reported for the outermost one."""
        outermost = self.budget.begin(use.name)
        inner = Parser(source=replacement, known=self.known, budget=self.budget)
        try:
            self.budget.spend(len(replacement), too_deep=depth > MAX_DEPTH // 2)
            nodes = inner.parse(0, len(replacement), depth + 1)
        except EndlessError:
            if not outermost:
                raise
            message = f"`\\{use.name}` expands without end"
            self.budget.endless.add(use.name)
            self.report(
                use.start, use.end - use.start, "macro-loop", message, "define it without calling itself"
            )
            return [RawSource(source=self.raw[use.start : use.end])]
        finally:
            self.budget.running = self.budget.running and not outermost
        for (code, message), fix in {
            (problem.code, problem.message): problem.fix for problem in inner.problems
        }.items():
            text = message if message.startswith("in `") else f"in `\\{use.name}`: {message}"
            self.report(use.start, use.end - use.start, code, text, fix)
        return list(nodes)

    def _symbol(self, call: Call) -> Parsed:
        """Return a command that only formulas know, with its arguments and scripts, or its source."""
        name, position, after, end, depth = call
        stop = after
        for _ in range(4):
            result = convert(self.raw[position:stop], self.known) if name else Failure(reason="")
            if not isinstance(result, Failure) and not (result.text == "" and stop == after):
                for _ in range(2):  # at most one index and one exponent
                    script = _SCRIPT.match(self.source, stop, end)
                    stop = script.end() if script else stop
                result = convert(self.raw[position:stop], self.known)
                if isinstance(result, Failure):
                    break
                shown: list[Node] = [Math(html=result.html, text=result.text, tex=result.tex)]
                if len(name) > 1 and result.text == name and self.source[position - 1 : position].isalnum():
                    shown.insert(0, Characters(text="\u202f"))  # `L\log L`
                return shown, self.terminator(stop, end, keep_space=True)
            argument = (
                self.argument(stop, end)
                if not isinstance(result, Failure) or "xpected" in result.reason
                else None
            )
            if argument is None:
                break
            stop = argument[2]
        if (text := characters(name)) is not None:
            eats = bool(text) and (text[-1].isalpha() or category(text[-1]) in {"Ps", "Zs"})
            return [Characters(text=text)], self.terminator(after, end, keep_space=not eats)
        fix = f"define it, as in `latex_macros: {{'\\{name}': '…'}}`, or write it out"
        self.report(position, after - position, "macro", f"unknown macro `\\{name}`", fix)
        return self._shown(position, after, end, depth)

    def _shown(self, position: int, after: int, end: int, depth: int) -> Parsed:
        """Return an unknown macro as it was typed, with the words of its arguments readable."""
        nodes: list[Node] = []
        start = position
        after = self.options(after, end)
        while (closing := self.pairs.braces.get(after)) is not None and closing < end:
            if _PLAIN_ARGUMENT.fullmatch(self.source, after + 1, closing):
                after = closing + 1
                continue
            nodes += [
                RawSource(source=self.raw[start : after + 1]),
                *self.parse(after + 1, closing, depth + 1),
            ]
            start, after = closing, closing + 1
        return [*nodes, RawSource(source=self.raw[start:after])], after

    def doubled(self, position: int) -> int | None:
        r"""Return where `\\\\(` is closed, if it opens a formula: in other programs, Markdown removes one backslash."""
        closing = self.pairs.formulas.get(position) if self.source.startswith("\\\\", position) else None
        return (
            closing if closing is not None and is_formula(self.source[position + 3 : closing], "") else None
        )

    def argument(self, position: int, end: int) -> tuple[int, int, int] | None:
        """Return (start, end, after) of the argument at `position`: a group, a command or a character."""
        position = self.gap(position, end)
        if position >= end:
            return None
        first = self.source[position]
        if first == "{":
            closing = self.pairs.braces.get(position)
            return None if closing is None or closing >= end else (position + 1, closing, closing + 1)
        if first == "\\":
            match = _COMMAND.match(self.source, position, end)
            if not match:
                return None
            letter = match.group()[1:] in LETTERS  # TeX skips the space after it: `na\"\i ve`
            return position, match.end(), self.terminator(match.end(), end, keep_space=not letter)
        return None if first in "}$&\n" or first.isspace() else (position, position + 1, position + 1)

    def options(self, position: int, end: int) -> int:
        """Return the offset after the optional arguments in brackets that begin at `position`."""
        while option := OPTION.match(self.source, position, end):
            position = option.end()
        return position

    def gap(self, position: int, end: int) -> int:
        """Return the offset after spaces and at most one line end."""
        match = _BLANKS.match(self.source, position, end)
        return match.end() if match else position

    def terminator(self, position: int, end: int, *, keep_space: bool) -> int:
        """Return the offset after the `{}` or the space that ends a command word."""
        if self.source.startswith("{}", position) and position + 2 <= end:
            return position + 2
        if keep_space:
            return position
        following = self.gap(position, end)
        return following if self.source[following : following + 1].isalpha() else position

    def report(self, offset: int, length: int, code: str, message: str, fix: str) -> None:
        """Add a problem."""
        self.problems.append(TextProblem(offset=offset, length=length, code=code, message=message, fix=fix))


def _close(out: list[Node], styled: list[Node], styles: tuple[tuple[str, str], ...]) -> None:
    nodes = tuple(styled)
    if nodes:
        for tag, css in reversed(styles):
            nodes = (Styled(tag=tag, css=css, children=nodes),)
    out += nodes
