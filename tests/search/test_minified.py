"""What a visitor's browser fetches of search and facets is its readable scripts, made short."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).resolve().parents[2] / "templates" / "static"


@pytest.mark.parametrize(
    ("name", "sources"),
    [*((name, f"{name}.js") for name in ("find", "facets", "elsewhere")), ("search", "search-*.js")],
)
def test_the_short_form_is_what_the_scripts_give(name: str, sources: str, node: Callable[..., Any]) -> None:
    """No visitor gets other search or facets than those that stand in the readable scripts."""
    whole = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob(sources)))
    short = node("minify.mjs", stdin=whole)
    file = STATIC / f"{name}.min.js"
    if os.environ.get("UPDATE"):
        file.write_text(short, "utf-8")
    assert file.read_text("utf-8") == short, "UPDATE=1 pytest tests/search/test_minified.py writes it anew"
