"""A formula as a person would type it, from its MathML: `10⁻⁶`, `√s`, `ℝ^d`, `(a+b)/c`.

A row becomes atoms, each with a kind that decides the space around it. Scripts use Unicode
superscripts and subscripts where every character has one, and `^` or `_` otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from paperfolio.text.patterns import lazy

from ..characters import lowered, raised
from .mathml import Element, characters
from .signs import COMPOUND

_OPEN = frozenset("([{⟨⌈⌊⟦")
_CLOSE = frozenset(")]}⟩⌉⌋⟧")
_SEPARATORS = frozenset(",;")
_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b")
_LARGE = frozenset("∑∏∐∫∬∭∮∯⋃⋂⨁⨂⨀⨆⋁⋀⨄⨿")
_TIGHT = frozenset("/|‖∣∥!′″‴¬∀∃∇∂√%∘†‡:…⋯.'°$&#_ ?\\↑↓⇑⇓")
_TYPED = frozenset(
    {":=", "=:", "<=", ">=", "<<", ">>", "->", "−>", "=>", "==", *COMPOUND.values()}
)  # one sign in two characters
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_INFIX_LETTERS = frozenset("∣∥∘:†‡")
_DIRECT_SCRIPTS = {
    "∘": "°", "°": "°", "′": "′", "″": "″", "‴": "‴", "†": "†", "∗": "*", "*": "*", "⋆": "*", "‡": "‡",
}  # fmt: skip
_ACCENTS = {
    "¯": "\u0304", "‾": "\u0304", "ˉ": "\u0304", "ˊ": "\u0301", "ˋ": "\u0300", "...": "\u20db", "....": "\u20dc",
    "ˆ": "\u0302", "^": "\u0302", "\u0302": "\u0302", "˜": "\u0303", "~": "\u0303", "\u0303": "\u0303",
    "⃗": "\u20d7", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "⃛": "\u20db", "˘": "\u0306", "ˇ": "\u030c",
    "´": "\u0301", "`": "\u0300", "˚": "\u030a", "\u0332": "\u0304", "_": "\u0332", "←": "\u20d6",
}  # fmt: skip
_PARTS = {"ℜ": "Re", "ℑ": "Im"}
_SOLID = frozenset({"ord", "frac", "root", "close", "name"})
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")
_MIXED = lazy(r"\d+/\d+")
_SCRIPTED = lazy("[_^⁰¹²³⁴-⁹⁺⁻₀-₉₊₋′″‴]")
_RAISED_END = lazy(r"(?:\^[^_^()]+|[⁰¹²³⁴-⁹⁺⁻′″‴]|\^\([^()]*\))\Z")
_OPEN_SCRIPT = lazy(r"[_^][^\s_^()]+\Z")  # a script that would absorb the next letter
_DIAGRAM = frozenset("→←=↓↑‖")
_ARROWS = frozenset("→↦⟶⟼↣↠↪⇒⇀")
_NOTHING = Element(tag="mrow", attributes={}, children=[])
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
# Letters that Unicode put outside the block of mathematical letters.
_LETTERLIKE = str.maketrans("ℬℰℱℋℐℒℳℛℯℊℴℭℌℑℜℨℎ", "BEFHILMRegoCHIRZh")
_VARIATION = lazy("[\ufe00-\ufe0f]")


class Atom(NamedTuple):
    """A piece of a row. `kind`: ord, frac, root, name, infix, sign, open, close, comma, colon, space, bar.

    A sign is an infix written without space: `g{-}2`.
    """

    text: str
    kind: str = "ord"


def text_of(root: Element) -> str:
    """Return the formula of a `<math>` element as plain text in normal form C."""
    atoms = _atoms(root)
    # Authors separate a formula from the next word by a space inside it: `SFR$\,=\,1$`.
    before, after = (" " if atoms and atoms[end].kind == "space" else "" for end in (0, -1))
    text = before + _joined(atoms).strip() + after
    text = text.replace("′′′", "‴").replace("′′", "″")
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))


def _atoms(element: Element) -> list[Atom]:
    if element.attributes.get("class") == "math-strike":
        struck = "".join(f"{letter}\u0338" for letter in _joined(_row(element.children), tight=True))
        return [Atom(struck)] if struck else []
    special = _ELEMENTS.get(element.tag)
    if special:
        return special(element)
    if element.children:
        return _row(element.children)
    return []


def _row(children: list[Element]) -> list[Atom]:
    atoms: list[Atom] = []
    for child in children:
        if child.tag == "mo" and child.text == "\u2061":  # invisible function application
            if atoms and atoms[-1].kind == "ord":
                atoms[-1] = Atom(atoms[-1].text, "name")
            continue
        following = _atoms(child)
        if atoms and len(following) == 1 and atoms[-1].text + following[0].text in _TYPED:
            following = [Atom(atoms.pop().text + following[0].text, "infix")]
        atoms += following
    return atoms


def _joined(atoms: list[Atom], *, tight: bool = False) -> str:
    """Join a row. In a tight row, such as a script, operators have no space around them."""
    out = ""
    before = ""
    count = len(atoms)
    for index, (text, kind) in enumerate(atoms):
        after = atoms[index + 1].kind if index + 1 < count else ""
        if kind in {"ord", "name", "root"} and text[:1].isalnum() and _runs_into(before, out):
            out += " "
        if kind == "frac":
            crowded = before in _SOLID or after in _SOLID - {"close"} | {"open"}
            crowded = crowded and not (before not in _SOLID and atoms[index + 1].text[:1] in ",;.")
            if before == "ord" and out[-1:].isdigit() and _MIXED.fullmatch(text):
                text = f" {text}"
            elif crowded and count > 1:
                text = f"({text})"
        elif kind == "infix" and not tight:
            binary = before not in {"", "infix", "open", "comma"} and after not in {"", "close", "comma"}
            text = f" {text} " if binary else text
        elif kind == "colon" and not tight:
            text = text if not after or not before or _is_ratio(atoms, index) else f"{text} "
        elif kind == "comma" and after and not tight:
            text += " "
        elif kind == "name":
            text = f" {text}" if before in _SOLID else text
            text += " " if after in {"ord", "frac", "bar", "root"} else ""
        if kind == "space":
            if not tight and out and not out.endswith(" "):
                out += " "
            continue
        out += text[1:] if out.endswith(" ") and text.startswith(" ") else text
        before = kind
    return out


def _runs_into(before: str, out: str) -> bool:
    """Return whether a letter after these characters would be read as part of a root or of a script."""
    return before == "root" or bool(_OPEN_SCRIPT.search(out))


def _is_ratio(atoms: list[Atom], index: int) -> bool:
    """Return whether a colon is a ratio, as in 1:2 and [K:ℚ], not the end of a name, as in f: X → Y."""
    before, after = atoms[index - 1].text, atoms[index + 1].text
    if before[-1:].isdigit() and after[:1].isdigit():
        return True
    opened = sum(atom.kind == "bar" for atom in atoms[:index]) % 2
    if opened:
        return True
    for at in range(index - 1, -1, -1):
        opened += {"open": 1, "close": -1}.get(atoms[at].kind, 0)
        if opened > 0:
            rest = (atom.text for atom in atoms[index:])
            return atoms[at].text != "{" and not any(text in _ARROWS for text in rest)
    return False


def _letters(element: Element) -> list[Atom]:
    text = _plain(characters(element))
    return [Atom(text)] if text else []


def _number(element: Element) -> list[Atom]:
    return [Atom(element.text)]


def _operator(element: Element) -> list[Atom]:
    text = _plain(element.text)
    if not text or text in _INVISIBLE:
        return []
    form, room = (
        element.attributes.get("form"),
        [element.attributes.get(name) for name in ("lspace", "rspace")],
    )
    if text == "∣":
        return [Atom("|", "infix")]
    if text in {"|", "‖"}:
        return [Atom(text, {"prefix": "open", "postfix": "close"}.get(form or "", "bar"))]
    if text in _OPEN:
        return [Atom(text, "open")]
    if text in _CLOSE:
        return [Atom(text, "close")]
    if text in _SEPARATORS:
        return [Atom(text, "comma" if "rspace" not in element.attributes else "ord")]
    if text == ":":
        return [Atom(text, "colon")]
    if text in _LARGE:
        return [Atom(text, "name")]
    if text in _INFIX_LETTERS and len(text) == 1 and text != ":":
        return [Atom(text, "infix")]
    return [Atom(text, "ord" if text in _TIGHT else "sign" if room == ["0", "0"] else "infix")]


def _text(element: Element) -> list[Atom]:
    text = re.sub(r"\s", " ", characters(element))
    return [Atom(_PARTS[text], "name") if text in _PARTS else Atom(text)]


def _space(element: Element) -> list[Atom]:
    width = element.attributes.get("width", "")
    number = re.match(r"[\d.]+", width)
    return [Atom(" ", "space")] if number and float(number.group()) >= 0.16 else []


def _superscript(element: Element) -> list[Atom]:
    base, above = _parts(element, 2)
    return _scripted(base, None, above)


def _subscript(element: Element) -> list[Atom]:
    base, below = _parts(element, 2)
    return _scripted(base, below, None)


def _both_scripts(element: Element) -> list[Atom]:
    base, below, above = _parts(element, 3)
    return _scripted(base, below, above)


def _over(element: Element) -> list[Atom]:
    base, above = _parts(element, 2)
    if element.attributes.get("accent"):
        mark = _plain(characters(above))
        return (
            [Atom("lim sup", "name")] if (characters(base), mark) == ("lim", "‾") else _accented(base, mark)
        )
    return _scripted(base, None, above) if _plain(characters(above)).strip() else _atoms(base)


def _under(element: Element) -> list[Atom]:
    base, below = _parts(element, 2)
    if element.attributes.get("accentunder"):
        mark = _plain(characters(below))
        if mark in {"→", "←"}:  # a limit of modules
            return [Atom(f"{_joined(_atoms(base))}{mark}", "name")]
        if (characters(base), mark) == ("lim", "‾"):
            return [Atom("lim inf", "name")]
        return _atoms(base) if mark in _BRACES else _accented(base, "_" if mark == "‾" else mark)
    return _scripted(base, below, None)


def _accented(base: Element, mark: str) -> list[Atom]:
    atoms = _atoms(base)
    text = _joined(atoms, tight=True)
    combining = _ACCENTS.get(mark)
    if mark in _BRACES or not combining or not text:
        return atoms
    if combining in {"\u0304", "\u0332"} and len(unicodedata.normalize("NFC", text)) > 1:
        line = "\u0305" if combining == "\u0304" else "\u0332"
        return [Atom("".join(letter + line for letter in text))]
    if sum(not unicodedata.combining(letter) for letter in text) > 1 and not text.isalnum():
        return atoms
    return [Atom(unicodedata.normalize("NFC", text + combining))]


def _scripted(base: Element, below: Element | None, above: Element | None) -> list[Atom]:
    atoms = _atoms(base)
    if len(atoms) == 1 and atoms[0].kind == "space":
        return [atoms[0], *_scripted(_NOTHING, below, above)]
    text = _joined(atoms)
    kind = atoms[0].kind if len(atoms) == 1 else "ord"
    twice = above is not None and bool(_RAISED_END.search(text)) and kind != "name"
    several = len(atoms) > 1 and any(atom.kind in {"infix", "sign"} for atom in atoms) and not _fenced(text)
    if kind in {"frac", "root"} or twice or several:
        text, kind = f"({text})", "ord"
    if below is not None:
        text += _script(below, "_", lowered)
    if above is not None:
        ordinal = "" if text else characters(above)
        text += ordinal if ordinal in _ORDINALS else _script(above, "^", raised)
    return [Atom(text, kind)] if text else []


def _script(element: Element, mark: str, small: Callable[[str], str | None]) -> str:
    atoms = [atom for atom in _atoms(element) if atom.kind != "space"]
    text = _joined(atoms, tight=True).strip()
    text = text[1:] if text[:1] in {"_", "^"} else text  # a script on an empty base: s_{_{NN}}
    if not text:
        return ""
    shifted = small(text)
    if shifted is not None:
        return shifted
    if mark == "^" and all(letter in _DIRECT_SCRIPTS or raised(letter) for letter in text):
        return "".join(_DIRECT_SCRIPTS.get(letter) or raised(letter) or "" for letter in text)
    simple = (len(atoms) == 1 and not _SCRIPTED.search(text)) or _fenced(text)
    simple = simple or (mark == "_" and text.isalnum())
    return mark + (text if simple and " " not in text and "/" not in text else f"({text})")


def _fraction(element: Element) -> list[Atom]:
    above, below = _parts(element, 2)
    if element.attributes.get("linethickness") == "0":
        return [Atom(f"{_joined(_atoms(above))} choose {_joined(_atoms(below))}")]
    over, under = _atoms(above), _atoms(below)
    top, bottom = _joined(over, tight=True), _joined(under, tight=True)
    if any(atom.kind in {"infix", "sign", "frac"} for atom in over) and not _fenced(top):
        top = f"({top})"
    derivative = len(under) == 2 and bottom[0] in "∂dδ" and top[:1] == bottom[0]
    if (len(under) > 1 and not _fenced(bottom) and not derivative) or (under and under[0].kind == "frac"):
        bottom = f"({bottom})"
    return [Atom(f"{top}/{bottom}", "frac")]


def _square_root(element: Element) -> list[Atom]:
    atoms = _row(element.children)
    text = _joined(atoms)
    leaf = len(element.children) == 1 and element.children[0].tag in {"mi", "mn", "mover"}
    return [Atom(f"√{text}", "root") if leaf and not _fenced(text) else Atom(f"√{_bracketed(text)}")]


def _root(element: Element) -> list[Atom]:
    base, index = _parts(element, 2)
    text, degree = _joined(_atoms(base)), _joined(_atoms(index), tight=True)
    leaf = base.tag in {"mi", "mn"} and not _fenced(text)
    inner = text if leaf else _bracketed(text)
    if degree not in _ROOTS:
        return [Atom(f"{inner}^(1/{degree})")]
    return [Atom(_ROOTS[degree] + inner, "root" if leaf else "ord")]


def _bracketed(text: str) -> str:
    return text if _fenced(text) else f"({text})"


def _table(element: Element) -> list[Atom]:
    rows = []
    for row in element.children:
        aligned = any("math-right" in cell.attributes.get("class", "") for cell in row.children)
        if aligned:
            columns = range(0, len(row.children), 2)  # each has a right and a left half
            halves = ([a for cell in row.children[at : at + 2] for a in _atoms(cell)] for at in columns)
            rows.append(" ".join(filter(None, map(_joined, halves))))
        else:
            cells = [_joined(_atoms(cell)).strip() for cell in row.children]
            diagram = any(cell[:1] in _DIAGRAM or cell[-1:] in _DIAGRAM for cell in cells if cell)
            rows.append((" " if diagram else ", ").join(cell for cell in cells if cell))
    return [Atom("; ".join(row for row in rows if row))]


def _prescripted(element: Element) -> list[Atom]:
    parts = [*element.children]
    cut = next((at for at, part in enumerate(parts) if part.tag == "mprescripts"), len(parts))
    after, before = parts[1:cut], parts[cut + 1 :]
    lead = _scripted(_NOTHING, *_pair(before)) if before else []
    core = _scripted(parts[0], *_pair(after)) if after else _atoms(parts[0])
    return [*lead, *core]


def _pair(parts: list[Element]) -> tuple[Element | None, Element | None]:
    return parts[0], parts[1] if len(parts) > 1 else None


def _parts(element: Element, count: int) -> list[Element]:
    missing = count - len(element.children)
    return element.children + [_NOTHING] * missing


def _fenced(text: str) -> bool:
    """Return whether one pair of brackets encloses the whole text."""
    if len(text) < 2 or text[0] not in "([{⟨" or text[-1] not in ")]}⟩":
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in "([{⟨") - (letter in ")]}⟩")
        if depth == 0:
            return at == len(text) - 1
    return False


def _plain(text: str) -> str:
    """Return letters without their mathematical style, blackboard bold excepted: 𝒩 is N, ℝ stays."""
    text = _VARIATION.sub("", text).translate(_LETTERLIKE)
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", letter)
        if "\U0001d400" <= letter <= "\U0001d7ff" and not _doubled(letter)
        else letter
        for letter in text
    )


def _doubled(letter: str) -> bool:
    return "\U0001d538" <= letter <= "\U0001d56b" or letter == "𝟙"


_ELEMENTS: dict[str, Callable[[Element], list[Atom]]] = {
    "mi": _letters, "mn": _number, "mo": _operator, "mtext": _text, "mspace": _space, "msup": _superscript,
    "msub": _subscript, "msubsup": _both_scripts, "mover": _over, "munder": _under,
    "munderover": _both_scripts, "mfrac": _fraction, "msqrt": _square_root, "mroot": _root,
    "mtable": _table, "mmultiscripts": _prescripted, "mphantom": lambda _: [],
}  # fmt: skip
