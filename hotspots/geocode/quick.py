"""The lexicon with shortcuts: the same words, sooner."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Self

from hotspots.geocode.words import SAINT_OR_STREET, Lexicon

if TYPE_CHECKING:
    from hotspots.geocode.words import Words

# Names are short and come again and again while the index is built; cells are neither.
_LONGEST_REMEMBERED, _CACHE_LIMIT = 100, 200_000


@dataclass(frozen=True, kw_only=True)
class QuickLexicon(Lexicon):
    """Answers as a `Lexicon` does; leaves alone what needs no writing out."""

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        """The same lists with shortcuts."""
        return cls(**{field.name: getattr(lexicon, field.name) for field in fields(Lexicon)})

    def words(self, text: str) -> Words:
        """The text's words, remembered if the text is short."""
        found = self._cache.get(text)
        if found is None:
            found = super().words(text)
            if len(text) <= _LONGEST_REMEMBERED and len(self._cache) < _CACHE_LIMIT:
                self._cache[text] = found
        return found

    def expand(self, words: Words) -> Words:
        """Write out what is written short; most names have no such word."""
        return words if self._written_otherwise.isdisjoint(words) else super().expand(words)

    @cached_property
    def _cache(self) -> dict[str, Words]:
        return {}

    @cached_property
    def _written_otherwise(self) -> frozenset[str]:
        """Words without which a text stays as it is: abbreviations begin with one of them."""
        plurals = {f"{word}s" for word in {*self.kinds, *self.details}}
        return (
            frozenset({short[0] for short in self.expansions if short})
            | plurals
            | {SAINT_OR_STREET}
        )
