"""Pictures for previews: whole words on the theme's ground, or none; small, quick, the same every time."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from paperfolio.memo import Memo
from paperfolio.model import Author, Paper, PartialDate, Profile, Settings, Site, Text, Venue
from paperfolio.pages import pictures
from paperfolio.pages.pictures.drawing import ACCENTS, PAPER
from paperfolio.pages.pictures.setting import Face, runs_leftwards, settable, visual

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "fonts"
FONTS = pictures.fonts_of((f"fonts/{file.name}", file.read_bytes()) for file in FOLDER.iterdir())
assert FONTS is not None
FILES = (FONTS.bold, FONTS.regular, *FONTS.more)
PAPER_ = Paper(
    slug="first",
    path="p",
    title=Text(plain="Feed-Forward 3D Gaussian Splatting Compression with Long-Context Modeling"),
    date=PartialDate(year=2024),
    authors=(Author(name="Jane Doe"), Author(name="Łukasz Ångström")),
    venue=Venue(name="CVPR"),
)


def site(
    *papers: Paper, name: str = "Jane van Doe", url: str = "https://jane.example/me", accent: str = "red"
) -> Site:
    """Return a site with these papers."""
    own = Settings(title="Jane", url=url, theme=(("accent", accent),))
    return Site(profile=Profile(path="p", name=name, settings=own), papers=papers, year=2026)


def drawn(paper: Paper, **more: str) -> bytes | None:
    """Return the card of a paper."""
    return pictures.card(pictures.paper_card(paper, site(paper, **more)), FONTS)


def image(data: bytes | None) -> Image.Image:
    """Return a picture as its pixels."""
    assert data is not None
    return Image.open(BytesIO(data)).convert("RGB")


def titled(title: str) -> Paper:
    """Return the paper with another title."""
    return replace(PAPER_, title=Text(plain=title))


def test_a_card_has_the_size_that_previews_show_and_is_small() -> None:
    """1200 × 630 pixels, PNG, at most 30 KB."""
    data = drawn(PAPER_)
    assert data is not None
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert Image.open(BytesIO(data)).format == "PNG"
    assert len(data) <= 30_000


def test_a_card_stands_on_the_theme_s_ground_in_its_colours() -> None:
    """The ground is the theme's, the bar has its accent, and text fills the middle and stays in the margins."""
    for accent, colour in ACCENTS.items():
        seen = image(drawn(PAPER_, accent=accent))
        assert seen.getpixel((5, 5)) == PAPER
        assert seen.getpixel((100, 68)) == colour
    title = seen.crop((80, 168, 1120, 400))
    assert min(low for low, _ in title.getextrema()) < 60
    for margin in ((0, 0, 70, 630), (1130, 0, 1200, 630), (0, 610, 1200, 630)):
        assert {colour for _, colour in seen.crop(margin).getcolors() or ()} == {PAPER}


def test_the_same_words_give_the_same_bytes() -> None:
    """Nothing but the input decides a picture."""
    assert drawn(PAPER_) == drawn(PAPER_)
    assert drawn(PAPER_) != drawn(titled("Another"))


@pytest.mark.parametrize(
    "title",
    [
        "Rates of 10⁻⁶ at √s ≤ 5 TeV in ℝ³: α-decay",
        "𝒪(n²) for 𝔽₂ ∫∑∞→×",
        "Ελληνικά",
        "Київ ğłŌ ạế",
        "מבוא ל־CNN",
    ],
)
def test_formulas_and_the_alphabets_of_europe_and_hebrew_can_be_set(title: str) -> None:
    """The fonts that come with the theme have every sign."""
    assert settable(title, FILES) is not None
    assert drawn(titled(title)) is not None


@pytest.mark.parametrize("title", ["深度学习", "التعلم العميق", "गहन शिक्षण", ""])
def test_what_cannot_be_set_right_gets_no_picture(title: str) -> None:
    """No boxes for missing letters, and no Arabic letters that don't join; the page then has no card of its own."""
    assert drawn(titled(title)) is None
    made = {
        page.path
        for page in pictures.files(site(PAPER_, replace(titled(title), slug="other")), FONTS, Memo())
    }
    assert {"papers/first/card.png", "card.png"} <= made
    assert "papers/other/card.png" not in made


def test_signs_that_are_no_letters_are_left_out() -> None:
    """An emoji in a title costs the emoji, not the picture."""
    assert settable("Fast 🚀 and ﬁne", FILES) == "Fast and ﬁne"


def test_a_title_too_long_is_cut_and_many_authors_become_et_al() -> None:
    """Text never runs out of the picture."""
    crowd = tuple(Author(name=f"Author Number {n}") for n in range(60))
    seen = image(drawn(replace(titled("word " * 200), authors=crowd)))
    assert {colour for _, colour in seen.crop((1130, 0, 1200, 630)).getcolors() or ()} == {PAPER}
    assert {colour for _, colour in seen.crop((0, 526, 1200, 544)).getcolors() or ()} == {PAPER}


def test_et_al_begins_where_two_lines_are_full() -> None:
    """All names are there where they fit; otherwise as many as leave room for “et al.”, and not one fewer."""
    authors = tuple(Author(name=f"Author Number {n}") for n in range(30))

    def picture(count: int, *, et_al: bool = False) -> bytes | None:
        return drawn(replace(PAPER_, authors=authors[:count], et_al=et_al))

    def lines(count: int, *more: str) -> int:
        face = Face(files=(FONTS.regular, *FONTS.more), size=34)  # type: ignore[union-attr]
        return len(face.lines(", ".join([*(each.name for each in authors[:count]), *more]), 1040))

    assert len({picture(3), picture(4), picture(4, et_al=True)}) == 3
    named = next(count for count in range(30) if picture(count, et_al=True) == picture(30))
    assert (lines(named, "et al."), lines(named + 1, "et al.")) == (2, 3)
    last = max(count for count in range(30) if lines(count) <= 2)
    assert picture(last) != picture(30)


@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1), st.integers(200, 1200)
)
@settings(max_examples=50)
def test_lines_hold_all_letters_and_fit_their_width(text: str, width: int) -> None:
    """Breaking a text into lines loses nothing but blanks, and no line is wider than it may be."""
    whole = settable(text, FILES) or ""
    face = Face(files=FILES, size=40)
    lines = face.lines(whole, width)
    assert "".join("".join(lines).split()) == "".join(whole.split())
    assert all(face.width(line) <= width for line in lines)


@given(st.text(), st.text(), st.lists(st.text(), max_size=5))
@settings(max_examples=50)
def test_any_words_give_a_picture_or_none(title: str, venue: str, names: list[str]) -> None:
    """No title, venue or name stops a build; what comes of it is a PNG of the right size, or nothing."""
    authors = tuple(Author(name=name) for name in names)
    data = drawn(replace(titled(title), authors=authors, venue=Venue(name=venue)))
    assert data is None or image(data).size == (1200, 630)
    assert pictures.icon_svg(pictures.initials(title), "red").startswith("<svg")


def test_hebrew_runs_leftwards_and_what_is_latin_in_it_rightwards() -> None:
    """A line is turned as UAX #9 has it: numbers and Latin words stay readable, brackets are mirrored."""
    assert runs_leftwards("אבג CNN")
    assert not runs_leftwards("CNN אבג")
    assert visual("אב (12) CNN", leftwards=True) == "CNN (12) בא"
    assert visual("CNN אב", leftwards=False) == "CNN בא"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Jane van Doe", "JD"),
        ("Yushi Huang", "YH"),
        ("黄余石", "黄"),
        ("Doe, Jane", "JD"),
        ("é. Curie", "ÉC"),
        ("Plato", "P"),
    ],
)
def test_the_icon_has_the_initials(name: str, letters: str) -> None:
    """First given name and family name, without its particles; one letter of a name in one piece."""
    assert pictures.initials(name) == letters
    text = ElementTree.fromstring(pictures.icon_svg(letters, "blue"))[1].text  # noqa: S314 - our own output
    assert text == letters


def test_icons_are_made_unless_the_site_has_its_own() -> None:
    """SVG and two PNGs; a file of the site's own of that name stands."""
    made = {page.path: page.data for page in pictures.files(site(), FONTS, Memo())}
    assert {"icon.svg", "icon-192.png", "icon-512.png", "card.png"} == made.keys()
    assert Image.open(BytesIO(made["icon-512.png"])).size == (512, 512)
    assert "icon.svg" not in {page.path for page in pictures.files(site(), FONTS, Memo(), {"icon.svg"})}


def test_without_a_public_address_there_are_icons_alone() -> None:
    """Only an absolute address leads a preview to a picture, so no time is spent on one."""
    assert {page.path for page in pictures.files(site(PAPER_, url=""), FONTS, Memo())} == {
        "icon.svg",
        "icon-192.png",
        "icon-512.png",
    }


def test_a_card_costs_milliseconds_and_is_remembered() -> None:
    """A thousand papers take seconds at first, and nothing in the next round of a preview."""
    papers = [
        replace(titled(f"Study {n} of a subject with a title of usual length"), slug=f"p{n}")
        for n in range(40)
    ]
    memo = Memo()
    pictures.files(site(*papers[:3]), FONTS, Memo())
    start = time.process_time()
    first = pictures.files(site(*papers), FONTS, memo)
    each = (time.process_time() - start) / len(papers)
    memo.next_round()
    start = time.process_time()
    assert pictures.files(site(*papers), FONTS, memo) == first
    assert each < 0.030
    assert (time.process_time() - start) / len(papers) < each / 5


def test_a_card_takes_no_longer_for_thousands_of_authors() -> None:
    """A collaboration of 3,000 and a venue of 20,000 letters cost a fraction of a second."""
    people = tuple(Author(name=f"Ada {n} Example") for n in range(3_000))
    paper = replace(PAPER_, authors=people, venue=Venue(name="Proceedings of " * 1_300))
    start = time.perf_counter()
    assert drawn(paper) is not None
    assert time.perf_counter() - start < 2
