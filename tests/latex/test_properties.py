"""What holds for every text, however odd: searched by Hypothesis and by hand-made hostile input."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfolio.text.latex import Rendered, read, render
from paperfolio.text.latex.characters import printable
from paperfolio.text.latex.math.mathml import KEPT_ATTRIBUTES
from paperfolio.text.latex.prose import write
from paperfolio.text.latex.prose.parse import Parser
from paperfolio.text.markup import inline, markdown
from paperfolio.text.markup.page import ELEMENTS

MATHML = frozenset(
    "math mi mn mo mtext mspace mrow msup msub msubsup mover munder munderover mfrac msqrt mroot mtable mtr mtd"
    " mpadded mphantom mmultiscripts mprescripts mstyle mglyph merror none".split()
)
ATTRIBUTES = KEPT_ATTRIBUTES | {
    "href", "src", "alt", "title", "class", "id", "start", "colspan", "rowspan", "width", "height", "lang", "dir",
    "open", "datetime", "scope", "value", "reversed", "cite", "span", "controls", "preload", "aria-label",
    "kind", "poster", "loop", "muted", "srclang", "label", "default",
}  # fmt: skip
MEDIA = frozenset({"video", "audio", "source", "track"})
VOID = {"br", "hr", "img", "wbr", "col", "source", "track"}
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):")

RENDERERS: list[Callable[[str], Rendered]] = [
    render,
    markdown,
    inline,
    lambda source: markdown(source, raw_html=True),
]
IDS = ["render", "markdown", "inline", "raw_html"]

FRAGMENTS = st.sampled_from([
    "$", "$$", "\\(", "\\)", "\\[", "\\]", "{", "}", "\\", "\\\\", "_", "^", "*", "**", "`", "``", "''", "'", "~",
    "--",
    "%", "&", "&lt;", "&#x1F600;", "<", ">", "<b>", "</b>", "<script>", "<p^2>", "[", "](", ")", "![", "[^1]", "[^1]: ",
    "\n", "\n\n", "\n- ", "\n1. ", "\n# ", "\n> ", "|", "\n|---|---|\n", "```\n", "    ", "\\textbf{", "\\emph{",
    "\\href{",
    "\\url{https://example.org/a_b}", "javascript:", "data:", "//example.org", "\\cite{a}", "\\begin{itemize}",
    "\\item ",
    "\\end{itemize}", "\\begin{align}", "\\end{align}", "\\frac", "\\sqrt", "\\alpha", "\\bf ", "\\rm ",
    "\\'", '\\"', "\\v ",
    "\\SI{1}{\\metre}", "\\footnote{", "\\unicode{x2013}", "\\text{", "\\left<", "\\right>", "\\mathfrak{I}",
    "\u0338",
    "\u0301", "\ud800", "\x00", "\ufdd0", "\ufdd10\ufdd1", "\u202e", "é", "中", "𝒩", "x", "word", "2", " ",
    "https://a.b/",
'onclick="x"', '<video src="', '<iframe title="a" src="',
    '">', "</video>", "</iframe>", "<details>", "</details>", "talk.mp4",
    "style=", "\t", "\r\n", "\\newcommand{\\a}{\\a\\a}", "\\def", "\\color{red}", "\\over", "\\not",
    "\\ce{", "\\pu{", "->", "<=>[", "\\dv{", "\\qty", "\\tag{", "\\verb|", "\\hspace", "\\rule[", "\\smash[",
    "\\let\\a\\b",
    "\\begin{CD}", "\\end{CD}", "@>a>>", "\\dots", "\\textcolor[rgb]{", "\\cancel{", "\\varlimsup",
    "\\sfrac", "\\pdv*{",
])  # fmt: skip
TEXTS = st.one_of(st.lists(FRAGMENTS, max_size=25).map("".join), st.text(max_size=60))


class Checker(HTMLParser):
    """Reads HTML as a browser's parser would and notes what has no place in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element and its attributes."""
        if tag not in ELEMENTS | MATHML | MEDIA:
            self.faults.append(f"element {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES or name.startswith("on") or name == "style":
                self.faults.append(f"attribute {name} of {tag}")
            if name in {"href", "src"}:
                scheme = SCHEME.match(re.sub(r"[\x00-\x20\u200b]", "", value or ""))
                if scheme and scheme[1].lower() not in {"http", "https", "mailto", "ftp", "tel"}:
                    self.faults.append(f"address {value}")
                if (value or "").strip().replace("\\", "/").startswith("//"):
                    self.faults.append(f"address {value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that the innermost element is the one that ends."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"unbalanced {tag}")

    def handle_comment(self, data: str) -> None:
        """Comments have no place in the output."""
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        """Declarations have no place in the output."""
        self.faults.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        """Processing instructions have no place in the output."""
        self.faults.append(f"instruction {data}")


def faults(html: str) -> list[str]:
    """Return what is unsafe or ill-formed in a piece of HTML."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    return checker.faults + [f"left open: {tag}" for tag in checker.open]


@pytest.mark.parametrize("renderer", RENDERERS, ids=IDS)
@given(source=TEXTS)
@example(source="<b>\u0338</b>")
@example(source="\\SI{1}{\\metre}\u0301")
@example(source='[a](java\nscript:alert(1)) ![x](data:text/html,y) <a href="//x">y</a>')
@example(source='\\href{https://example.org/"onmouseover="x}{a}')
@settings(max_examples=150)
def test_any_text_renders_safely(renderer: Callable[[str], Rendered], source: str) -> None:
    """No text raises, and what comes out is well-formed HTML of known elements, attributes and schemes, in NFC."""
    made = renderer(source)
    assert faults(made.html) == []
    assert unicodedata.is_normalized("NFC", made.html)
    assert unicodedata.is_normalized("NFC", made.text)
    made.html.encode("utf-8")
    made.text.encode("utf-8")
    for problem in made.problems:
        assert 0 <= problem.offset <= problem.offset + problem.length <= len(source)
        assert problem.message
        assert problem.fix


ATTRIBUTES_OF_LINKS = st.text(alphabet="ab\"'<>&=()[]*_`\\ \n/:.#", max_size=20)


@given(said=ATTRIBUTES_OF_LINKS, title=ATTRIBUTES_OF_LINKS, target=ATTRIBUTES_OF_LINKS)
@example(said='a" onerror="alert(1)', title='" onload="x', target='p.png" onclick="x')
@settings(max_examples=150, deadline=None)
def test_no_alternative_text_title_or_address_leaves_its_attribute(
    said: str, title: str, target: str
) -> None:
    """Whatever an image or a link says, it makes no attribute and no element of its own."""
    image, link = f'![{said}]({target} "{title}")', f"[{said}](<{target}> '{title}')"
    for source in (image, link, f"[{said}]: {target}\n\n[{said}]"):
        for renderer in RENDERERS:
            assert faults(renderer(source).html) == []


@pytest.mark.parametrize(
    "source",
    [
        "\\begin{itemize}\\item a\\item *b*\\end{itemize}",
        "x \\begin{tabular}{l}a & b\\end{tabular}",
        "\\begin{quote}a\\end{quote}",
        "a \\par b",
    ],
)
def test_a_line_has_no_blocks(source: str) -> None:
    """A list or a table in a title, a summary or the footer becomes its words, since a paragraph can't contain it."""
    assert not re.search(r"<(?:p|ul|li|table|blockquote)\b", inline(source).html)
    assert "a" in inline(source).html


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäéøABCDEFG", min_size=2, max_size=9)
SEPARATORS = st.sampled_from([
    " ", ", ", ". ", " -- ", " (", ") ", " \\emph{", "} ", " {", "\\textbf{", "} {\\it ", " $", "$ ", " 5% ",
    " \\foo ",
    "\n\n", " & ", " < ", "> ", " \\footnote{", " * ", " `", "` ", " [", "] ", "\\\\ ", " \\cite{", " \\section{",
    "``", "''",
])  # fmt: skip


@pytest.mark.parametrize("renderer", RENDERERS[:3], ids=IDS[:3])
@given(parts=st.lists(st.tuples(WORDS, SEPARATORS), max_size=15))
@example(parts=[("AA", " $"), ("AA", "``"), ("AA", "``"), ("AA", " $")])
@settings(max_examples=150)
def test_no_word_is_lost(renderer: Callable[[str], Rendered], parts: list[tuple[str, str]]) -> None:
    """Every word of a text stands in its plain text, whatever marks stand around it."""
    source = "".join(word + separator for word, separator in parts)
    made = renderer(source).text
    counted = Counter(re.findall(r"[^\W\d_]+", made))
    joined = re.sub(r"\W", "", made)
    for word, count in Counter(word for word, _ in parts).items():
        assert counted[word] >= count or joined.count(word) >= count


PROSE = st.lists(
    st.sampled_from(["We", "show", "that", "models", "(LLMs)", "work.", "It's", "10%", "of", "x-ray,"]),
    min_size=1,
)


@given(
    source=st.one_of(
        TEXTS,
        st.lists(st.sampled_from(["word", ",", ",,", "'", '"', "?", "-", " ", "w", "h", "&", "é"])).map(
            "".join
        ),
    )
)
def test_a_text_without_marks_is_no_case_of_its_own(source: str) -> None:
    """The short way that plain words take gives what the parser would give."""
    parser = Parser(source=printable(source))
    nodes = parser.parse(0, len(parser.source))
    found = read(source)
    assert (found.html, found.text) == (write.html(nodes), write.text(nodes))


@given(words=PROSE)
@settings(max_examples=50)
def test_plain_prose_stays_as_it_is(words: list[str]) -> None:
    """Prose without markup passes through unchanged, and so does what has been rendered to text before."""
    source = " ".join(words)
    for renderer in RENDERERS[:3]:
        assert renderer(source).text == source
        assert renderer(renderer(source).text).text == source


N = 20_000
HOSTILE = {
    "braces": "{" * N, "nested braces": "{" * (N // 2) + "}" * (N // 2), "dollars": "$" * N,
    "double dollars": "$$ " * (N // 3),
    "open styles": "\\textbf{" * (N // 2), "nested styles": "\\textbf{" * 5000 + "}" * 5000, "brackets": "[" * N,
    "nested brackets": "[" * 9000 + "]" * 9000, "links": "[a](" * 5000, "parentheses": "(" * N, "backticks": "`" * N,
    "code": "`a " * 7000, "asterisks": "*" * N, "open emphasis": "*a " * 7000, "underscores": "_a " * 7000,
    "environments": "\\begin{itemize}" * 3000 + "\\end{itemize}" * 3000, "accents": "\\'{" * 6000,
    "roots": "$" + "\\sqrt" * 1900 + "$",
    "open brackets": "$" + "(" * 9000 + "$",
    "open bracket macros": "$" + "\\lVert x" * 900 + "$",
    "bracket groups": "$" + "{(}" * 900 + "$",
    "deep formula": "$" + "{" * 4000 + "}" * 4000 + "$", "declarations": "\\bf " * 6000, "angles": "<a " * 7000,
    "quotations": "> " * 9000, "tildes": "~" * N, "hyphens": "-" * N, "entities": "&amp;" * 4000, "lines": "\n" * N,
    "items": "- " * 9000, "lists": "- a\n\n1. b\n\n" * 2000, "struck": "~~a " * 5000,
    "definitions": "[^1]: a\n    - b\n" * 1200,
    "displays": "\\[ a\n\n" * 5000, "doubled": "\\\\(x" * 5000, "German quotes": '"`a ' * 5000,
    "references": "[a][bb] " * 3000, "shortcodes": "{{< " * 5000, "units": "$" + "\\SI{" * 1900 + "$",
    "closed units": "$" + "\\SI{" * 1600 + "}" * 1600 + "$",
    "built relations": "$\\buildrel" + " " * 8000 + "x$", "room": "a\\\\[" + " " * 8000 + "x",
    "limits": "$" + "\\mathop{a}\\limits_{" * 450 + "$",
    "underlines": "a\n=\n" * 4000, "headings": "# a\n" * 5000, "open tags": "<a" * 9000, "open comments": "<!--" * 4000,
    "open attributes": "<a b c " * 2500,
    "new commands": "".join(f"\\newcommand{{\\z{'a' * (i % 50)}{'b' * (i // 50)}}}{{x}} $\\za$ " for i in range(1000)),
    "open definitions": "\\newcommand{\\a}{" * 1300, "open derivatives": "$" + "\\dv{" * 1900 + "$",
    "derivatives": "$" + "\\dv{a}" * 1400 + "$", "chemistry": "$" + "\\ce{" * 1900 + "$",
    "closed chemistry": "$" + "\\ce{A}" * 1400 + "$", "tags": "$" + "\\tag{a}" * 1400 + "$",
    "open options": "$" + "\\smash[" * 1400 + "$", "verbatim": "$" + "\\verb|" * 1600 + "$",
    "dots": "$" + "\\dots" * 1900 + "$", "signs": "$" + "\\shuffle" * 1000 + "$",
    "kerns": "$" + "\\kern1em" * 1200 + "$",
    "rules": "***\n" * 5000, "spaced rules": "* * *\n" * 4000, "fences": "```a\n" * 4000,
    "tilde fences": "~~~\n\n" * 3000,
    "bold tags": "<b>" * 7000, "films": "<video>" * 3000 + "</video>", "frames": "<iframe></iframe>" * 1500,
    "boxes": "<div>\n" * 4000, "table rows": "|a|b|\n|-|-|\n" * 1500,
    "macros": "\\foo " * 4000, "scripts": "\\alpha_" * 3000, "addresses": "https://" * 2500, "notes": "[^1]" * 4000,
}  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("renderer", RENDERERS, ids=IDS)
def test_hostile_nesting_takes_linear_time(renderer: Callable[[str], Rendered], source: str) -> None:
    """Twenty thousand marks of any kind are rendered safely, in a time that grows as their number does."""
    start = time.process_time()
    renderer(source[: len(source) // 4])
    quarter = time.process_time() - start
    made = renderer(source)
    assert time.process_time() - start - quarter < max(1.5, 9 * quarter)
    assert faults(made.html) == []
