"""The values that come out of the text rooms: what was rendered, and what gave trouble."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One doubtful place: `source[offset : offset + length]`, counted in characters.

    `code` is a short stable name (`macro`, `math`, `brace`, `dollar`, `citation`, `link`, …),
    `message` says what was found, `fix` how the author mends it.
    """

    offset: int
    length: int
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A text in its two forms, both in Unicode normal form C, and the places that gave trouble.

    `html` is safe to put into a page as it stands. `text` is plain: no markup, ordinary spaces,
    paragraphs parted by one blank line.
    """

    html: str
    text: str
    troubles: tuple[Trouble, ...] = ()
