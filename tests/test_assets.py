"""Files beside papers: which one a link names, and where it lands in the site."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.content.assets import Files
from paperfolio.memo import Memo
from paperfolio.model import SITE, Asset, Content, Source
from paperfolio.pages.theme import Theme
from paperfolio.pipeline import Outcome, build

KNOWN = frozenset(
    f"content/{path}"
    for path in (
        "cv.pdf",
        "papers/a.pdf",
        "papers/x/a.pdf",
        "papers/x/fig 1.png",
        "papers/x/sub/b.csv",
        "files/c.zip",
    )
)


def found(target: str, document: str = "content/papers/x.md") -> str | None:
    """Return where a paper's link leads."""
    return Files(known=KNOWN, document=document, folder="papers/my-slug/").find(target)


def test_a_paper_s_own_folder_becomes_the_folder_of_its_page() -> None:
    """A PDF lies beside the page that describes it, under the page's own slug, as Google Scholar asks."""
    assert found("a.pdf") == "papers/my-slug/a.pdf"
    assert found("sub/b.csv") == "papers/my-slug/sub/b.csv"
    assert found("a.pdf", "content/papers/x/index.md") == "papers/my-slug/a.pdf"


def test_a_file_next_to_the_document_joins_its_page() -> None:
    """`papers/y.md` and `papers/a.pdf` side by side work without a folder."""
    assert found("a.pdf", "content/papers/y.md") == "papers/my-slug/a.pdf"


def test_names_are_taken_as_written_or_as_an_address_would_spell_them() -> None:
    """A blank in a name may be written as it is or as %20; the address is always spelt safely."""
    assert found("fig 1.png") == found("fig%201.png") == "papers/my-slug/fig%201.png"


def test_files_of_the_whole_site_are_reached_from_its_root() -> None:
    """`/cv.pdf` and `../files/c.zip` keep their place."""
    assert found("/cv.pdf") == "cv.pdf"
    assert found("../files/c.zip") == "files/c.zip"
    assert found("cv.pdf", "content/profile.md") == "cv.pdf"


@given(st.text(max_size=40))
def test_no_link_leaves_the_content_folder(target: str) -> None:
    """Only files that were read as the site's own are ever found."""
    files = Files(known=KNOWN, document="content/papers/x.md", folder="papers/s/")
    if files.find(target) is not None:
        assert {copy.source for copy in files.copies} <= KNOWN
    assert files.find("../../../etc/passwd") is None


def outcome(
    theme: Theme, assets: tuple[str, ...], texts: Mapping[str, str], *, url: str = "", **options: bool
) -> Outcome:
    """Build a site with these files."""
    profile = Source(path="content/profile.md", data=b"---\nname: Jane Doe\n---\n")
    sources = (*(Source(path=path, data=text.encode()) for path, text in sorted(texts.items())), profile)
    content = Content(sources=sources, assets=tuple(Asset(path=path, size=1) for path in sorted(assets)))
    return build(content, theme, today=datetime.date(2026, 5, 28), memo=Memo(), url=url, **options)


def test_only_what_a_document_names_is_published(theme: Theme) -> None:
    """A file that nothing links to stays private, and one warning names all of them with what to do."""
    paper = "---\ntitle: x\ndate: 2026\nlinks: {pdf: a.pdf}\n---\n![f](fig.png) and [home](/cv.pdf)\n"
    assets = tuple(
        f"content/{each}"
        for each in ("cv.pdf", "papers/a.pdf", "papers/x/fig.png", "papers/x/more.txt", "d/e.f")
    )
    made = outcome(theme, assets, {"content/papers/x.md": paper})
    assert [str(problem).splitlines()[0] for problem in made.problems] == [
        "content/d/e.f:1:1: warning[not-published]: not published, since no document links to it: "
        "d/e.f, papers/x/more.txt"
    ]
    assert {copy.path: copy.source for copy in made.copies} == {
        "cv.pdf": "content/cv.pdf",
        "papers/x/a.pdf": "content/papers/a.pdf",
        "papers/x/fig.png": "content/papers/x/fig.png",
    }


def test_a_film_in_a_body_is_published(theme: Theme) -> None:
    """A film, its first picture and its subtitles are copied beside the page that plays them."""
    html = '<video src="a.mp4" poster="p.png"><track src="t.vtt"></video>'
    paper = (
        f"---\ntitle: x\ndate: 2026\nraw_html: true\n---\n{html}\n\n![T](b.webm) ![U](https://youtu.be/a)\n"
    )
    names = ("a.mp4", "b.webm", "p.png", "t.vtt")
    made = outcome(theme, tuple(f"content/papers/x/{each}" for each in names), {"content/papers/x.md": paper})
    assert made.problems == ()
    assert [copy.path for copy in made.copies] == [f"papers/x/{each}" for each in names]


def test_some_files_need_no_link(theme: Theme) -> None:
    """All of files/ is published at its address, a file may replace one of the program's, `_` keeps one back."""
    paper = "---\ntitle: x\ndate: 2026\n---\n"
    names = ("files/data/a.csv", "robots.txt", "papers/x/card.png", "_private/notes.txt", "papers/x/_old.pdf")
    made = outcome(theme, tuple(f"content/{name}" for name in names), {"content/papers/x.md": paper})
    assert made.problems == ()
    assert [copy.path for copy in made.copies] == ["files/data/a.csv", "papers/x/card.png", "robots.txt"]
    assert [page.path for page in made.pages].count("robots.txt") == 0


@pytest.mark.parametrize(("written", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_found_in_either_form_of_unicode(theme: Theme, written: str, stored: str) -> None:
    """A link with é finds the file that macOS stores as e and an accent, and the other way round."""
    name = unicodedata.normalize(stored, "content/papers/x/résumé.pdf")
    link = unicodedata.normalize(written, "résumé.pdf")
    paper = f"---\ntitle: x\ndate: 2026\nlinks: {{pdf: {link}}}\n---\n"
    made = outcome(theme, (name,), {"content/papers/x.md": paper})
    assert made.problems == ()
    assert [copy.source for copy in made.copies] == [name]


DRAFTS = {
    "content/papers/x.md": "---\ntitle: Public\nauthors: [Jane Doe]\ndate: 2026\n---\n",
    "content/papers/y.md": "---\ntitle: Secret one\ndate: 2026\nstatus: draft\n---\n![f](fig.png)\n",
    "content/papers/z.md": "---\ntitle: Secret two\ndate: 2026\ndraft: true\ntypo: x\n---\n",
    "content/posts/p.md": "---\ntitle: Secret three\ndate: 2026\ndraft: yes\n---\nA post.\n",
    "content/talks/t.md": "---\ntitle: Public talk\ndate: 2026\n---\n",
}


def test_a_draft_is_in_no_file_of_the_site(theme: Theme) -> None:
    """Not in a page, feed, list, search index or citation; its files and mistakes are left for later."""
    made = outcome(theme, ("content/papers/y/fig.png",), DRAFTS, url="https://jane.org")
    assert (made.problems, made.left_out, made.copies) == ((), 3, ())
    assert [page.path for page in made.pages if b"noindex" in page.data] == ["404.html"]
    assert [page.path for page in made.pages if b"Secret" in page.data or b"secret" in page.data] == []
    assert {"feed.xml", "llms.txt", "browse/index.html"} <= {page.path for page in made.pages}
    assert not any("posts" in page.path for page in made.pages)


def test_drafts_can_be_seen_and_are_marked(theme: Theme) -> None:
    """With drafts, as in the preview, they are marked "Draft" where they will be, and search engines index no page."""
    made = outcome(theme, ("content/papers/y/fig.png",), DRAFTS, drafts=True)
    pages = {page.path: page.data.decode() for page in made.pages if page.path.endswith(".html")}
    assert made.left_out == 0
    for path in ("papers/y/index.html", "papers/z/index.html", "posts/p/index.html"):
        assert 'data-status="draft">Draft</span>' in pages[path], path
    assert 'data-status="draft">Draft</span>' not in pages["papers/x/index.html"]
    assert all('<meta name="robots" content="noindex">' in page for page in pages.values())
    assert [copy.path for copy in made.copies] == ["papers/y/fig.png"]


def test_a_missing_file_need_not_keep_a_site_from_being_seen(theme: Theme) -> None:
    """By default it is an error; where the build keeps going, the link is left out and a warning says so."""
    paper = (
        "---\ntitle: x\ndate: 2026\nlinks: {pdf: gone.pdf, code: 'https://a.org/c'}\nimage: gone.png\n---\n"
        "See [the data](data.csv) and ![a figure](gone.svg).\n"
    )
    texts = {"content/papers/x.md": paper}
    strict, lenient = outcome(theme, (), texts), outcome(theme, (), texts, keep_going=True)
    assert [(each.code, each.severity) for each in strict.problems] == [("file", "error")] * 4
    assert [(each.code, each.severity) for each in lenient.problems] == [("file", "warning")] * 4
    assert all("(the link is left out)" in problem.message for problem in lenient.problems)
    page = next(page.data.decode() for page in lenient.pages if page.path == "papers/x/index.html")
    assert "See the data and a figure." in page
    assert "https://a.org/c" in page
    assert "gone" not in page


def test_links_to_local_files_hold_on_every_page_that_shows_the_text(theme: Theme) -> None:
    """The same abstract stands on the list and on the paper's page; its figure is found from both."""
    paper = "---\ntitle: x\ndate: 2026\n---\n![f](fig.png)\n"
    made = outcome(theme, ("content/papers/x/fig.png",), {"content/papers/x.md": paper})
    pages = {page.path: page.data.decode() for page in made.pages if page.path.endswith(".html")}
    assert 'src="papers/x/fig.png"' in pages["index.html"]
    assert 'src="../../papers/x/fig.png"' in pages["papers/x/index.html"]
    assert not any(SITE in text for text in pages.values())
