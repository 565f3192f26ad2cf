"""Texts that say nothing: blank, `n/k`, "refused to say", "not disclosed"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.words import packaged_data, plain_words

if TYPE_CHECKING:
    from hotspots.geocode.words import Words


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Words that say nothing (`telling`, `phrases`) and words that may stand around them."""

    telling: frozenset[str]
    phrases: frozenset[Words]
    filler: frozenset[str]

    def covers(self, text: str) -> bool:
        """Whether the text is blank, or says no more than that nothing is known."""
        words = plain_words(text)
        if not words:
            return True
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
    def _first_words(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in self.phrases)

    def _phrase_at(self, words: Words, at: int) -> int:
        if words[at] not in self._first_words:
            return 0
        lengths = range(min(self._longest, len(words) - at), 0, -1)
        return next((n for n in lengths if words[at : at + n] in self.phrases), 0)


@cache
def packaged_silence() -> Silence:
    """The lists in `data/words.toml`."""
    raw = packaged_data("words")["silence"]
    return Silence(
        telling=frozenset(raw["telling"]),
        phrases=frozenset(tuple(phrase.split()) for phrase in raw["phrases"]),
        filler=frozenset(raw["filler"]),
    )
