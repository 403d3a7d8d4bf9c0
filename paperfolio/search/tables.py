"""The tables of the analyser, from `tables.json`: stop words, spellings, endings and patterns.

The tables are part of the index, so that the browser analyses a query in the same way as the build analysed the
papers. Patterns use only what Python's and JavaScript's regular expressions have in common. The longest spellings come
first, so that `centred` is tried before `centre`.
"""

from __future__ import annotations

import json
from pkgutil import get_data  # importlib.resources takes ten times as long to import
from typing import Any


def _read() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(get_data(__package__, "tables.json") or b"")
    spelling = tables["spelling"]
    spelling |= {f"{word}our": f"{word}or" for word in tables.pop("our").split()}
    spelling |= {f"{word}ll": f"{word}l" for word in tables.pop("ll").split()}
    return tables | {"spelling": dict(sorted(spelling.items(), key=lambda pair: (-len(pair[0]), pair[0])))}


TABLES = _read()
