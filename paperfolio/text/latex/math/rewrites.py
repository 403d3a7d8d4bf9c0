r"""What authors write in formulas and the converter does not take, rewritten to what it takes.

Three tables of data (`RENAMED`, `REPLACED`, `OPERATORS`) and a few functions, one a habit: old-style
delimiters (`\left<`), environments with equation numbers, dollars inside `\text`, percent signs.
A new habit is one more line in a table, or one more function in `STEPS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..braces import arguments, closing
from ..characters import typed
from ..macros import filled
from ..units import ARGUMENTS, quantity
from .chemistry import formula
from .mathwords import words
from .matrices import environments
from .physics import plain

# The same command under another name.
RENAMED = {
    "mbox": "text", "hbox": "text", "textup": "textrm", "textnormal": "textrm", "textmd": "textrm",
    "textsl": "textit", "emph": "textit", "textsc": "textrm", "pmb": "boldsymbol", "mathds": "mathbb",
    "mathbbm": "mathbb", "mathbbmss": "mathbb", "bbold": "mathbb", "mathpzc": "mathcal", "mathscr": "mathcal",
    "EuScript": "mathcal", "eufrak": "mathfrak", "mathbit": "boldsymbol", "boldmath": "bf", "nicefrac": "tfrac",
    "sfrac": "tfrac", "flatfrac": "tfrac", "xfrac": "tfrac", "em": "it", "sl": "it", "sc": "rm", "scr": "cal",
    "mathbfit": "boldsymbol", "mathsfit": "mathsf", "mathsfbf": "mathsf", "mathbbold": "mathbb",
    "bfseries": "bf", "itshape": "it", "rmfamily": "rm", "upshape": "rm", "mathnormal": "mathit",
    "land": "wedge", "lor": "vee", "lnot": "neg", "owns": "ni",
    "widecheck": "check", "utilde": "underline", "undertilde": "underline", "widebar": "overline",
    "overbar": "overline", "wideparen": "overparen", "overarc": "overparen", "varpropto": "propto",
    "smallsetminus": "setminus", "centerdot": "cdot", "smallint": "int", "intop": "int", "varprod": "prod",
    "thicksim": "sim", "thickapprox": "approx", "shortmid": "mid", "nshortmid": "nmid", "smallsmile": "smile",
    "shortparallel": "parallel", "smallfrown": "frown", "blackdiamond": "blacklozenge", "QED": "blacksquare",
    "varinjlim": "injlim", "varprojlim": "projlim", "varliminf": "liminf", "varlimsup": "limsup", "cr": "\\",
    "slash": "text{/}", "differential": "mathrm{d}", "variation": "delta", "vdot": "cdot", "dotproduct": "cdot",
    "cross": "times", "crossproduct": "times", "varDelta": "Delta", "vartriangle": "triangle",
    "Re": "operatorname{Re}", "Im": "operatorname{Im}", "arrowvert": "vert", "Arrowvert": "Vert",
    "Perp": "perp", "upmu": "mu", "muup": "mu", "textmu": "mu", "micro": "mu", "upalpha": "alpha",
    "upbeta": "beta", "upgamma": "gamma", "updelta": "delta", "uppi": "pi", "upsigma": "sigma", "uptau": "tau",
    "upnu": "nu", "uplambda": "lambda", "upeta": "eta", "uprho": "rho", "upchi": "chi", "upphi": "phi",
    "uppsi": "psi", "upomega": "omega", "Upgamma": "Gamma", "upUpsilon": "Upsilon",
    "Updelta": "Delta", "ohm": "Omega", "textohm": "Omega", "lsim": "lesssim", "gsim": "gtrsim",
    "simgt": "gtrsim", "simlt": "lesssim", "la": "lesssim", "ga": "gtrsim", "longto": "longrightarrow",
    "goesto": "to", "half": "tfrac12", "order": "mathcal{O}", "qed": "blacksquare", "dif": "mathrm{d}",
    "diff": "mathrm{d}", "dd": "mathrm{d}", "uppercase": "mathrm", "textquotesingle": "prime",
    "operatornamewithlimits": "operatorname*", "hspace*": "hspace",
    "textpm": "pm", "texttimes": "times", "textless": "lt", "textgreater": "gt", "textdegree": "degree",
    "textasciitilde": "sim", "textbackslash": "backslash", "textbar": "vert", "textendash": "text{–}",
    "lowercase": "mathrm", "textcelsius": "text{°C}", "celsius": "text{°C}", "st": "text{ s.t. }",
    "circledR": "text{®}", "textregistered": "text{®}", "texttrademark": "text{™}", "S": "text{§}",
    "AA": "text{Å}", "aa": "text{å}", "o": "text{ø}", "O": "text{Ø}", "l": "text{ł}", "L": "text{Ł}",
    "ss": "text{ß}", "ae": "text{æ}", "pounds": "text{£}", "euro": "text{€}", "copyright": "text{©}",
    "i": "imath", "j": "jmath", "LaTeX": "text{LaTeX}", "TeX": "text{TeX}", "ie": "text{i.e.}",
    "eg": "text{e.g.}", "etc": "text{etc.}", "qq": "text", "bigslant": "big/", "eqsim": "simeq",
    "degr": "degree", "arcdeg": "degree",
    "coloneq": "coloneqq", "defeq": "coloneqq", "eqdef": "triangleq", "dfn": "triangleq",
}  # fmt: skip

# Nothing that a reader sees, or a space.
DROPPED = frozenset({
    "nonumber", "notag", "ensuremath", "smash", "protect", "xspace", "relax", "null", "noindent", "displaylimits",
    "allowbreak", "nobreak", "linebreak", "nolinebreak", "newline", "hfill", "leavevmode", "mathstrut", "strut",
    "boldmath", "unboldmath", "centering", "par", "scriptsize", "footnotesize", "small", "normalsize", "large",
    "Large", "LARGE", "huge", "Huge", "tiny", "normalfont", "medskip", "smallskip", "bigskip", "ignorespaces",
    "unskip", "hss", "hfil", "crcr", "noalign", "mathsurround", "allowdisplaybreaks", "/", "-", "@",
})  # fmt: skip

# Commands with arguments: `#1` and `#2` stand for them.
REPLACED: dict[str, tuple[int, str]] = {
    "unicode": (1, "\\text{#1}"), "label": (1, ""), "tag": (1, "\\quad\\text{(#1)}"), "tag*": (1, "\\quad\\text{#1}"),
    "ref": (1, "\\text{#1}"), "eqref": (1, "\\text{(#1)}"), "cite": (1, "\\text{[#1]}"), "citep": (1, "\\text{[#1]}"),
    "citet": (1, "\\text{[#1]}"), "textsuperscript": (1, "^{\\text{#1}}"), "textsubscript": (1, "_{\\text{#1}}"),
    "abs": (1, "\\left|#1\\right|"), "norm": (1, "\\left\\|#1\\right\\|"),
    "expval": (1, "\\left\\langle #1\\right\\rangle"), "ev": (1, "\\left\\langle #1\\right\\rangle"),
    "mean": (1, "\\langle #1\\rangle"), "comm": (2, "\\left[#1,#2\\right]"), "acomm": (2, "\\left\\{#1,#2\\right\\}"),
    "ketbra": (2, "|#1\\rangle\\langle #2|"), "dyad": (1, "|#1\\rangle\\langle #1|"),
    "mel": (3, "\\langle #1|#2|#3\\rangle"), "ip": (2, "\\langle #1|#2\\rangle"),
    "vb": (1, "\\mathbf{#1}"), "va": (1, "\\vec{\\mathbf{#1}}"),
    "vu": (1, "\\hat{\\mathbf{#1}}"), "href": (2, "#2"), "url": (1, "\\text{#1}"), "colorbox": (2, "\\text{#2}"),
    "fcolorbox": (3, "\\text{#3}"), "raisebox": (2, "\\text{#2}"), "scalebox": (2, "{#2}"), "resizebox": (3, "{#3}"),
    "rule": (2, ""), "vspace": (1, ""), "vspace*": (1, ""), "hspace*": (1, "\\;"),
    "uline": (1, "\\underline{#1}"), "textcircled": (1, "\\text{(#1)}"),
    "substack": (1, "{\\begin{subarray}{c}#1\\end{subarray}}"),
    "isotope": (1, "\\mathrm{#1}"), "mathversion": (1, ""), "symbf": (1, "\\mathbf{#1}"),
    "symbfit": (1, "\\boldsymbol{#1}"), "symrm": (1, "\\mathrm{#1}"), "root": (1, "\\sqrt{#1}"),
    "mathcolor": (2, "{#2}"), "textcolor": (2, "{#2}"), "enquote": (1, "\\text{“#1”}"),
    "footnote": (1, "\\text{ (#1)}"),
    "mathchoice": (4, "#2"), "makebox": (1, "\\text{#1}"), "framebox": (1, "\\text{#1}"), "lowercase": (1, "#1"),
    "textnumero": (0, "\\text{№}"), "accentset": (2, "\\overset{#1}{#2}"), "underaccent": (2, "\\underset{#1}{#2}"),
    "ooalign": (1, "#1"), "sun": (0, "\\odot "), "earth": (0, "\\oplus "), "Msun": (0, "M_{\\odot}"),
    "msun": (0, "M_{\\odot}"), "Lsun": (0, "L_{\\odot}"), "Rsun": (0, "R_{\\odot}"), "Zsun": (0, "Z_{\\odot}"),
    "Mearth": (0, "M_{\\oplus}"), "Rearth": (0, "R_{\\oplus}"), "arcsec": (0, "\\text{″}"),
    "arcmin": (0, "\\text{′}"), "farcs": (0, "\\text{″}."), "farcm": (0, "\\text{′}."), "fdg": (0, "\\text{°}."),
    "micron": (0, "\\text{µm}"), "kms": (0, "\\text{ km s}^{-1}"),
    "ldots": (0, "…"), "dots": (0, "…"), "dotsc": (0, "…"), "dotso": (0, "…"), "hdots": (0, "…"),
    "mathellipsis": (0, "…"), "textellipsis": (0, "…"), "cdots": (0, "⋯"), "dotsb": (0, "⋯"),
    "dotsm": (0, "⋯"), "dotsi": (0, "⋯"),
    "hdotsfor": (1, "…"), "colon": (0, "\\mathpunct{:}"), "llbracket": (0, "⟦"), "rrbracket": (0, "⟧"),
    "lBrack": (0, "⟦"), "rBrack": (0, "⟧"), "mapsfrom": (0, "↤"), "longmapsfrom": (0, "⟻"), "Mapsto": (0, "⤇"),
    "Longmapsto": (0, "⟾"), "sslash": (0, "⫽"), "interleave": (0, "⦀"), "Vvert": (0, "⦀"), "adots": (0, "⋰"),
    "*": (0, "*"),
    "floor": (1, "\\left\\lfloor #1\\right\\rfloor"), "ceil": (1, "\\left\\lceil #1\\right\\rceil"),
    "llap": (1, "\\text{#1}"), "rlap": (1, "\\text{#1}"), "clap": (1, "\\text{#1}"), "mathllap": (1, "{#1}"),
    "mathrlap": (1, "{#1}"), "mathclap": (1, "{#1}"), "mathsmaller": (1, "{#1}"), "vcenter": (1, "{#1}"),
    "rotatebox": (2, "\\text{#2}"), "reflectbox": (1, "\\text{#1}"), "skew": (1, ""), "sout": (1, "\\cancel{#1}"),
    "cancelto": (2, "\\cancel{#2}^{\\to #1}"), "overunderset": (3, "\\overset{#1}{\\underset{#2}{#3}}"),
    "mathbfcal": (1, "\\boldsymbol{\\mathcal{#1}}"), "mathbfscr": (1, "\\boldsymbol{\\mathcal{#1}}"),
    "intertext": (1, "\\text{#1}\\\\"), "shortintertext": (1, "\\text{#1}\\\\"),
    "cases": (1, "\\begin{cases}#1\\end{cases}"), "matrix": (1, "\\begin{matrix}#1\\end{matrix}"),
    "pmatrix": (1, "\\begin{pmatrix}#1\\end{pmatrix}"), "eqalign": (1, "\\begin{aligned}#1\\end{aligned}"),
    "absolutevalue": (1, "\\left|#1\\right|"), "commutator": (2, "\\left[#1,#2\\right]"),
    "anticommutator": (2, "\\left\\{#1,#2\\right\\}"), "expectationvalue": (1, "\\left\\langle #1\\right\\rangle"),
    "innerproduct": (2, "\\langle #1|#2\\rangle"), "outerproduct": (2, "|#1\\rangle\\langle #2|"),
    "matrixelement": (3, "\\langle #1|#2|#3\\rangle"), "laplacian": (0, "\\nabla^2 "),
    "vectorbold": (1, "\\mathbf{#1}"), "vectorunit": (1, "\\hat{\\mathbf{#1}}"),
    "vectorarrow": (1, "\\vec{\\mathbf{#1}}"), "pmqty": (1, "\\begin{pmatrix}#1\\end{pmatrix}"),
    "bmqty": (1, "\\begin{bmatrix}#1\\end{bmatrix}"), "vmqty": (1, "\\begin{vmatrix}#1\\end{vmatrix}"),
    "displaylines": (1, "\\begin{gathered}#1\\end{gathered}"),
}  # fmt: skip

# Operator names that packages define, set upright.
OPERATORS = frozenset({
    "Tr", "tr", "trace", "rank", "erf", "erfc", "diag", "sgn", "sign", "supp", "span", "conv", "dom", "Hom", "End",
    "Aut",
    "Ext", "Tor", "Spec", "Proj", "Gal", "Sym", "Res", "Ind", "ord", "codim", "coker", "im", "vol", "dist", "diam",
    "sech", "csch", "arccot", "arcsinh", "arccosh", "arctanh", "argsup", "arginf", "polylog", "polyloglog", "poly",
    "Var", "Cov", "Corr", "softmax", "lcm", "Li", "id", "Id", "grad", "curl", "divergence", "pH", "GeV", "TeV", "MeV",
})  # fmt: skip

# Characters that the converter takes as commands alone.
_COMMANDS = {ord(sign): f"\\{name} " for sign, name in {
    "√": "sqrt", "∛": "sqrt[3]", "∜": "sqrt[4]", "∅": "varnothing", "∠": "angle", "∡": "measuredangle",
    "∢": "sphericalangle", "∴": "therefore", "∵": "because", "⊤": "top", "⊥": "perp",
}.items()}  # fmt: skip

_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_ANGLES = re.compile(r"\\(left|right|middle|[bB]igg?[lrm]?)\s*([<>])")
_UNICODE = re.compile(r"\\unicode\s*(?:\[[^\]]*\])?\s*\{\s*(?:[xX\"]([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}")
_BROKEN_LINE = re.compile(r"%[ \t\r]*\n[ \t]*|^%[ \t]+|%(?=[ \t]*\\[A-Za-z]+[ \t]*\n)")
_QUANTITY = re.compile(rf"\\({'|'.join(ARGUMENTS)})\s*(?:\[[^\[\]]*\]\s*)?(?=\{{)")
_CHEMISTRY = re.compile(r"\\(?:ce|cf)\s*\{")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_LONE_PERCENT = re.compile(r"(?<!\\)%")
_UNESCAPED_HASH = re.compile(r"(?<!\\)#")
_OPERATOR = re.compile(r"\\mathop\s*(?=\{)")
_LIMITS = re.compile(r"\s*\\(no)?limits(?![A-Za-z])")
_LIMIT = re.compile(r"\s*([_^])\s*(?=[^\s}])")
_BUILT = re.compile(r"\\buildrel((?:\{[^{}]*\}|[^{}]){1,80}?)\\over\s*(\\[A-Za-z]+|\S)")
_INDEPENDENT = re.compile(r"\\perp\s*(?:\\!\s*)+\\perp(?![A-Za-z])")
_STRUCK = re.compile(r"\\not\s*(?:\\!\s*)+")
_FRAKTUR = re.compile(r"\\(?:mathfrak|frak|eufrak)\s*(?:\{[^{}\\]*\}|I)|\{\\frak\s[^{}\\]*\}")
_TEXT_COMMANDS = frozenset({"text", "textrm", "textbf", "textit", "textsf", "texttt"})


def standard(source: str) -> str:
    """Return the formula as LaTeX with amsmath reads it: percent signs escaped, other packages' macros expanded."""
    for step in PACKAGES:
        source = step(source)
    return source


def rewritten(source: str) -> str:
    """Return a formula in standard LaTeX in the words of the converter, ready to be measured and converted."""
    for step in STEPS:
        source = step(source)
    return source


def _percent(source: str) -> str:
    """`%` is a percent sign, except where an editor has left it at a broken line."""
    if "%" not in source:
        return source
    return _LONE_PERCENT.sub(r"\\%", _BROKEN_LINE.sub(" ", source))


def _unicode(source: str) -> str:
    source = _UNICODE.sub(_character, source) if "\\unicode" in source else source
    return source if source.isascii() else source.translate(_COMMANDS)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    usable = 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    letter = chr(code) if usable else "\ufffd"
    return letter if letter.isalnum() else f"\\text{{{words(letter)}}}"


def _units(source: str) -> str:
    r"""`\SI{5}{\kelvin}` and its kin are words in a formula."""
    out: list[str] = []
    position = 0
    for found in _QUANTITY.finditer(source):
        if found.start() < position:
            continue
        if closing(source, found.end()) < 0:
            break  # a formula with an open brace cannot be set
        values, end = arguments(source, found.end(), len(ARGUMENTS[found[1]]))
        said = quantity(found[1], values) if values is not None and source[end - 1] == "}" else None
        out += (
            source[position : found.start()],
            found.group() if said is None else f"\\text{{{typed(said)}}}",
        )
        position = found.end() if said is None else end
    return "".join(out) + source[position:]


def _chemistry(source: str) -> str:
    r"""`\ce{SO4^2-}` and `\cf{…}` are formulas of chemistry, set upright with their counts and charges."""
    out: list[str] = []
    position = 0
    while match := _CHEMISTRY.search(source, position):
        end = closing(source, match.end() - 1)
        if end < 0:
            break
        out += (source[position : match.start()], f"{{{formula(source[match.end() : end])}}}")
        position = end + 1
    return "".join(out) + source[position:]


def _delimiters(source: str) -> str:
    """`<` and `>` are delimiters in LaTeX; the converter wants their names."""
    return _ANGLES.sub(lambda m: f"\\{m[1]}\\{'langle' if m[2] == '<' else 'rangle'} ", source)


def _fraktur_i(source: str) -> str:
    """The converter takes a fraktur I for a blackboard H; Unicode has it among the letterlike symbols."""
    return _FRAKTUR.sub(lambda m: m.group().replace("I", "ℑ"), source) if "frak" in source else source


def _relations(source: str) -> str:
    r"""Write what stands over, under or through something as the converter has it: `\mathop{E}\limits_x`."""
    source = _INDEPENDENT.sub("⫫", source) if "\\perp" in source else source
    if "\\not" in source or "\\buildrel" in source:
        source = _BUILT.sub(r"\\stackrel{\1}{\2}", _STRUCK.sub(r"\\not ", source))
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
    """Go through the commands once, by the tables; the arguments of a replaced one are gone through too."""
    out: list[str] = []
    position = 0
    budget = 200
    while match := _COMMAND.search(source, position):
        out.append(source[position : match.start()])
        name, position = match[1], match.end()
        if name.endswith("*") and name not in REPLACED and name[:-1] in REPLACED:
            name = name[:-1]  # `\\abs*{x}` only asks for another size
        if name in REPLACED and budget:
            budget -= 1
            count, template = REPLACED[name]
            values, end = arguments(source, position, count)
            if values is not None:
                source, position = filled(template, values) + source[end:], 0
                continue
        if name in _TEXT_COMMANDS or (name in RENAMED and RENAMED[name] in _TEXT_COMMANDS):
            values, end = arguments(source, position, 1)
            if values is not None:
                out.append(_text(RENAMED.get(name, name), values[0]))
                position = end
                continue
        out.append(_renamed(name, source[position : position + 1]))
    out.append(source[position:])
    return "".join(out)


def _renamed(name: str, following: str) -> str:
    if name in DROPPED:
        return " "
    if name in OPERATORS:
        return f"\\operatorname{{{name}}}"
    known = RENAMED.get(name)
    if known is None:
        return f"\\{name}"
    return f"\\{known}" + (" " if following.isalpha() and known[-1:].isalpha() else "")


def _text(command: str, content: str) -> str:
    r"""Return `\text{…}` with the formulas inside it taken out: `\text{if $x>0$ }` is `\text{if }x>0\text{ }`."""
    parts = re.split(r"(?<!\\)\$", content) if "$" in content else [content]
    if len(parts) % 2 == 0:
        parts = ["\\$".join(parts)]
    out = []
    for index, part in enumerate(parts):
        if index % 2:
            out.append(f"{{{_commands(part)}}}")
        elif part:
            out.append(f"\\{command}{{{words(part)}}}")
    return "".join(out) or "{}"


PACKAGES: tuple[Callable[[str], str], ...] = (_percent, _units, plain, _chemistry)
STEPS: tuple[Callable[[str], str], ...] = (
    _unicode,
    _delimiters,
    _fraktur_i,
    environments,
    _relations,
    _thousands,
    _commands,
)
