"""The cache around pure functions: it remembers one round, forgets the next, and never mixes inputs up."""

from __future__ import annotations

from paperfolio.memo import Memo


class Counted:
    """A function that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, value: int, *, factor: int = 1) -> int:
        """Return the product, and count the call."""
        self.calls += 1
        return value * factor


def test_a_result_is_kept_within_a_round_and_for_the_next() -> None:
    """A preview repeats only the work whose input has changed."""
    memo, function = Memo(), Counted()
    assert [memo(function, 2), memo(function, 2)] == [2, 2]
    memo.next_round()
    assert memo(function, 2) == 2
    assert function.calls == 1


def test_keyword_arguments_are_part_of_the_input() -> None:
    """Two calls that differ in a keyword argument alone have their own results."""
    memo, function = Memo(), Counted()
    assert [memo(function, 2, factor=3), memo(function, 2, factor=5)] == [6, 10]


def test_what_a_round_did_not_ask_for_is_forgotten() -> None:
    """A preview that runs all day keeps the results of the last round and no others."""
    memo, function = Memo(), Counted()
    memo(function, 2)
    memo.next_round()
    memo.next_round()
    assert memo(function, 2) == 2
    assert function.calls == 2
