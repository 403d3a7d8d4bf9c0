"""Names: how they split, and when two printed forms are one person."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperfolio.scholar import people
from paperfolio.text.folding import fold


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Yushi Huang", "Huang", "Yushi"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Juan de la Cruz", "de la Cruz", "Juan"),
        ("Sammy Davis Jr.", "Davis Jr.", "Sammy"),
        ("Davis, Sammy", "Davis", "Sammy"),
        ("Martin Luther King, Jr.", "King Jr.", "Martin Luther"),
        ("King, Jr., Martin Luther", "King Jr.", "Martin Luther"),
        ("King, Martin Luther, Jr.", "King Jr.", "Martin Luther"),
        ("Alexandre Dumas, père", "Dumas père", "Alexandre"),
        ("José Ortega y Gasset", "Ortega y Gasset", "José"),
        ("Antoni Gaudí i Cornet", "Gaudí i Cornet", "Antoni"),
        ("Mies van der Rohe, Ludwig", "Mies van der Rohe", "Ludwig"),
        ("Christianus boven d'Eert", "boven d'Eert", "Christianus"),
        ("Plato", "Plato", ""),
        ("The ATLAS Collaboration", "The ATLAS Collaboration", ""),
        ("黄雨石", "黄雨石", ""),
        ("山田 太郎", "山田 太郎", ""),
    ],
)
def test_a_printed_name_splits_as_a_librarian_would(name: str, family: str, given: str) -> None:
    """Particles and suffixes belong to the family name; what cannot be split stays whole."""
    assert people.split(name) == (family, given)


@pytest.mark.parametrize(
    ("name", "kept", "degrees"),
    [
        ("Jane Doe, M.D., Ph.D.", "Jane Doe", "M.D., Ph.D."),
        ("Doe, Jane, PhD", "Doe, Jane", "PhD"),
        ("Jane Doe, Dr. rer. nat.", "Jane Doe", "Dr. rer. nat."),
        ("Doe, M.D.", "Doe, M.D.", ""),
        ("van Dyke, M.A.", "van Dyke, M.A.", ""),
        ("King, Jr., Martin Luther", "King, Jr., Martin Luther", ""),
    ],
)
def test_degrees_are_no_part_of_a_name(name: str, kept: str, degrees: str) -> None:
    """Degrees behind a comma are told from a given name and from initials."""
    assert people.without_degrees(name) == (kept, degrees)


SAME = [
    ("Yushi Huang", "Y. Huang"),
    ("Yushi Huang", "Huang, Y."),
    ("Yushi Huang", "HUANG Yushi"),
    ("Yushi Huang", "Yu-Shi Huang"),
    ("Yu-Shi Huang", "Y.-S. Huang"),
    ("Yu-Shi Huang", "YS Huang"),
    ("Jane A. Smith", "Smith J"),
    ("Jürgen Müller", "J. Mueller"),
    ("Jürgen Müller", "Jurgen Muller"),
    ("Søren Ødegård", "Soren Odegard"),
    ("José O’Brien", "Jose O'Brien"),
    ("黄雨石", "黄雨石"),
    ("Xin O", "Xin O"),
    ("Xin O", "O, Xin"),
]
OTHERS = [
    ("Yushi Huang", "Yang Huang"),
    ("Yushi Huang", "Kai Huang"),
    ("John A Smith", "John B Smith"),
    ("Y. Huang", "Y. Yang"),
    ("Yushi Huang", "Huang"),
    ("黄雨石", "黄雨"),
    ("Huang Y", "H. Y."),
    ("Xin O", "X. O."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_name_are_one_person(one: str, other: str) -> None:
    """Initials, order, hyphens, diacritics and transliteration do not hide a person."""
    assert people.same(one, other)
    assert people.same(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_that_only_look_alike_are_two_people(one: str, other: str) -> None:
    """A shared family name or initial alone does not make two people one."""
    assert not people.same(one, other)
    assert not people.same(other, one)


@pytest.mark.parametrize(
    ("name", "plain"), [("Łódź", "lodz"), ("Straße", "strasse"), ("Ødegård", "odegard"), ("黄", "黄")]
)
def test_a_name_is_compared_without_accents(name: str, plain: str) -> None:
    """What some keyboards can't type decides nothing; letters of other scripts stay."""
    assert fold(name) == plain


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_can_make_it_raise_and_sameness_has_no_direction(one: str, other: str) -> None:
    """Any text may stand where a name is expected."""
    people.split(one)
    assert people.same(one, other) == people.same(other, one)


PARTS = st.sampled_from(
    ["Yu", "Shi", "Yushi", "Huang", "YS", "Y", "Y.-S.", "J", "Jürgen", "Mueller", "von", "Jr.", "黄", ","]
)
PRINTED = st.lists(PARTS, max_size=4).map(" ".join)


@given(st.lists(PRINTED, max_size=6), PRINTED)
@example(["Yu Shi Huang"], "YS Huang")
@example(["Yushi Huang"], "Huang Yu Shi")
def test_many_names_are_searched_as_each_of_them(names: list[str], name: str) -> None:
    """The index of names finds exactly what a comparison with each of them would."""
    assert (name in people.Names(names)) == any(people.same(name, other) for other in names)


@pytest.mark.parametrize("pattern", ["Ada{0} Huang{0}", "Ada{0} Huang", "Huang{0}"])
def test_other_names_and_authors_take_linear_time(pattern: str) -> None:
    """Twice as many other names and twice as many authors take about twice the time."""

    def seconds(number: int, turn: int) -> float:
        start = time.process_time()
        names = people.Names(pattern.format(f"x{number}t{turn}n{each}") for each in range(number))
        assert not [each for each in range(number) if pattern.format(f"y{number}t{turn}n{each}") in names]
        return time.process_time() - start

    # New names at each turn, so that none is remembered.
    once, twice = (min(seconds(number, turn) for turn in range(3)) for number in (400, 800))
    assert twice < 3.2 * once + 0.05
