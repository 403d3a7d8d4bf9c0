r"""Rare macros for characters: consulted only where nothing else knows the name.

Publishers' exports write characters with the names of W3C's list "XML Entity Definitions for Characters"
(`\greaterequivlnt`, `\cyrchar\CYRA`), which the package pylatexenc contains; it is imported when the first such name
appears. The short table has the phonetic signs of tipa and the planets of wasysym, marvosym and mathabx.
"""

from __future__ import annotations

from functools import cache, lru_cache

from paperfolio.text.patterns import lazy

_SIGNS = {
    "Sun": "☉", "astrosun": "☉", "Mercury": "☿", "Venus": "♀", "Earth": "⊕", "varEarth": "⊕", "Mars": "♂",
    "Jupiter": "♃", "Saturn": "♄", "Uranus": "♅", "Neptune": "♆", "Pluto": "♇", "Moon": "☾", "leftmoon": "☾",
    "rightmoon": "☽", "fullmoon": "○", "newmoon": "●", "male": "♂", "female": "♀", "Male": "♂", "Female": "♀",
    "Square": "□", "CheckedBox": "☑", "XBox": "☒", "Checkmark": "✓", "XSolidBrush": "✗", "HandRight": "☞",
    "Letter": "✉", "Telefon": "☎", "permil": "‰", "permille": "‰", "promille": "‰", "perthousand": "‰",
    "textesh": "ʃ", "textyogh": "ʒ", "textezh": "ʒ", "textturnv": "ʌ", "textopeno": "ɔ", "textscripta": "ɑ",
    "textepsilon": "ɛ", "textrevepsilon": "ɜ", "textreve": "ɘ", "textrhookschwa": "ɚ", "textbari": "ɨ",
    "textbaru": "ʉ", "textturnm": "ɯ", "textupsilon": "ʊ", "textscu": "ᴜ", "textsci": "ɪ", "textscy": "ʏ",
    "textsca": "ᴀ", "textsce": "ᴇ", "textscg": "ɢ", "textscn": "ɴ", "textscr": "ʀ", "textinvscr": "ʁ",
    "textltailn": "ɲ", "textltailm": "ɱ", "textrtailn": "ɳ", "textrtaild": "ɖ", "textrtailt": "ʈ",
    "textrtails": "ʂ", "textrtailz": "ʐ", "textrtaill": "ɭ", "textrtailr": "ɽ", "textfishhookr": "ɾ",
    "textturnr": "ɹ", "textbeltl": "ɬ", "textltilde": "ɫ", "textcrh": "ħ", "texththeng": "ɧ", "textctc": "ɕ",
    "textctz": "ʑ", "textctj": "ʝ", "textbardotlessj": "ɟ", "textscripg": "ɡ", "textscriptg": "ɡ",
    "textscriptv": "ʋ", "textbarglotstop": "ʡ", "textrevglotstop": "ʕ", "textraiseglotstop": "ˀ",
    "textcrlambda": "ƛ", "textlengthmark": "ː", "texthalflength": "ˑ", "textprimstress": "ˈ",
    "textsecstress": "ˌ", "textsuperscripth": "ʰ", "textcloseomega": "ɷ", "textramshorns": "ɤ",
    "textlangle": "⟨", "textrangle": "⟩", "textlbrackdbl": "⟦", "textrbrackdbl": "⟧", "textcircledP": "℗",
    "textestimated": "℮", "textinterrobang": "‽", "textopenbullet": "◦", "textbardbl": "‖", "textbaht": "฿",
    "textwon": "₩", "textrupee": "₹", "inr": "₹", "textturkishlira": "₺", "textguarani": "₲", "textcolonmonetary": "₡",
    "textquotestraightbase": "‚", "textquotestraightdblbase": "„", "textprime": "′", "textdprime": "″",
    "mathplus": "+", "mathminus": "−", "mathsemicolon": ";", "mathcolon": ":", "mathquestion": "?",
    "mathexclamation": "!", "less": "<", "greater": ">", "lbracket": "[", "rbracket": "]", "mathdollar": "$",
    "mathbar": "|", "mathcomma": ",", "mathperiod": ".", "mathequal": "=", "mathslash": "/", "ldblquote": "“",
    "rdblquote": "”", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "ndash": "–", "mdash": "—",
    "Elzschwa": "ə", "Elzopeno": "ɔ", "Elzglst": "ʔ", "cyrchar": "", "arcdeg": "°", "Angstrom": "Å", "angstrom": "Å",
}  # fmt: skip
# `\ZZ`, `\bbZ` and `\calO`: common abbreviations for letters of an alphabet.
_ALPHABETS = (
    (lazy(r"([A-Z])\1|(?:bb|BB|mbb|bbm)([A-Z])"), "mathbb"), (lazy(r"(?:cal|mc|mcal)([A-Z])()"), "mathcal"),
    (lazy(r"(?:scr|ms|mscr)([A-Z])()"), "mathscr"), (lazy(r"(?:frak|mf|mfrak|fr)([A-Za-z])()"), "mathfrak"),
)  # fmt: skip
_NAMED = lazy(r"\\(?:ensuremath\{\\|cyrchar\\)?([A-Za-z]+)\}?(?:\{\})?")


@lru_cache(maxsize=1024)
def characters(name: str) -> str | None:
    """Return the characters of a macro, or None where no list has the name."""
    if name in _SIGNS:
        return _SIGNS[name]
    return _listed().get(name) if len(name) > 2 else None


def in_formula(name: str) -> str | None:
    """Return the LaTeX of a macro in a formula, or None."""
    for pattern, alphabet in _ALPHABETS:
        if letter := pattern.fullmatch(name):
            return f"\\{alphabet}{{{letter[1] or letter[2]}}}"
    text = characters(name)
    return (
        text if text is None or not text.isascii() or not text else f"\\{text}" if text in "$%&#_{}" else text
    )


@cache
def _listed() -> dict[str, str]:
    from pylatexenc.latexencode import get_builtin_conversion_rules

    found: dict[str, str] = {}
    for rules in ("defaults", "unicode-xml"):
        for code, latex in get_builtin_conversion_rules(rules)[0].rule.items():
            if name := _NAMED.fullmatch(latex.strip()):
                found.setdefault(name[1], chr(code))
    return found
