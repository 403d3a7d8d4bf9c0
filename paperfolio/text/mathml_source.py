r"""Convert MathML from publishers to LaTeX.

It is read tag by tag, with any prefix (`<mml:mi>`) and any spaces between tags. An unknown element is replaced by its
content, so that no sign is lost. Source: MathML Core, section 3.
"""

from __future__ import annotations

import re
from html import unescape

from paperfolio.text.patterns import lazy

_PIECE = lazy(
    r"<(?P<closes>/?)\s*(?:[A-Za-z]+:)?(?P<name>[A-Za-z]+)(?P<attributes>[^<>]*?)(?P<alone>/?)>|(?P<text>[^<>]+)"
)
_ESCAPED_ANGLES = (
    (lazy(r"&lt;|\{?\\textless(?:\{\})?\}?|\{?\$<\$\}?"), "<"),
    (lazy(r"&gt;|\{?\\textgreater(?:\{\})?\}?|\{?\$>\$\}?"), ">"),
)
_ACCENTS = {
    "¯": "bar", "‾": "overline", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "→": "vec", "⃗": "vec",
    "˙": "dot", ".": "dot", "¨": "ddot", "ˇ": "check", "˘": "breve",
}  # fmt: skip
_VARIANTS = {
    "bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
    "bold-italic": "boldsymbol", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "{}%&#$_"} | {"\\": r"\backslash "})
_SILENT = lazy("[\u2061-\u2064\u200b]")
_NAMES = frozenset(
    "arg cos cosh cot det dim exp gcd inf ker lim ln log max min sin sinh sup tan tanh".split()
)
_LEAVES = frozenset("mi mn mo mtext ms".split())
MAX_DEPTH = 60


def latex_of(source: str) -> str:
    """Return the LaTeX of a `<math>` element, without dollars; empty where it has no content."""
    for pattern, angle in _ESCAPED_ANGLES if "<math" not in source and "<mml" not in source else ():
        source = pattern.sub(angle, source)
    opened: list[tuple[str, str, list[str]]] = [("", "", [])]
    for piece in _PIECE.finditer(source):
        name = (piece["name"] or "").lower()
        if piece["text"]:
            if opened[-1][0] in _LEAVES:
                opened[-1][2].append(" ".join(unescape(unescape(piece["text"])).split()))
        elif piece["alone"]:
            opened[-1][2].append("\\," if name == "mspace" else "")
        elif not piece["closes"]:
            if len(opened) < MAX_DEPTH:
                opened.append((name, piece["attributes"], []))
        elif len(opened) > 1 and any(element[0] == name for element in opened[1:]):
            while True:
                ended = opened.pop()
                opened[-1][2].append(_latex(*ended))
                if ended[0] == name:
                    break
    while len(opened) > 1:
        ended = opened.pop()
        opened[-1][2].append(_latex(*ended))
    return _joined(opened[0][2]).strip()


def _latex(name: str, attributes: str, parts: list[str]) -> str:
    if name in _LEAVES:
        return _leaf(name, attributes, _SILENT.sub("", "".join(parts)))
    given = [*parts, "", "", ""]
    match name:
        case "msub" | "munder":
            return f"{_grouped(given[0])}_{{{given[1]}}}"
        case "msup" if given[1]:
            return f"{_grouped(given[0])}^{{{given[1]}}}"
        case "msubsup" | "munderover":
            return f"{_grouped(given[0])}_{{{given[1]}}}^{{{given[2]}}}"
        case "mover":
            accent = _ACCENTS.get(given[1].strip().removeprefix("\\"))
            return f"\\{accent}{{{given[0]}}}" if accent else f"\\overset{{{given[1]}}}{{{given[0]}}}"
        case "mfrac":
            return f"\\frac{{{given[0]}}}{{{given[1]}}}"
        case "msqrt":
            return f"\\sqrt{{{_joined(parts)}}}"
        case "mroot":
            return f"\\sqrt[{given[1]}]{{{given[0]}}}"
        case "mfenced":
            return f"({','.join(parts)})"
        case "mtable":
            return f"\\begin{{matrix}}{' '.join(parts)}\\end{{matrix}}"
        case "mtr":
            return f"{' & '.join(parts)} \\\\"
        case "annotation" | "mphantom":
            return ""
    return _joined(parts)


def _leaf(name: str, attributes: str, text: str) -> str:
    if not text:
        return ""
    if name == "mtext":
        return f"\\text{{{text.translate(_ESCAPES)}}}"
    if text in _NAMES:
        return f"\\{text} "
    if name == "mo" and text in {"-", "\u2010"}:
        return "-"
    shown = text.translate(_ESCAPES)
    variant = re.search(r"mathvariant\s*=\s*[\"']?([a-z-]+)", attributes)
    if variant and variant[1] in _VARIANTS:
        return f"\\{_VARIANTS[variant[1]]}{{{shown}}}"
    if (
        name == "mi"
        and (len(text) > 1 or (variant and variant[1] == "normal"))
        and text.isascii()
        and text.isalpha()
    ):
        return f"\\mathrm{{{shown}}}"
    return shown


def _grouped(base: str) -> str:
    return base if len(base) == 1 else f"{{{base}}}"


def _joined(parts: list[str]) -> str:
    out = ""
    for part in parts:
        out += f" {part}" if re.search(r"\\[A-Za-z]+\Z", out) and part[:1].isalpha() else part
    return out
