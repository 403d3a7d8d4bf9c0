r"""Rewrite what the converter does not accept in formulas to what it accepts.

The tables of macros are in `vocabulary` and `signs`; here is a function per construct: old-style delimiters
(`\\left<`), dollars inside `\\text`, percent signs. A new construct is one more function in `STEPS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from paperfolio.text.patterns import lazy

from ..braces import arguments
from ..characters import ACCENTS, LETTERS, SYMBOLS, WORDS, accented, typed
from ..units import ARGUMENTS, quantity
from .converter import accepts, is_infix, is_known
from .diagrams import diagrams
from .mathwords import hidden, words
from .matrices import environments, tags
from .physics import physics
from .signs import PLAIN, SIGNS
from .templates import MOST, joined, replaced, row_filled, values
from .vocabulary import COLOURS, DROPPED, RENAMED, REPLACED, SHORTHANDS

# Characters that the converter accepts only as commands.
_COMMANDS = {ord(sign): f"\\{name} " for sign, name in {
    "√": "sqrt", "∛": "sqrt[3]", "∜": "sqrt[4]", "∅": "varnothing", "∠": "angle", "∡": "measuredangle",
    "∢": "sphericalangle", "∴": "therefore", "∵": "because", "⊤": "top", "⊥": "perp",
}.items()}  # fmt: skip

_COMMAND = lazy(r"\\([A-Za-z]+|.)", re.DOTALL)
_TOKEN = lazy(r"\s*(\\[A-Za-z]+|[^\s\\])")
_ACCENTED = lazy(r"\s*(?:\{([^\W\d_])\}|([^\W\d_]))")
_INNER = lazy(r"\\\(((?:[^\\$]|\\[^()]){0,500})\\\)|\\ensuremath\{([^{}$]*)\}")
_PHANTOM = lazy(r"(\\[hv]?phantom)\s*\{([^{}$]*)\}")
_NAME = lazy(r"\\operatorname(\*?)\s*\{([^{}]*-[^{}]*)\}")
_TYPEWRITER = lazy(r"\s*\\tt(?:family)?(?![A-Za-z])")
_VERB = lazy(r"\\verb(\*?)([^A-Za-z*\n])(.*?)\2")
_CHAR = lazy(r"\\(?:char|symbol)\s*(?:\{?\s*(?:\"([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}?|`\\?(.))")
_ABOVE = lazy(r"\\above\s*(?:\{[^{}]*\}|-?[\d.]+\s*[a-z]{2})")
_NO_DELIMITER = lazy(r"\\[bB]igg?[lrm]?\s*\.")
_STRUCK_GROUP = lazy(r"\\not\s*(?=\{)")
_ANGLES = lazy(r"\\(left|right|middle|[bB]igg?[lrm]?)\s*([<>])")
_UNICODE = lazy(r"\\unicode\s*(?:\[[^\]]*\])?\s*\{\s*(?:[xX\"]([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}")
_BROKEN_LINE = lazy(r"%[ \t\r]*\n[ \t]*|^%[ \t]+|%(?=[ \t]*\\[A-Za-z]+[ \t]*\n)")
_QUANTITY = lazy(rf"\\({'|'.join(ARGUMENTS)})\s*(?:\[[^\[\]]*\]\s*)?(?=\{{)")
_THOUSANDS = lazy(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_LONE_PERCENT = lazy(r"(?<!\\)%")
_OPERATOR = lazy(r"\\mathop\s*(?=\{)")
_LIMITS = lazy(r"\s*\\(no)?limits(?![A-Za-z])")
_LIMIT = lazy(r"\s*([_^])\s*(?=[^\s}])")
_BUILT = lazy(r"\\buildrel((?:\{[^{}]*\}|[^{}]){1,80}?)\\over\s*(\\[A-Za-z]+|\S)")
_INDEPENDENT = lazy(r"\\perp\s*(?:\\!\s*)+\\perp(?![A-Za-z])")
_STRUCK = lazy(r"\\not\s*(?:\\!\s*)+")
_FRAKTUR = lazy(r"\\(?:mathfrak|frak|eufrak)\s*(?:\{[^{}\\]*\}|I)|\{\\frak\s[^{}\\]*\}")
_TEXT_COMMANDS = frozenset({"text", "textrm", "textbf", "textit", "textsf", "texttt"})


def standard(source: str) -> str:
    """Return the formula in LaTeX with amsmath: percent signs escaped, other packages' macros expanded."""
    for step in PACKAGES:
        source = step(source)
    return source


def rewritten(source: str) -> str:
    """Return a formula in standard LaTeX with the converter's macros, ready to be measured and converted."""
    for step in STEPS:
        source = step(source)
    return source


def _percent(source: str) -> str:
    """Escape `%`, which is a percent sign except at the end of a line."""
    if "%" not in source:
        return source
    return _LONE_PERCENT.sub(r"\\%", _BROKEN_LINE.sub(" ", source))


def verbatim(source: str) -> str:
    r"""Return a formula with the argument of `\\verb|…|` protected from the steps that follow."""
    if "\\verb" not in source:
        return source
    return _VERB.sub(lambda m: f"\\texttt{{{hidden(m[3].replace(' ', '␣') if m[1] else m[3])}}}", source)


def _unicode(source: str) -> str:
    source = _UNICODE.sub(_character, source) if "\\unicode" in source else source
    source = _CHAR.sub(_character, source) if "\\char" in source or "\\symbol" in source else source
    if source.isascii():
        return source
    strangers = {
        ord(sign): _accepted(sign) for sign in set(source) if not sign.isalnum() and not sign.isascii()
    }
    return source.translate(strangers | _COMMANDS)


def _accepted(sign: str) -> str:
    """Return a character as it is, or as text where the converter doesn't accept it."""
    return sign if accepts(sign) else f"\\text{{{sign}}}"


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2]) if match[2] else ord(match[match.lastindex or 0])
    usable = 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    letter = chr(code) if usable else "\ufffd"
    return letter if letter.isalnum() else f"\\text{{{words(letter)}}}"


def _units(source: str) -> str:
    r"""Write `\SI{5}{\kelvin}` and similar commands as text in a formula."""
    out: list[str] = []
    position = 0
    for call in _QUANTITY.finditer(source):
        if call.start() < position:
            continue
        given, end = arguments(source, call.end(), len(ARGUMENTS[call[1]]))
        written = quantity(call[1], given) if given is not None and source[end - 1] == "}" else None
        out += (
            source[position : call.start()],
            call.group() if written is None else f"\\text{{{typed(written)}}}",
        )
        position = call.end() if written is None else end
    return "".join(out) + source[position:]


def _chemistry(source: str) -> str:
    if not any(name in source for name in ("\\ce", "\\cf", "\\pu")):
        return source
    from .chemistry import chemistry  # few sites have chemistry, and imports slow down every build

    return chemistry(source)


def _shorthands(source: str) -> str:
    return replaced(source, SHORTHANDS)


def _delimiters(source: str) -> str:
    r"""Write `<` and `>` as delimiters by name, as the converter requires; `\\bigl.` is empty."""
    source = _NO_DELIMITER.sub(" ", source)
    return _ANGLES.sub(lambda m: f"\\{m[1]}\\{'langle' if m[2] == '<' else 'rangle'} ", source)


def _fraktur_i(source: str) -> str:
    """Write a fraktur I as its letterlike symbol, since the converter makes it a blackboard H."""
    return _FRAKTUR.sub(lambda m: m.group().replace("I", "ℑ"), source) if "frak" in source else source


def _relations(source: str) -> str:
    r"""Write what is over, under or through something with the converter's macros: `\mathop{E}\limits_x`."""
    source = _INDEPENDENT.sub("⫫", source) if "\\perp" in source else source
    source = _ABOVE.sub(r"\\over ", source) if "\\above" in source else source
    source = _NAME.sub(lambda m: f"\\operatorname{m[1]}{{{m[2].replace('-', words('-'))}}}", source)
    if "\\not" in source or "\\buildrel" in source:
        source = _STRUCK_GROUP.sub(r"\\cancel", _STRUCK.sub(r"\\not ", source))
        source = _BUILT.sub(r"\\stackrel{\1}{\2}", source)
    position = 0
    while operator := _OPERATOR.search(source, position):
        position = operator.end()
        bases, end = arguments(source, position, 1)
        if bases is None:
            continue
        base = bases[0]
        limits = _LIMITS.match(source, end)
        if not limits:
            continue
        end = limits.end()
        while not limits[1] and (limit := _LIMIT.match(source, end)):
            scripts, end = arguments(source, limit.end(), 1)
            if scripts is None:
                break
            base = f"\\{'under' if limit[1] == '_' else 'over'}set{{{scripts[0]}}}{{{base}}}"
        source = f"{source[:position]}{{{base}}}{source[end:]}"
    return source


def _thousands(source: str) -> str:
    return _THOUSANDS.sub(lambda m: m.group().replace(",", "{,}"), source) if "," in source else source


def _commands(source: str) -> str:
    """Replace the commands by the tables in one pass, also in the arguments of replaced commands."""
    out: list[str] = []
    position = 0
    left = MOST
    while match := _COMMAND.search(source, position):
        out.append(source[position : match.start()])
        name, position = match[1], match.end()
        if source[position : position + 1] == "*" and name in REPLACED and name != "*":
            position += 1  # `\\hspace*{1em}`
        if left and (row := REPLACED.get(name)) and (made := row_filled(row, source, position)):
            source, position, left = made[0] + source[made[1] :], 0, left - 1
            continue
        if RENAMED.get(name, name) in _TEXT_COMMANDS:
            given, end = arguments(source, position, 1)
            if given is not None:
                out.append(_text(RENAMED.get(name, name), given[0]))
                position = end
                continue
        made = _written(name, source, position)
        out.append(joined(made[0], source[made[1] : made[1] + 1]))
        position = made[1]
    return "".join(out) + source[position:]


def _written(name: str, source: str, position: int) -> tuple[str, int]:
    """Return a command without a row of its own as the converter knows it, and where it ends."""
    if name in DROPPED or (name in COLOURS and source[position : position + 1] in {"{", " "}):
        return " ", position
    if name in {"dots", "dotsx"}:
        following = _TOKEN.match(source, position)
        return "⋯" if following and (following[1] == "\\not" or is_infix(following[1])) else "…", position
    if name in RENAMED:
        return f"\\{RENAMED[name]}", position
    if name in PLAIN:
        return _accepted(PLAIN[name]), position
    if name in SIGNS:
        return SIGNS[name], position
    if name == "hspace":
        position += source[position : position + 1] == "*"
        width, end = values(source, position, "l")
        return f"\\hspace{{{width[0] if width else '0em'}}}", end
    if is_known(name):
        return f"\\{name}", position
    for table in (LETTERS, SYMBOLS, WORDS):
        if name in table:
            return f"\\text{{{words(typed(table[name]))}}}", position
    if name in ACCENTS and (letter := _ACCENTED.match(source, position)):
        return f"\\text{{{accented(name, letter[1] or letter[2])}}}", letter.end()
    return f"\\{name}", position


def _text(command: str, content: str) -> str:
    r"""Return `\text{…}` with the formulas inside it moved out: `\text{if $x>0$ }` is `\text{if }x>0\text{ }`."""
    content = _INNER.sub(lambda m: f"${m[1] or m[2]}$", _PHANTOM.sub(r"$\1{\\text{\2}}$", content))
    parts = re.split(r"(?<!\\)\$", content) if "$" in content else [content]
    typewriter = command == "texttt" or bool(_TYPEWRITER.match(content))
    if len(parts) % 2 == 0:
        parts = ["\\$".join(parts)]
    out = []
    for index, part in enumerate(parts):
        if index % 2:
            out.append(f"{{{_commands(part)}}}")
        elif part:
            out.append(f"\\{command}{{{words(part, typewriter=typewriter)}}}")
    return "".join(out) or "{}"


PACKAGES: tuple[Callable[[str], str], ...] = (_percent, _units, physics, _chemistry, _shorthands)
STEPS: tuple[Callable[[str], str], ...] = (
    _unicode, _delimiters, _fraktur_i, tags, diagrams, environments, _relations, _thousands, _commands,
)  # fmt: skip
