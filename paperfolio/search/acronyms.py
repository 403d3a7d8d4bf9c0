"""Acronyms and their long forms, as the papers define them: "mixture of experts (MoE)".

The algorithm is that of Schwartz and Hearst ("A simple algorithm for identifying abbreviation definitions in
biomedical text", PSB 2003), restricted to initials: the letters of the acronym are initials of words of the long form,
in order, and the first letter is the initial of the first word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from paperfolio.search.analyse import analyser

# All acronyms are in the entry file of the index, so their number is limited.
MOST = 100
_SHORT = re.compile(r"\(([^\W\d_]{2,8}?)s?\)")
# Two to eight words before an acronym, read backwards from it: a forward pattern would try every word of a text.
_BEFORE = re.compile(r"(?:[\s-]+[^\W_]+){2,8}")


def acronyms(papers: Iterable[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Return the acronyms that most papers define: pairs of the acronym's term and the terms of its long form."""
    analyse = analyser()
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for texts in papers:
        defined = {
            (analyse(short, True)[0], tuple(analyse(long, False)))
            for text in texts
            for found in _SHORT.finditer(text)
            if (long := _long_form(text[: found.start()], short := found[1]))
        }
        counts.update(sorted(pair for pair in defined if len(pair[1]) > 1))
    # Reversed, so that the most common meaning of an acronym wins.
    meanings = {short: list(long) for (short, long), _ in reversed(counts.most_common(MOST))}
    return list(meanings.items())


def _long_form(text: str, short: str) -> str:
    """Return the end of a text, from the word where the acronym's initials begin; empty if they don't match."""
    before = _BEFORE.match(text[::-1])
    if not before or sum(map(str.isupper, short)) < 2:
        return ""
    words = re.findall(r"[^\W_]+", before[0][::-1].casefold())
    letters = list(short.casefold())
    for start in range(len(words) - 1, -1, -1):
        if letters and words[start].startswith(letters[-1]):
            letters.pop()
        if not letters:
            return " ".join(words[start:])
    return ""
