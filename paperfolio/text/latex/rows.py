r"""The space that `\\[2pt]` leaves between rows and lines. Other text in brackets is content."""

ROOM = r"\[\s*-?(?:[\d.]+\s*)?(?:[a-z]{2}|\\[a-z]+)\s*\]"
