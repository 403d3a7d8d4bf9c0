r"""Normalize texts exported by reference managers and publishers to the LaTeX that they mean.

Zotero, Mendeley, Better BibTeX, Crossref, ADS, ACL and DBLP put HTML, MathML and character references into
titles and abstracts, and many escape LaTeX twice: `{\$}x{\$}`, `$\backslash$lambda`,
`{\textless}i{\textgreater}`, `&amp;lt;`. `normalized` handles all of it in one place, before LaTeX and Markdown
are parsed, in a fixed number of linear passes. What does not decode to well-formed text is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5

from paperfolio.text.patterns import lazy

from .edits import Edit, Edited, edited
from .html_tags import Context, Doubt, read_tags

__all__ = ["Context", "Doubt", "Normalized", "normalized"]

_TRIGGER = lazy(
    "[\x80-\x84\x86-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff\ufb00-\ufb06&<]"
    r"|\\(?:textless|less|textbackslash|backslash|textbraceleft|textasciitilde|ifmmode|\$)|\\\\|\$<|\{\\\$"
)
_CODE = "\ufdd3"  # replaces a span of code meanwhile; a noncharacter, which no printable text has

# Ligatures, soft breaks, and C1 controls, which are misread Windows-1252.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_LETTERS = {
    **dict.fromkeys(_INVISIBLE, ""),
    **dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True)),
    "\u2028": "\n", "\u2029": "\n",
    **{chr(code): bytes([code]).decode("cp1252", "ignore") or "\ufffd" for code in range(0x80, 0xA0) if code != 0x85},
}  # fmt: skip
_LETTER = lazy(f"[{''.join(_LETTERS)}]")

# A reference that was encoded again, in HTML (`&amp;lt;`) or in LaTeX (`\&\#176;`, `{\&}lt;`).
_REFERENCE = lazy(
    r"(?:&|\\&|\{\\&\})(?:amp;)*(?:(?:\\?#|\{\\#\})(?P<code>[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));"
)
_TEX_REFERENCES = {"lt": "<", "gt": ">", "amp": r"\&"}  # in a formula `&` separates columns

_IFMMODE = lazy(
    r"\\ifmmode(?![A-Za-z])\s*|\\else(?![A-Za-z])\s*|\s?\\fi(?![A-Za-z])(?:\{\}| )?|\\.|\$", re.DOTALL
)
_COMMAND_END = lazy(r"\\[A-Za-z]+\Z")

# One character that an exporter escaped, in all their notations.
_END = r"(?:\{\}|[ ]|(?![A-Za-z]))"  # what ends the name of a command
_ESCAPED = lazy(
    r"(?P<slash>\{\\textbackslash\}|\\textbackslash(?:\{\}|[ ]+(?=[A-Za-z])|(?![A-Za-z]))"
    r"|\{?\$\\backslash\$\}?|\{\\backslash\}|\\backslash(?:\{\})?(?=[A-Za-z]))"
    r"|(?P<open>\{\\\{\}|\{?\$\\(?:\{|lbrace)\$\}?|\{\\textbraceleft\}|\\textbraceleft"
    + _END
    + r"|\\{1,2}\{)"
    r"|(?P<close>\{\\\}\}|\{?\$\\(?:\}|rbrace)\$\}?|\{\\textbraceright\}|\\textbraceright"
    + _END
    + r"|\\{1,2}\})"
    r"|(?P<caret>\{\\\^(?:\{\})?\}|\\\^\{\}|\{\\textasciicircum\}|\\textasciicircum" + _END + r")"
    r"|(?P<under>\{\\_\}|\\_|\{\\textunderscore\}|\\textunderscore" + _END + r")"
    r"|(?P<tilde>\{\\textasciitilde\}|\\textasciitilde" + _END + r"|\{\\~(?:\{\})?\}|\\~\{\})"
    r"|(?P<doubled>\\\\\$)|(?P<dollar>\{\\\$\}|\\\$|\{\\textdollar\}|\\textdollar" + _END + r")"
    r"|(?P<twice>\\\\(?=[A-Za-z_^,;!]))|(?P<real>(?<!\\)\$)|(?P<rest>\\.)",
    re.DOTALL,
)
_MEANT = {"slash": "\\", "open": "{", "close": "}", "caret": "^", "under": "_", "tilde": "~", "twice": "\\"}
_NAME = lazy(r"[A-Za-z]+")
_MACRO = lazy(r"\\[A-Za-z]+\Z")
_ACCENT = lazy(r"[\"'`^~=.](?:\\?\{|[A-Za-z])")
_BLANK = lazy(r"\s")
_MAX_FORMULA = 1000
_TIE_BEFORE = lazy(r"[\w.,)\]]\Z|[\w)][=<>]\Z|[~}][=<>]\Z")
_TIE_BEHIND = lazy(r"[0-9A-Z$\\(=<>]")
_MATH_SIGN = lazy(r"[\\^_=<>~≤≥±×∼≈→]")
_WORD = lazy(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta theta kappa lambda sigma omega Gamma Delta Theta Lambda Sigma Omega"
    .split()
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalized:
    """The normalized text, and the problems found, with offsets in the original text."""

    text: str
    doubts: tuple[Doubt, ...] = ()
    rounds: tuple[Edited, ...] = ()

    def origin(self, offset: int) -> int:
        """Return where in the original text the character at `offset` came from."""
        for done in reversed(self.rounds):
            offset = done.origin(offset)
        return offset


def normalized(
    source: str,
    context: Context,
    *,
    code: Iterable[tuple[int, int]] = (),
    is_command: Callable[[str], bool] = lambda _: False,
) -> Normalized:
    """Return a text with the escapes of exporters undone.

    `code` are sorted ranges that are unchanged. `is_command` says whether LaTeX knows a name: an escaped
    backslash is unescaped only before such a name, as elsewhere it may separate the folders of a path.
    """
    if not _TRIGGER.search(source):
        return Normalized(text=source)
    kept = list(code)
    rounds = [edited(source, [Edit(start, end, _CODE) for start, end in kept])]

    def run(edits: Iterable[Edit]) -> None:
        done = edited(rounds[-1].text, edits)
        if done.marks:
            rounds.append(done)

    run(_characters(rounds[-1].text))
    run(_references(rounds[-1].text))
    run(_modes(rounds[-1].text))
    run(_escapes(rounds[-1].text, is_command))
    edits, doubts = read_tags(rounds[-1].text, context)
    so_far = Normalized(text="", rounds=tuple(rounds))
    placed = tuple(
        doubt._replace(
            offset=(start := so_far.origin(doubt.offset)),
            length=so_far.origin(doubt.offset + doubt.length) - start,
        )
        for doubt in doubts
    )
    run(edits)
    back = iter(kept)
    run(
        Edit(mark.start(), mark.end(), source[slice(*next(back))])
        for mark in re.finditer(_CODE, rounds[-1].text)
    )
    return Normalized(text=rounds[-1].text, doubts=placed, rounds=tuple(rounds))


def _characters(source: str) -> Iterator[Edit]:
    for mark in _LETTER.finditer(source):
        yield Edit(mark.start(), mark.end(), _LETTERS[mark.group()])


def _references(source: str) -> Iterator[Edit]:
    """Undo a second encoding of character references; the first is left to the readers of the text."""
    if "&" not in source:
        return
    formula = False
    for mark in re.finditer(rf"{_REFERENCE.pattern}|\\.|\$", source, re.DOTALL):
        if mark.group() == "$":
            formula = not formula
        elif mark["code"]:
            if mark.group() != (meant := f"&#{mark['code']};"):
                yield Edit(mark.start(), mark.end(), meant)
        elif mark["name"] and f"{mark['name']};" in html5:
            meant = _TEX_REFERENCES.get(mark["name"], "") if formula else ""
            meant = meant or f"&{mark['name']};"
            if mark.group() != meant:
                yield Edit(mark.start(), mark.end(), meant)


def _modes(source: str) -> Iterator[Edit]:
    r"""Choose from `\ifmmode A\else B\fi`: in a formula it is A, in prose B."""
    if "\\ifmmode" not in source:
        return
    marks = [mark for mark in _IFMMODE.finditer(source) if mark.group()[:2] != "\\\\"]
    formula = False
    for at, mark in enumerate(marks):
        if mark.group() == "$":
            formula = not formula
        if not mark.group().startswith("\\ifmmode"):
            continue
        ends = [
            mark
            for mark in marks[at + 1 : at + 40]
            if mark.group().lstrip().startswith(("\\else", "\\fi", "\\ifmmode"))
        ][:2]
        if [mark.group().strip()[:3] for mark in ends] != ["\\el", "\\fi"]:
            continue
        middle, last = ends
        # The name of a command must not run into the next letter.
        named = "{}" if _COMMAND_END.search(source, max(0, last.start() - 30), last.start()) else ""
        if formula:
            yield Edit(mark.start(), mark.end(), "")
            yield Edit(middle.start(), last.end(), named)
        else:
            yield Edit(mark.start(), middle.end(), "")
            yield Edit(last.start(), last.end(), named)


def _escapes(source: str, is_command: Callable[[str], bool]) -> Iterator[Edit]:
    """Undo escapes of what is LaTeX."""
    if "\\" not in source:
        return
    marks = list(_ESCAPED.finditer(source))
    inside = _formulas(source, marks)
    slashes = _commands(source, marks, inside, is_command)
    for at, mark in enumerate(marks):
        kind = mark.lastgroup or ""
        if at in inside:
            meant = inside[at]
        elif kind == "slash":
            meant = "\\" if at in slashes else mark.group()
        elif kind in {"open", "close", "caret"}:
            meant = _MEANT[kind] if slashes else mark.group()
        elif kind == "tilde":
            meant = "~" if _is_tie(source, mark) else mark.group()
        elif kind == "twice":
            meant = "\\" if _is_doubled(source, mark, is_command) else mark.group()
        else:
            meant = mark.group()
        if meant != mark.group():
            yield Edit(mark.start(), mark.end(), meant)


def _formulas(source: str, marks: list[re.Match[str]]) -> dict[int, str]:
    """Return the meaning of each mark within formulas between escaped dollars, by its number."""
    found: dict[int, str] = {}
    dollars = [at for at, mark in enumerate(marks) if mark.lastgroup in {"dollar", "doubled", "real"}]
    number = 0
    while number + 1 < len(dollars):
        first, last = dollars[number], dollars[number + 1]
        opening, closing = marks[first], marks[last]
        meant = (
            _formula(source, marks[first : last + 1]) if _may_be_formula(source, opening, closing) else None
        )
        if meant is None:
            number += 1
            continue
        found.update(zip(range(first, last + 1), meant, strict=True))
        number += 2
    return found


def _may_be_formula(source: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    if closing.start() - opening.end() > _MAX_FORMULA or opening.lastgroup != closing.lastgroup:
        return False
    return "\n\n" not in source[opening.end() : closing.start()]


def _formula(source: str, marks: list[re.Match[str]]) -> list[str] | None:
    """Return the meaning of the marks from one dollar to the next if that is a formula, else None."""
    opening, *inner, closing = marks
    if opening.lastgroup == "real" and not any(mark.lastgroup in {"slash", "twice"} for mark in inner):
        return None  # a formula without escapes
    if opening.lastgroup == "real" and any(
        mark.lastgroup == "rest" and mark.group()[1].isalpha() for mark in inner
    ):
        return None
    meant = [_MEANT.get(mark.lastgroup or "", mark.group()) for mark in inner]
    parts, position = [], opening.end()
    for mark, text in zip(inner, meant, strict=True):
        parts += [source[position : mark.start()], text]
        position = mark.end()
    content = "".join([*parts, source[position : closing.start()]])
    behind = source[closing.end() : closing.end() + 1]
    if not content.strip() or content.count("{") != content.count("}"):
        return None
    if content != content.strip() and not re.search(r"[\\^_]", content):
        return None
    if not _MATH_SIGN.search(content) and (len(content) > 3 or _WORD.search(content) or content[0].isdigit()):
        return None
    if behind.isdigit() or (content[:1].isdigit() and not re.search(r"[\\^_=<>]", content)):
        return None
    if len(_WORD.findall(re.sub(r"\\(?:text\w*|mbox|mathrm)\s*\{[^{}]*\}", "", content))) > 3:
        return None
    return ["$", *meant, "$"]


def _commands(
    source: str, marks: list[re.Match[str]], inside: dict[int, str], is_command: Callable[[str], bool]
) -> set[int]:
    r"""Return the numbers of the escaped backslashes that begin a command; in `C:\Users\name` none does."""
    found: set[int] = set()
    path = -1  # where the last backslash that separates folders ends
    for at, mark in enumerate(marks):
        if mark.lastgroup != "slash" or at in inside:
            continue
        name = _NAME.match(source, mark.end())
        known = is_command(name.group()) if name else bool(_ACCENT.match(source, mark.end()))
        in_path = path >= 0 and not _BLANK.search(source, path, mark.start())
        if known and not in_path and source[mark.start() - 1 : mark.start()] != ":":
            found.add(at)
        else:
            path = mark.end()
    return found


def _is_doubled(source: str, mark: re.Match[str], is_command: Callable[[str], bool]) -> bool:
    """Return whether two backslashes are an escaped one, and not a line break before a word."""
    name = _NAME.match(source, mark.end())
    if name is None:
        return False
    group = source.startswith("{", name.end())
    return is_command(name.group()) and (group or name.group() in _GREEK)


def _is_tie(source: str, mark: re.Match[str]) -> bool:
    r"""Return whether a tilde joins two words, in `Fig.\textasciitilde 3`; elsewhere it means "about"."""
    if mark.group()[0] == "{" and _MACRO.search(source, max(0, mark.start() - 30), mark.start()):
        return False  # `\text{\textasciitilde}`: the braces are the macro's
    before, behind = source[max(0, mark.start() - 2) : mark.start()], source[mark.end() : mark.end() + 1]
    return bool(_TIE_BEFORE.search(before) and _TIE_BEHIND.match(behind))
