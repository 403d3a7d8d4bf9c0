"""The formulas of a title as LaTeX again, from the MathML that they became, for BibTeX.

Known is what titles hold: letters, scripts, fractions, roots, accents. A formula with anything else stays the
plain text that it has everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from paperfolio.model import Text
from paperfolio.text.cleaning import clean
from paperfolio.text.latex.math.mathml import Element, characters, read
from paperfolio.text.latex.math.mathtext import text_of

SIGNS = {
    **dict(zip("×÷±≤≥≠≈≡∼∝∞∈∉⊂⊆∪∩∅", [*r"\times \div \pm \leq \geq \neq \approx \equiv \sim \propto "
    r"\infty \in \notin \subset \subseteq \cup \cap \emptyset".split()], strict=True)),
    **dict(zip("→←↔⇒∀∃∇∂∫∑∏√ℓℏ·∘⊗⊕−", [*r"\to \leftarrow \leftrightarrow \Rightarrow \forall \exists \nabla "
    r"\partial \int \sum \prod \surd \ell \hbar \cdot \circ \otimes \oplus -".split()], strict=True)),
    **{sign: rf"\mathbb{{{letter}}}" for sign, letter in zip("ℝℂℕℤℚℙ", "RCNZQP", strict=True)},
}  # fmt: skip
GREEK = dict(zip(
    "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
    (r"alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
     r"varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega").split(), strict=True,
))  # fmt: skip
# Signs that only a formula's own characters stand for.
_MORE = dict(zip("≪≫≲≳≃≅⟨⟩‖⋅∗⋆…⋯⊙∖∧∨↦⟶↑↓⊥⟂∣′″†°ϵϕϑ{}%#&$_", [*r"\ll \gg \lesssim \gtrsim \simeq \cong \langle "
    r"\rangle \| \cdot * \star \ldots \cdots \odot \setminus \wedge \vee \mapsto \longrightarrow \uparrow \downarrow "
    r"\perp \perp \mid \prime \prime\prime \dagger {}^\circ \epsilon \phi \vartheta \lbrace \rbrace \% \# \& \$ \_"
    .split()], strict=True))  # fmt: skip
_ALPHABETS = (
    ("DOUBLE-STRUCK", "mathbb"), ("SCRIPT", "mathcal"), ("FRAKTUR", "mathfrak"), ("BLACK-LETTER", "mathfrak"),
    ("SANS-SERIF", "mathsf"), ("MONOSPACE", "mathtt"), ("BOLD", "mathbf"), ("ITALIC", ""),
)  # fmt: skip
_ACCENTS = {
    "¯": "bar", "‾": "overline", "ˆ": "hat", "^": "hat", "˜": "tilde", "~": "tilde", "⃗": "vec", "→": "vec",
    "˙": "dot", "¨": "ddot", "ˇ": "check", "˘": "breve",
}  # fmt: skip
_NAMES = frozenset("arg cos deg det dim exp gcd inf ker lim ln log max min sin sup tan".split())
_SILENT = frozenset("\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01")
_MARKS = [chr(0xFDD0 + number) for number in range(32)]  # noncharacters, which no clean text holds
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile("<[^>]*>")


class _UnknownError(Exception):
    """A formula holds what is not known here. Never leaves this file."""


def taken_out(text: Text) -> tuple[str, dict[str, str]]:
    """Return a text as plain text with a mark for each formula, and the LaTeX that each mark stands for."""
    plain, found, position, before = clean(text.plain), dict[str, str](), 0, ""
    maths = _MATH.findall(text.html)
    for mark, words, math in zip(_MARKS, _MATH.split(text.html), maths, strict=False):
        tree = read(math)
        said = clean(text_of(tree))
        before += _letters_of(unescape(_TAG.sub("", words)))
        at = plain.find(said, position) if said else -1
        # A letter of the formula may stand in a word before it.
        while at >= 0 and _letters_of(plain[position:at]) != before:
            at = plain.find(said, at + 1)
        if at < 0:
            before += _letters_of(said)
            continue
        written = said
        try:
            found[mark] = _latex(tree)
            written = mark
        except _UnknownError:
            pass
        plain, position, before = plain[:at] + written + plain[at + len(said) :], at + len(written), ""
    return plain, found


def _letters_of(text: str) -> str:
    return "".join(text.split())


def _latex(element: Element) -> str:
    parts = element.children
    match element.tag:
        case "math" | "mrow" | "mpadded":
            return _joined(parts)
        case "mi" | "mn" | "mo":
            return _letters(element)
        case "mtext":
            return f"\\mbox{{{element.text}}}" if element.text.replace(" ", "").isalnum() else _unknown()
        case "mspace":
            # The converter's own room has fewer digits than the author's.
            return "\\," if element.attributes.get("width", "").startswith("0.16666") else ""
        case "msub" | "msup" | "msubsup":
            return _based(parts[0]) + "".join(map(_script, "^" if element.tag == "msup" else "_^", parts[1:]))
        case "munder" | "munderover":
            return _based(parts[0]) + "".join(map(_script, "_^", parts[1:]))
        case "mover":
            accent = _ACCENTS.get(characters(parts[1])) if "accent" in element.attributes else None
            return f"\\{accent}{{{_latex(parts[0])}}}" if accent else _unknown()
        case "mfrac" if "linethickness" not in element.attributes:
            return f"\\frac{{{_latex(parts[0])}}}{{{_latex(parts[1])}}}"
        case "msqrt":
            return f"\\sqrt{{{_joined(parts)}}}"
    return _unknown()


def _unknown() -> str:
    raise _UnknownError


def _joined(parts: list[Element]) -> str:
    out = ""
    for part in map(_latex, parts):
        # A control word must not run into the letter behind it.
        out += " " + part if part[:1].isalpha() and re.search(r"\\[A-Za-z]+$", out) else part
    return out


def _based(base: Element) -> str:
    said = _latex(base)
    return said if re.fullmatch(r"[\d.]+|\w|\\[A-Za-z]+(\{\w+\})?", said) else f"{{{said}}}"


def _script(mark: str, script: Element) -> str:
    said = _latex(script)
    return f"{mark}{{{said}}}" if said else ""


def _letters(element: Element) -> str:
    text = "".join(letter for letter in element.text if letter not in _SILENT)
    if text in _NAMES:
        return f"\\{text}"
    if element.tag == "mi" and text.isascii() and text.isalpha() and (len(text) > 1 or element.attributes):
        return f"\\mathrm{{{text}}}"
    out = ""
    for letter in map(_letter, text):
        out += " " + letter if letter[:1].isalpha() and re.search(r"\\[A-Za-z]+$", out) else letter
    return out


def _letter(letter: str) -> str:
    if letter in GREEK:
        return f"\\{GREEK[letter]}"
    if letter == "\\":
        return r"\backslash"
    if known := SIGNS.get(letter) or _MORE.get(letter):
        return known
    if letter.isascii():
        return letter
    name, plain = unicodedata.name(letter, ""), unicodedata.normalize("NFKC", letter)
    alphabet = next((command for word, command in _ALPHABETS if word in name), None)
    if alphabet is None or plain == letter:
        return _unknown()
    return f"\\{alphabet}{{{_letter(plain)}}}" if alphabet else _letter(plain)
