"""What a category's label tells a reader."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfolio.model import Category
from paperfolio.scholar.taxonomy import ARXIV, category


def test_every_class_of_arxiv_is_known() -> None:
    """All 155 classes of the taxonomy are there, as many in each archive as arXiv lists."""
    archives = Counter(key.partition(".")[0] for key in ARXIV)
    assert archives == {
        "cs": 40, "econ": 3, "eess": 4, "math": 32, "astro-ph": 6, "cond-mat": 9, "gr-qc": 1, "hep-ex": 1,
        "hep-lat": 1, "hep-ph": 1, "hep-th": 1, "math-ph": 1, "nlin": 5, "nucl-ex": 1, "nucl-th": 1,
        "physics": 22, "quant-ph": 1, "q-bio": 10, "q-fin": 9, "stat": 6,
    }  # fmt: skip
    assert len(ARXIV) == 155


def test_ids_and_names_are_well_formed() -> None:
    """Every id is an archive or archive.class, and every name is a trimmed phrase in title case."""
    for key, name in ARXIV.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)?(\.([A-Z]{2}|[a-z]+(-[a-z]+)?))?", key), key
        assert name == name.strip(), name
        assert name[0].isupper(), name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("CV", "Computer Vision and Pattern Recognition"),
        ("CL", "Computation and Language"),
        ("LG", "Machine Learning"),
        ("cs.CV", "Computer Vision and Pattern Recognition"),
        ("CS.cv", "Computer Vision and Pattern Recognition"),
        ("math.CV", "Complex Variables"),
        ("hep-th", "High Energy Physics - Theory"),
        ("HEP-TH", "High Energy Physics - Theory"),
        ("cond-mat.soft", "Soft Condensed Matter"),
        ("ML", "Machine Learning"),
        ("IV", "Image and Video Processing"),
        ("AG", "Algebraic Geometry"),
    ],
)
def test_a_class_has_its_long_name(label: str, name: str) -> None:
    """An id in any case and a bare class that can mean only one thing get arXiv's name for them."""
    assert category(label) == Category(label=label, name=name)


@pytest.mark.parametrize(
    "label", ["AP", "CO", "SP", "soft", "optics", "cv", "Cooking", "XX", "", " ", ".", "cs.", "ß"]
)
def test_an_own_or_ambiguous_category_keeps_its_label_alone(label: str) -> None:
    """A label that several archives share, or none has, is shown as written and not explained wrongly."""
    assert category(label) == Category(label=label)


@given(st.text())
def test_the_label_is_never_changed(label: str) -> None:
    """Whatever an author calls a category, it is printed so."""
    assert category(label).label == label
