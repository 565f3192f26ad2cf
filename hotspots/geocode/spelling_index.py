"""Words by their letters: a sieve that leaves few to be compared letter by letter.

Each word has 62 bits: one for every letter and digit that it has, one for every letter that
it has twice. An edit (a letter more, less, or another) changes two bits at most and a swap
none, so words that differ in more bits than twice the edits need no comparison.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_SYMBOLS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = 26
_BITS_PER_EDIT = 2


class LetterSieve:
    """Finds the words that may be within so many edits of another.

    It never misses one of a single edit, nor one of more edits with the same first letter:
    with several slips people still get the first letter right.
    """

    def __init__(self, words: Iterable[str]) -> None:
        lengths: dict[int, list[str]] = defaultdict(list)
        for word in sorted(words):
            lengths[len(word)].append(word)
        self._words = [word for length in sorted(lengths) for word in lengths[length]]
        self._starts = [0]
        for length in range(max(lengths, default=0) + 1):
            self._starts.append(self._starts[-1] + len(lengths.get(length, ())))
        masks = [_masks(lengths[length], length) for length in sorted(lengths)]
        self._masks = np.concatenate(masks) if masks else np.empty(0, dtype=np.uint64)
        self._initials = np.array([ord(word[0]) for word in self._words], dtype=np.uint32)

    def near(self, word: str, edits: int) -> list[str]:
        """The words that cannot be ruled out, shorter ones first, then by the alphabet."""
        first, last = self._start(len(word) - edits), self._start(len(word) + edits + 1)
        apart = np.bitwise_count(self._masks[first:last] ^ _mask(word))
        may_be = apart <= _BITS_PER_EDIT
        if edits > 1:
            begins_alike = self._initials[first:last] == ord(word[0])
            may_be |= begins_alike & (apart <= _BITS_PER_EDIT * edits)
        return [self._words[first + row] for row in np.flatnonzero(may_be).tolist()]

    def _start(self, length: int) -> int:
        return self._starts[min(max(length, 0), len(self._starts) - 1)]


def _bits() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """For each byte the bit of its first and of its second occurrence."""
    once, twice = np.zeros(256, dtype=np.uint64), np.zeros(256, dtype=np.uint64)
    for number, symbol in enumerate(_SYMBOLS):
        once[ord(symbol)] = 1 << number
        if number < _LETTERS:
            twice[ord(symbol)] = 1 << (number + len(_SYMBOLS))
    return once, twice


_ONCE, _TWICE = _bits()


def _masks(words: list[str], length: int) -> NDArray[np.uint64]:
    """Shape (words,): the bits of words of one length. Other characters than ours have none."""
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
        number = _SYMBOLS.find(symbol)
        bit = 1 << number if number >= 0 else 0
        is_again = mask & bit and number < _LETTERS
        mask |= bit << len(_SYMBOLS) if is_again else bit
    return np.uint64(mask)
