"""The shared table of real snippets, where it lies beside the checkout."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from paperfolio.text.latex import render
from paperfolio.text.markup import markdown

CASES = Path(__file__).resolve().parents[2] / "../shared/latex/cases.jsonl"
ROWS = (
    [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()] if CASES.is_file() else []
)
ALIKE = ("⟂⊥", "−-", "ϵε", "’'", "‘'", "·⋅", "∣|", "∥‖", "∗*")
# In a body a brace is Markdown's character and draws no problem.
BRACES_ARE_TEXT = {"html-06"}


def fold(text: str) -> str:
    """Return text with look-alike characters folded and blanks taken out."""
    text = unicodedata.normalize("NFKC", text)
    for alike in ALIKE:
        text = text.replace(alike[0], alike[1])
    return re.sub(r"\s+", "", text)


@pytest.mark.skipif(not ROWS, reason=f"no table of snippets at {CASES}")
def test_the_table_is_read() -> None:
    """Where the table is present, its cases run."""
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
@pytest.mark.parametrize("mode", ["latex", "markdown"])
def test_real_snippets_hold(row: dict[str, Any], mode: str) -> None:
    """Every real snippet reads as a person would write it, as LaTeX and as Markdown."""
    if mode == "latex" and row.get("mode") == "markdown":
        pytest.skip("the snippet is Markdown")
    made = markdown(row["input"]) if mode == "markdown" else render(row["input"])
    assert fold(made.text) == fold(row["expect_text"])
    html = made.html.removeprefix("<p>") if mode == "markdown" else made.html
    for part in row.get("expect_html_contains", []):
        assert part in html
    for part in row.get("expect_html_excludes", []):
        assert part not in html
    if "expect_warning" in row and not (mode == "markdown" and row["id"] in BRACES_ARE_TEXT):
        assert bool(made.problems) == row["expect_warning"]
