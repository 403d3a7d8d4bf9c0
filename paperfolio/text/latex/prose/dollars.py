r"""Decide whether the text between two dollars is a formula, or the words between two prices."""

from __future__ import annotations

from paperfolio.text.patterns import lazy

MAX_SPAN = 10_000
OPAQUE = "\ufdd2"  # replaces code in a Markdown source; a noncharacter, which no printable text contains

_MARKUP = lazy(r"[\\^_{]")
_COMMAND = lazy(
    r"\\(?:text\w*|math\w+|mbox|hbox|operatorname\*?|href|url|label|tag|unicode|begin|end|rm|bf|it)\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+\*?|\{\\\w+[^{}]*\}|[_^]\{[^{}]*\}"
)
_SENTENCE = lazy(r"(?:(?<![\w\\'’-])[A-Za-z][A-Za-z'’-]+[,;:.]?\s+){2}[A-Za-z'’-]*[a-z]{2}")
_PRICE = lazy(r"\s?\d[\d.,]*")
_WORD = lazy(r"[A-Za-z]{2,}")
_MONEY_WORD = lazy(
    r"\b(?:thousand|million|billion|trillion|bn|mn|USD|EUR|per|and|to|or|vs|for|in|of|from|a|the|with|"
    r"dollars?|cents?)\b|[,;–—-]\s*$"
)
_CLAUSE = lazy(r"[,;:.]\s+(?:\w+\s+)*[A-Za-z]{2,}")
_AMOUNT = r"\d[\d.,]*+(?:[kKMB]|bn)?(?![A-Za-z])"
_BEHIND_AMOUNT = lazy(rf"{_AMOUNT}(?P<gap>[ ~]?)\Z")
_WORDS_AND_AMOUNTS = lazy(rf"(?>(?:[\s,;:.()&/+–—-]++|{_AMOUNT}|[A-Za-z’']{{2,}}+)+)\Z")
_BLANK_LINE = lazy(r"\n[ \t\r]*\n")


def is_formula(content: str, after: str, before: str = "") -> bool:
    """Return whether `content`, found between two dollars, is a formula.

    `after` is the two characters that follow the closing dollar, fewer at the end; `before` are some that
    precede the opening one. The content is not a formula when it is empty, spans a blank line, has more than
    10,000 characters, or reads as prose: three words in a row outside macros, a price followed by words or by
    another price, or words between two prices with the dollar after them (`5$ to 10$`).
    """
    if not content.strip() or len(content) > MAX_SPAN or _BLANK_LINE.search(content):
        return False
    if OPAQUE in content:
        return False  # code takes precedence over formulas
    if trails_amount(before) and _parts_amounts(content, before):
        return False
    bare = _COMMAND.sub(" ", content) if _MARKUP.search(content) else content
    if _SENTENCE.search(bare) and "\\begin{" not in content:
        return False
    if _PRICE.match(content):
        return not _is_price(content, bare, after)
    if not _MARKUP.search(content) and content[:1].isspace() and content[-1:].isspace():
        return not _WORD.search(content)
    return True


def _is_price(content: str, bare: str, after: str) -> bool:
    if _MARKUP.search(content):
        return bool(_MONEY_WORD.search(bare) and content[-1:].isspace())
    if after[:1].isdigit() or _MONEY_WORD.search(content) or _CLAUSE.search(content):
        return True
    if after.strip()[:1].isdigit() and (content[-1:].isspace() or content[-1:].isupper()):
        return True  # … and US$ 3 million
    return bool(content[-1:].isspace() and _WORD.search(content)) or len(_WORD.findall(content)) > 1


def trails_amount(before: str) -> bool:
    """Return whether a dollar after these characters is the currency of an amount: `5$`, `10 $`, `2M$`."""
    return bool(_BEHIND_AMOUNT.search(before))


def _parts_amounts(content: str, before: str) -> bool:
    """Return whether only words and marks separate two amounts with the same currency sign."""
    amount, opened = _BEHIND_AMOUNT.search(content[-20:]), _BEHIND_AMOUNT.search(before)
    if not amount or not opened or (opened["gap"] and content[0] not in " ,;)\n"):
        return False  # `size 5 $-3$` is a formula
    return amount.group() != content and bool(_WORDS_AND_AMOUNTS.match(content))
