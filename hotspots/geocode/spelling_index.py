"""Words by their letters: a sieve that leaves few to be compared letter by letter.

Each word has 62 bits: one for every letter and digit that it has, one for every letter that
it has twice. An edit (a letter more, less, or another) changes two bits at most and a swap
none, so words that differ in more bits than twice the edits need no comparison.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_SYMBOLS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = 26
_BITS_PER_EDIT = 2
_NO_MASKS = np.empty(0, dtype=np.uint64)


class LetterSieve:
    """Finds the words that may be within so many edits of another.

    It never misses one of a single edit, nor one of more edits with the same first letter:
    with several slips people still get the first letter right.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words, key=lambda word: (word[0], len(word), word))
        groups = [
            list(group) for _, group in groupby(self._words, key=lambda word: (word[0], len(word)))
        ]
        self._masks = np.concatenate([_NO_MASKS, *(_masks(group) for group in groups)])
        self._keys: list[tuple[str, int]] = []
        self._firsts = [0]
        for group in groups:
            self._keys.append((group[0][0], len(group[0])))
            self._firsts.append(self._firsts[-1] + len(group))
        self._by_tail: dict[str, list[str]] = {}
        for word in self._words:
            self._by_tail.setdefault(word[1:], []).append(word)

    def near(self, word: str, edits: int) -> list[str]:
        """The words that cannot be ruled out, those with the same first letter first."""
        first, last = self._first(word, -edits), self._first(word, edits + 1)
        apart = np.bitwise_count(self._masks[first:last] ^ _mask(word))
        rows = (apart <= _BITS_PER_EDIT * edits).nonzero()[0].tolist()
        return [self._words[first + row] for row in rows] + self._with_another_first(word)

    def _first(self, word: str, more: int) -> int:
        """Where the words with the same first letter begin that are longer by so much."""
        return self._firsts[bisect_left(self._keys, (word[0], len(word) + more))]

    def _with_another_first(self, word: str) -> list[str]:
        """Words of another first letter: it was wrong, added, lost, or swapped with the second."""
        tails = (word[1:], word, word[2:], word[0] + word[2:])
        found: list[str] = []
        for tail in tails:
            found += self._by_tail.get(tail, ())
        return [known for known in dict.fromkeys(found) if known[0] != word[0]] if found else found


def _bits() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """For each byte the bit of its first and of its second occurrence."""
    once, twice = np.zeros(256, dtype=np.uint64), np.zeros(256, dtype=np.uint64)
    for number, symbol in enumerate(_SYMBOLS):
        once[ord(symbol)] = 1 << number
        if number < _LETTERS:
            twice[ord(symbol)] = 1 << (number + len(_SYMBOLS))
    return once, twice


_ONCE, _TWICE = _bits()
# The same for one character; a digit that comes again adds nothing.
_BITS = {symbol: (int(_ONCE[ord(symbol)]), int(_TWICE[ord(symbol)])) for symbol in _SYMBOLS}
_NO_BITS = (0, 0)


def _masks(words: list[str]) -> NDArray[np.uint64]:
    """Shape (words,): the bits of words of one length. Other characters than ours have none."""
    length = len(words[0])
    plain = "".join(words).encode("ascii", "replace")
    letters = np.sort(np.frombuffer(plain, dtype=np.uint8).reshape(len(words), length), axis=1)
    again = letters[:, 1:]
    doubled = np.where(again == letters[:, :-1], _TWICE[again], np.uint64(0))
    once = np.bitwise_or.reduce(_ONCE[letters], axis=1)
    return np.asarray(once | np.bitwise_or.reduce(doubled, axis=1), dtype=np.uint64)


def _mask(word: str) -> np.uint64:
    """The bits of one word, as in `_masks`."""
    mask = 0
    for symbol in word:
        once, twice = _BITS.get(symbol, _NO_BITS)
        mask |= twice if mask & once else once
    return np.uint64(mask)
