r"""Words inside a formula: what `\text{…}` holds, in characters that the converter can't trip over.

Characters with a meaning in TeX are moved to a private plane before the conversion and back after
it, so that no escape of the converter's has to be known and no word can be lost.
"""

from __future__ import annotations

import re

from ..characters import ACCENTS, ESCAPES, LETTERS, SYMBOLS, WORDS, accented

_SPECIAL = "\\{}$&#^_%~\"'`-<>@|*"
_PLANE = 0xF0000
_HIDDEN = {ord(letter): chr(_PLANE + ord(letter)) for letter in _SPECIAL}
_SHOWN = {_PLANE + ord(letter): letter for letter in _SPECIAL}
_MARK = re.compile(
    r"\\(?P<accent>[`'^~=.\"]|[uvHrckdbt](?![A-Za-z]))\s*(?:\{\s*(?P<group>\\[ij]|[^{}\\]*)\s*\}|(?P<dotless>\\[ij])(?![A-Za-z])|(?P<letter>\w))"
    r"|\\(?P<name>[A-Za-z]+)\*?(?P<gap>\s*)|\\(?P<escape>.)|(?P<mark>``|''|---?|[{}~`\n])",
    re.DOTALL,
)
_MARKS = {"``": "“", "''": "”", "---": "—", "--": "–", "`": "‘", "~": "\u00a0", "{": "", "}": "", "\n": " "}
_SILENT = frozenset({
    "textbf", "textit", "textrm", "textsf", "texttt", "textsc", "text", "mbox", "hbox", "emph", "rm", "bf", "it", "em",
    "tt", "sf", "sc", "sl", "textnormal", "textup", "small", "footnotesize", "scriptsize", "tiny", "normalsize",
    "large", "bfseries", "itshape", "ensuremath", "mathrm", "mathbf", "underline", "xspace", "protect", "normalfont",
    "mathit", "mathsf", "mathtt", "displaystyle", "scshape", "rmfamily", "sffamily", "ttfamily", "upshape",
})  # fmt: skip


def words(content: str) -> str:
    """Return the content of a text command as the converter takes it."""
    if _MARK.search(content):
        content = _MARK.sub(_plain, content)
    return re.sub(r"\s+", " ", content).translate(_HIDDEN)


def shown(text: str) -> str:
    """Return characters that came out of the converter with the hidden ones back in place."""
    return text.translate(_SHOWN)


def _plain(match: re.Match[str]) -> str:
    if match["accent"]:
        base = match["group"] or match["dotless"] or match["letter"] or ""
        base = {"\\i": "ı", "\\j": "ȷ"}.get(base, base)
        return accented(match["accent"], base) if base else match["accent"]
    if match["mark"]:
        return _MARKS[match["mark"]]
    if match["escape"]:
        return ESCAPES.get(match["escape"], match["escape"])
    name = match["name"]
    if name in LETTERS:
        return LETTERS[name]
    if name in ACCENTS:
        return ""
    for table in (SYMBOLS, WORDS):
        if name in table:
            return table[name] + match["gap"]
    return "" if name in _SILENT else match.group()
