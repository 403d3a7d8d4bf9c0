"""Names of files and addresses that are made from titles."""

from __future__ import annotations

import pytest

from paperfolio.text.slugs import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Łódź’s Straße", "lodzs-strasse"),
        (r"Sorting in $\mathcal{O}(n \log n)$", "sorting-in-o-n-log-n"),
        (r"$\alpha$-stable \textit{in vitro}", "alpha-stable-in-vitro"),
        (r"A \mathematician", "a-mathematician"),
        ("论文", ""),
    ],
)
def test_an_address_has_the_words_of_a_title_and_no_fonts(title: str, expected: str) -> None:
    """An address is readable and permanent, so commands that only choose a font are left out."""
    assert slug(title) == expected
