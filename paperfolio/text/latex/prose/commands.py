r"""Tables of the prose macros: one line per macro, grouped by what happens to its argument."""

from __future__ import annotations

# One argument, set in one element: (tag, class).
STYLES: dict[str, tuple[str, str]] = {
    "textbf": ("strong", ""), "textmd": ("", ""), "strong": ("strong", ""), "bold": ("strong", ""),
    "emph": ("em", ""), "textit": ("em", ""), "textsl": ("em", ""), "italic": ("em", ""), "texttt": ("code", ""),
    "textsc": ("span", "sc"), "scshape": ("span", "sc"), "underline": ("u", ""), "uline": ("u", ""), "ul": ("u", ""),
    "uuline": ("u", ""), "uwave": ("u", ""), "sout": ("s", ""), "st": ("s", ""), "textsuperscript": ("sup", ""),
    "textsubscript": ("sub", ""), "textsup": ("sup", ""), "textsub": ("sub", ""), "code": ("code", ""),
    "mathbf": ("strong", ""), "mathit": ("em", ""), "mathtt": ("code", ""), "lstinline": ("code", ""),
    "textrm": ("", ""), "textsf": ("", ""), "textup": ("", ""), "textnormal": ("", ""), "text": ("", ""),
    "mathrm": ("", ""), "mathsf": ("", ""), "mbox": ("", ""), "hbox": ("", ""), "makebox": ("", ""), "fbox": ("", ""),
    "framebox": ("", ""), "textlf": ("", ""), "textsw": ("", ""), "hl": ("", ""),
    "operatorname": ("", ""), "acs": ("", ""), "acl": ("", ""), "acf": ("", ""), "ac": ("", ""), "acp": ("", ""),
    "gls": ("", ""), "glspl": ("", ""), "Gls": ("", ""), "acrshort": ("", ""), "acrlong": ("", ""), "name": ("", ""),
    "uppercase": ("", ""), "MakeUppercase": ("", ""), "lowercase": ("", ""),
    "MakeLowercase": ("", ""), "NoCaseChange": ("", ""), "MakeTextUppercase": ("", ""), "capitalise": ("", ""),
    "centerline": ("", ""), "caption": ("", ""), "title": ("", ""), "author": ("", ""), "date": ("", ""),
    "keywords": ("", ""),  "revision": ("", ""),
    "added": ("", ""), "new": ("", ""), "mathop": ("", ""), "foreignword": ("em", ""),
}  # fmt: skip
# Headings in an abstract become bold text.
HEADINGS = frozenset({
    "section", "subsection", "subsubsection", "paragraph", "subparagraph", "chapter", "part", "minisec",
})  # fmt: skip

# Old-style declarations, in effect until the group ends: (tag, class), or None to end them.
DECLARATIONS: dict[str, tuple[str, str] | None] = {
    "bf": ("strong", ""), "bfseries": ("strong", ""), "it": ("em", ""), "itshape": ("em", ""), "em": ("em", ""),
    "sl": ("em", ""), "slshape": ("em", ""), "tt": ("code", ""), "ttfamily": ("code", ""), "sc": ("span", "sc"),
    "scshape": ("span", "sc"), "rm": None, "rmfamily": None, "normalfont": None, "upshape": None, "mdseries": None,
    "sf": None, "sffamily": None,
}  # fmt: skip

# No argument, no text.
SILENT = frozenset({
    "noindent", "indent", "centering", "raggedright", "raggedleft", "sloppy", "xspace", "protect", "relax", "null",
    "leavevmode", "ignorespaces", "unskip", "maketitle", "tiny", "scriptsize", "footnotesize", "small", "normalsize",
    "large", "Large", "LARGE", "huge", "Huge", "allowbreak", "nobreak", "linebreak", "nolinebreak", "pagebreak",
    "nopagebreak", "clearpage", "newpage", "vfill", "frenchspacing", "nonfrenchspacing", "bgroup", "egroup",
    "begingroup", "endgroup", "strut", "footnotemark", "nonumber", "notag", "displaystyle", "textstyle",
    "makeatletter",
    "makeatother", "onecolumn", "twocolumn", "singlespacing", "doublespacing", "boldmath", "unboldmath", "flushleft",
    "sloppypar", "mathstrut", "tableofcontents", "appendix", "printbibliography", "linespread", "smallbreak", "fussy",
    "expandafter", "noexpand", "long", "global", "limits", "nolimits", "hss",
})  # fmt: skip

# The first arguments (this many) are settings and aren't shown; the last one is text.
AFTER_SETTINGS = {
    "textcolor": 1, "colorbox": 1, "fcolorbox": 2, "raisebox": 1, "parbox": 1, "scalebox": 1, "resizebox": 2,
    "foreignlanguage": 1, "hyperref": 0, "hypertarget": 1, "hyperlink": 1, "rotatebox": 1, "adjustbox": 1,
    "multicolumn": 2, "multirow": 2, "textlang": 1, "lang": 1,
}  # fmt: skip

# All arguments (this many) are settings.
SETTINGS = {
    "vspace": 1, "vspace*": 1, "vskip": 0, "label": 1, "index": 1, "color": 1, "pagestyle": 1, "thispagestyle": 1,
    "setlength": 2, "addtolength": 2, "setcounter": 2, "fontsize": 2, "selectfont": 0, "phantomsection": 0,
    "bibliographystyle": 1, "usepackage": 1, "documentclass": 1,
    "rule": 2, "selectlanguage": 1, "fontfamily": 1, "fontseries": 1, "fontshape": 1, "enlargethispage": 1,
    "noopsort": 1, "noop": 1, "definecolor": 3, "graphicspath": 1, "pdfbookmark": 2, "hyphenation": 1,
    "addcontentsline": 3, "markboth": 2, "markright": 1, "stepcounter": 1, "refstepcounter": 1,
}  # fmt: skip

# A length without braces follows.
DIMENSIONED = frozenset(
    {"raise", "lower", "kern", "hskip", "vskip", "mskip", "mkern", "moveleft", "moveright"}
)

# These refer to another file, which can't be shown: reported to the author.
ELSEWHERE = frozenset({
    "input", "include", "subfile", "includegraphics", "includesvg", "includepdf", "bibliography", "nocite",
    "lstinputlisting", "verbatiminput", "addbibresource",
})  # fmt: skip

# A space or the end of a line.
SPACES = frozenset({"hspace", "hspace*", "hskip", "mspace"})
PARAGRAPHS = frozenset({"par", "newline", "smallskip", "medskip", "bigskip", "hrule", "endgraf"})

# Shown in brackets after what they belong to.
NOTES = frozenset(
    {"footnote", "footnotetext", "thanks", "note", "endnote", "sidenote", "marginpar", "marginnote"}
)

ENVIRONMENTS: dict[str, str] = {
    "itemize": "ul", "enumerate": "ol", "description": "dl", "compactitem": "ul", "compactenum": "ol",
    "inparaenum": "ol",
    "enumerate*": "ol", "itemize*": "ul", "compactdesc": "dl", "list": "ul", "trivlist": "ul", "quote": "blockquote",
    "quotation": "blockquote", "verse": "blockquote", "displayquote": "blockquote", "verbatim": "pre",
    "lstlisting": "pre", "Verbatim": "pre", "alltt": "pre", "center": "", "flushleft": "", "flushright": "",
    "abstract": "", "document": "", "sloppypar": "", "small": "", "footnotesize": "", "minipage": "", "spacing": "",
    "em": "em", "it": "em", "itshape": "em", "bf": "strong", "bfseries": "strong", "singlespace": "", "titlepage": "",
    "frontmatter": "", "multicols": "", "onecolabstract": "", "@twocolumnfalse": "", "figure": "", "table": "",
    "keywords": "", "acknowledgments": "", "acknowledgements": "", "tiny": "", "large": "", "otherlanguage": "",
    "wrapfigure": "", "threeparttable": "",
}  # fmt: skip

# This many of their arguments are settings.
ENVIRONMENT_SETTINGS = {"minipage": 1, "multicols": 1, "otherlanguage": 1, "spacing": 1, "wrapfigure": 2}

# Environments that a document class begins with a heading.
NAMED_ENVIRONMENTS = frozenset({
    "theorem", "lemma", "proposition", "corollary", "definition", "remark", "proof", "example", "conjecture", "claim",
    "question", "problem", "assumption", "fact", "observation", "thm", "lem", "prop", "cor", "defn", "rem", "conj",
})  # fmt: skip
