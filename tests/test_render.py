"""Promises of the pages: what is made, that links hold anywhere, and what a mistake in a template becomes."""

from __future__ import annotations

import difflib
import itertools
import os
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample
from sample import pages

from paperfolio.model import SITE as MARK
from paperfolio.model import Author, Series, Text

GOLDEN = Path(__file__).parent / "golden"


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
    first = pages(theme_=sample.theme(x_txt="one environment"))
    assert first == pages(theme_=sample.theme(x_txt="another environment"))


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
