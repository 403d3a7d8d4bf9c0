"""Signs that LaTeX's default text fonts lack, as the LaTeX that prints them.

Source: the LaTeX project's `utf8enc.dfu` for what plain input of UTF-8 covers; the signs that it lacks and that
occur in titles are here. Letters of other scripts are left as they are: no macro prints them.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS = {
    **dict(zip("×÷±≤≥≠≈≡∼∝∞∈∉⊂⊆∪∩∅", [*r"\times \div \pm \leq \geq \neq \approx \equiv \sim \propto "
    r"\infty \in \notin \subset \subseteq \cup \cap \emptyset".split()], strict=True)),
    **dict(zip("→←↔⇒∀∃∇∂∫∑∏√ℓℏ·∘⊗⊕−", [*r"\to \leftarrow \leftrightarrow \Rightarrow \forall \exists \nabla "
    r"\partial \int \sum \prod \surd \ell \hbar \cdot \circ \otimes \oplus -".split()], strict=True)),
    **dict(zip("≪≫≲≳≃≅⟨⟩‖⋅∗⋆⋯⊙∖∧∨↦⟶↑↓⊥⟂∣′″ϵϕϑ⇔⇐∴⊃⊇", [*r"\ll \gg \lesssim \gtrsim \simeq \cong \langle \rangle \| "
    r"\cdot * \star \cdots \odot \setminus \wedge \vee \mapsto \longrightarrow \uparrow \downarrow \perp \perp \mid "
    r"\prime \prime\prime \epsilon \phi \vartheta \Leftrightarrow \Leftarrow \therefore \supset \supseteq".split()],
    strict=True)),
    **{sign: rf"\mathbb{{{letter}}}" for sign, letter in zip("ℝℂℕℤℚℙ", "RCNZQP", strict=True)},
}  # fmt: skip
GREEK = dict(zip(
    "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
    (r"alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
     r"varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega").split(), strict=True,
))  # fmt: skip
SUPER = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", "0123456789+-=()aeoxhklmnpstij", strict=True))
# What is printed without a formula.
_TEXT = str.maketrans({
    "\u2010": "-", "\u2011": "-", "\u2015": "---", "\u2002": " ", "\u2003": " ", "\u2005": " ", "\u2009": r"\,",
    "\u202f": r"\,", "\u200a": r"\,", "♯": r"{$\sharp$}", "♭": r"{$\flat$}", "★": r"{$\star$}", "✓": r"{$\surd$}",
    "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None,
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
})  # fmt: skip
_JOINERS = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]")
# A single Greek letter is a formula; several are a word.
FORMULA = re.compile(
    rf"[{''.join(SUPER)}]+|[{''.join(SUB)}]+|[{''.join(SIGNS)}]"
    rf"|(?<![\u0370-\u03ff])[{''.join(GREEK)}](?![\u0370-\u03ff])"
)


def printed(text: str) -> str:
    """Return LaTeX text with each sign that the text fonts lack replaced by the formula or macro that prints it."""
    text = FORMULA.sub(lambda match: f"{{${formula(match[0])}$}}", text)
    return _JOINERS.sub("", text).translate(_TEXT)


def formula(signs: str) -> str:
    """Return a match of `FORMULA` as the source of a formula."""
    if signs[0] in SUPER:
        return "^{" + "".join(SUPER[sign] for sign in signs) + "}"
    if signs[0] in SUB:
        return "_{" + "".join(SUB[sign] for sign in signs) + "}"
    return SIGNS.get(signs) or "\\" + GREEK[signs]
