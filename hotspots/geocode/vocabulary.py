"""What the words of one town's names weigh, learnt from the names themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.labels import without_brackets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Place
    from hotspots.geocode.labels import Label
    from hotspots.geocode.words import Lexicon, Words

# A word that comes and goes in the names of so many places is the town's own name.
_PLACES_THAT_SHOW_THE_TOWN = 3
_DISTRICT_TAILS = (
    ("district", "centre"),
    ("village", "centre"),
    ("local", "centre"),
    ("village",),
    ("shops",),
)
_DISTRICT_ENDS = frozenset(tail[-1] for tail in _DISTRICT_TAILS)
# What a word tells: all of it, half of it (a suburb: many places share it), little (a kind).
SPECIFIC, HALF, NUMBER, LITTLE, TOWN, NOTHING = 1.0, 0.5, 0.6, 0.35, 0.15, 0.0
# A name of which a kind is missing counts for no more than this, whatever share is there.
WITHOUT_ITS_KIND = 0.7
# A phrase with no word of at least this weight holds only if it stands there as written.
TELLING = 0.6


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the words of one town's names weigh.

    `areas` are the suburbs' words (from the wards, from places of the category `area`,
    and from names such as "…, Alvaston" and "Allenton District Centre"); `town` the words
    for the town itself.
    """

    lexicon: Lexicon
    areas: frozenset[str]
    town: frozenset[str]

    def weight(self, word: str) -> float:
        """How much the word tells about which place is meant, from 0 to 1."""
        known = self._weights.get(word)
        if known is not None:
            return known
        return NUMBER if word.isdigit() else SPECIFIC

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """The weights of all words that tell less than all; later lines go before."""
        lexicon = self.lexicon
        return (
            dict.fromkeys(lexicon.common, HALF)
            | dict.fromkeys(lexicon.chatter | lexicon.relations, NOTHING)
            | dict.fromkeys({*lexicon.kinds, *lexicon.variants, *lexicon.details}, LITTLE)
            | dict.fromkeys(self.areas, HALF)
            | dict.fromkeys(self.town, TOWN)
        )

    def is_specific(self, word: str) -> bool:
        """Whether the word can tell one place from the others."""
        return self.weight(word) == SPECIFIC

    def telling(self, words: Words) -> Words:
        """The words that tell anything; all of them where none does."""
        nothing = self._nothing
        if nothing.isdisjoint(words):
            return words
        return tuple(w for w in words if w not in nothing) or words

    @cached_property
    def _nothing(self) -> frozenset[str]:
        return frozenset(word for word, weight in self._weights.items() if weight <= NOTHING)


def vocabulary_of(
    labelled: Iterable[tuple[Place, Sequence[Label]]],
    boundaries: Boundaries,
    lexicon: Lexicon,
    *,
    home_names: Iterable[str],
) -> Vocabulary:
    """Learn from the places' names and the wards which words are suburbs and which the town's."""
    labelled = list(labelled)
    town = {word for name in home_names for word in lexicon.words(name)}
    town -= lexicon.common | set(lexicon.kinds)
    town |= _town_words(labelled, lexicon)
    areas = {word for ward in boundaries.wards for word in lexicon.words(ward.name)}
    areas |= _area_words(labelled, lexicon)
    areas = {word for word in areas if not lexicon.knows(word) and not word.isdigit()}
    return Vocabulary(lexicon=lexicon, areas=frozenset(areas - town), town=frozenset(town))


def _town_words(labelled: Iterable[tuple[Place, Sequence[Label]]], lexicon: Lexicon) -> set[str]:
    """Words without which a place is known as well: "Derby Silk Mill", "Silk Mill"."""
    counts: Counter[str] = Counter()
    for _, labels in labelled:
        if len(labels) == 1:
            continue
        names = {label.words for label in labels if label.words}
        ends = {w[0] for w in names if w[1:] in names} | {w[-1] for w in names if w[:-1] in names}
        counts.update(word for word in ends if not lexicon.knows(word))
    return {word for word, places in counts.items() if places >= _PLACES_THAT_SHOW_THE_TOWN}


def _area_words(labelled: Iterable[tuple[Place, Sequence[Label]]], lexicon: Lexicon) -> set[str]:
    areas: set[str] = set()
    for place, labels in labelled:
        if place.category == "area":
            areas.update(word for label in labels for word in label.words)
        if "," in place.name:
            tail = lexicon.words(without_brackets(place.name).rpartition(",")[2])
            areas.update(tail if len(tail) == 1 else ())
        for label in labels:
            if label.words and label.words[-1] in _DISTRICT_ENDS:
                areas.update(_head_of_district(label.words))
    return areas


def _head_of_district(words: Words) -> Words:
    for tail in _DISTRICT_TAILS:
        if len(words) == len(tail) + 1 and words[1:] == tail:
            return words[:1]
    return ()
