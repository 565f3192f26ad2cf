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
    beside: frozenset[str]
    homes: frozenset[Words]
    hints: frozenset[str]

    def speak_of_a_home(self, words: Words) -> bool:
        """Whether the text says beyond doubt that it was somebody's home or a placement."""
        if self._telling.isdisjoint(words):
            return False
        return any(self._is_a_home(words, at) for at in range(len(words)))

    def _is_a_home(self, words: Words, at: int) -> bool:
        """Whether what begins with this word is somebody's home."""
        word, following = words[at], words[at + 1 : at + 2 + _BETWEEN]
        if word in self.theirs or any(words[at : at + n] in self.homes for n in self._lengths):
            return True
        if word in self.people and not self.dwellings.isdisjoint(following):
            return True
        if word in self.determiners and not self.dwellings.isdisjoint(following[:_BETWEEN]):
            return True
        return word in self.dwellings and self._stands_beside(words, at)

    def _stands_beside(self, words: Words, at: int) -> bool:
        """Whether the dwelling begins what is said: "flat above …", "in house near …"."""
        begins = at == 0 or words[at - 1] in self.beside
        return begins and bool(self.beside.intersection(words[at + 1 : at + 2]))

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
        beside=frozenset(raw["beside"]),
        homes=frozenset(tuple(home.split()) for home in raw["homes"]),
        hints=frozenset(raw["hints"]),
    )
