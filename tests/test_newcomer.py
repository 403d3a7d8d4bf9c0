"""The whole way of a new user, as `tests/newcomer.py` walks it."""

from __future__ import annotations

from pathlib import Path

import newcomer
import pytest


@pytest.mark.slow
def test_a_newcomer_reaches_a_published_site(tmp_path: Path) -> None:
    """From `new site` over a mistake and a draft to the workflow and an upgrade, each step does what it says."""
    newcomer.walk(tmp_path)
