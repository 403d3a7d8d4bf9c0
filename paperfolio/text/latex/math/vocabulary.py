r"""Tables of macros that authors use in formulas, for `rewrites`.

A macro is a row of one of them: an alias, without effect on a page, composed of other macros, or the name of an
operator. Signs are in `signs`, the package physics in `physics`.
"""

from __future__ import annotations

# The same command under another name.
RENAMED = {
    "mbox": "text", "hbox": "text", "textup": "textrm", "textnormal": "textrm", "textmd": "textrm",
    "textsl": "textit", "emph": "textit", "textsc": "textrm", "pmb": "boldsymbol", "mathds": "mathbb",
    "mathbbm": "mathbb", "mathbbmss": "mathbb", "bbold": "mathbb", "mathpzc": "mathcal", "mathscr": "mathcal",
    "EuScript": "mathcal", "eufrak": "mathfrak", "mathbit": "boldsymbol", "boldmath": "bf",
    "flatfrac": "tfrac", "em": "it", "sl": "it", "sc": "rm", "scr": "cal", "mathbfit": "boldsymbol",
    "mathsfit": "mathsf", "mathsfbf": "mathsf", "mathbbold": "mathbb", "bfseries": "bf", "itshape": "it",
    "rmfamily": "rm", "upshape": "rm", "land": "wedge", "lor": "vee", "lnot": "neg", "owns": "ni",
    "widecheck": "check", "widebar": "overline", "overbar": "overline", "wideparen": "overparen",
    "overarc": "overparen", "varpropto": "propto", "smallsetminus": "setminus", "centerdot": "cdot",
    "smallint": "int", "intop": "int", "varprod": "prod", "thicksim": "sim", "thickapprox": "approx",
    "shortmid": "mid", "nshortmid": "nmid", "smallsmile": "smile", "shortparallel": "parallel",
    "smallfrown": "frown", "blackdiamond": "blacklozenge", "cr": "\\", "slash": "text{/}",
    "differential": "mathrm{d}", "variation": "delta", "vdot": "cdot", "dotproduct": "cdot", "cross": "times",
    "crossproduct": "times", "varDelta": "Delta", "vartriangle": "triangle", "arrowvert": "vert",
    "Arrowvert": "Vert", "upmu": "mu", "muup": "mu", "textmu": "mu", "micro": "mu", "upalpha": "alpha",
    "upbeta": "beta", "upgamma": "gamma", "updelta": "delta", "uppi": "pi", "upsigma": "sigma", "uptau": "tau",
    "upnu": "nu", "uplambda": "lambda", "upeta": "eta", "uprho": "rho", "upchi": "chi", "upphi": "phi",
    "uppsi": "psi", "upomega": "omega", "Upgamma": "Gamma", "upUpsilon": "Upsilon", "Updelta": "Delta",
    "ohm": "Omega", "textohm": "Omega", "lsim": "lesssim", "gsim": "gtrsim", "simgt": "gtrsim",
    "simlt": "lesssim", "la": "lesssim", "ga": "gtrsim", "longto": "longrightarrow", "goesto": "to",
    "qed": "blacksquare", "dif": "mathrm{d}", "diff": "mathrm{d}", "dd": "mathrm{d}",
    "uppercase": "mathrm", "textquotesingle": "prime", "operatornamewithlimits": "operatorname*",
    "textpm": "pm", "texttimes": "times", "textless": "lt", "textgreater": "gt", "textdegree": "degree",
    "textasciitilde": "sim", "textbackslash": "backslash", "textbar": "vert", "textendash": "text{–}",
    "lowercase": "mathrm", "textcelsius": "text{°C}", "celsius": "text{°C}", "st": "text{ s.t. }",
    "circledR": "text{®}", "textregistered": "text{®}", "texttrademark": "text{™}", "S": "text{§}",
    "AA": "text{Å}", "aa": "text{å}", "o": "text{ø}", "O": "text{Ø}", "l": "text{ł}", "L": "text{Ł}",
    "ss": "text{ß}", "ae": "text{æ}", "pounds": "text{£}", "euro": "text{€}", "copyright": "text{©}",
    "i": "imath", "j": "jmath", "LaTeX": "text{LaTeX}", "TeX": "text{TeX}", "ie": "text{i.e.}",
    "eg": "text{e.g.}", "etc": "text{etc.}", "bigslant": "big/", "degr": "degree", "arcdeg": "degree",
    "dfn": "triangleq",
}  # fmt: skip

# Nothing visible, or a space.
DROPPED = frozenset({
    "DOTSB", "DOTSI", "DOTSX", "Tiny", "sixptsize", "expandafter", "noexpand", "global", "long",
    "-", "/", "@", "Huge", "LARGE", "Large", "allowbreak", "allowdisplaybreaks", "bigskip", "boldmath",
    "centering", "crcr", "displaylimits", "ensuremath", "footnotesize", "hfil", "hfill", "hss", "huge",
    "ignorespaces", "large", "leavevmode", "linebreak", "mathsurround", "medskip", "newline", "noalign",
    "nobreak", "noindent", "nolinebreak", "nonumber", "normalfont", "normalsize", "notag", "null", "par",
    "protect", "relax", "scriptsize", "small", "smallskip", "strut", "tiny", "unboldmath", "unskip", "xspace",
})  # fmt: skip

# Commands with arguments, which `#1`, `#2` … stand for. The first word has a letter for each: `m` one that must be
# there, `M` one that is text, `o` one in brackets, `l` a length with or without braces.
REPLACED: dict[str, tuple[str, str]] = {
    "dprime": ("", "{\\prime\\prime}"), "trprime": ("", "{\\prime\\prime\\prime}"), "rq": ("", "'"),
    "qprime": ("", "{\\prime\\prime\\prime\\prime}"), "backdprime": ("", "{\\backprime\\backprime}"),
    "backtrprime": ("", "{\\backprime\\backprime\\backprime}"),
    "smash": ("om", "{#2}"), "rule": ("oll", "\\hspace{#2}"), "raisebox": ("looM", "#4"), "raise": ("lm", "{#2}"),
    "lower": ("lm", "{#2}"), "moveleft": ("lm", "{#2}"), "moveright": ("lm", "{#2}"), "kern": ("l", "\\hspace{#1}"),
    "mkern": ("l", "\\hspace{#1}"), "mskip": ("l", "\\hspace{#1}"), "hskip": ("l", "\\hspace{#1}"),
    "mspace": ("l", "\\hspace{#1}"), "vspace": ("l", ""), "vskip": ("l", ""),
    "mathstrut": ("", "\\vphantom{(}"), "color": ("om", ""), "textcolor": ("omm", "{#3}"), "mathcolor": ("omm", "{#3}"),
    "definecolor": ("mmm", ""), "colorlet": ("mm", ""), "pagecolor": ("om", ""), "colorbox": ("omM", "#3"),
    "fcolorbox": ("omomM", "\\boxed{#5}"), "fbox": ("M", "\\boxed{#1}"), "framebox": ("ooM", "\\boxed{#3}"),
    "href": ("mm", "{#2}"), "htmlId": ("mm", "{#2}"), "htmlClass": ("mm", "{#2}"), "htmlStyle": ("mm", "{#2}"),
    "htmlData": ("mm", "{#2}"), "class": ("mm", "{#2}"), "style": ("mm", "{#2}"), "cssId": ("mm", "{#2}"),
    "data": ("mm", "{#2}"), "bbox": ("om", "{#2}"), "textcircled": ("m", "\\text{\\textcircled{#1}}"),
    "sout": ("m", "\\cancel{#1}"), "idotsint": ("", "\\int\\cdots\\int "),
    "cancelto": ("mm", "\\cancel{#2}^{\\to #1}"), "longdiv": ("m", "\\overline{)#1}"),
    "mathreflectbox": ("m", "{#1}"), "angln": ("", "\\angl n"),
 "underbar": ("m", "\\underline{#1}"),
    "utilde": ("m", "\\underset{\\text{\\textasciitilde}}{#1}"), "undertilde": ("m", "\\utilde{#1}"),
    "Re": ("", "\\text{ℜ}"), "Im": ("", "\\text{ℑ}"), "bra": ("m", "\\langle #1|"), "ket": ("m", "|#1\\rangle "),
    "varinjlim": ("", "\\mathop{\\underrightarrow{\\lim}}"), "varprojlim": ("", "\\mathop{\\underleftarrow{\\lim}}"),
    "varliminf": ("", "\\mathop{\\underline{\\lim}}"), "varlimsup": ("", "\\mathop{\\overline{\\lim}}"),
    "sfrac": ("omom", "{{}^{#2}\\mathord{⁄}_{#4}}"), "nicefrac": ("omm", "\\sfrac{#2}{#3}"),
    "xfrac": ("mm", "\\sfrac{#1}{#2}"), "defeq": ("", "\\coloneqq "), "mathnormal": ("m", "\\mathit{#1}"),
    "xrightleftarrows": ("om", "\\xtofrom[#1]{#2}"), "xleftequilibrium": ("om", "\\xleftrightharpoons[#1]{#2}"),
    "xrightequilibrium": ("om", "\\xrightleftharpoons[#1]{#2}"), "KaTeX": ("", "\\text{KaTeX}"),
    "Temml": ("", "\\text{Temml}"), "scoh": ("", "\\mathrel{⌢}"), "sincoh": ("", "\\mathrel{⌣}"), "with": ("", "\\&"),
    "TextOrMath": ("mm", "#2"), "errmessage": ("m", ""), "message": ("m", ""), "show": ("m", ""),
    "principalvalue": ("", "\\mathcal{P}"), "PV": ("", "\\operatorname{P.V.}"), "pv": ("", "\\mathcal{P}"),
    "unicode": ("m", "\\text{#1}"), "label": ("m", ""), "ref": ("m", "\\text{#1}"),
    "eqref": ("m", "\\text{(#1)}"), "cite": ("m", "\\text{[#1]}"), "citep": ("m", "\\text{[#1]}"),
    "citet": ("m", "\\text{[#1]}"), "textsuperscript": ("m", "^{\\text{#1}}"),
    "textsubscript": ("m", "_{\\text{#1}}"), "url": ("m", "\\text{#1}"),
    "scalebox": ("mm", "{#2}"), "resizebox": ("mmm", "{#3}"), "uline": ("m", "\\underline{#1}"),
    "substack": ("m", "{\\begin{subarray}{c}#1\\end{subarray}}"), "isotope": ("m", "\\mathrm{#1}"),
    "mathversion": ("m", ""), "symbf": ("m", "\\mathbf{#1}"), "symbfit": ("m", "\\boldsymbol{#1}"),
    "symrm": ("m", "\\mathrm{#1}"), "root": ("m", "\\sqrt{#1}"), "enquote": ("m", "\\text{“#1”}"),
    "footnote": ("m", "\\text{ (#1)}"), "makebox": ("ooM", "#3"),
    "lowercase": ("m", "#1"), "textnumero": ("", "\\text{№}"), "accentset": ("mm", "\\overset{#1}{#2}"),
    "underaccent": ("mm", "\\underset{#1}{#2}"), "ooalign": ("m", "#1"),
    "arcsec": ("", "\\text{″}"), "arcmin": ("", "\\text{′}"),
    "farcs": ("", "\\text{″}."), "farcm": ("", "\\text{′}."), "fdg": ("", "\\text{°}."),
    "ldots": ("", "…"), "dotsc": ("", "…"),
    "dotso": ("", "…"), "hdots": ("", "…"), "mathellipsis": ("", "…"), "textellipsis": ("", "…"),
    "cdots": ("", "⋯"), "dotsb": ("", "⋯"), "dotsm": ("", "⋯"), "dotsi": ("", "⋯"), "hdotsfor": ("m", "…"),
    "colon": ("", "\\mathpunct{:}"), "llbracket": ("", "⟦"), "rrbracket": ("", "⟧"), "lBrack": ("", "⟦"),
    "rBrack": ("", "⟧"), "sslash": ("", "⫽"), "Vvert": ("", "⦀"), "adots": ("", "⋰"), "*": ("", "*"),
    "llap": ("m", "\\text{#1}"), "rlap": ("m", "\\text{#1}"), "clap": ("m", "\\text{#1}"),
    "mathllap": ("m", "{#1}"), "mathrlap": ("m", "{#1}"), "mathclap": ("m", "{#1}"),
    "mathsmaller": ("m", "{#1}"), "vcenter": ("m", "{#1}"), "rotatebox": ("mm", "\\text{#2}"),
    "reflectbox": ("m", "\\text{#1}"), "skew": ("m", ""),
    "overunderset": ("mmm", "\\overset{#1}{\\underset{#2}{#3}}"),
    "mathbfcal": ("m", "\\boldsymbol{\\mathcal{#1}}"), "mathbfscr": ("m", "\\boldsymbol{\\mathcal{#1}}"),
    "intertext": ("m", "\\text{#1}\\\\"), "shortintertext": ("m", "\\text{#1}\\\\"),
    "cases": ("m", "\\begin{cases}#1\\end{cases}"), "matrix": ("m", "\\begin{matrix}#1\\end{matrix}"),
    "pmatrix": ("m", "\\begin{pmatrix}#1\\end{pmatrix}"), "eqalign": ("m", "\\begin{aligned}#1\\end{aligned}"),
    "displaylines": ("m", "\\begin{gathered}#1\\end{gathered}"),
}  # fmt: skip

# Operator names that packages define, set upright.
OPERATORS = frozenset({
    "Aut", "Corr", "Cov", "End", "Ext", "Gal", "GeV", "Hom", "Id", "Ind", "Li", "MeV", "Proj", "Res", "Spec",
    "Sym", "TeV", "Tor", "Tr", "Var", "arccosh", "arccot", "arcsinh", "arctanh", "arginf", "argsup", "codim",
    "coker", "conv", "csch", "diag", "diam", "dist", "dom", "erf", "erfc", "id", "im", "lcm", "ord", "pH",
    "poly", "polylog", "polyloglog", "rank", "sech", "sgn", "sign", "softmax", "span", "supp", "tr", "trace",
    "vol",
})  # fmt: skip

# Names that no LaTeX package defines, or only a journal's: a bibliography must not depend on them.
SHORTHANDS: dict[str, tuple[str, str]] = {
    **{name: ("", f"\\operatorname{{{name}}}") for name in OPERATORS},
    **{name: ("", f"\\mathbb{{{name}}}") for name in "NZR"},
    "Reals": ("", "\\mathbb{R}"), "reals": ("", "\\mathbb{R}"), "natnums": ("", "\\mathbb{N}"),
    "cnums": ("", "\\mathbb{C}"), "Complex": ("", "\\mathbb{C}"), "argmin": ("", "\\operatorname*{arg\\,min}"),
    "argmax": ("", "\\operatorname*{arg\\,max}"), "sun": ("", "\\odot "), "earth": ("", "\\oplus "),
    "Msun": ("", "M_{\\odot}"), "msun": ("", "M_{\\odot}"), "Lsun": ("", "L_{\\odot}"), "Rsun": ("", "R_{\\odot}"),
    "Zsun": ("", "Z_{\\odot}"), "Mearth": ("", "M_{\\oplus}"), "Rearth": ("", "R_{\\oplus}"),
    "half": ("", "\\tfrac12 "),
    "micron": ("", "\\text{µm}"), "kms": ("", "\\text{ km s}^{-1}"),
}  # fmt: skip

# Colours by KaTeX's names, which authors also define; a page has its own colours.
COLOURS = frozenset(
    f"{name}{letter}"
    for name in "blue orange pink red green gray purple teal maroon mint gold kaBlue kaGreen".split()
    for letter in ("", *"ABCDEFGHI")
)
