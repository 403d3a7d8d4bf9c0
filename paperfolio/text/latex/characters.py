r"""Tables of characters: accents, letters, symbols and short words that prose macros stand for.

A new macro that only stands for characters is one more line here. Sources: the LaTeX2e reference
manual, sections "Accents", "Additional Latin letters" and "Text symbols"; The Unicode Standard,
block "Combining Diacritical Marks". The short words are those that conference class files define
(`\ie`, `\eg`, `\etal` …).
"""

from __future__ import annotations

import unicodedata

from paperfolio.text.patterns import lazy

from ..cleaning import NONCHARACTERS

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    '"': "\u0308", "u": "\u0306", "v": "\u030c", "H": "\u030b", "r": "\u030a", "c": "\u0327",
    "k": "\u0328", "d": "\u0323", "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
    "h": "\u0309", "C": "\u030f", "textcommabelow": "\u0326", "newtie": "\u0361", "polhk": "\u0328", "ogonek": "\u0328",
    "textcircled": "\u20dd",
    "capitalacute": "\u0301", "capitalcaron": "\u030c", "capitaldieresis": "\u0308",
}  # fmt: skip

LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "ss": "ß", "SS": "ẞ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ",
}  # fmt: skip

SYMBOLS = {
    "S": "§", "P": "¶", "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€",
    "EUR": "€", "textyen": "¥", "yen": "¥", "textcent": "¢", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "registered": "®", "texttrademark": "™",
    "trademark": "™", "dag": "†", "dagger": "†", "textdagger": "†", "ddag": "‡", "ddagger": "‡",
    "textdaggerdbl": "‡", "textdegree": "°", "degree": "°", "degrees": "°", "textcelsius": "℃",
    "textmu": "µ", "micro": "µ", "textohm": "Ω", "textpm": "±", "texttimes": "×", "textdiv": "÷",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textfractionsolidus": "⁄",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textordfeminine": "ª", "textordmasculine": "º", "textsection": "§", "textparagraph": "¶",
    "ldots": "…", "dots": "…", "textellipsis": "…", "dotsc": "…", "dotsb": "…", "hdots": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "lq": "‘", "rq": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"',
    "textquotesingle": "'", "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "og": "«", "fg": "»",
    "textexclamdown": "¡", "textquestiondown": "¿", "textless": "<", "textgreater": ">",
    "textbar": "|", "textbardbl": "‖", "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textasciigrave": "`", "textunderscore": "_", "textdollar": "$",
    "textpercent": "%", "textampersand": "&", "textnumbersign": "#", "textbraceleft": "{",
    "textbraceright": "}", "textbullet": "•", "textperiodcentered": "·", "textasteriskcentered": "*",
    "textvisiblespace": "␣", "textnumero": "№", "textbrokenbar": "¦", "textdblhyphen": "=",
    "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓",
    "textlnot": "¬", "textmusicalnote": "♪", "textreferencemark": "※", "textminus": "−",
    "textthreequartersemdash": "—", "textcompwordmark": "", "slash": "/", "lbrace": "{", "rbrace": "}",
    "lbrack": "[", "rbrack": "]", "checkmark": "✓", "cmark": "✓", "xmark": "✗",
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textepsilon": "ε",
    "textlambda": "λ", "textpi": "π", "textsigma": "σ", "texttau": "τ", "textphi": "φ",
    "textomega": "ω", "textasciimacron": "¯", "textasciidieresis": "¨", "textasciiacute": "´",
    "quad": "\u2003", "qquad": "\u2003\u2003", "enspace": "\u2002", "thinspace": "\u202f",
    "enskip": "\u2002", "nobreakspace": "\u00a0", "space": " ", "hfill": " ", "hfil": " ",
    "deg": "°", "degr": "°", "arcdeg": "°", "arcmin": "′", "arcsec": "″", "farcm": "′.", "farcs": "″.", "fdg": "°.",
    "sun": "☉", "earth": "⊕", "Msun": "M☉", "msun": "M☉", "Lsun": "L☉", "Rsun": "R☉", "Zsun": "Z☉", "Mearth": "M⊕",
    "Rearth": "R⊕", "micron": "µm", "kms": "km s⁻¹", "Halpha": "Hα", "Hbeta": "Hβ",
    "nbsp": "\u00a0", "negthinspace": "", "textnonbreakinghyphen": "‑",
}  # fmt: skip

WORDS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "XeLaTeX": "XeLaTeX", "LuaTeX": "LuaTeX", "pdfTeX": "pdfTeX", "AmS": "AMS", "TikZ": "TikZ",
    "ie": "i.e.", "Ie": "I.e.", "eg": "e.g.", "Eg": "E.g.", "etal": "et al.", "etc": "etc.",
    "vs": "vs.", "wrt": "w.r.t.", "aka": "a.k.a.", "cf": "cf.", "Cf": "Cf.", "viz": "viz.",
    "iid": "i.i.d.", "dof": "d.o.f.", "resp": "resp.", "st": "s.t.", "eqn": "Eq.",
    "wolog": "w.l.o.g.", "wlog": "w.l.o.g.", "whp": "w.h.p.", "etall": "et al.", "phd": "Ph.D.",
    "textendashspace": "–", "contentsname": "Contents", "abstractname": "Abstract",
}  # fmt: skip

# Journals, as the Astrophysics Data System names them in BibTeX (the AASTeX class defines the macros).
JOURNALS = {
    "aj": "AJ", "actaa": "Acta Astron.", "araa": "ARA&A", "apj": "ApJ", "apjl": "ApJL", "apjlett": "ApJL",
    "apjs": "ApJS",
    "apjsupp": "ApJS", "ao": "Appl. Opt.", "apss": "Ap&SS", "aap": "A&A", "aapr": "A&A Rev.", "aaps": "A&AS",
    "azh": "AZh", "baas": "BAAS", "caa": "Chinese Astron. Astrophys.", "cjaa": "Chinese J. Astron. Astrophys.",
    "icarus": "Icarus", "jcap": "JCAP", "jrasc": "JRASC", "memras": "MmRAS", "mnras": "MNRAS", "na": "New Astron.",
    "nar": "New Astron. Rev.", "pra": "Phys. Rev. A", "prb": "Phys. Rev. B", "prc": "Phys. Rev. C",
    "prd": "Phys. Rev. D", "pre": "Phys. Rev. E", "prl": "Phys. Rev. Lett.", "pasa": "PASA", "pasp": "PASP",
    "pasj": "PASJ", "rmxaa": "RMxAA", "qjras": "QJRAS", "skytel": "S&T", "solphys": "Sol. Phys.",
    "sovast": "Soviet Ast.", "ssr": "Space Sci. Rev.", "zap": "ZAp", "nat": "Nature", "iaucirc": "IAU Circ.",
    "aplett": "Astrophys. Lett.", "fcp": "Fund. Cosmic Phys.", "gca": "Geochim. Cosmochim. Acta",
    "grl": "Geophys. Res. Lett.", "jcp": "J. Chem. Phys.", "jgr": "J. Geophys. Res.",
    "memsai": "Mem. Soc. Astron. Italiana",
    "nphysa": "Nucl. Phys. A", "physrep": "Phys. Rep.", "physscr": "Phys. Scr.", "planss": "Planet. Space Sci.",
    "procspie": "Proc. SPIE", "psj": "PSJ", "joss": "JOSS",
}  # fmt: skip

# Single characters after a backslash. An empty value is a mark that isn't shown.
ESCAPES = {
    "$": "$", "%": "%", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ",
    "\t": " ", ",": "\u202f", ";": "\u2005", ":": "\u2005", ">": "\u2005", "!": "", "/": "", "-": "",
    "@": "", "*": "", "|": "|",
}  # fmt: skip

# Under an accent, i and j lose their dot.
_UNDOTTED = {"ı": "i", "ȷ": "j"}


def accented(name: str, base: str) -> str:
    """Return `base` with the accent `name` over (or under) its first letter, composed (NFC)."""
    first, rest = base[:1], base[1:]
    mark = ACCENTS[name]
    if mark == "\u20dd":
        return circled(first) + rest
    if mark == "\u0361":  # the tie covers two letters; in Unicode it comes after the first
        return first + mark + rest
    return unicodedata.normalize("NFC", _UNDOTTED.get(first, first) + mark) + rest


def circled(letter: str) -> str:
    """Return a letter or a digit in a circle, or in brackets where Unicode has none."""
    try:
        return unicodedata.lookup(f"CIRCLED {unicodedata.name(letter, '')}")
    except KeyError:
        return f"({letter})"


_SUPERSCRIPTS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = frozenset("0123456789+-−=()")


def raised(text: str) -> str | None:
    """Return `text` in superscript characters, or None where Unicode has none for it."""
    return text.translate(_SUPERSCRIPTS) if text and _RAISED.issuperset(text) else None


def lowered(text: str) -> str | None:
    """Return `text` in subscript characters, or None where Unicode has none for it."""
    return text.translate(_SUBSCRIPTS) if text and _RAISED.issuperset(text) else None


_TYPED = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~",
})  # fmt: skip


def typed(text: str) -> str:
    r"""Return characters escaped for LaTeX: `100%` becomes `100\%`.

    `\textbraceleft{}` stands for a brace, since BibTeX counts `\{` as one.
    """
    return text.translate(_TYPED)


_UNPRINTABLE = lazy(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{NONCHARACTERS}]")


def printable(text: str) -> str:
    """Return the text with each control, surrogate and noncharacter replaced by U+FFFD, one for one."""
    return _UNPRINTABLE.sub("\ufffd", text)
