"""Bodies and titles: what Markdown keeps, what LaTeX gets, what a page never gets."""

from __future__ import annotations

import pytest

from paperfolio.text.latex import render
from paperfolio.text.latex.math.convert import Failure, convert
from paperfolio.text.markup import inline, markdown, split_abstract


def test_links_are_resolved_by_the_caller() -> None:
    """Each address of a link or an image goes through `link` as the author wrote it."""
    seen: list[str] = []

    def link(address: str, _: int) -> str:
        seen.append(address)
        return f"files/{address}"

    made = markdown("[a_b](pa_th/f_1.pdf) and ![pic](x~y.png) <https://example.org/a_b>", link=link)
    assert seen == ["pa_th/f_1.pdf", "x~y.png", "https://example.org/a_b"]
    assert 'href="files/pa_th/f_1.pdf"' in made.html
    assert 'src="files/x~y.png"' in made.html


@pytest.mark.parametrize("raw_html", [False, True])
def test_links_know_their_place(raw_html: bool) -> None:
    """The caller gets the place of the link itself, or of its definition, not of a look-alike in code."""
    source = "`[a](x.pdf)`, [a](x.pdf) and ![b](q_r.png 'T'), [c][d].\n\n```\n[d]: x.pdf\n```\n\n[d]: a/b.pdf 'T'\n"
    seen: list[tuple[str, int]] = []

    def link(address: str, offset: int) -> str:
        seen.append((address, offset))
        return address

    markdown(source, link=link, raw_html=raw_html)
    places = {"x.pdf": 18, "q_r.png": source.index("q_r"), "a/b.pdf": source.index("a/b")}
    assert seen == list(places.items())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "&#106;avascript:x",
    ],
)
def test_addresses_that_could_harm_are_left_out(address: str) -> None:
    """A link that could run a script or lead to another host unseen keeps its words only."""
    made = markdown(f"[click]({address}) \\href{{{address}}}{{here}}")
    assert "href" not in made.html
    assert made.text == "click here"
    assert made.problems


def test_two_documents_share_a_page() -> None:
    """Footnotes of two bodies with prefixes of their own have no id in common."""
    source = "Text[^1]\n\n[^1]: A note."
    one, two = markdown(source, id_prefix="one-").html, markdown(source, id_prefix="two-").html
    assert 'id="one-fn-1"' in one
    assert 'href="#two-fn-1"' in two
    assert "one-" not in two
    raw = markdown('<li id="a">x</li> <a href="#a">y</a>', raw_html=True, id_prefix="one-").html
    assert 'id="one-a"' in raw
    assert 'href="#one-a"' in raw


@pytest.mark.parametrize(
    "code", [*range(0xFDD0, 0xFDF0), *(16**4 * each + 0xFFFE + at for each in range(17) for at in (0, 1))]
)
def test_noncharacters_never_reach_a_page(code: int) -> None:
    """What Unicode sets aside as no character becomes the replacement character."""
    for made in (inline(f"*a*{chr(code)}b"), markdown(f"*a*{chr(code)}b"), render(f"a{chr(code)}b")):
        assert made.text == "a\ufffdb"
        assert chr(code) not in made.html + made.tex


@pytest.mark.parametrize(("base", "tag"), [(1, "h1"), (2, "h2"), (3, "h3"), (6, "h6")])
def test_headings_begin_at_the_base(base: int, tag: str) -> None:
    """`#` becomes a heading of the level that is asked for, and none is deeper than six."""
    made = markdown("# One\n\n###### Six", heading_base=base)
    assert f"<{tag}>One</{tag}>" in made.html
    assert "<h6>Six</h6>" in made.html


def test_raw_html_only_where_asked_for() -> None:
    """HTML is text, unless a file asks for it; then it comes through without scripts, styles and handlers."""
    source = '<p onclick="x()" style="color:red"><b>bold</b></p><div onclick="x()"></div><script>alert(1)</script> $x$'
    assert "&lt;div onclick" in markdown(source).html
    raw = markdown(source, raw_html=True).html
    assert "<b>bold</b>" in raw
    assert "<math>" in raw
    for word in ("script", "style", "onclick"):
        assert word not in raw


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a <!-- note --> <b>x</b>", "<!--"),
        ("H<sub>2</sub>O and <i>y</i>", ""),
        ("<jats:p>Text</jats:p>", ""),
        ('<div class="x">Text</div>', '<div class="x">'),
        ('see <a href="x.pdf">y</a>', '<a href="x.pdf">'),
        ("line<br/>break", ""),
        ("`<b>x</b>`, $a<b>c$ and a<b>c, 0<p<1, <p^2>", ""),
        ("<think>, <SEG>, <s> and <answer>, x <y and z>w", ""),
        ("<https://example.org/a> <a.b@example.org>", ""),
    ],
)
def test_html_that_was_not_asked_for_is_told_of_once(source: str, found: str) -> None:
    """Tags that LaTeX has no words for stay text, and the first draws one problem; other things in angles none."""
    html = [each for each in markdown(source).problems if each.code == "html"]
    assert [source[each.offset : each.offset + each.length] for each in html] == ([found] if found else [])
    raw = [each for each in markdown(source, raw_html=True).problems if each.code == "html"]
    assert [each for each in raw if "left out" not in each.message] == []
    assert not (found and raw)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('A {{< figure src="x.png" >}} z', '{{< figure src="x.png" >}}'),
        ("{% include x.html %}", "{% include x.html %}"),
        ("see {{ page.title }}", "{{ page.title }}"),
        ("![a](b.png){width=50%}", "{width=50%}"),
        ("# Aims {#aims}", "{#aims}"),
        ("One\n{: .note}", "{: .note}"),
        ("::: note\nx\n:::", "::: note"),
        ("`{{< x >}}`, f(x){x=1}, $\\{x\\}$, {{}} and {a, b}", None),
    ],
)
def test_marks_of_other_programs_are_told_of(source: str, found: str | None) -> None:
    """Whoever brings a text from Hugo, Jekyll or pandoc is told what of it isn't read."""
    told = [
        source[each.offset : each.offset + each.length]
        for each in markdown(source).problems
        if each.code == "foreign"
    ]
    assert told == ([found] if found else [])


def test_references_that_lead_nowhere_are_told_of() -> None:
    """A link or a note whose definition was forgotten is told with its place; brackets of other kinds are not."""
    source = "[a text][nope], note[^x], [b][one], ok[^y], [1][2], a[i][jj] and `[a][nope]`\n\n[one]: b.html\n[^y]: Y"
    told = [each for each in markdown(source).problems if each.code == "reference"]
    assert [source[each.offset : each.offset + each.length] for each in told] == ["[a text][nope]", "[^x]"]


@pytest.mark.parametrize(
    "title",
    [
        "1. Foo",
        "# foo",
        "A* search",
        "A* and B* trees",
        "snake_case_name",
        "LLMC+: x",
        "- dash",
        "[1] x",
        "2*3*4",
    ],
)
def test_titles_have_no_blocks(title: str) -> None:
    """A title that looks like a block of Markdown stays as it was typed."""
    assert inline(title).html == title
    assert inline(title).text == title


@pytest.mark.parametrize(
    ("title", "html", "reported"),
    [
        ("A [tool](x.pdf) for $x$", "A tool for <math><mi>x</mi></math>", ["x.pdf"]),
        ("A ![pic a](x_1.png) title", "A pic a title", ["x_1.png"]),
        (
            r"At \href{https://a.b/c}{the \emph{page}}",
            "At the <em>page</em>",
            [r"\href{https://a.b/c}{the \emph{page}}"],
        ),
        ("See https://a.b/c_d now", "See https://a.b/c_d now", []),
        (r"\href{https://a.b}{x} and *y*", "x and <em>y</em>", [r"\href{https://a.b}{x}"]),
        ("`[a](b)` stays code", "<code>[a](b)</code> stays code", []),
    ],
)
def test_a_title_without_links_keeps_their_words(title: str, html: str, reported: list[str]) -> None:
    """A title stands in a link itself: links and pictures in it are words, and say so."""
    made = inline(title, links=False)
    assert made.html == html
    assert [title[each.offset : each.offset + each.length] for each in made.problems] == reported
    assert all(each.code == "link" for each in made.problems)
    assert inline("[a](b.pdf)", link=lambda each, at: f"{each}#{at}").html == '<a href="b.pdf#4">a</a>'


@pytest.mark.parametrize(
    ("body", "abstract", "rest"),
    [
        ("abc\n\n# X\nfoo", "abc", "# X\nfoo"),
        ("# Abstract\n\nabc\n\n## More\nx", "abc", "## More\nx"),
        ("ABSTRACT\n--------\nabc\n\n# z", "abc", "# z"),
        ("abc\n\nTitle\n===\nfoo", "abc", "Title\n===\nfoo"),
        ("```\n# no\n```\nx\n\n# Yes", "```\n# no\n```\nx", "# Yes"),
        ("only text", "only text", ""),
        ("", "", ""),
    ],
)
def test_the_abstract_is_what_stands_before_the_first_heading(body: str, abstract: str, rest: str) -> None:
    """The abstract ends at the first heading outside code, or is the section named Abstract."""
    (start, end), begin = split_abstract(body)
    assert body[start:end] == abstract
    assert body[begin:] == rest


def test_macros_of_the_author_work_in_prose_and_in_formulas() -> None:
    """A macro that is defined is used everywhere, with its arguments; no definition runs for ever."""
    macros = (("eps", "\\varepsilon"), ("\\pair", "\\langle #1, #2\\rangle"), ("method", "\\textsc{Tool}"))
    assert render("$\\pair{x}{\\eps}$ by \\method", macros).text == "⟨x, ε⟩ by Tool"
    assert markdown("$\\eps$ by \\method{} too", macros).text == "ε by Tool too"
    loop = render("\\a and $\\a$", (("a", "\\a\\a"),))
    assert {problem.code for problem in loop.problems} >= {"macro-loop"}


def test_a_macro_without_an_end_is_one_problem_at_its_use() -> None:
    """A macro that calls itself, or a chain of macros that double, is one short problem; others still work."""
    chain = [(name, f"\\{'abcdefghijklmnopqrst'[at]}" * 2) for at, name in enumerate("bcdefghijklmnopqrstu")]
    macros = (("x", "\\x\\x"), ("a", "word"), ("y", "\\foo\\foo"), *chain)
    made = render("\\x and \\b, \\u and \\y", macros)
    assert made.text == "\\x and wordword, \\u and \\foo\\foo"
    assert [(each.code, each.offset, each.message) for each in made.problems] == [
        ("macro-loop", 0, "`\\x` expands without end"),
        ("macro-loop", 11, "`\\u` expands without end"),
        ("macro", 18, "in `\\y`: unknown macro `\\foo`"),
    ]


def test_problems_know_their_place() -> None:
    """A problem's offset and length cut the doubtful source out of the text, also behind Markdown and code."""
    source = "# Head\n\n`\\no` then \\foo and $x + \\bar\\eps$.\n\n- [a](javascript:x)"
    found = [source[each.offset : each.offset + each.length] for each in markdown(source).problems]
    assert found == ["\\foo", "\\eps", "javascript:x"]


def test_going_around_markdown_changes_nothing() -> None:
    """A body without Markdown in it reads the same as with some."""
    plain = "One $x_1$ & two.\n\nThree \\emph{four}, 5--6."
    assert markdown(f"{plain}\n\n*x*").html == f"{markdown(plain).html}\n<p><em>x</em></p>"


@pytest.mark.parametrize(
    "source",
    [
        "\\sqrt" * 500,
        "{" * 500 + "}" * 500,
        "(" * 500,
        "\\frac{1}" * 500 + "x",
        "\\displaystyle x" * 500,
        "x" * 20_000,
    ],
)
def test_formulas_that_would_kill_the_converter_never_reach_it(source: str) -> None:
    """Too long, too deep, too many open brackets: the formula is refused with a reason."""
    made = convert(source, {})
    assert isinstance(made, Failure)
    assert made.reason


def test_raw_html_reports_what_is_left_out() -> None:
    """Each tag and each attribute that a page doesn't get has a warning at its place; what is kept has none."""
    source = (
        'A <iframe src="https://v.example/1"></iframe>, <p onclick="f()">z</p>\n<script>f("<b>")</script>'
        " <think>t</think>"
        ' <td style="text-align: right">1</td> `<script>` <b class="x">b</b> <!-- note --> <p style="color: red">y</p>'
    )
    made = markdown(source, raw_html=True)
    assert [(source[each.offset :].split()[0], each.message.split('"')[1]) for each in made.problems] == [
        ("<iframe", "<iframe>"), ("<p", "onclick"), ('<script>f("<b>")</script>', "<script>"),
        ("<think>t</think>", "<think>"), ("<p", "style"),
    ]  # fmt: skip
    assert all(each.code == "html" and each.fix for each in made.problems)


FILMS = [
    ('<iframe src="https://www.youtube-nocookie.com/embed/a_b?rel=0" title="A *talk*"></iframe>',
     '<p><a href="https://www.youtube.com/watch?v=a_b">A *talk*</a></p>'),
    ('<iframe src="//player.vimeo.com/video/12"></iframe>',
     '<p><a href="https://vimeo.com/12">player.vimeo.com/video/12</a></p>'),
    ('<video src="https://v.example/a.mp4" poster="p.png" title="T"></video>',
     '<p><a href="https://v.example/a.mp4"><img src="p.png" alt="T"></a></p>'),
    ('<iframe src="javascript:f()" title="T"></iframe>', "<p>T</p>"),
    ("![T](https://youtu.be/a_b)", '<p><a href="https://youtu.be/a_b">T</a></p>'),
    ("![T](t_1.mp4)",
     '<p><video controls preload="metadata" aria-label="T" src="t_1.mp4"><a href="t_1.mp4">T</a></video></p>'),
    ("[![T](t.mp4)](a.pdf)", '<p><a href="a.pdf">T</a></p>'),
    ('<video autoplay poster="https://v.example/p.png"><source src="t.webm"><track src="t.vtt" srclang="en"></video>',
     '<p><video controls preload="metadata" aria-label="t.webm"><source src="t.webm"><track src="t.vtt" srclang="en">'
     '<a href="t.webm">t.webm</a></video></p>'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "html"), FILMS)
def test_films_play_from_the_own_site_and_others_are_linked(source: str, html: str) -> None:
    """A local film or recording has a player; what other sites show becomes a link and loads nothing."""
    assert markdown(source, raw_html=True).html == html


def test_markdown_in_what_details_folds_is_read() -> None:
    """Paragraphs, lists and code in `<details>` are those of Markdown, in nested ones too."""
    source = (
        "<details>\n<summary>More *x*</summary>\nA *b* $x$\n\n- c\n\n"
        "<details>\n<summary>In</summary>\n\n> d\n\n</details>\n</details>\n\ne"
    )
    made = markdown(source, raw_html=True)
    assert "".join(made.html.split()) == (
        "<details><summary>More<em>x</em></summary><p>A<em>b</em><math><mi>x</mi></math></p><ul><li>c</li></ul>"
        "<details><summary>In</summary><blockquote><p>d</p></blockquote></details></details><p>e</p>"
    )
    assert made.problems == ()


def test_dashes_in_the_words_of_a_formula_are_those_of_prose() -> None:
    """Two hyphens are an en dash, three an em dash, also in the text of a formula."""
    assert inline(r"$x_{\text{a--b---c}}$").html.count("a–b—c") == 1
