"""Promises of the CV: its page, its publications, and its PDF."""

from __future__ import annotations

import re

import pytest
import typst
from test_collections import built, pages

from paperfolio.pages.theme import Theme

CV = """---
skills: [Python, German]
education:
  - {what: PhD in *Tides*, where: Harbour University, from: 2015-10, to: 2019, link: https://example.org/thesis}
positions:
  - {what: Postdoc, where: Lab, from: 2020, note: With A. B.}
  - {what: Intern, from: 2014, to: 2014}
Field work:
  - {what: Wadden Sea, date: 2018-07}
---
I look at water.
"""
PAPERS = {
    "papers/a.md": """---
title: Old article
authors: [J. Doe, Ada Lee]
date: 2019
venue: {name: Journal of Mud, kind: journal, volume: 3, issue: 2, pages: 1-9}
---
""",
    "papers/b.md": """---
title: New article
authors: [Ada Lee, Jane Doe]
date: 2024
venue: {name: Journal of Mud, kind: journal}
---
""",
    "papers/c.md": """---
title: A talk
authors: [Jane Doe, et al.]
date: 2023
status: accepted
venue: {name: Mud Days, kind: conference}
---
""",
}


def test_the_cv_has_its_sections_in_the_order_of_the_file(theme: Theme) -> None:
    """Known lists have a title in every language, own ones that of the file; dates are written out."""
    text = pages(theme, {"cv.md": CV})["cv/index.html"]
    assert re.findall(r'<h2 id="cv-\d"><bdi>([^<]+)', text) == [
        "Skills",
        "Education",
        "Positions",
        "Field work",
    ]
    assert re.findall(r"<dt>([^<]+)</dt>", text) == ["Oct 2015–2019", "2020–present", "2014", "Jul 2018"]
    assert "PhD in <em>Tides</em>, Harbour University" in text
    assert "I look at water." in text


def test_publications_are_numbered_by_kind_with_the_researcher_in_bold(theme: Theme) -> None:
    """They come from the same files as the rest of the site, newest first in each kind."""
    text = pages(theme, {"cv.md": CV} | PAPERS)["cv/index.html"]
    assert re.findall(r"<h3>([^<]+)", text) == ["Journal articles", "Conference papers"]
    assert re.findall(r'<ol class="references" start="(\d)"', text) == ["1", "3"]
    assert text.index("New article") < text.index("Old article") < text.index("A talk")
    assert 'Ada Lee</bdi>, <bdi class="me">Jane Doe</bdi> (2024)' in text
    assert "<cite>Journal of Mud, 3(2), 1–9</cite>" in text
    assert "<cite>Mud Days, Accepted</cite>" in text
    assert "<h3>" not in pages(theme, {"cv.md": "---\npublications: false\n---\n"} | PAPERS)["cv/index.html"]


def test_the_pdf_is_the_same_on_every_build(theme: Theme) -> None:
    """Two builds give the same bytes: no date, no fonts of the system."""
    first, second = (
        {
            page.path: page.data
            for page in built(theme, {"cv.md": CV} | PAPERS).pages
            if page.path.endswith(".pdf")
        }
        for _ in range(2)
    )
    assert first == second
    assert first.keys() == {"cv.pdf", "publications.pdf"}
    assert all(data.startswith(b"%PDF-") for data in first.values())


@pytest.mark.parametrize(
    "text", ['"#evil"', "\\", "#set page(width: 1pt)", "$x$ *b* _i_ <l> @r [", ']"\\\n', "潮 שלום"]
)
def test_no_text_of_a_person_is_a_command_of_typst(theme: Theme, text: str) -> None:
    """Whatever a name, a title or a note has in it, the PDF is made and shows it."""
    quoted = "'" + text.replace("\n", " ").replace("'", "''") + "'"
    files = {
        "profile.md": f"---\nname: Jane Doe\nposition: {quoted}\n---\n",
        "cv.md": f"---\neducation: [{{what: {quoted}, note: {quoted}}}]\n---\n",
        "papers/x.md": f"---\ntitle: {quoted}\nauthors: [Jane Doe]\ndate: 2020\n---\n",
    }
    made = {page.path: page.data for page in built(theme, files).pages}
    assert made["cv.pdf"].startswith(b"%PDF-")


def test_without_typst_there_is_a_page_and_no_pdf(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF is an extra; the page prints without it."""
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    made = {page.path: page.data for page in built(theme, {"cv.md": CV}).pages}
    assert "cv.pdf" not in made
    assert b"cv.pdf" not in made["cv/index.html"]
    assert typst


def test_a_cv_that_is_a_file_is_linked_instead(theme: Theme) -> None:
    """`links: {cv: cv.pdf}` in the profile puts the file into the menu; beside a page it is the page's PDF."""
    profile = {"profile.md": "---\nname: Jane Doe\nlinks: {cv: files/cv.pdf}\n---\n"}
    assert 'href="files/cv.pdf">CV' in pages(theme, profile, ("files/cv.pdf",))["index.html"]
    text = pages(theme, profile | {"cv.md": CV}, ("files/cv.pdf",))
    assert 'href="cv/index.html">CV' in text["index.html"]
    assert 'href="../files/cv.pdf">PDF' in text["cv/index.html"]


def test_the_cv_is_in_the_menu_unless_it_says_otherwise(theme: Theme) -> None:
    """It stands last, under its own title."""
    titled = "---\ntitle: Résumé\n---\nx\n"
    assert 'aria-current="page">Résumé</a>' in pages(theme, {"cv.md": titled})["cv/index.html"]
    assert (
        "Résumé</a>"
        not in pages(theme, {"cv.md": titled.replace("---\nx", "menu: false\n---\nx")})["index.html"]
    )
