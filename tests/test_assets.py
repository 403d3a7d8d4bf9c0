"""Files beside papers: which one a link names, and where it lands in the site."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

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


def outcome(theme: Theme, assets: tuple[str, ...], texts: Mapping[str, str]) -> Outcome:
    """Build a site with these files."""
    profile = Source(path="content/profile.md", data=b"---\nname: Jane Doe\n---\n")
    sources = (*(Source(path=path, data=text.encode()) for path, text in sorted(texts.items())), profile)
    content = Content(sources=sources, assets=tuple(Asset(path=path, size=1) for path in sorted(assets)))
    return build(content, theme, today=datetime.date(2026, 5, 28), memo=Memo())


def test_every_file_is_copied_also_those_that_nothing_names(theme: Theme) -> None:
    """Nothing that a user put into content/ is left out of the site silently."""
    paper = "---\ntitle: x\ndate: 2026\nlinks: {pdf: a.pdf}\n---\n![f](fig.png) and [home](/cv.pdf)\n"
    assets = tuple(
        f"content/{it}" for it in ("cv.pdf", "papers/a.pdf", "papers/x/fig.png", "papers/x/more.txt", "d/e.f")
    )
    made = outcome(theme, assets, {"content/papers/x.md": paper})
    assert made.problems == ()
    assert {copy.path: copy.source for copy in made.copies} == {
        "cv.pdf": "content/cv.pdf",
        "d/e.f": "content/d/e.f",
        "papers/x/a.pdf": "content/papers/a.pdf",
        "papers/x/fig.png": "content/papers/x/fig.png",
        "papers/x/more.txt": "content/papers/x/more.txt",
    }


def test_links_to_local_files_hold_on_every_page_that_shows_the_text(theme: Theme) -> None:
    """The same abstract stands on the list and on the paper's page; its figure is found from both."""
    paper = "---\ntitle: x\ndate: 2026\n---\n![f](fig.png)\n"
    made = outcome(theme, ("content/papers/x/fig.png",), {"content/papers/x.md": paper})
    pages = {page.path: page.data.decode() for page in made.pages if page.path.endswith(".html")}
    assert 'src="papers/x/fig.png"' in pages["index.html"]
    assert 'src="../../papers/x/fig.png"' in pages["papers/x/index.html"]
    assert not any(SITE in text for text in pages.values())
