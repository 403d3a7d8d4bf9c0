"""The folder that keeps compiled templates: it saves time and can never stop a build."""

from __future__ import annotations

from pathlib import Path

from paperfolio.output.cache_folder import CacheFolder


def test_what_was_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    """A second build reads what the first one compiled."""
    CacheFolder(tmp_path / "cache").put("a", b"bytes")
    assert CacheFolder(tmp_path / "cache").get("a") == b"bytes"
    assert CacheFolder(tmp_path / "cache").get("b") is None


def test_a_folder_that_can_not_be_used_costs_only_time(tmp_path: Path) -> None:
    """A build in a read-only or odd place works without the cache."""
    (tmp_path / "file").write_text("not a folder")
    cache = CacheFolder(tmp_path / "file")
    cache.put("a", b"bytes")
    assert cache.get("a") is None
