"""The formulas that KaTeX and Temml publish as supported, where they are beside the checkout."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from pathlib import Path

import pytest

from paperfolio.text.latex import render

SUITES = Path(__file__).resolve().parents[2] / "../shared/latex/suites.jsonl"


def characters(markup: str) -> str:
    """Return the characters that a page shows, look-alikes folded, spaces and invisible operators left out."""
    shown = unicodedata.normalize("NFKC", html.unescape(re.sub(r"<[^>]+>", "", markup)))
    return re.sub(r"[\s\u2061-\u2064\u200b-\u200d\ufe00-\ufe0f\u00a0]", "", shown)


@pytest.mark.skipif(not SUITES.is_file(), reason="the suites are not beside this checkout")
def test_formulas_that_others_support_print_what_they_print_there() -> None:
    """Nearly every formula of both suites is set, and prints the same characters; chemistry too."""
    understood = alike = silent = chemistry = chemical = 0
    rows = [json.loads(line) for line in SUITES.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        marks = "$$" if row["display"] else "$"
        made = render(f"{marks}{row['tex']}{marks}", tuple(row["macros"].items()))
        same = characters(made.html) in row["tokens"]
        understood += not made.problems
        alike += same
        silent += not same and not made.problems
        if "mhchem" in row["set"]:
            chemistry += 1
            chemical += not made.problems
    assert understood / len(rows) >= 0.99
    assert alike / len(rows) >= 0.975
    assert silent <= 19
    assert chemical / chemistry >= 0.95
