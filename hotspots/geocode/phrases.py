"""Every name and alias of the gazetteer as words with weights, ready to be looked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hotspots.geocode.words import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer, Place
    from hotspots.geocode.words import Lexicon, Words

_BRACKETS = re.compile(r"\([^()]{0,200}\)")
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
# A phrase with no word of at least this weight holds only if it stands there as written.
TELLING = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A name or alias: `words` are those that tell something, `weight` is their sum."""

    place: Place
    words: Words
    label: str
    is_name: bool
    weights: tuple[float, ...]
    weight: float
    is_weak: bool


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
    gazetteer: Gazetteer, boundaries: Boundaries, lexicon: Lexicon, *, home_names: Iterable[str]
) -> Vocabulary:
    """Learn from the gazetteer and the wards which words are suburbs and which the town's."""
    town = {word for name in home_names for word in lexicon.words(name)}
    town -= lexicon.common | set(lexicon.kinds)
    town |= _town_words(gazetteer, lexicon)
    areas = _area_words(gazetteer, boundaries, lexicon)
    areas = {word for word in areas if not lexicon.knows(word) and not word.isdigit()}
    return Vocabulary(lexicon=lexicon, areas=frozenset(areas - town), town=frozenset(town))


def phrases_of(gazetteer: Gazetteer, vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """Every name and alias, then names without their brackets and their ", suburb"."""
    labelled = [
        (place, label, is_name, vocabulary.telling(words))
        for place in gazetteer.places
        for label, is_name in _labels(place, vocabulary)
        if (words := vocabulary.lexicon.words(label))
    ]
    owners: dict[str, set[str]] = defaultdict(set)
    for place, _, _, words in labelled:
        for word in words:
            owners[word].add(place.place_id)
    own = {word for word, places in owners.items() if len(places) == 1}
    return tuple(
        Phrase(
            place=place,
            words=words,
            label=label,
            is_name=is_name,
            weights=(weights := _weights(words, vocabulary, own)),
            weight=sum(weights) or 1.0,
            is_weak=max(map(vocabulary.weight, words)) < TELLING,
        )
        for place, label, is_name, words in labelled
    )


def _labels(place: Place, vocabulary: Vocabulary) -> list[tuple[str, bool]]:
    labels = {place.name: True} | dict.fromkeys(place.aliases, False)
    if not place.is_coarse:
        bare = _BRACKETS.sub(" ", place.name)
        for short in (bare, bare.rpartition(",")[0]):
            # The name itself is there already.
            if short.strip() not in {"", *labels} and _stands_alone(short, vocabulary):
                labels.setdefault(short.strip(), False)
    return list(labels.items())


def _stands_alone(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a shortened name still names one place: not a chain, not a kind alone."""
    words = vocabulary.telling(vocabulary.lexicon.words(label))
    businesses = vocabulary.lexicon.businesses
    return len(words) > 1 and any(
        vocabulary.weight(w) == SPECIFIC and w not in businesses for w in words
    )


def _weights(words: Words, vocabulary: Vocabulary, own: set[str]) -> tuple[float, ...]:
    """What each word tells; the town's name tells all where the rest is not the place's own.

    "Costco Derby" is Costco, but "Aldi Derby" is not every Aldi, nor is "Derby College" every
    college.
    """
    weights = tuple([vocabulary.weight(word) for word in words])
    if vocabulary.town.isdisjoint(words) or any(
        weight == SPECIFIC and word in own for word, weight in zip(words, weights, strict=True)
    ):
        return weights
    return tuple(
        SPECIFIC if word in vocabulary.town else weight
        for word, weight in zip(words, weights, strict=True)
    )


def exact_names(phrases: Iterable[Phrase], lexicon: Lexicon) -> Mapping[str, tuple[Phrase, ...]]:
    """Phrases by their words run together, with and without "the", "of" and the like."""
    found: dict[str, dict[str, Phrase]] = defaultdict(dict)
    for phrase in phrases:
        for key in {compact(lexicon.words(phrase.label)), compact(phrase.words)}:
            known = found[key].get(phrase.place.place_id)
            if known is None or (phrase.is_name and not known.is_name):
                found[key][phrase.place.place_id] = phrase
    return {key: tuple(by_place.values()) for key, by_place in found.items()}


def _town_words(gazetteer: Gazetteer, lexicon: Lexicon) -> set[str]:
    """Words without which a place is known as well: "Derby Silk Mill", "Silk Mill"."""
    counts: Counter[str] = Counter()
    for place in gazetteer.places:
        names = {lexicon.words(label) for label in (place.name, *place.aliases)}
        if len(names) == 1:
            continue
        ends = {w[0] for w in names if w[1:] in names} | {w[-1] for w in names if w[:-1] in names}
        counts.update(word for word in ends if word and not lexicon.knows(word))
    return {word for word, places in counts.items() if places >= _PLACES_THAT_SHOW_THE_TOWN}


def _area_words(gazetteer: Gazetteer, boundaries: Boundaries, lexicon: Lexicon) -> set[str]:
    areas = {word for ward in boundaries.wards for word in lexicon.words(ward.name)}
    for place in gazetteer.places:
        if place.category == "area":
            areas.update(word for n in (place.name, *place.aliases) for word in lexicon.words(n))
        if "," in place.name:
            tail = lexicon.words(_BRACKETS.sub(" ", place.name).rpartition(",")[2])
            areas.update(tail if len(tail) == 1 else ())
        for label in (place.name, *place.aliases):
            areas.update(_head_of_district(lexicon.words(label)))
    return areas


def _head_of_district(words: Words) -> Words:
    if words and words[-1] not in _DISTRICT_ENDS:
        return ()
    for tail in _DISTRICT_TAILS:
        if len(words) == len(tail) + 1 and words[1:] == tail:
            return words[:1]
    return ()
