"""Pictures: a visitor fetches little, learns nothing of where a photo was taken, and sees it the right way up."""

from __future__ import annotations

import datetime
import random
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter, PngImagePlugin

from paperfolio.content.source import read
from paperfolio.memo import Memo
from paperfolio.pages.pictures.exif import stripped
from paperfolio.pages.pictures.photos import photo
from paperfolio.pipeline import Outcome, build

KINDS = ("JPEG", "PNG", "WEBP")
SECRET = b"Somewhere 47"


@cache
def picture(width: int, height: int) -> Image.Image:
    """Return a picture with the detail of a photo: coarse shapes, fine grain."""
    size = (width // 8, height // 8)
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)  # noqa: S311 - the same on every run
    grain = Image.frombytes("RGB", size, noise)
    coarse = grain.resize((width // 64, height // 64), Image.Resampling.BOX).resize((width, height))
    fine = grain.resize((width, height)).filter(ImageFilter.GaussianBlur(2))
    return Image.blend(coarse, fine, 0.2)


def saved(image: Image.Image, kind: str, orientation: int = 1) -> bytes:
    """Return a file with a place and a name in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (47.0, 59.0, 59.0)
    options: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        options |= {"comment": SECRET, "icc_profile": b"profile" * 20, "quality": 90}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET.decode())
        info.add_itxt("Place", SECRET.decode(), zip=True)
        options["pnginfo"] = info
    if kind == "WEBP":
        options |= {"xmp": b"<x>" + SECRET + b"</x>", "lossless": True}
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_a_published_picture_says_nothing_of_where_and_by_whom_it_was_taken(
    kind: str, orientation: int
) -> None:
    """Place, names and comments are gone; every pixel, the orientation and the colour profile stay."""
    data = saved(picture(320, 192), kind, orientation)
    clean = stripped(data)
    assert SECRET not in clean
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(clean)) as after:
        assert dict(after.getexif()) == ({0x0112: 6} if orientation == 6 else {})
        assert not after.getexif().get_ifd(0x8825)
        assert before.tobytes() == after.tobytes()
        assert before.info.get("icc_profile") == after.info.get("icc_profile")
    assert stripped(clean) == clean


def test_what_a_telephone_hides_after_a_photo_is_not_published() -> None:
    """A film or a second photo behind the first, with metadata of its own, is cut off."""
    data = saved(picture(320, 192), "JPEG")
    assert stripped(data + data) == stripped(data)


@pytest.mark.parametrize(
    ("kind", "width", "height"), [("JPEG", 4000, 3000), ("PNG", 1600, 1200), ("WEBP", 1600, 1200)]
)
def test_a_large_photo_costs_a_visitor_less_than_60_kb(kind: str, width: int, height: int) -> None:
    """Every copy that a page offers in place of a photo of twelve megapixels is small, and the right way up."""
    made = photo(saved(picture(width, height), kind, 6 if kind == "JPEG" else 1))
    assert made is not None
    size = (height, width) if kind == "JPEG" else (width, height)
    assert (made.width, made.height) == size
    assert made.copies[0][0] == 320
    assert len(made.copies) > 1
    for width, data in made.copies:
        assert len(data) < 60_000
        with Image.open(BytesIO(data)) as copy:
            assert copy.format == "WEBP"
            assert copy.size == (width, round(width * size[1] / size[0]))
            assert not copy.getexif()


def test_a_small_drawing_stays_sharp() -> None:
    """The copy of a drawing has the very pixels of the original, and none is larger than it."""
    image = Image.new("RGB", (600, 400), "white")
    image.paste((30, 90, 140), (100, 100, 500, 300))
    data = saved(image, "PNG")
    made = photo(data)
    assert made is not None
    width, copy = made.copies[-1]
    with Image.open(BytesIO(copy)) as small:
        assert (width, small.convert("RGB").tobytes()) == (600, image.tobytes())
    assert all(len(copy) < len(data) for _, copy in made.copies)


@given(st.sampled_from(KINDS), st.integers(0, 10_000), st.binary(max_size=40))
def test_a_broken_picture_never_breaks_a_build(kind: str, at: int, noise: bytes) -> None:
    """However a file is damaged, it is published as far as it can be read, and nothing raises."""
    data = saved(picture(128, 128), kind)
    at %= len(data)
    broken = data[:at] + noise + data[at + len(noise) :]
    for each in (broken, data[:at], noise, data[:4] + noise):
        stripped(each)
        photo(each)


def test_pages_offer_small_copies_of_every_picture(tmp_path: Path) -> None:
    """Portrait, card, page and text let a visitor fetch a fitting copy, and the original has lost its metadata."""
    content = tmp_path / "content"
    (content / "papers").mkdir(parents=True)
    for name in ("me.jpg", "papers/fig.jpg", "papers/text.jpg"):
        (content / name).write_bytes(saved(picture(1600, 1200), "JPEG"))
    (content / "profile.md").write_text("---\nname: Jane Doe\nphoto: {file: me.jpg, alt: Me}\n---\n", "utf-8")
    front = "---\ntitle: T\ndate: 2024\nimage: {file: fig.jpg, alt: F}\n---\n\nAbstract.\n\n## More\n\n![x](text.jpg)\n"
    (content / "papers/a.md").write_text(front, "utf-8")
    outcome = built(tmp_path)
    made = {page.path: page.data for page in outcome.pages}
    home, page = (made[path].decode() for path in ("index.html", "papers/a/index.html"))
    assert 'src="me.jpg" srcset="me.jpg-320.webp 320w, me.jpg-800.webp 800w' in home
    assert 'src="papers/a/fig.jpg" srcset="papers/a/fig.jpg-320.webp 320w' in home
    assert 'width="1600" height="1200" srcset="../../papers/a/fig.jpg-320.webp 320w' in page
    assert 'width="1600" height="1200" srcset="../../papers/a/text.jpg-320.webp 320w' in page
    for path in ("me.jpg", "papers/a/fig.jpg", "papers/a/text.jpg"):
        assert SECRET not in made[path]
        assert made[f"{path}-800.webp"]
        assert path not in {copy.path for copy in outcome.copies}


def built(root: Path) -> Outcome:
    """Build the site in a folder; nothing is wrong with it."""
    content, problems = read(root)
    outcome = build(content, sample.theme(), today=datetime.date(2026, 1, 1), memo=Memo())
    assert not [each for each in (*problems, *outcome.problems) if each.severity == "error"]
    return outcome
