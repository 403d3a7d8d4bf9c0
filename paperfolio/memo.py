"""A cache around pure functions, handed in from outside: it changes how long a build takes, never a byte.

The key is the function and its whole input, so nothing can go stale; what the last round did not ask
for is dropped, so nothing piles up in a preview that runs all day.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Carrying(Protocol):
    """A result that brings along what makes the next one cheap."""

    @property
    def cache(self) -> Any:
        """Any value; the function that made it reads it."""


C = TypeVar("C", bound=Carrying)


class Store(Protocol):
    """Keeps bytes by name from one run of the program to the next."""

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name."""


class Memo:
    """Remembers the results of pure functions of hashable values from one round to the next."""

    def __init__(self) -> None:
        self._last: dict[Hashable, Any] = {}
        self._now: dict[Hashable, Any] = {}
        self._caches: dict[Hashable, Any] = {}

    def __call__(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return `function(*args, **kwargs)`, from memory where this round or the last asked for it."""
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in self._now:
            self._now[key] = self._last[key] if key in self._last else function(*args, **kwargs)
        result: R = self._now[key]
        return result

    def onward(self, function: Callable[Concatenate[Any, P], C], *args: P.args, **kwargs: P.kwargs) -> C:
        """Return `function(cache, *args, **kwargs)`: the cache is what its last result carried, None at first."""
        # No part of the key: a cache changes no byte of what is made.
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in self._now:
            cache = self._caches.get(function)
            self._now[key] = self._last.get(key) or function(cache, *args, **kwargs)
        result: C = self._now[key]
        self._caches[function] = result.cache
        return result

    def next_round(self) -> None:
        """Begin a new round: what the round before did not ask for is forgotten."""
        self._last, self._now = self._now, {}
