"""What the tests of the search share: an index on the disk with lunr.js's form of it beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from laid import weighed, write

from bench.search_queries import Clause
from paperfolio.search import Entry, index, weigh
from paperfolio.search.analyse import analyser
from paperfolio.search.index import Mode

Ask = Callable[[list[str]], list[Clause]]


@pytest.fixture
def beside_lunr(tmp_path: Path) -> Callable[[Sequence[Entry], Mode, Ask], Path]:
    """Return a function that writes an index, the same for lunr.js, its terms, and queries over them."""

    def lay(entries: Sequence[Entry], mode: Mode, ask: Ask) -> Path:
        whole = weighed(entries)
        analyse = analyser()
        papers = [
            [analyse(text, own) for text, own in zip(index.texts(entry), index.NAMES, strict=True)]
            for entry in entries
        ]
        fields = [{"name": name, "boost": boost} for name, boost in index.FIELDS]
        stored = weigh.as_lunr(whole, [name for name, _ in index.FIELDS])
        (tmp_path / "lunr.json").write_text(json.dumps(stored), "utf-8")
        (tmp_path / "terms.json").write_text(
            json.dumps({"fields": fields, "papers": papers, "boosts": weigh.boosts_of(len(papers))}), "utf-8"
        )
        (tmp_path / "queries.json").write_text(json.dumps(ask(whole.terms)), "utf-8")
        return write(tmp_path, entries, mode)

    return lay
