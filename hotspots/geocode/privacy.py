"""Texts that speak of somebody's home: never a point, whatever else they say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.words import packaged_data

if TYPE_CHECKING:
    from hotspots.geocode.words import Words

# "friend's new flat": a word or two may stand between.
_BETWEEN = 2


@dataclass(frozen=True, kw_only=True)
class PrivateWords:
    """Whose home, what kind of home, and words that are a home by themselves."""

    people: frozenset[str]
    theirs: frozenset[str]
    dwellings: frozenset[str]
    determiners: frozenset[str]
    homes: frozenset[Words]
    hints: frozenset[str]

    def speak_of_a_home(self, words: Words) -> bool:
        """Whether the text says beyond doubt that it was somebody's home or a placement."""
        if self._telling.isdisjoint(words):
            return False
        for at, word in enumerate(words):
            if word in self.theirs:
                return True
            if any(words[at : at + n] in self.homes for n in self._lengths):
                return True
            following = words[at + 1 : at + 2 + _BETWEEN]
            if word in self.people and not self.dwellings.isdisjoint(following):
                return True
            if word in self.determiners and not self.dwellings.isdisjoint(following[:_BETWEEN]):
                return True
        return False

    @cached_property
    def _lengths(self) -> frozenset[int]:
        return frozenset(map(len, self.homes))

    @cached_property
    def _telling(self) -> frozenset[str]:
        """Words of which one stands in every text that speaks of a home."""
        return self.theirs | self.dwellings | {word for home in self.homes for word in home}

    def hint_at_a_home(self, words: Words) -> bool:
        """Whether it may be a home: for texts in which nothing else names a place."""
        return not self.hints.isdisjoint(words)


@cache
def packaged_private_words() -> PrivateWords:
    """The lists in `data/words.toml`."""
    raw = packaged_data("words")["private"]
    return PrivateWords(
        people=frozenset(raw["people"]),
        theirs=frozenset(raw["theirs"]),
        dwellings=frozenset(raw["dwellings"]),
        determiners=frozenset(raw["determiners"]),
        homes=frozenset(tuple(home.split()) for home in raw["homes"]),
        hints=frozenset(raw["hints"]),
    )
