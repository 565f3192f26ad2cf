"""Misspelt words: which words of the gazetteer a word that nobody knows may stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hotspots.geocode.spelling_index import LetterSieve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Edits allowed by the word's length: a swap of letters is one edit.
_SHORTEST, _ONE_EDIT, _TWO_EDITS = 4, 5, 8
_SHORTEST_KNOWN = 3
_TWO_EDITS_MOST = 2
_SIMILARITY = {0: 1.0, 1: 0.93, 2: 0.86}
# In so short a word any other letter makes another word: a hint, too little by itself.
_SHORT_WORD_SIMILARITY = 0.78
# Cut short ("Chadd"): a hint, too little by itself.
CUT_SHORT_SIMILARITY = 0.78
# No reading is less alike than this.
LEAST_LIKENESS = min(*_SIMILARITY.values(), _SHORT_WORD_SIMILARITY, CUT_SHORT_SIMILARITY)
_CUT_SHORT_LETTERS = 4
_CUT_OFF_LETTERS = 2
_MOST_COMPLETIONS = 3
_LONGEST_WORD = 40
_LETTERS_FOR_DIGITS = str.maketrans("0135", "oles")
_HELD_DOWN = re.compile(r"([a-z])\1{2,}")
LAST_LETTER = "\N{DELETE}"
_CACHE_LIMIT = 50_000


class Spelling:
    """Look-up of the known words that an unknown one is close to; remembers its answers."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._cache: dict[str, Mapping[str, float]] = {}

    @cached_property
    def _words(self) -> list[str]:
        """The words that may be misspelt, in the order of the alphabet."""
        return sorted(w for w in self._known if len(w) >= _SHORTEST_KNOWN and not w.isdigit())

    @cached_property
    def _sieve(self) -> LetterSieve:
        return LetterSieve(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._known

    def readings(self, word: str) -> Mapping[str, float]:
        """Known words with their likeness from 0 to 1; empty where none is close."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            found = self._cache[word] = self._find(word)
        return found

    def _find(self, word: str) -> Mapping[str, float]:
        if word.isdigit() or not _SHORTEST <= len(word) <= _LONGEST_WORD:
            return {}
        meant = [known for known in _typed_otherwise(word) if known in self._known]
        if meant:
            return dict.fromkeys(meant, _SIMILARITY[1])
        found = dict.fromkeys(self._completions(word), CUT_SHORT_SIMILARITY)
        most = _TWO_EDITS_MOST if len(word) >= _TWO_EDITS else 1
        near = self._sieve.near(word, most)
        close = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=None)
        alike = {known: _similarity(word, known, int(edits)) for known, edits, _ in close}
        found.update({known: similarity for known, similarity in alike.items() if similarity})
        return found

    def _completions(self, word: str) -> list[str]:
        if len(word) < _CUT_SHORT_LETTERS:
            return []
        first = bisect_left(self._words, word)
        following = self._words[first : bisect_left(self._words, word + LAST_LETTER)]
        longer = [known for known in following if len(known) >= len(word) + _CUT_OFF_LETTERS]
        return longer if len(longer) <= _MOST_COMPLETIONS else []


def _typed_otherwise(word: str) -> list[str]:
    """The word with a digit for the letter that looks like it, or a key held down, put right."""
    letters = word.translate(_LETTERS_FOR_DIGITS)
    found = [] if letters == word else [letters]
    if _HELD_DOWN.search(word):
        found += [_HELD_DOWN.sub(as_often, word) for as_often in (r"\1", r"\1\1")]
    return found


def _similarity(word: str, known: str, edits: int) -> float:
    """How alike; 0 for what people do not do: a wrong first letter, two slips in a short word."""
    shorter = min(len(word), len(known))
    swapped = sorted(word) == sorted(known)
    if word[0] != known[0]:
        # First letters swapped, one too many or too few; or a slip in a long word.
        shifted = shorter >= _ONE_EDIT and (word[1:] == known or known[1:] == word)
        sure = swapped or shifted or shorter >= _TWO_EDITS
        return _SIMILARITY[edits] if edits == 1 and sure else 0.0
    if edits > 1:
        return _SIMILARITY[edits] if shorter >= _TWO_EDITS - 1 else 0.0
    begins_alike = word[:_SHORTEST_KNOWN] == known[:_SHORTEST_KNOWN]
    doubled = len(word) != len(known) and begins_alike
    sure = shorter >= _ONE_EDIT or swapped or (doubled and shorter == _SHORTEST)
    return _SIMILARITY[edits] if sure else _SHORT_WORD_SIMILARITY
