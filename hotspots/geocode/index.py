"""The gazetteer made ready for look-up: names, words, suburbs, spelling."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.areas import Areas
from hotspots.geocode.labels import labels_of
from hotspots.geocode.phrases import Phrases
from hotspots.geocode.shortening import shortened
from hotspots.geocode.spelling import Spelling
from hotspots.geocode.vocabulary import SPECIFIC, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer, Place
    from hotspots.geocode.params import GeocodeParams
    from hotspots.geocode.vocabulary import Vocabulary
    from hotspots.geocode.words import Lexicon, Words


@dataclass(frozen=True, kw_only=True)
class NameIndex:
    """All that is looked up by words; what a text rarely needs is found when it is asked for.

    `towns` maps the words of a town elsewhere to its name.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    phrases: Phrases
    towns: Mapping[Words, str]
    areas: Areas
    spelling: Spelling

    @cached_property
    def longest_town(self) -> Mapping[str, int]:
        """How many words a town's name may have, by the first of them."""
        longest: dict[str, int] = {}
        for words in self.towns:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        return longest

    def most_weight(self, word: str) -> float:
        """The most that the word weighs in a phrase; the town's name may tell all."""
        return SPECIFIC if word in self.vocabulary.town else self.vocabulary.weight(word)

    def kinds_of(self, place: Place) -> frozenset[str]:
        """The kinds of place that it is, by its category and its names."""
        found = self._kinds.get(place.place_id)
        if found is None:
            words = self.phrases.words_of(place)
            found = self._kinds[place.place_id] = self._kinds_among(place.category).union(
                *map(self.lexicon.kinds.__getitem__, words & self.lexicon.kinds.keys())
            )
        return found

    def _kinds_among(self, category: str) -> frozenset[str]:
        """The kinds of place that a category says."""
        found = self._of_categories.get(category)
        if found is None:
            kinds = self.lexicon.kinds
            own = self.lexicon.category_kinds.get(category, frozenset())
            said = (kinds[word] for word in self.lexicon.words(category) if word in kinds)
            found = self._of_categories[category] = own.union(*said)
        return found

    @cached_property
    def _of_categories(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {}

    def is_area_like(self, words: Words) -> bool:
        """Whether the phrase stands inside another place's name.

        As "Pride Park" in "Pride Park Sainsbury's".
        """
        found = self._area_like.get(words)
        if found is None:
            found = self._area_like[words] = self._stands_inside_another(words)
        return found

    @cached_property
    def _area_like(self) -> dict[Words, bool]:
        return {}

    def _stands_inside_another(self, words: Words) -> bool:
        phrases, size = self.phrases, len(words)
        owners = {phrases.place(number).place_id for number in phrases.of_words(words)}
        if not owners:
            return False
        around: dict[Words, set[str]] = {}
        for number in phrases.with_word(min(words, key=phrases.count_with)):
            longer = phrases.words_at(number)
            runs = (longer[start : start + size] for start in range(len(longer) - size + 1))
            if len(longer) > size and words in runs:
                around.setdefault(longer, set()).add(phrases.place(number).place_id)
        return any(not owners <= others for others in around.values())


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """While an index is built nothing of it is garbage; looking for some is a third of the time."""
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()


@_collector_at_rest()
def index_of(
    gazetteer: Gazetteer, boundaries: Boundaries, lexicon: Lexicon, params: GeocodeParams
) -> NameIndex:
    """Build the index; the same places give the same index."""
    named = [(place, labels_of(place, lexicon)) for place in gazetteer.places]
    vocabulary = vocabulary_of(named, boundaries, lexicon, home_names=params.home_names)
    labelled = [(place, shortened(place, labels, vocabulary)) for place, labels in named]
    phrases = Phrases(labelled, vocabulary, likely_above=params.accept_from - params.margin)
    towns = _towns(params.towns, phrases, vocabulary)
    known = {*phrases.words, *vocabulary.areas, *vocabulary.town, *lexicon.kinds}
    return NameIndex(
        lexicon=lexicon,
        vocabulary=vocabulary,
        phrases=phrases,
        towns=towns,
        areas=Areas(boundaries, lexicon, phrases=phrases),
        spelling=Spelling(known.union(*towns)),
    )


def _towns(names: Iterable[str], phrases: Phrases, vocabulary: Vocabulary) -> dict[Words, str]:
    """Towns elsewhere by their words, without those that are known here as something else."""
    towns = {vocabulary.lexicon.words(name): name for name in names}
    ours = vocabulary.areas | vocabulary.town
    return {
        words: name
        for words, name in towns.items()
        if words and not phrases.of_words(words) and not ours.issuperset(words)
    }
