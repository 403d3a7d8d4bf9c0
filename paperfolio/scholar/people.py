"""Names of people: how a printed name splits, and when two printed names are one person.

Citations need a family name, profiles need to find their own researcher in every list of authors.
Both are decided here from the printed form alone; a mapping in the front matter can override it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from paperfolio.text.folding import fold

# Words that belong to the family name that follows them.
PARTICLES = frozenset(
    "af al am ap auf aus ben bin bint boven da dal dalla das de degli dei del della delle dello den der des di do dos"
    " du el fon ibn la las le lo los op te ten ter thoe tot van vande vanden vander vom von zu zum zur 't".split()
)
# Words that join two family names (`Ortega y Gasset`, `Puig i Cadafalch`).
_JOINING = frozenset({"y", "i", "e"})
# A name that ends in one of these is a group's, which has no given name.
GROUPS = frozenset(
    "alliance association authors collaboration committee consortium contributors foundation group initiative "
    "investigators network organization project team".split()
)
SUFFIXES = frozenset("jr sr ii iii iv v 2nd 3rd 4th père pere fils".split())
# Degrees and honours, which some print behind a comma and citations leave out.
_DEGREES = frozenset(
    "phd dphil md do msc bsc ma ba ms bs mph mba meng dds dvm rn facs facp frcp frs fba jd llm llb scd dsc dr edd psyd"
    " pharmd mbbs mbchb cfa pe habil rer nat".split()
)

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_HEAD = 24  # how many letters of a given name are compared before the names are
# First and last characters of the blocks of Chinese, Japanese and Korean (a pattern takes 7 ms to compile).
_CJK = (("\u2e80", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"))


def split(name: str) -> tuple[str, str]:
    """Return (family, given) of a printed name; given is empty where the name cannot be split.

    `Family, Given` and `Family, Jr., Given` are split at the commas. Otherwise the last word is the family name,
    with the particles before it (`Ludwig van Beethoven`) or the name that a word joins to it (`José Ortega y
    Gasset`); a suffix stays with it (`Sammy Davis Jr.`). The name of a group (`ATLAS Collaboration`) is one.
    """
    parts = [part.strip() for part in name.split(",")]
    suffix = next((f" {part}" for part in parts[1:] if _is_suffix(part)), "")
    names = [part for part in parts if not suffix or part != suffix[1:]]
    if len(names) > 1:
        return names[0] + suffix, ", ".join(names[1:])
    name = names[0]
    words = name.split()
    if len(words) < 2 or _is_cjk(name) or words[-1].casefold() in GROUPS:
        return name + suffix, ""
    start = len(words) - 1
    if _is_suffix(words[start]) and start > 1:
        start -= 1
    if start > 2 and words[start - 1] in _JOINING:
        start -= 2
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    return " ".join(words[start:]) + suffix, " ".join(words[:start])


def _is_suffix(part: str) -> bool:
    return part.rstrip(".").casefold() in SUFFIXES


def _is_particle(word: str) -> bool:
    return word.casefold() in PARTICLES


def without_degrees(name: str) -> tuple[str, str]:
    """Return (`Jane Doe`, `M.D., Ph.D.`) for `Jane Doe, M.D., Ph.D.`; in `Doe, M.D.` these are initials."""
    first, *parts = (part.strip() for part in name.split(","))
    words = first.split()
    # After a family name alone comes the given name, which may be initials.
    inverted = len(words) < 2 or (_is_particle(words[0]) and words[0].islower())
    own = [part for at, part in enumerate(parts) if (inverted and at == 0) or not _is_degree(part)]
    degrees = ", ".join(part for part in parts if part not in own)
    return (", ".join([first, *own]), degrees) if degrees else (name, "")


def _is_degree(part: str) -> bool:
    words = [word.replace(".", "").casefold() for word in part.split()]
    return "".join(words) in _DEGREES or (bool(words) and _DEGREES.issuperset(words))


def _is_cjk(name: str) -> bool:
    return max(name, default="") >= _CJK[0][0] and any(
        first <= letter <= last for letter in name for first, last in _CJK
    )


def printed(name: str) -> str:
    """Return `Given Family` for a name written as `Family, Given`, and any other name unchanged."""
    family, given = split(name)
    return f"{given} {family}" if "," in name and given else name


def same(one: str, other: str) -> bool:
    """Return whether two printed names can be one person's.

    Case, diacritics, hyphens, German transliteration (ü = u = ue) and the order of the two parts
    are ignored; initials match the names that they begin (`Y. Huang`, `Huang Y`), as long
    as at least one whole word, the family name, is common to both.
    """
    return any(_agree(a, b) for a in _forms(one) for b in _forms(other))


class Names:
    """Several printed names of one person, found by what a form of them has to have in common.

    `name in names` is `same` for any of them. The time of a look-up does not grow with the number of names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._wholes: dict[tuple[str, str], list[str]] = {}
        self._starts: dict[tuple[str, str], list[str]] = {}
        for name in dict.fromkeys(names):
            for family, head in _keys(name):
                self._wholes.setdefault((family, head), []).append(name)
                for start in _starts(head):
                    self._starts.setdefault((family, start), []).append(name)

    def __contains__(self, name: str) -> bool:
        """Return whether a printed name can be this person's."""
        return any(same(name, other) for other in dict.fromkeys(self._candidates(name)))

    def _candidates(self, name: str) -> Iterator[str]:
        for family, head in _keys(name):
            yield from self._starts.get((family, head), ())
            for start in _starts(head):
                yield from self._wholes.get((family, start), ())


def _keys(name: str) -> set[tuple[str, str]]:
    """Return pairs of a family name and the beginning of a given name; names that agree have one in common.

    Of two names that agree, one's beginning is the start of the other's.
    """
    found = set()
    for words in _forms(name):
        found.add(("", "".join(words)[:_HEAD]))
        for *given, family in filter(None, _turns(words)):
            if given:
                found.add((family, given[0][:_HEAD]))
            if len(given) > 1:  # `YS` for `Yu Shi`
                found.add((family, "".join(word[0] for word in given)[:_HEAD]))
    return found


def _starts(head: str) -> list[str]:
    return [head[:end] for end in range(1, len(head) + 1)]


@lru_cache(maxsize=4096)
def _forms(name: str) -> frozenset[tuple[str, ...]]:
    name = printed(name).casefold()
    return frozenset({_words(name.translate(_GERMAN)), _words(name)})


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", re.sub(r"(?<=\w)['’]", "", fold(name))))


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if "".join(one) == "".join(other):
        return True
    return any(_in_order(a, b) for a in _turns(one) for b in _turns(other))


def _turns(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the name with the family name last and first: `Yushi Huang` and `Huang Yushi` are one person."""
    return words, words[1:] + words[:1]


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or len(one[-1]) < 2:
        return False
    given, others = _initials(one[:-1], other[:-1]), _initials(other[:-1], one[:-1])
    shorter, longer = sorted((given, others), key=len)
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(shorter, longer, strict=False))


def _initials(given: tuple[str, ...], against: tuple[str, ...]) -> tuple[str, ...]:
    """Split `yh` into initials where the other name spells out two words; join `yu shi` for `yushi`."""
    if len(given) == 1 and len(against) > 1:
        if given[0] == "".join(against):
            return against
        if len(given[0]) == len(against):
            return tuple(given[0])
    return given
