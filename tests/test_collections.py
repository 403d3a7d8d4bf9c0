"""Promises of everything that is not a paper: pages, talks, teaching, projects, posts, news and own folders."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import feedparser
import pytest
import sample

from paperfolio.memo import Memo
from paperfolio.model import Asset, Content, PartialDate, Source
from paperfolio.pages.menu import marked, menu
from paperfolio.pages.theme import Theme, words_of
from paperfolio.pipeline import Outcome, build

PROFILE = "---\nname: Jane Doe\n---\n"
PAPER = "---\ntitle: A paper\ndate: 2024\n---\nAbstract.\n"


def built(theme: Theme, files: dict[str, str], assets: tuple[str, ...] = ()) -> Outcome:
    """Build a site with these files below content/, a profile among them."""
    texts = {"profile.md": PROFILE} | files
    content = Content(
        sources=tuple(
            Source(path=f"content/{path}", data=text.encode()) for path, text in sorted(texts.items())
        ),
        assets=tuple(Asset(path=f"content/{path}", size=1) for path in assets),
    )
    return build(content, theme, today=datetime.date(2026, 5, 28), memo=Memo())


def pages(theme: Theme, files: dict[str, str], assets: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the HTML pages of a site without problems by their path."""
    outcome = built(theme, files, assets)
    assert outcome.problems == ()
    return {page.path: page.data.decode() for page in outcome.pages if page.path.endswith(".html")}


def test_a_page_of_its_own_has_a_short_address_and_a_place_in_the_menu(theme: Theme) -> None:
    """`pages/research.md` becomes `/research/`."""
    made = pages(theme, {"pages/research.md": "---\ntitle: Research\n---\nI look.\n"})
    assert "I look." in made["research/index.html"]
    assert "pages/index.html" not in made


def test_any_folder_is_a_collection_with_a_page(theme: Theme) -> None:
    """A folder of the user's own needs no settings: its name is its title."""
    made = pages(theme, {"field-notes/a.md": "---\ntitle: First\n---\nMud.\n"})
    assert "<h1><bdi>Field notes</bdi></h1>" in made["field-notes/index.html"]
    assert "Mud." in made["field-notes/a/index.html"]


def test_the_index_of_a_folder_says_how_its_list_looks(theme: Theme) -> None:
    """Title, order, grouping and pages are the user's, and the text stands above the list."""
    index = "---\ntitle: Lectures\nsort: oldest\ngroup: none\npages: false\n---\nSince 2020.\n"
    items = {
        f"talks/{n}.md": f"---\ntitle: Talk {n}\ndate: {year}\n---\nText.\n"
        for n, year in (("a", 2024), ("b", 2020))
    }
    made = pages(theme, {"talks/index.md": index} | items)
    text = made["talks/index.html"].partition("<main")[2]
    assert "<h1><bdi>Lectures</bdi></h1>" in text
    assert text.index("Since 2020.") < text.index("Talk b") < text.index("Talk a")
    assert "talks/a/index.html" not in made


def test_items_stand_in_their_own_order_then_newest_first_under_years(theme: Theme) -> None:
    """Talks are divided by year; an `order` comes before any date."""
    talks = {
        f"talks/{n}.md": f"---\ntitle: T{n}\ndate: {date}\n{more}---\n"
        for n, date, more in (
            ("a", "2020", ""),
            ("b", "2024-05", ""),
            ("c", "2024-06", ""),
            ("d", "2019", "order: 1\n"),
        )
    }
    text = pages(theme, talks)["talks/index.html"]
    assert re.findall(r'class="title"[^>]*>(\w+)<', text) == ["Td", "Tc", "Tb", "Ta"]
    assert re.findall(r'class="heading"[^>]*><bdi>(\d+)', text) == ["2019", "2024", "2020"]


def test_teaching_is_divided_by_term(theme: Theme) -> None:
    """Courses of one term stand together, in the term's own words."""
    files = {
        f"teaching/{n}.md": f"---\ntitle: C{n}\nterm: {term}\ndate: {date}\n---\n"
        for n, term, date in (
            ("a", "Spring 2024", "2024-02"),
            ("b", "Spring 2024", "2024-03"),
            ("c", "Fall 2023", "2023-09"),
        )
    }
    assert re.findall(r'class="heading"[^>]*><bdi>([\w ]+)', pages(theme, files)["teaching/index.html"]) == [
        "Spring 2024",
        "Fall 2023",
    ]


def test_news_are_lines_on_the_front_page(theme: Theme) -> None:
    """A text of one paragraph is a line with its links; only the newest three are on the front page."""
    files = {"papers/x.md": PAPER} | {
        f"news/{n}.md": f"---\ndate: 2024-0{n}\n---\nNews {n} of [a paper](../papers/x.md).\n"
        for n in range(1, 8)
    }
    text = pages(theme, files)["index.html"]
    assert 'News 7 of <a href="papers/x/index.html">a paper</a>.' in text
    assert "News 4" not in text
    assert 'href="news/index.html"' in text


def test_papers_and_talks_lead_to_each_other_whichever_names_the_other(theme: Theme) -> None:
    """One side is enough: `papers` in a talk, `talks` or `projects` in a paper."""
    made = pages(
        theme,
        {
            "papers/x.md": "---\ntitle: X\ndate: 2024\ntalks: [b]\nprojects: [Tides, Other]\n---\n",
            "talks/a.md": "---\ntitle: Talk A\npapers: [x]\n---\nText\n",
            "talks/b.md": "---\ntitle: Talk B\n---\n",
            "projects/tides.md": "---\ntitle: Tides\n---\nText\n",
        },
    )
    paper = made["papers/x/index.html"]
    assert 'href="../../talks/a/index.html"' in paper
    assert 'href="../../talks/index.html#b"' in paper
    assert 'href="../../projects/tides/index.html"' in paper
    assert "<bdi>Other</bdi>" in paper
    assert 'href="../../papers/x/index.html"' in made["talks/a/index.html"]
    assert 'href="../../papers/x/index.html"' in made["projects/tides/index.html"]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("talks/y.md", "talks/y/index.html"),
        ("talks/y.md#slides", "talks/y/index.html#slides"),
        ("talks/line.md", "talks/index.html#line"),
        ("talks/", "talks/index.html"),
        ("talks/index.md", "talks/index.html"),
        ("/talks/y/", "talks/y/index.html"),
        ("pages/research.md", "research/index.html"),
        ("papers/x.md", "papers/x/index.html"),
        ("profile.md", "index.html"),
    ],
)
def test_a_link_to_a_file_of_the_content_leads_to_its_page(theme: Theme, link: str, address: str) -> None:
    """It works from anywhere, also where the item is a line of a list."""
    made = pages(
        theme,
        {
            "profile.md": f"{PROFILE}[go]({link})\n",
            "talks/y.md": "---\ntitle: Y\n---\nText.\n",
            "talks/line.md": "---\ntitle: Line\n---\n",
            "pages/research.md": "---\ntitle: R\n---\nx\n",
            "papers/x.md": PAPER,
        },
    )
    assert f'<a href="{address}">go</a>' in made["index.html"]


def test_files_of_an_item_are_beside_its_page(theme: Theme) -> None:
    """A talk's folder becomes the folder of its page, and a page's that of its short address."""
    files = {
        "talks/a.md": "---\ntitle: A\nlinks: {slides: slides.pdf}\n---\nText\n",
        "pages/r.md": "---\ntitle: R\n---\n![x](fig.png)\n",
    }
    outcome = built(theme, files, ("pages/r/fig.png", "talks/a/slides.pdf"))
    assert [copy.path for copy in outcome.copies] == ["r/fig.png", "talks/a/slides.pdf"]


def test_a_tag_lists_papers_and_posts(theme: Theme) -> None:
    """What has one tag is found on one page."""
    made = pages(
        theme,
        {
            "papers/x.md": "---\ntitle: X\ndate: 2024\ntags: [tides]\n---\n",
            "posts/p.md": "---\ntitle: Post\ndate: 2024\ntags: [Tides, mud]\n---\nText\n",
        },
    )
    assert 'href="../../../posts/p/index.html"' in made["browse/tag/tides/index.html"]
    assert 'data-paper="x"' in made["browse/tag/tides/index.html"]
    assert 'href="../../browse/tag/tides/index.html"' in made["posts/p/index.html"]
    assert "Post" in made["browse/tag/mud/index.html"]


def test_the_menu_is_made_from_what_there_is_and_marks_the_page() -> None:
    """Papers, pages and collections, in an order that the user can change; news stay out unless asked in."""
    words, _ = words_of(sample.theme(), "en", sample.PROFILE.at())
    entries = menu(sample.SITE, words)
    assert [entry.title for entry in entries] == [
        "Papers",
        "Browse",
        "Research",
        "Talks",
        "Teaching",
        "Blog",
        "CV",
    ]
    shown = marked(entries, "talks/low-water/index.html", "talks")
    assert [(entry.title, entry.current) for entry in shown if entry.current] == [("Talks", "true")]
    assert [entry.current for entry in marked(entries, "talks/index.html", "talks")].count("page") == 1


def test_the_menu_has_the_users_order(theme: Theme) -> None:
    """`order` puts a page or a list to the front, `menu: false` leaves it out, `menu: true` brings news in."""
    files = {
        "papers/x.md": PAPER,
        "pages/a.md": "---\ntitle: A\nmenu: false\n---\nx\n",
        "pages/b.md": "---\ntitle: B\norder: 2\n---\nx\n",
        "talks/t.md": "---\ntitle: T\n---\n",
        "news/index.md": "---\nmenu: true\norder: 1\n---\n",
        "news/n.md": "---\ntitle: N\n---\n",
    }
    own = "{% extends 'theme/404.html' %}{% block main %}{% for e in menu %}[{{ e.title }}]{% endfor %}{% endblock %}"
    made = pages(Theme(files=theme.files, overrides=(("404.html", own.encode()),)), files)
    assert "[News][B][Papers][Browse][Talks]" in made["404.html"]


def test_reading_time_counts_words_and_ideographs() -> None:
    """A minute is 200 words, and no text takes none."""
    post = sample.POSTS[0]
    assert post.minutes == 1
    long = replace(post, body=sample.plain("word " * 1000))
    assert long.minutes == 5


def test_an_items_last_day_is_shown_with_its_first() -> None:
    """A course or a workshop says from when to when."""
    assert sample.TALK.end == PartialDate(year=2026, month=4, day=3)
    made = {page.path: page.data.decode() for page in sample.render(sample.SITE, sample.theme())[0]}
    assert 'datetime="2026-04-03"' in made["talks/low-water/index.html"]


URL = "---\nname: Jane Doe\nsite: {url: https://jane.example}\n---\n"


def test_posts_and_other_dated_items_have_feeds_of_their_own(theme: Theme) -> None:
    """The feed of papers stays one of papers; a collection with dates is followed by itself."""
    files = {
        "profile.md": URL,
        "posts/p.md": "---\ntitle: Post\ndate: 2024-05-01\ntags: [mud]\n---\nI *waited*.\n",
        "news/n.md": "---\ndate: 2024-05-02\n---\nA prize.\n",
        "projects/x.md": "---\ntitle: X\n---\n",
    }
    made = {page.path: page.data.decode("utf-8", "replace") for page in built(theme, files).pages}
    posts = feedparser.parse(made["posts/feed.xml"])
    assert not posts.bozo
    assert [(entry.title, entry.link) for entry in posts.entries] == [
        ("Post", "https://jane.example/posts/p/")
    ]
    assert "<em>waited</em>" in posts.entries[0].content[0].value
    assert json.loads(made["news/feed.json"])["items"][0]["url"] == "https://jane.example/news/#n"
    assert feedparser.parse(made["feed.xml"]).entries == []
    assert "projects/feed.xml" not in made
    assert "posts/feed.xml" in made["posts/index.html"]


def test_machines_find_items_by_sitemap_llms_txt_and_linked_data(theme: Theme) -> None:
    """A talk is an Event, a course a Course, a post a BlogPosting, software source code."""
    files = {
        "profile.md": URL,
        "talks/t.md": "---\ntitle: Talk\ndate: 2024-05-01\nevent: Days\nplace: Kiel\n---\nText.\n",
        "teaching/c.md": "---\ntitle: Waves\nterm: Spring 2024\ninstitution: Harbour\n---\nText.\n",
        "posts/p.md": "---\ntitle: Post\ndate: 2024\n---\nText.\n",
        "software/s.md": "---\ntitle: Tool\nlinks: {code: https://code.example}\n---\nText.\n",
        "pages/r.md": "---\ntitle: Research\n---\nText.\n",
    }
    made = {page.path: page.data.decode("utf-8", "replace") for page in built(theme, files).pages}
    types = {
        path: json.loads(re.findall(r'ld\+json">(.*?)</script>', made[path])[0])["@graph"][0]["@type"]
        for path in (
            "talks/t/index.html",
            "teaching/c/index.html",
            "posts/p/index.html",
            "software/s/index.html",
            "r/index.html",
        )
    }
    assert list(types.values()) == ["Event", "Course", "BlogPosting", "SoftwareSourceCode", "WebPage"]
    assert "<loc>https://jane.example/talks/t/</loc>" in made["sitemap.xml"]
    assert "<loc>https://jane.example/r/</loc>" in made["sitemap.xml"]
    assert "- [Talk](https://jane.example/talks/t/): Days, Kiel, 2024-05-01" in made["llms.txt"]


def test_code_is_marked_when_the_site_is_built(theme: Theme) -> None:
    """The words of a known language get classes, markup in code stays code, and no script is needed."""
    text = "---\ntitle: P\n---\n```python\nif x < 1: '<b>'\n```\n\n```nonesuch\na < b\n```\n"
    page = pages(theme, {"posts/p.md": text})["posts/p/index.html"]
    assert '<span class="tok-k">if</span>' in page
    assert "&lt;b&gt;" in page
    assert '<code class="language-nonesuch">a &lt; b' in page


@pytest.mark.parametrize("first", ["#", "##"])
def test_headings_of_a_page_follow_its_title(theme: Theme, first: str) -> None:
    """Whether an author begins with one mark or two, no level is skipped below the title."""
    text = f"---\ntitle: R\n---\n{first} One\n\n```sh\n# no heading\n```\n\n{first}# Two\n"
    page = pages(theme, {"pages/r.md": text})["r/index.html"].partition("<main")[2]
    assert re.findall(r"<h(\d)", page) == ["1", "2", "3"]
