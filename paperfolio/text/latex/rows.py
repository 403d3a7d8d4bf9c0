r"""The space that `\\[2pt]` leaves between rows and lines. Other words in brackets are the author's."""

ROOM = r"\[\s*-?(?:[\d.]+\s*)?(?:[a-z]{2}|\\[a-z]+)\s*\]"
