"""Random clauses for the comparison with lunr.js: every kind, over terms that the index has.

A clause is what `templates/static/search-engine.js` takes: `term`, in which `*` stands for any letters, `fields`
(numbers), and `distance`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

FIELDS = 6
Clause = dict[str, object]


def queries(terms: Sequence[str], count: int, seed: int = 1, shortest: int = 1) -> list[Clause]:
    """Return that many clauses; a prefix keeps at least `shortest` letters."""
    chance = random.Random(seed)  # noqa: S311 - a test, no secret
    return [_clause(terms, chance, shortest) for _ in range(count)]


def _clause(terms: Sequence[str], chance: random.Random, shortest: int) -> Clause:
    term = chance.choice(terms)
    clause: Clause = {"fields": list(range(FIELDS))}
    if chance.random() < 0.25:
        clause["fields"] = sorted(chance.sample(range(FIELDS), chance.randint(1, 2)))
    kind = chance.choice(
        ("exact", "exact", "exact", "prefix", "prefix", "infix", "ending", "fuzzy", "fuzzy", "none")
    )
    if kind == "none":
        return clause | {"term": term + "zzq"}
    if kind == "prefix":
        keep = chance.randint(min(shortest, len(term)), len(term))
        return clause | {"term": term[:keep] + "*"}
    if kind == "infix" and len(term) > 3:
        start = chance.randint(min(shortest, len(term) - 2), len(term) - 2)
        end = chance.randint(start + 1, len(term) - 1)
        return clause | {"term": f"{term[:start]}*{term[end:]}"}
    if kind == "ending" and len(term) > 3:
        return clause | {"term": "*" + term[chance.randint(1, len(term) - 2) :]}
    if kind == "fuzzy" and len(term) > 2:
        return clause | {"term": _edited(term, chance), "distance": 1}
    return clause | {"term": term}


def _edited(term: str, chance: random.Random) -> str:
    at = chance.randrange(len(term) - 1)
    letter = chance.choice("aeinrst1")
    return chance.choice(
        (
            term[:at] + term[at + 1 :],
            term[:at] + letter + term[at:],
            term[:at] + letter + term[at + 1 :],
            term[:at] + term[at + 1] + term[at] + term[at + 2 :],
            term,
        )
    )
