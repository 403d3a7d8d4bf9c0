"""The form of a site's index is what its profile asks for."""

from __future__ import annotations

import datetime

import pytest
import sample

from paperfolio.memo import Memo
from paperfolio.model import Content, Source
from paperfolio.pipeline import build

PAPER = Source(path="content/papers/a.md", data=b"---\ntitle: A\ndate: 2024\n---\n")


@pytest.mark.parametrize(
    ("chosen", "entry"), [("auto", "index.js"), ("single", "index.js"), ("sharded", "root.bin")]
)
def test_the_profile_chooses_the_form_of_the_index(chosen: str, entry: str) -> None:
    """A small site may have the form of a large one, to try it, and the pages ask for what was built."""
    profile = Source(
        path="content/profile.md", data=f"---\nname: N\nsite: {{search: {chosen}}}\n---\n".encode()
    )
    made = build(
        Content(sources=(PAPER, profile), assets=()),
        sample.theme(),
        today=datetime.date(2026, 5, 28),
        memo=Memo(),
    ).pages
    files = {page.path: page.data for page in made}
    (path,) = [path for path in files if path.startswith("search/") and path.endswith(f"/{entry}")]
    assert f'data-index="{path}"' in files["index.html"].decode()
