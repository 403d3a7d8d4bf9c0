r"""Words inside a formula: the content of `\text{…}`, in characters without a meaning to the converter.

Characters with a meaning in TeX are moved to a private plane before the conversion and back after
it, so that no escapes of the converter's are required and no word can be lost.
"""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from ..braces import arguments
from ..characters import ACCENTS, ESCAPES, LETTERS, SYMBOLS, WORDS, accented, circled

_SPECIAL = "\\{}$&#^_%~\"'`-<>@|* "
_PLANE = 0xF0000
_HIDDEN = {ord(letter): chr(_PLANE + ord(letter)) for letter in _SPECIAL if letter != " "}
_VERBATIM = _HIDDEN | {0x20: chr(_PLANE + 0x20)}
_SHOWN = {_PLANE + ord(letter): letter for letter in _SPECIAL}
_MARK = lazy(
    r"\\(?P<accent>[`'^~=.\"]|[uvHrckdbt](?![A-Za-z]))\s*(?:\{\s*(?P<group>\\[ij]|[^{}\\]*)\s*\}|(?P<dotless>\\[ij])(?![A-Za-z])|(?P<letter>\w))"
    r"|\\textcircled\s*(?:\{(?P<circled>\w)\}|(?P<circle>\w))"
    r"|\\(?P<name>[A-Za-z]+)\*?(?P<gap>\s*)|\\(?P<escape>.)|(?P<mark>``|''|---?|[{}~`'\n])",
    re.DOTALL,
)
_MARKS = {
    "``": "“", "''": "”", "---": "—", "--": "–", "`": "‘", "'": "’", "~": "\u00a0", "{": "", "}": "", "\n": " ",
}  # fmt: skip
_UPRIGHT = {"``", "''", "---", "--", "`", "'"}  # marks that a typewriter font doesn't join
# These have this many arguments that aren't shown; the text of the last one stays.
_UNSEEN = {
    "phantom": 1, "hphantom": 1, "vphantom": 1, "color": 1, "textcolor": 1, "colorbox": 1, "fcolorbox": 2, "href": 1,
    "raisebox": 1, "label": 1, "vspace": 1, "rule": 2, "rotatebox": 1, "scalebox": 1, "fontsize": 2, "hspace": 1,
}  # fmt: skip
_UNSEEN_CALL = lazy(rf"\\({'|'.join(_UNSEEN)})\*?(?:\s*\[[^\]]{{0,100}}\])?(?![A-Za-z])")
_SILENT = frozenset({
    "textbf", "textit", "textrm", "textsf", "texttt", "textsc", "text", "mbox", "hbox", "emph", "rm", "bf", "it", "em",
    "tt", "sf", "sc", "sl", "textnormal", "textup", "small", "footnotesize", "scriptsize", "tiny", "normalsize",
    "large", "bfseries", "itshape", "ensuremath", "mathrm", "mathbf", "underline", "xspace", "protect", "normalfont",
    "mathit", "mathsf", "mathtt", "displaystyle", "scshape", "rmfamily", "sffamily", "ttfamily", "upshape", "sout",
    "cancel", "uline", "textmd", "textsl", "relax", "Large", "huge", "fbox", "boxed", "operatorname", "bcancel",
    "noindent", "centering", "smash", "st", "ul", "LARGE", "Huge", "textstyle", "scriptstyle", "mdseries", "xcancel",
})  # fmt: skip


def words(content: str, *, typewriter: bool = False) -> str:
    """Return the content of a text command in the form that the converter accepts."""
    if "\\" in content and _UNSEEN_CALL.search(content):
        content = _seen(content)
    if _MARK.search(content):
        content = _MARK.sub(_typed if typewriter else _plain, content)
    return re.sub(r"\s+", " ", content).translate(_HIDDEN)


def hidden(text: str) -> str:
    """Return characters that the converter shows as they are, spaces included."""
    return text.translate(_VERBATIM)


def shown(text: str) -> str:
    """Return characters that came out of the converter with the hidden ones back in place."""
    return text.translate(_SHOWN)


def _seen(content: str) -> str:
    out: list[str] = []
    position = 0
    while call := _UNSEEN_CALL.search(content, position):
        values, end = arguments(content, call.end(), _UNSEEN[call[1]])
        out += (content[position : call.start()], " " if call[1] == "hspace" else "")
        position = end if values is not None else call.end()
    return "".join(out) + content[position:]


def _typed(match: re.Match[str]) -> str:
    return match.group() if match["mark"] in _UPRIGHT else _plain(match)


def _plain(match: re.Match[str]) -> str:
    if match["accent"]:
        base = match["group"] or match["dotless"] or match["letter"] or ""
        base = {"\\i": "ı", "\\j": "ȷ"}.get(base, base)
        return accented(match["accent"], base) if base else match["accent"]
    if match["mark"]:
        return _MARKS[match["mark"]]
    if match["escape"]:
        return ESCAPES.get(match["escape"], match["escape"])
    if letter := match["circled"] or match["circle"]:
        return circled(letter)
    name = match["name"]
    if name in LETTERS:
        return LETTERS[name]
    if name in ACCENTS:
        return ""
    for table in (SYMBOLS, WORDS):
        if name in table:
            return table[name] + match["gap"]
    return "" if name in _SILENT else match.group()
