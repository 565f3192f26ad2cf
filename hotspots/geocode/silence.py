"""Texts that say nothing of a place: blank, `n/k`, "refused to say", "came back by taxi"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.spelling import Spelling
from hotspots.geocode.words import packaged_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.geocode.words import Words


# "at 3am", "by 23:40", as words; never a number that may be a position.
_TIME = re.compile(
    r"\b(?:at|around|approx|about|circa|by|after|before|from|since|until)"
    r" (?:[01]?[0-9]|2[0-3])(?: ?[0-5][0-9])?(?: ?(?:am|pm|hrs?|hours|ish))?(?![^ ])"
)

# "Unkown" has one, and so, from eight letters on, has "undiscloved"; "blink" is not "blank".
_SHORTEST_WITH_A_SLIP, _SHORTEST_WITH_ANOTHER_LETTER = 5, 8


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a text says if it has one of `telling` or `phrases`, and beside them but `filler`."""

    telling: frozenset[str]
    phrases: frozenset[Words]
    filler: frozenset[str]

    def covers(self, words: Words) -> bool:
        """Whether the words say this and nothing else."""
        if self.begins.isdisjoint(words):
            return False
        said, at = False, 0
        while at < len(words):
            length = self._phrase_at(words, at)
            if length or words[at] in self.telling:
                said = True
            elif words[at] not in self.filler:
                return False
            at += max(1, length)
        return said

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the lists."""
        return self.telling.union(self.filler, *self.phrases)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.phrases), default=0)

    @cached_property
    def begins(self) -> frozenset[str]:
        """Words with which what is told may begin."""
        return self.telling | self._first_words

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in self.phrases)

    def _phrase_at(self, words: Words, at: int) -> int:
        if words[at] not in self._first_words:
            return 0
        lengths = range(min(self._longest, len(words) - at), 0, -1)
        return next((n for n in lengths if words[at : at + n] in self.phrases), 0)


def _is_a_slip(word: str, meant: str) -> bool:
    """Whether letters were lost, added or swapped; another letter makes a short word another."""
    if len(word) < _SHORTEST_WITH_A_SLIP or len(meant) < _SHORTEST_WITH_A_SLIP:
        return False
    is_another_letter = len(word) == len(meant) and sorted(word) != sorted(meant)
    return not is_another_letter or len(word) >= _SHORTEST_WITH_ANOTHER_LETTER


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Two ways to say no place: that nothing is known, or only how somebody left or came back."""

    unknown: Wording
    comings: Wording

    def covers(self, words: Words) -> bool:
        """Whether the words, as they stand, say no more than that nothing is known of a place."""
        if not words or self.unknown.covers(words):
            return True
        if words[0] not in self.comings.filler and words[0] not in self.comings.begins:
            return False
        if self.comings.begins.isdisjoint(words):
            return False
        return self.comings.covers(tuple(_TIME.sub(" ", " ".join(words)).split()))

    def may_be_meant(self, words: Words, likeness: Callable[[str], float]) -> bool:
        """Whether the words say that nothing is known once slips of the pen are put right.

        `likeness` says how near, from 0 to 1, a word is to any that may tell of a place: what
        is as near to such a one is left as it is.
        """
        mended = tuple(self._mended(word, likeness) for word in words)
        return mended != words and self.unknown.covers(mended)

    def _mended(self, word: str, likeness: Callable[[str], float]) -> str:
        if word in self._spelling:
            return word
        readings = self._spelling.readings(word)
        meant = min(readings, key=lambda known: (-readings[known], known), default=word)
        is_sure = meant != word and _is_a_slip(word, meant) and readings[meant] > likeness(word)
        return meant if is_sure else word

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.unknown.words)


@cache
def packaged_silence() -> Silence:
    """The lists in `data/words.toml`."""
    raw = packaged_data("words")["silence"]
    unknown = Wording(
        telling=frozenset(raw["telling"]),
        phrases=_phrases(raw["phrases"]),
        filler=frozenset(raw["filler"]),
    )
    comings = Wording(
        telling=unknown.telling | frozenset(raw["comings"]),
        phrases=unknown.phrases | _phrases(raw["coming_phrases"]),
        filler=unknown.filler | frozenset(raw["around_comings"]),
    )
    return Silence(unknown=unknown, comings=comings)


def _phrases(listed: list[str]) -> frozenset[Words]:
    return frozenset(tuple(phrase.split()) for phrase in listed)
