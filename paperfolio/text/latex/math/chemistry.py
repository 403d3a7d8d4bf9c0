r"""Chemistry in the notation of mhchem: `\ce{SO4^2-}` and `\pu{1.2e3 kJ/mol}` as formulas.

Source: the manual of mhchem (M. Hensel), version 4. A formula is read from left to right; what a digit, a sign
or a letter means depends on what it follows: `H2` has two atoms, `2 H` is two of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from paperfolio.text.patterns import lazy

from ..braces import closing, option
from .quantities import quantity

_CALL = lazy(r"\\(ce|cf|pu)\s*\{")
_ARROW = lazy(r"<=>>|<<=>|<-->|<=>|<->|<-|->|→|⟶|⇌|↔|←")
_ARROWS = {
    "->": ("rightarrow", "xrightarrow"), "→": ("rightarrow", "xrightarrow"), "⟶": ("rightarrow", "xrightarrow"),
    "<-": ("leftarrow", "xleftarrow"), "←": ("leftarrow", "xleftarrow"),
    "<->": ("leftrightarrow", "xleftrightarrow"), "↔": ("leftrightarrow", "xleftrightarrow"),
    "<=>": ("rightleftharpoons", "xrightleftharpoons"), "⇌": ("rightleftharpoons", "xrightleftharpoons"),
    "<=>>": ("rightleftharpoons", "xrightleftharpoons"), "<<=>": ("leftrightharpoons", "xleftrightharpoons"),
    "<-->": ("rightleftarrows", "xtofrom"),
}  # fmt: skip
_BOND = lazy(r"\\bond\s*\{([^{}]{1,4})\}")
_BONDS = {
    "-": "{-}", "1": "{-}", "=": "{=}", "2": "{=}", "#": "{\\equiv}", "3": "{\\equiv}", "~": "{\\cdots}",
    "~-": "{\\underset{\\cdots}{-}}", "~=": "{\\underset{\\cdots}{=}}", "~--": "{\\underset{\\cdots}{=}}",
    "-~-": "{=}", "...": "{\\cdot}{\\cdot}{\\cdot}",
    "....": "{\\cdot}{\\cdot}{\\cdot}{\\cdot}", "->": "{\\rightarrow}", "<-": "{\\leftarrow}",
}  # fmt: skip
_STATE = lazy(r"\(([v^])\)|(?:(?<=\s)|^)([v^])(?=\s|$)")
_AMOUNT = lazy(r"\d+(?:[.,]\d+)?(?:/\d+)?")
_COUNT = lazy(r"0[.,]\d+|\d+(?:/\d+(?![A-Za-z]))?")
_RAISED = lazy(r"\d*[+-]+(?![A-Za-z])|\d+(?:[.,]\d+)?|[+-]?[a-z][+-]?|[IVX]+|\*|[.•]{1,2}|[A-Z]")
_LOWERED = lazy(r"[+-]?\d+(?:[.,]\d+)?|[A-Za-z]")
_SCRIPTS = {"^": _RAISED, "_": _LOWERED}
_COMMAND = lazy(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_NEXT = lazy(r"\\.|[{$]", re.DOTALL)
_LETTERS = lazy(r"[A-Za-z]+|[^\W\d_]+")
_SCRIPT_TOKEN = lazy(
    r"(?P<math>\$[^$]*\$)|(?P<command>\\[A-Za-z]+\s*|\\.)|(?P<letters>[A-Za-z]+)|(?P<prime>')|(?P<other>.)",
    re.DOTALL,
)


def chemistry(source: str) -> str:
    r"""Return a formula with each `\ce`, `\cf` and `\pu` written as LaTeX with amsmath."""
    out: list[str] = []
    position = 0
    while call := _CALL.search(source, position):
        end = closing(source, call.end() - 1)
        if end < 0:
            break
        content = source[call.end() : end]
        written = quantity(content) if call[1] == "pu" else compound(content)
        out += (source[position : call.start()], f"{{{written}}}")
        position = end + 1
    return "".join(out) + source[position:]


def compound(source: str) -> str:
    r"""Return LaTeX for the argument of `\ce`: `SO4^2-` is `\mathrm{SO}_{4}^{2-}`."""
    return _Compound(source=source).read()


@dataclass(slots=True, kw_only=True)
class _Compound:
    """One parse. `bound`: a digit would be a subscript of what comes before it; `hyphen`: a minus is a hyphen."""

    source: str
    out: list[str] = field(default_factory=list)
    base: str = ""
    below: str = ""
    above: str = ""
    bound: bool = False
    hyphen: bool = False
    spaced: bool = False

    def read(self) -> str:
        position = 0
        while position < len(self.source):
            position = self._step(position)
        self._flush()
        return "".join(self.out)

    def _flush(self) -> None:
        scripts = (f"_{{{self.below}}}" if self.below else "") + (f"^{{{self.above}}}" if self.above else "")
        if self.base or scripts:
            self.out.append((self.base or "{}") + scripts)
        self.base = self.below = self.above = ""

    def _add(self, base: str, *, bound: bool = False, hyphen: bool = False) -> None:
        self._flush()
        if self.spaced and base[:1] not in ",;":
            self.out.append("\\,")
        self.base, self.bound, self.hyphen, self.spaced = base, bound, hyphen, False

    def _operator(self, text: str) -> None:
        self.spaced = False
        self._add(text)
        self._flush()

    def _step(self, at: int) -> int:
        """Read what begins at an offset, and return the offset after it."""
        source = self.source
        letter, following = source[at], source[at + 1 : at + 2]
        if letter.isspace():
            self.spaced = bool(self.base) and self.base[-1] not in "=+"
            self._flush()
            self.bound = False
            return at + 1
        if state := _STATE.match(source, at):
            self._operator("\\downarrow " if "v" in state.group() else "\\uparrow ")
            self.bound = True
            return state.end()
        if arrow := _ARROW.match(source, at):
            return self._arrow(arrow.group(), arrow.end())
        if bond := _BOND.match(source, at):
            self._operator(_BONDS.get(bond[1], "{-}"))
            return bond.end()
        if letter in "^_":
            return self._script(letter, at + 1)
        if letter in "{$\\":
            return self._literal(letter, at)
        if letter.isdigit():
            return self._number(at)
        if letter.isalpha() and (letters := _LETTERS.match(source, at)):
            word = letters.group()
            variable = len(word) == 1 and word.islower()
            self._add(word if variable else f"\\mathrm{{{word}}}", bound=not variable, hyphen=variable)
            return letters.end()
        return self._sign(letter, following, at)

    def _arrow(self, arrow: str, position: int) -> int:
        plain, labelled = _ARROWS[arrow]
        labels: list[str] = []
        for _ in range(2):
            prefix = self.source[position : position + 1]
            label, end = option(self.source, position + (prefix in {"T", "C"}))
            if label is None or self.source[position : position + 1].isspace():
                break
            labels.append(f"\\text{{{label}}}" if prefix == "T" else compound(label))
            position = end
        below = f"[{labels[1]}]" if labels[1:] and labels[1] else ""
        self._operator(f"\\{labelled}{below}{{{labels[0]}}}" if labels else f"\\{plain} ")
        return position

    def _script(self, mark: str, position: int) -> int:
        """Read a superscript or subscript, in braces or without."""
        source = self.source
        if source[position : position + 1] == "{" and (end := closing(source, position)) >= 0:
            text, position = source[position + 1 : end], end + 1
        elif source[position : position + 1] == "$" and (end := source.find("$", position + 1)) >= 0:
            text, position = source[position : end + 1], end + 1
        elif match := _SCRIPTS[mark].match(source, position) or _COMMAND.match(source, position):
            text, position = match.group(), match.end()
        else:
            self._operator("\\uparrow " if mark == "^" else "\\_")
            return position
        written = _scripted(text, raised=mark == "^")
        if mark == "^":
            if self.above and not self.above.strip("\\prime "):
                written = self.above + written
            elif self.above:
                self._flush()
            self.above = written
        else:
            if self.below:
                self._flush()
            self.below = written
        self.bound, self.hyphen, self.spaced = True, mark == "^" and text.isalnum(), False
        return position

    def _literal(self, letter: str, at: int) -> int:
        """Read a text in braces, a formula between dollars, or a command of LaTeX."""
        source = self.source
        if letter == "{":
            end = closing(source, at)
            content = source[at + 1 : end] if end >= 0 else ""
            if not content:
                self._flush()
                self.bound = False
            else:
                whole = content.strip()
                math = len(whole) > 1 and whole[0] == whole[-1] == "$" and whole.count("$") == 2
                self._add(f"{{{chemistry(whole[1:-1])}}}" if math else f"\\text{{{content}}}", bound=True)
            return end + 1 if end >= 0 else len(source)
        if letter == "$":
            end = _dollar(source, at + 1)
            if end >= 0:
                self._add(f"{{{chemistry(source[at + 1 : end]).strip()}}}", bound=True)
                return end + 1
            self._add("\\$")
            return at + 1
        command = _COMMAND.match(source, at)
        name, position = (command.group(), command.end()) if command else ("\\backslash", at + 1)
        if name in {"\\ca", "\\{", "\\}"}:
            self._add({"\\ca": "{\\sim}"}.get(name, name), bound=name == "\\}")
            return position
        start = position
        while source[position : position + 1] in {"{", "["}:
            pair = "{}" if source[position] == "{" else "[]"
            end = closing(source, position, pair)
            if end < 0 or (
                pair == "[]" and position == start and name[1:] not in {"sqrt", "color", "xrightarrow"}
            ):
                break
            position = end + 1
        gap = " " if position == start and name[-1].isalpha() else ""
        written = chemistry(source[at:position]) + gap
        if name[1:].isalpha():
            self._add(
                f"{{{written}}}" if position == start else written, bound=True, hyphen=position == start
            )
        else:
            self._operator(written)
        return position

    def _number(self, at: int) -> int:
        if self.bound:
            count = _COUNT.match(self.source, at)
            if count:
                if self.below or self.above:
                    self._flush()
                self.below = count.group()
                return count.end()
        amount = _AMOUNT.match(self.source, at)
        if amount is None:  # a digit of another script
            self._add(self.source[at])
            return at + 1
        above, _, below = amount.group().partition("/")
        in_brackets = self.source[at - 1 : at] == "("
        fraction = f"{above}/{below}" if in_brackets else f"\\frac{{{above}}}{{{below}}}"
        self._add(fraction if below else above.replace(",", "{,}"))
        self._flush()
        self.base = "{}" if below else ""
        self.spaced = False
        return amount.end()

    def _sign(self, letter: str, following: str, at: int) -> int:
        """Read a sign by its context: a bond, a charge, an operator, a bracket."""
        ends = not following or following.isspace() or following in ")]}+-,;._^"
        if letter in "+-" and (self.bound or self.hyphen) and ends:
            self.above += letter
        elif letter == "-" and self.hyphen and not ends:
            self._add("\\text{-}")
        elif letter in "-=#" and self.bound:
            self._operator({"-": "{-}", "=": "{=}", "#": "{\\equiv}"}[letter])
        elif letter == "'" and (self.base or self.bound):
            self.above += "\\prime "
        elif letter in "*·" or (letter in ".•" and not ends):
            self._operator(" \\cdot ")
        elif letter in "([":
            self._add(letter)
        elif letter in ")]":
            self._add(letter, bound=True)
        else:
            self._operator({"#": "\\equiv ", "%": "\\%", "~": "\\ ", "−": "-"}.get(letter, letter))
        return at + 1


def _dollar(source: str, position: int) -> int:
    r"""Return where the formula that begins at an offset ends, ignoring dollars inside braces, or -1."""
    while mark := _NEXT.search(source, position):
        if mark.group() == "$":
            return mark.start()
        end = closing(source, mark.start()) if mark.group() == "{" else mark.end() - 1
        if end < 0:
            break
        position = end + 1
    return -1


def _scripted(text: str, *, raised: bool) -> str:
    """Return a superscript or subscript: letters upright unless they are a variable, a dot above for a radical."""
    if raised and text.strip() == "x":
        return "\\times "  # no charge, as Kröger and Vink write it
    out: list[str] = []
    for token in _SCRIPT_TOKEN.finditer(
        text.strip().removeprefix("{").removesuffix("}") if _whole(text) else text
    ):
        kind, piece = token.lastgroup, token.group()
        if kind == "math":
            out.append(f"{{{chemistry(piece[1:-1]).strip()}}}")
        elif kind == "letters":
            out.append(piece if len(piece) == 1 and piece.islower() else f"\\mathrm{{{piece}}}")
        elif kind == "prime":
            out.append("\\prime ")
        else:
            dot = "\\text{•}" if raised and kind == "other" else piece
            out.append({".": dot, "•": dot, "*": "\\ast " if raised else "*", " ": "\\ "}.get(piece, piece))
    return "".join(out).strip()


def _whole(text: str) -> bool:
    bare = text.strip()
    return bare[:1] == "{" and closing(bare, 0) == len(bare) - 1
