"""Texts that say nothing of a place: blank, `n/k`, "refused to say", "came back by taxi"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.words import packaged_data

if TYPE_CHECKING:
    from hotspots.geocode.words import Words


# "at 3am", "by 23:40", as words; never a number that may be a position.
_TIME = re.compile(
    r"\b(?:at|around|approx|about|circa|by|after|before|from|since|until)"
    r" (?:[01]?[0-9]|2[0-3])(?: ?[0-5][0-9])?(?: ?(?:am|pm|hrs?|hours|ish))?(?![^ ])"
)


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
