"""What both twins of the analyser read: stop words, spellings, endings and patterns, of `tables.json`.

The tables travel with the index, so that the browser cuts a query as the build has cut the papers. A pattern
is written in what Python's and JavaScript's regular expressions have in common. The longest spellings are
first, so that `centred` is met before `centre`.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def _read() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(files(__package__).joinpath("tables.json").read_text("utf-8"))
    spelling = tables["spelling"]
    spelling |= {f"{word}our": f"{word}or" for word in tables.pop("our").split()}
    spelling |= {f"{word}ll": f"{word}l" for word in tables.pop("ll").split()}
    return tables | {"spelling": dict(sorted(spelling.items(), key=lambda it: (-len(it[0]), it[0])))}


TABLES = _read()
