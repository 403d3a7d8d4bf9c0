"""Acronyms and their long forms, as the papers themselves introduce them: "mixture of experts (MoE)".

The rule is that of Schwartz and Hearst ("A simple algorithm for identifying abbreviation definitions in biomedical
text", PSB 2003), narrowed to initials: each letter of the acronym begins a word of the long form, in order, and the
first letter its first word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from paperfolio.search.analyse import analyser

# The search's entry file has them all.
MOST = 100
_DEFINED = re.compile(r"((?:[^\W_]+[\s-]+){2,8})\(([^\W\d_]{2,8}?)s?\)")


def acronyms(papers: Iterable[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Return pairs of an acronym's term and those of its long form, defined by the most papers."""
    analyse = analyser()
    found: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for texts in papers:
        defined = {
            (analyse(short, True)[0], tuple(analyse(long, False)))
            for text in texts
            if "(" in text
            for words, short in _DEFINED.findall(text)
            if (long := _long_form(words, short))
        }
        found.update(sorted(each for each in defined if len(each[1]) > 1))
    # A second meaning is one too many.
    meanings = {short: list(long) for (short, long), _ in reversed(found.most_common(MOST))}
    return list(meanings.items())


def _long_form(text: str, short: str) -> str:
    """Return the end of a text whose words' initials an acronym is made of, or nothing."""
    if sum(map(str.isupper, short)) < 2:
        return ""
    words = re.findall(r"[^\W_]+", text.casefold())
    letters = list(short.casefold())
    for start in range(len(words) - 1, -1, -1):
        if letters and words[start].startswith(letters[-1]):
            letters.pop()
        if not letters:
            return " ".join(words[start:])
    return ""
