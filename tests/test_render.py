"""Promises of the pages: what is made, that links hold anywhere, and what a mistake in a template becomes."""

from __future__ import annotations

import difflib
import itertools
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample
from sample import render

from paperfolio.model import SITE as MARK
from paperfolio.model import Author, Image, PartialDate, Series, Text
from paperfolio.pages.theme import Theme

GOLDEN = Path(__file__).parent / "golden"


def pages(site=sample.SITE, theme: Theme | None = None, **more: object) -> dict[str, str]:
    """Return the text of every page by its path; there must be no problem."""
    made, problems = render(site, theme or sample.theme(), **more)
    assert not problems
    return {page.path: page.data.decode() for page in made}


class Tags(HTMLParser):
    """Every start tag of a page, in order, as (name, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        """Keep the tag."""
        self.found.append((tag, dict(attrs)))


def html_pages() -> dict[str, str]:
    """Return the text of every HTML page of the sample by its path."""
    return {path: text for path, text in pages().items() if path.endswith(".html")}


def test_every_paper_has_a_page_beside_the_front_page_and_the_404():
    """A site is a front page, a page for each paper and collection, a page for wrong addresses, and static files."""
    made = pages()
    assert [path for path in made if path.endswith(".html") and not path.startswith("browse/")] == [
        "index.html",
        "papers/tides/index.html",
        "papers/bare/index.html",
        "research/index.html",
        "talks/index.html",
        "talks/low-water/index.html",
        "teaching/index.html",
        "posts/index.html",
        "posts/day-3/index.html",
        "posts/day-2/index.html",
        "news/index.html",
        "cv/index.html",
        "404.html",
    ]
    assert {"static/paperfolio.css", "static/theme.js"} <= made.keys()


def test_same_input_same_bytes():
    """Two renderings of one site are identical, with templates compiled anew."""
    first = pages(theme=sample.theme(x_txt="one environment"))
    assert first == pages(theme=sample.theme(x_txt="another environment"))


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "papers/tides/index.html",
        "papers/bare/index.html",
        "404.html",
        "browse/index.html",
        "browse/year/2024/index.html",
        "browse/tag/tides/index.html",
        "talks/index.html",
        "talks/low-water/index.html",
        "teaching/index.html",
        "posts/day-2/index.html",
        "research/index.html",
        "cv/index.html",
    ],
)
def test_golden_page(name: str):
    """Each kind of page is, to the letter, the one that was looked at and kept."""
    text = re.sub(r"\?v=[0-9a-f]{8}", "", pages()[name])
    file = GOLDEN / name.replace("/", "-")
    if os.environ.get("UPDATE"):
        file.write_text(text, encoding="utf-8")
    kept = file.read_text(encoding="utf-8")
    difference = "\n".join(
        difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="")
    )
    assert not difference, f"{difference}\n\nif this is wanted: UPDATE=1 pytest tests/test_render.py"


def test_every_link_inside_the_site_is_relative_and_leads_somewhere():
    """The tree works at a domain's root, under a folder and from disk: only links of 404.html begin with a slash."""
    made = pages()
    files = made.keys() | {"jane.jpg", "cv.pdf", "papers/tides/tides.pdf", "papers/tides/figure.png"}
    files |= {"talks/low-water/slides.pdf", "talks/low-water/mud.png"}
    seen = 0
    for path, text in html_pages().items():
        ids = {attributes.get("id") for _, attributes in Tags(text).found}
        for _, attributes in Tags(text).found:
            for link in (attributes.get("href"), attributes.get("src")):
                if link and not link.startswith(("https:", "mailto:")):
                    seen += 1
                    target, _, fragment = link.partition("#")
                    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.split("?")[0]))
                    place = place.removeprefix("/") if path == "404.html" else place
                    assert place in files if target else fragment in ids, f"{path}: {link}"
    assert seen > 20


def test_long_lists_go_on_at_further_pages_that_hold_every_paper_once():
    """No page grows with the number of papers: a longer list has pages, each linked from its neighbours."""
    many = tuple(replace(sample.BARE, slug=f"p{number}") for number in range(120))
    made = pages(replace(sample.SITE, papers=many))
    sheets = [made[path] for path in ("index.html", "page/2/index.html", "page/3/index.html")]
    shown = [slug for text in sheets for slug in re.findall(r'data-paper="([^"]+)"', text)]
    assert shown == [paper.slug for paper in many]
    assert 'rel="next" href="page/2/index.html"' in sheets[0]
    assert 'rel="prev" href="../../index.html"' in sheets[1]
    assert '<a href="../../page/3/index.html" aria-current="page">3</a>' in sheets[2]
    assert "browse/year/2024/page/3/index.html" in made
    assert 'class="metrics"' in sheets[0]
    assert 'class="metrics"' not in sheets[1]
    assert sheets[1].count("<h1") == 1


def test_a_compact_list_has_years_as_headings_and_no_abstracts():
    """The layout `list` groups by year, newest first, and leaves abstracts to the papers' own pages."""
    text = pages(sample.site(theme=(("layout", "list"),)))["index.html"]
    assert text.index(">2026</h3>") < text.index(">2024</h3>")
    assert "Water rises" not in text
    assert "<h4" in text


def test_selected_papers_stand_first_where_the_researcher_selects_some():
    """A selected paper opens the list, and no paper is shown twice."""
    papers = (sample.FULL, replace(sample.BARE, selected=True))
    text = pages(replace(sample.SITE, papers=papers))["index.html"]
    assert re.findall(r'data-paper="([^"]+)"', text) == ["bare", "tides"]
    assert text.index(">Selected</h3>") < text.index(">More papers</h3>")


def test_an_old_address_leads_to_the_papers_page():
    """A redirect works without a script, from a folder or a file, and tells search engines the one address."""
    paper = replace(sample.BARE, redirects=("pubs/2019-bare", "old/bare.html"))
    made = pages(replace(sample.site(url="https://jane.example"), papers=(paper,)))
    assert 'content="0; url=../../papers/bare/index.html"' in made["pubs/2019-bare/index.html"]
    assert 'content="0; url=../papers/bare/index.html"' in made["old/bare.html"]
    assert '<link rel="canonical" href="https://jane.example/papers/bare/">' in made["old/bare.html"]


def test_no_page_keeps_the_mark_of_the_root():
    """The mark for the site's root is gone from every page."""
    assert not any(MARK in text for text in pages().values())


def test_addresses_in_a_persons_text_are_made_relative_to_the_page():
    """A file that a biography or a body links is found from the page that shows it."""
    body = Text(html=f'<p><img src="{MARK}papers/tides/a.png" alt=""></p>', plain="")
    site = replace(sample.SITE, papers=(replace(sample.FULL, body=replace(body, plain="x")),))
    assert 'src="../../papers/tides/a.png"' in pages(site)["papers/tides/index.html"]


@pytest.mark.parametrize(
    ("url", "start"),
    [("https://jane.github.io/site", "/site/"), ("https://jane.example", "/"), ("", "/")],
)
def test_the_404_page_finds_its_style_at_any_depth(url: str, start: str):
    """A host shows 404.html for a missing address of any depth: its links start at the site's own path, or at /."""
    text = pages(sample.site(url=url))["404.html"]
    assert f'href="{start}static/paperfolio.css?v=' in text
    assert f'href="{start}index.html"' in text


def test_a_block_of_a_template_can_be_changed_alone():
    """A site's templates/paper.html may extend the theme's own and change one block."""
    own = '{% extends "theme/paper.html" %}{% block abstract %}<p>Mine: {{ paper.slug }}</p>{% endblock %}'
    text = pages(theme=sample.theme(paper_html=own))["papers/tides/index.html"]
    assert "<p>Mine: tides</p>" in text
    assert "Water rises" not in text.partition("<main")[2]
    assert 'class="facts"' in text


def test_a_partial_of_a_site_stands_in_for_the_themes_everywhere():
    """Replacing one partial changes every page that includes it."""
    made = pages(theme=sample.theme(_venue_html="<p>VENUE</p>"))
    assert "<p>VENUE</p>" in made["index.html"]
    assert "<p>VENUE</p>" in made["papers/tides/index.html"]


def test_a_static_file_of_a_site_replaces_the_themes():
    """A site's static files go out as they are, in the place of the theme's of the same name."""
    made = pages(theme=sample.theme(static__theme_js="// mine", static__logo_svg="<svg/>"))
    assert made["static/theme.js"] == "// mine"
    assert made["static/logo.svg"] == "<svg/>"


def test_custom_css_is_linked_after_the_theme_where_there_is_one():
    """A site's custom.css comes last, outside the theme's layer, so that an ordinary rule wins."""
    assert "custom.css" not in pages()["index.html"]
    text = pages(theme=sample.theme(static__custom_css="a{color:red}"))["index.html"]
    assert 0 < text.index("static/paperfolio.css") < text.index("static/custom.css")


def test_an_asset_changes_its_address_with_its_content():
    """A visitor never meets new pages with an old style from the browser's cache."""
    find = re.compile(r'static/theme\.js\?v=([0-9a-f]{8})"')
    before = find.search(pages()["index.html"])
    after = find.search(pages(theme=sample.theme(static__theme_js="// mine"))["index.html"])
    assert before
    assert after
    assert before[1] != after[1]


MISTAKES = {
    "syntax": ("<p>\n{% if %}", "templates/paper.html:2:1: error[template]", "Expected an expression"),
    "unknown tag": ("{% nope %}", "templates/paper.html:1:1: error[template]", "nope"),
    "undefined": (
        "a\nb\n{{ papre.title }}",
        "templates/paper.html:3:1: error[template]",
        '"papre"',
    ),
    "wrong attribute": ("{{ paper.titel }}", "templates/paper.html:1:1: error[template]", "titel"),
    "missing file": ('\n{% include "gone.html" %}', "templates/paper.html:2:1: error[template]", "gone.html"),
    "loop": ('{% extends "paper.html" %}', "templates/paper.html:1:1: error[template]", "endlessly"),
    "division": ("{{ 1 / 0 }}", "templates/paper.html:1:1: error[template]", "division by zero"),
    "asset": ("{{ asset('no.css') }}", "templates/paper.html:1:1: error[template]", "static/no.css"),
    "word": ("{{ t('nope') }}", "templates/paper.html:1:1: error[template]", "nope"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_template_is_a_problem_with_its_place(mistake: str):
    """Whatever is wrong with a site's template is told with file and line, once, and never raised."""
    source, place, words = MISTAKES[mistake]
    _, problems = render(sample.SITE, sample.theme(paper_html=source))
    assert len(problems) == 1
    assert str(problems[0]).startswith(place)
    assert words in problems[0].message
    assert problems[0].fix


def test_a_template_that_no_page_uses_is_checked_as_well():
    """A syntax error hides nowhere, not even in a template without a page."""
    _, problems = render(sample.SITE, sample.theme(spare_html="{% endif %}", other_html="{{"))
    assert [problem.place.path for problem in problems] == ["templates/other.html", "templates/spare.html"]


def test_text_from_a_person_is_never_markup_by_accident():
    """A name or label that looks like markup is shown as it was written."""
    nasty = "<script>alert(1)</script>"
    paper = replace(sample.FULL, authors=(Author(name=nasty),), tags=(nasty,), projects=(nasty,))
    site = replace(sample.SITE, papers=(paper,), profile=replace(sample.PROFILE, name=nasty, field=nasty))
    for text in pages(site).values():
        assert nasty not in text


def test_no_page_has_an_inline_script_style_or_handler():
    """A strict content security policy stands before everything else in each page, and nothing breaks it."""
    for text in html_pages().values():
        tags = Tags(text).found
        first = next(index for index, (tag, _) in enumerate(tags) if tag == "head") + 1
        assert tags[first][1].get("http-equiv") == "Content-Security-Policy"
        assert "default-src 'none'" in str(tags[first][1]["content"])
        assert "unsafe" not in text
        for tag, attributes in tags:
            assert tag != "style"
            assert tag != "script" or attributes.get("src")
            assert not any(name == "style" or name.startswith("on") for name in attributes)


def test_headings_go_down_one_level_at_a_time():
    """Each page has one h1, and no heading skips a level."""
    for text in html_pages().values():
        levels = [int(tag[1]) for tag, _ in Tags(text).found if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def card(slug: str, site=sample.SITE) -> str:
    """Return the markup of one paper's card on the front page."""
    found = re.search(rf'<article[^>]*data-paper="{slug}".*?</article>', pages(site)["index.html"], re.DOTALL)
    assert found
    return found[0]


def test_the_researcher_beyond_the_third_place_is_named_without_opening_the_list():
    """The card shows three authors, then the researcher, then an "et al." that opens to all the rest."""
    text = card("tides")
    before, _, opened = text.partition("<details>")
    assert before.index("Cy Dahl") < before.index('<bdi class="me">Jane Doe</bdi>')
    assert "Dee Eriksen" not in before
    assert "et al." in opened
    assert "Dee Eriksen" in opened.partition("</details>")[0]


def test_an_author_with_an_address_keeps_it_in_the_opened_list():
    """No author loses a link by standing beyond the third place."""
    assert card("tides").count('href="https://jane.example"') == 2


def test_et_al_without_names_is_plain():
    """Where the paper's file names no further authors, "et al." opens nothing."""
    text = card("bare")
    assert "et al." in text
    assert "<details>" not in text


def test_code_without_an_address_is_a_badge_without_a_link():
    """The badge says that code exists; it leads somewhere only where there is somewhere to go."""
    bare, tides = (re.sub(r"<svg.*?</svg>", "", card(slug)) for slug in ("bare", "tides"))
    assert '<span class="badge" title="No public address yet">Code</span>' in bare
    assert '<a class="badge" href="https://code.example/tides">Code</a>' in tides


def test_dates_show_what_is_known_and_the_year_unless_it_is_left_out():
    """A date is as precise as the paper's file, and machine-readable beside what is shown."""
    assert '<time datetime="2026-05-28">May 28</time>' in card("tides")
    assert '<time datetime="2024">2024</time>' in card("bare")
    assert '<time datetime="2026-05-28">May 28, 2026</time>' in card(
        "tides", sample.site(omit_current_year=False)
    )


def test_a_long_abstract_folds_and_a_short_one_does_not():
    """A long abstract opens by a native element; a short one simply stands there."""
    assert '<details class="fold">' in card("tides")
    assert "fold" not in card("bare")


def test_every_number_says_where_it_comes_from():
    """Source and date of a number are text in the page, not only a colour or a tooltip."""
    text = pages()["index.html"]
    assert "Google Scholar, Nov 3, 2026" in text
    assert "Computed from the papers on this site" in text


def test_the_head_takes_the_markup_that_other_rooms_made():
    """Metadata of a page stands in that page's head, and in no other's."""
    made = pages(heads={"papers/tides/index.html": '<meta name="citation_title" content="T">'})
    assert made["papers/tides/index.html"].index("citation_title") < made["papers/tides/index.html"].index(
        "</head>"
    )
    assert "citation_title" not in made["papers/bare/index.html"]


def test_the_search_form_stands_on_the_front_page_where_there_is_an_index():
    """Without an index there is no form; the search itself is fetched when somebody reaches for it."""
    text = pages(search="search/0/index.js")["index.html"]
    assert 'role="search"' not in pages()["index.html"]
    assert 'data-index="search/0/index.js"' in text
    assert '<script defer src="static/find.js?v=' in text
    assert ' data-script="static/search.js?v=' in text
    assert '<script defer src="static/search.js' not in text


def test_the_search_goes_out_short_until_a_part_of_it_is_replaced():
    """A site that replaces one part of the search, or its door, runs its own, beside the theme's other parts."""

    def scripts(**own: str) -> dict[str, str]:
        made = pages(theme=sample.theme(**own))
        assert not [path for path in made if path.endswith(".min.js") or path.startswith("static/search-")]
        return {name: made[f"static/{name}.js"] for name in ("find", "search")}

    short = {
        name: (sample.TEMPLATES / f"static/{name}.min.js").read_text("utf-8") for name in ("find", "search")
    }
    assert scripts() == short
    assert scripts(static__find_js="mine()") == short | {"find": "mine()"}
    assert scripts(static__search_js="mine()") == short | {"search": "mine()"}
    joined = scripts(**{"static__search-ui_js": "mine()"})
    assert joined["find"] == short["find"]
    assert "search.analyser = (tables) =>" in joined["search"]
    assert joined["search"].endswith("mine()\n")


def test_the_parts_of_the_search_script_go_out_as_one_file():
    """A visitor's browser asks for one script, in which a site's own parts stand as they were written."""
    own = sample.theme(**{"static__search-a_js": "// why\na(1);", "static__search-b_js": "b('//');"})
    made = pages(theme=own)
    assert not [path for path in made if path.startswith("static/search-")]
    assert "// why\na(1);\n" in made["static/search.js"]
    assert "b('//');\n" in made["static/search.js"]


def test_scripts_reach_a_visitor_without_their_comments():
    """What explains a script of the theme costs nobody a byte; a licence and a site's own script stay whole."""
    script = "/** why */\nlet a = '//';\n  // because\n/*! licence */\nb(a);\n"
    base = sample.theme().files
    made = pages(theme=Theme(files=(*base, ("static/x.js", script.encode()))))
    assert made["static/x.js"] == "let a = '//';\n/*! licence */\nb(a);\n"
    assert pages(theme=sample.theme(static__x_js=script))["static/x.js"] == script


def test_styles_reach_a_visitor_without_comments_and_spaces():
    """What explains or lays out a style of the theme costs a visitor nothing; a site's own stays as it was written."""
    style = """/* why
 so */
@media print and (width < 9rem) {
  /* but */

  a :hover, b:not(c) > d { content: '/* x; */ }'; margin: calc(1px + 2px) 0; }
}
/*! L */
"""
    base = sample.theme().files
    made = pages(theme=Theme(files=(*base, ("static/x.css", style.encode()))))
    assert made["static/x.css"] == (
        "@media print and (width < 9rem){a :hover,b:not(c) > d{content:'/* x; */ }';margin:calc(1px + 2px) 0}}/*! L */"
    )
    assert pages(theme=sample.theme(static__x_css=style))["static/x.css"] == style


def test_the_parts_of_the_style_reach_a_visitor_as_one_file():
    """The theme's style is written by component and fetched as one file; a site can replace one component."""
    made = pages()
    assert not [path for path in made if path.startswith("static/style/")]
    assert "@import" not in made["static/paperfolio.css"]
    assert made["static/paperfolio.css"].count("@layer paperfolio{") == len(
        made["static/paperfolio.css"].splitlines()
    )
    own = pages(theme=sample.theme(static__style__math_css="math { color: red }"))["static/paperfolio.css"]
    assert "@layer paperfolio{math { color: red }}" in own
    assert ".math-left" not in own


def test_charts_stand_on_the_front_page_in_the_words_of_its_language():
    """A series that says something is drawn once, with its source, and is a table to a screen reader."""
    series = (Series(key="citations", points=((2024, 3), (2025, 40), (2026, 7)), source="OpenAlex"),)
    made = pages(replace(sample.SITE, series=series))
    text = made["index.html"]
    assert "Citations per year (OpenAlex)" in text
    assert "From 2024 to 2026; most in 2025: 40." in text
    assert '<th scope="row">2026 (so far)</th><td>7</td>' in text
    assert '<svg class="chart"' not in pages()["index.html"]


def test_a_citation_is_there_to_copy_and_to_download_where_there_is_a_file():
    """The paper's page holds every style, and links to the files that the site has."""
    text = pages()["papers/tides/index.html"]
    assert "@article{" in text
    assert all(f"<summary>{style}</summary>" in text for style in ("APA", "IEEE", "Chicago", "BibTeX"))
    assert "cite.bib" not in text
    made = pages(files=["papers/tides/cite.bib", "feed.xml"])
    assert 'href="../../papers/tides/cite.bib"' in made["papers/tides/index.html"]
    assert 'href="../feed.xml"' in made["browse/index.html"]


def test_related_papers_follow_the_paper():
    """A paper that shares a tag is offered below, with its year."""
    other = replace(sample.BARE, tags=("tides",))
    text = pages(replace(sample.SITE, papers=(sample.FULL, other)))["papers/tides/index.html"]
    assert text.index("Related papers") < text.index("papers/bare/index.html") < text.index(">2024</time>")


def test_every_page_is_planned_with_its_title():
    """Metadata, feeds and the sitemap know each page before it is rendered."""
    many = tuple(replace(sample.BARE, slug=f"p{number}") for number in range(60))
    site = replace(sample.SITE, papers=many)
    named = {page.path: page.title for page in sample.planned(site).pages}
    assert list(named) == [path for path in pages(site) if path.endswith(".html")]
    assert named["browse/year/2024/page/2/index.html"] == "2024 (2)"
    assert named["page/2/index.html"] == "Papers (2)"


def test_a_paper_in_another_language_says_so_where_its_words_are():
    """A screen reader speaks a title and an abstract in their own language, and the interface in the site's."""
    made = pages(replace(sample.SITE, papers=(replace(sample.FULL, language="de"),)))
    assert '<h1 lang="de" dir="ltr">' in made["papers/tides/index.html"]
    assert '<div class="prose" lang="de" dir="ltr">' in made["papers/tides/index.html"]
    assert '<article data-paper="tides">' in made["papers/tides/index.html"]
    assert 'data-field="abstract" lang="de" dir="ltr">' in made["index.html"]


# Fields that a person can write and that no page shows; docs/theme.md documents each of them.
UNSEEN = {
    "Paper.order",
    "Settings.allow",
    "Settings.coauthors",
    "Settings.description",
    "Settings.search",
}
# Where a file lies is no field, and which number a definition belongs to shows in its label.
INNER = {
    "Paper.path",
    "Paper.places",
    "Profile.path",
    "Profile.places",
    "Metric.key",
    "Metric.computed",
    "Identifier.kind",
    "Link.kind",
}


def others(value: object) -> Iterator[tuple[str, object]]:
    """Return, for each field below a value, its name and the value with another thing in that field."""
    if isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from (
                (name, (*value[:position], item_, *value[position + 1 :])) for name, item_ in others(item)
            )
    elif is_dataclass(value) and not isinstance(value, Text | PartialDate):
        for field in fields(value):
            before, name = getattr(value, field.name), f"{type(value).__name__}.{field.name}"
            if name != "Profile.settings":
                yield name, replace(value, **{field.name: other(before, name)})
            yield from ((below, replace(value, **{field.name: after})) for below, after in others(before))


def other(value: object, name: str) -> object:
    """Return another value of the same type, as far as pages tell them apart."""
    if name in VALUES:
        return VALUES[name]
    match value:
        case bool():
            return not value
        case Text():
            return sample.plain("Xyz")
        case str():
            return "xyz"
        case int() | float():
            return value + 1
        case PartialDate():
            return replace(value, year=value.year - 1)
        case tuple():
            return value[1:]
    return None


VALUES = {
    "Metric.part": (1, 2),
    "Paper.kind": "book",
    "Paper.editors": (Author(name="Ed Itor"),),
    "Settings.group": "kind",
    "Paper.status": "accepted",
    "Version.kind": "erratum",
    "Venue.kind": "book",
    "Image.focus": "top left",
    "Settings.language": "he",
    "Paper.language": "fr",
    "Paper.order": 2.0,
    "Settings.theme": (("layout", "list"),),
}


def test_every_field_that_a_person_can_write_is_seen_on_a_page_or_told_to_be_for_machines():
    """Nothing is dropped in silence: another value in a field makes another page, or docs/theme.md names the field."""
    picture = Image(url="a.png", local=True, alt="A", caption=sample.plain("Low."))
    citations = replace(sample.FULL.citations, by_year=((2025, 3), (2026, 4)))
    score = replace(sample.FULL.scores[0], source_url="https://reader.example", note="once")
    versions = (replace(sample.FULL.versions[0], label=""), *sample.FULL.versions[1:])
    author = Author(
        name="Ada Lee", family="Lee", given="Ada", url="https://a.example", affiliations=("H", "L")
    )
    paper = replace(
        sample.FULL,
        slug="whole",
        authors=(replace(author, orcid="0000-0002-1825-0097"), Author(name="Bo", affiliations=("L",))),
        image=picture,
        citations=citations,
        scores=(score,),
        versions=versions,
        summary=sample.plain("In short."),
        bibtex_key="lee",
        talks=("low-water",),
        bibtex=(("note", "abc"),),
        redirects=("old",),
    )
    profile = replace(sample.PROFILE, photo=replace(sample.PROFILE.photo, caption=sample.plain("Sea.")))
    profile = replace(profile, metrics=(replace(profile.metrics[0], unit="%", note="n"),))
    theme, site = sample.theme(), replace(sample.SITE, profile=profile, papers=(paper, sample.BARE))

    def seen(site) -> set[str]:
        found = {
            page.path: page.data.decode() for page in render(site, theme)[0] if page.path[-5:] == ".html"
        }
        return {
            path + re.sub(r' data-(?!focus)[\w-]+="[^"]*"', "", text.partition("<title>")[2])
            for path, text in found.items()
        }

    before = seen(site)
    changed = [(name, replace(site, papers=(after, sample.BARE))) for name, after in others(paper)]
    changed += [(name, replace(site, profile=after)) for name, after in others(profile)]
    documented = (Path(__file__).parent.parent / "docs" / "theme.md").read_text("utf-8")
    documented = documented.split("\n## Fields that no page shows\n")[1].split("\n## ")[0]
    shown = {name for name, after in changed if seen(after) != before}
    assert {name for name, _ in changed} - shown - INNER == UNSEEN
    assert all(f"`{name.partition('.')[2]}`" in documented for name in UNSEEN)


def test_a_picture_for_the_card_alone_stays_off_the_page():
    """With `card_only` the card shows the picture, its chosen part in sight, and the paper's page doesn't."""
    image = replace(sample.FULL.image, card_only=True, focus="top left")
    made = pages(replace(sample.SITE, papers=(replace(sample.FULL, image=image), sample.BARE)))
    assert 'data-focus="top left" src="papers/tides/figure.png"' in made["index.html"]
    assert "figure.png" not in made["papers/tides/index.html"]


def test_a_picture_in_a_text_is_loaded_as_it_comes_near():
    """No picture below the fold holds up a page; the portrait, which is seen first, waits for nothing."""
    body = Text(html='<p><img src="a.png" alt=""></p>', plain="x")
    made = pages(replace(sample.SITE, papers=(replace(sample.FULL, body=body),)))
    assert '<img loading="lazy" decoding="async" src="a.png" alt="">' in made["papers/tides/index.html"]
    assert 'loading="eager"' in made["index.html"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("e1234", "article e1234"), ("104567", "article 104567"), ("Article 12", "article 12"),
        ("1-20", "pp. 1–20"), ("S12--S20", "pp. S12–S20"), ("7", "pp. 7"), ("xvii", "pp. xvii"),
    ],
)  # fmt: skip
def test_the_number_of_an_article_is_not_shown_as_a_page(written: str, shown: str):
    """A journal without pages numbers its articles."""
    paper = sample.SITE.papers[0]
    paper = replace(paper, venue=replace(paper.venue, pages=written))
    text = pages(replace(sample.SITE, papers=(paper,)))[paper.page]
    assert f", {shown}" in text


def test_several_notes_stand_under_one_label():
    """A list of terms names each term once."""
    paper = replace(sample.FULL, notes=(sample.plain("One."), sample.plain("Two.")))
    text = pages(replace(sample.SITE, papers=(paper,)))["papers/tides/index.html"]
    assert '<dt>Notes</dt><dd dir="auto">One.</dd><dd dir="auto">Two.</dd>' in text


NEAR_MISSES = {
    "variable": ({"paper_html": "{{ papr.title }}"}, '"papr"', '"paper"'),
    "field": ({"paper_html": "{{ paper.titel }}"}, '"titel"', '"title"'),
    "include": ({"paper_html": '{% include "_venu.html" %}'}, '"_venu.html"', '"_venue.html"'),
    "parent": ({"paper_html": '{% extends "theme/papre.html" %}'}, '"theme/papre.html"', '"paper.html"'),
    "unused": ({"spare_html": '\n{% include "_venu.html" %}'}, '"_venu.html"', '"_venue.html"'),
    "block": (
        {"paper_html": '{% extends "theme/paper.html" %}{% block abstrakt %}{% endblock %}'},
        '"abstrakt"',
        '"abstract"',
    ),
}


@pytest.mark.parametrize("miss", NEAR_MISSES)
def test_a_name_that_is_nearly_right_draws_the_right_one(miss: str):
    """Who mistypes a variable, field, file or block is told what it may have been, and no name of a Python class."""
    own, found, meant = NEAR_MISSES[miss]
    _, problems = render(sample.SITE, sample.theme(**own))
    assert len(problems) == 1
    assert found in problems[0].message
    assert "Error" not in problems[0].message
    assert meant in problems[0].fix
    assert problems[0].severity == ("warning" if miss == "block" else "error")


EXTERNAL = {
    "script": ("_footer_html", '<script src="https://plausible.io/js/x.js"></script>', 1, 14),
    "style": ("paper_html", '\n<link rel="stylesheet" href="//fonts.example/css">', 2, 30),
    "font": ("static/custom.css", "p { src: url(https://fonts.example/a.woff2) }", 1, 14),
}


@pytest.mark.parametrize("kind", EXTERNAL)
def test_what_the_policy_will_block_is_reported(kind: str):
    """A template that loads from another host draws a warning at its place, unless the site allows that host."""
    name, text, line, column = EXTERNAL[kind]
    path = name if "/" in name else name.replace("_html", ".html")
    theme = replace(sample.theme(), overrides=((path, text.encode()),))
    _, problems = render(sample.SITE, theme)
    assert [(it.place.line, it.place.column, it.severity) for it in problems] == [(line, column, "warning")]
    host = "https://plausible.io" if kind == "script" else "https://fonts.example"
    assert host in problems[0].fix
    settings = replace(sample.SITE.profile.settings, allow=(host,))
    made, problems = render(
        replace(sample.SITE, profile=replace(sample.SITE.profile, settings=settings)), theme
    )
    assert problems == ()
    front = next(page.data.decode() for page in made if page.path == "index.html")
    assert f"script-src 'self' {host}; " in front
    assert f" frame-src {host}; " in front


def test_files_of_a_theme_in_the_wrong_place_are_reported():
    """A custom.css that no page loads draws a warning with the place where it belongs."""
    theme = replace(sample.theme(), overrides=(("css/custom.css", b"p {}"),))
    _, problems = render(sample.SITE, theme)
    assert [it.fix for it in problems] == ["move it to templates/static/custom.css"]


def test_a_front_page_that_loses_its_search_is_reported():
    """An override that leaves out the search draws a warning with its path; one that keeps it draws none."""
    base = '{% extends "theme/index.html" %}{% block main %}%s{% endblock %}'
    for body, fixes in (("<h1>Me</h1>", 1), ('{% include "_search.html" %}', 0)):
        theme = sample.theme(index_html=base.replace("%s", body))
        _, problems = render(sample.SITE, theme, search="search.bin")
        assert [it.place.path for it in problems] == ["templates/index.html"] * fixes
        assert all("{% block search %}" in it.fix for it in problems)


def test_a_template_of_a_sites_own_is_welcome_where_another_one_names_it():
    """A partial that a site adds, and a block inside a block that it fills, draw no warning."""
    block = '{% block mine %}{% include "_mine.html" %}{% endblock %}'
    own = '{% extends "theme/paper.html" %}{% block body %}' + block + "{% endblock %}"
    assert "MINE" in pages(theme=sample.theme(paper_html=own, _mine_html="MINE"))["papers/tides/index.html"]
