"""For each word the names that have it: columns, for there are many of both."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from hotspots.geocode.spelling import LAST_LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.geocode.words import Words


class Postings:
    """The words of many names, numbered by the alphabet, and for each word the names with it.

    `column`, shape (words of all names,), runs through the names one by one; `starts` and
    `sizes`, shape (names,), say where each has its words there. For each word the `numbers`
    from `firsts[word]` to `firsts[word + 1]` are those of the names that have it, in order.
    """

    def __init__(self, names: Sequence[Words]) -> None:
        self.words = sorted(set(chain.from_iterable(names)))
        self._ids = {word: number for number, word in enumerate(self.words)}
        ids = map(self._ids.__getitem__, chain.from_iterable(names))
        self.column = np.fromiter(ids, dtype=np.int64)
        self.sizes = np.fromiter(map(len, names), dtype=np.int64)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self._order = np.argsort(self.column, kind="stable")
        words = self.column[self._order]
        numbers = np.repeat(np.arange(len(names)), self.sizes)[self._order]
        # A name that has a word twice stands there once.
        is_new = np.ones(len(words), dtype=bool)
        is_new[1:] = (words[1:] != words[:-1]) | (numbers[1:] != numbers[:-1])
        self._new = np.flatnonzero(is_new)
        self.numbers = numbers[is_new]
        self.firsts = np.searchsorted(words[is_new], np.arange(len(self.words) + 1))
        # One word's are sooner found in lists.
        self._firsts: list[int] = self.firsts.tolist()
        self._numbers: list[int] = self.numbers.tolist()

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def of_names(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What is chosen in `column`, for each word of each name, as `numbers` are."""
        return np.logical_or.reduceat(chosen[self._order], self._new)

    def rarest(
        self, weights: NDArray[np.float64], enough: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Shape of `column`: the rarest words of each name, until they weigh more than enough."""
        by_count = np.argsort(np.diff(self.firsts), kind="stable")
        rarity = np.empty_like(by_count)
        rarity[by_count] = np.arange(len(by_count))
        order = np.lexsort((rarity[self.column], np.repeat(np.arange(len(self.sizes)), self.sizes)))
        before = np.cumsum(weights[order]) - weights[order]
        before -= np.repeat(before[self.starts], self.sizes)
        chosen = np.empty(len(order), dtype=bool)
        chosen[order] = before <= np.repeat(enough, self.sizes)
        return chosen

    def span(self, word: str) -> tuple[int, int]:
        """From where to where in `numbers` the names with the word are."""
        number = self._ids.get(word)
        return (0, 0) if number is None else (self._firsts[number], self._firsts[number + 1])

    def names_with(self, word: str, most: int | None) -> list[int]:
        """The names with the word, in order; at most the first so many."""
        first, last = self.span(word)
        return self._numbers[first : last if most is None else min(last, first + most)]

    def number_of(self, word: str) -> int:
        """The place of a word that is there in the alphabet of all."""
        return self._ids[word]

    def words_from(self, beginning: str) -> slice:
        """Where in `words` those are that begin so."""
        first = bisect_left(self.words, beginning)
        return slice(first, bisect_left(self.words, beginning + LAST_LETTER))
