"""The gazetteer made ready for look-up: exact names, words, suburbs, spelling."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from hotspots.geocode.areas import Areas
from hotspots.geocode.phrases import SPECIFIC, exact_names, phrases_of, vocabulary_of
from hotspots.geocode.quick import QuickLexicon
from hotspots.geocode.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.geocode.params import GeocodeParams
    from hotspots.geocode.phrases import Phrase, Vocabulary
    from hotspots.geocode.words import Lexicon, Words

_Key = TypeVar("_Key", bound="Hashable")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndex:
    """All that is looked up by words.

    `exact` holds phrases by their words run together, `by_word` those that have a word,
    `by_phrase` those of just these words. `words_of` and `kinds_of` give all words of a
    place's names and the kinds of place that it is, by place id. `area_like` holds phrases
    that stand inside other places' names ("Pride Park" in "Pride Park Sainsbury's").
    `towns` maps the words of a town elsewhere to its name.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    exact: Mapping[str, tuple[Phrase, ...]]
    by_word: Mapping[str, tuple[Phrase, ...]]
    by_phrase: Mapping[Words, tuple[Phrase, ...]]
    words_of: Mapping[str, frozenset[str]]
    kinds_of: Mapping[str, frozenset[str]]
    area_like: frozenset[Words]
    towns: Mapping[Words, str]
    longest_town: int
    areas: Areas
    spelling: Spelling

    def is_specific(self, word: str) -> bool:
        """Whether the word can tell one place from the others."""
        return self.vocabulary.weight(word) == SPECIFIC


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
    lexicon = QuickLexicon.of(lexicon)
    vocabulary = vocabulary_of(gazetteer, boundaries, lexicon, home_names=params.home_names)
    phrases = phrases_of(gazetteer, vocabulary)
    by_phrase = _grouped((phrase.words, phrase) for phrase in phrases)
    by_word = _grouped((word, phrase) for phrase in phrases for word in set(phrase.words))
    words_of = _words_of_places(phrases)
    towns = _towns(params.towns, by_phrase, vocabulary)
    known = {*by_word, *vocabulary.areas, *vocabulary.town, *lexicon.kinds}
    places_by_word = {
        word: tuple({phrase.place.place_id: phrase.place for phrase in members}.values())
        for word in sorted(vocabulary.areas)
        if (members := by_word.get(word))
    }
    return NameIndex(
        lexicon=lexicon,
        vocabulary=vocabulary,
        exact=exact_names(phrases, lexicon),
        by_word=by_word,
        by_phrase=by_phrase,
        words_of=words_of,
        kinds_of=_kinds_of_places(gazetteer, words_of, lexicon),
        area_like=_area_like(by_phrase),
        towns=towns,
        longest_town=max(map(len, towns), default=0),
        areas=Areas(boundaries, lexicon, places_by_word=places_by_word, words_by_place=words_of),
        spelling=Spelling(known.union(*towns)),
    )


def _grouped(pairs: Iterable[tuple[_Key, Phrase]]) -> dict[_Key, tuple[Phrase, ...]]:
    groups: dict[_Key, list[Phrase]] = defaultdict(list)
    for key, phrase in pairs:
        groups[key].append(phrase)
    return {key: tuple(members) for key, members in groups.items()}


def _words_of_places(phrases: Iterable[Phrase]) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        words[phrase.place.place_id].update(phrase.words)
    return {place_id: frozenset(of) for place_id, of in words.items()}


def _kinds_of_places(
    gazetteer: Gazetteer, words_of: Mapping[str, frozenset[str]], lexicon: Lexicon
) -> dict[str, frozenset[str]]:
    kinds_of: dict[str, frozenset[str]] = {}
    for category in sorted({place.category for place in gazetteer.places}):
        of_words = (lexicon.kinds.get(word, frozenset()) for word in lexicon.words(category))
        own = lexicon.category_kinds.get(category, frozenset())
        kinds_of[category] = own.union(*of_words)
    kind_words = lexicon.kinds.keys()
    kinds = {}
    for place in gazetteer.places:
        words = words_of.get(place.place_id, frozenset()) & kind_words
        kinds[place.place_id] = kinds_of[place.category].union(*(lexicon.kinds[w] for w in words))
    return kinds


def _area_like(by_phrase: Mapping[Words, tuple[Phrase, ...]]) -> frozenset[Words]:
    """Phrases that are part of another place's phrase."""
    found = set()
    for words, members in by_phrase.items():
        size = len(words)
        for start in range(size):
            for end in range(start + 1, size + 1):
                inner = by_phrase.get(words[start:end]) if end - start < size else None
                if inner and not {p.place.place_id for p in inner} <= {
                    p.place.place_id for p in members
                }:
                    found.add(words[start:end])
    return frozenset(found)


def _towns(
    names: Iterable[str], by_phrase: Mapping[Words, object], vocabulary: Vocabulary
) -> dict[Words, str]:
    """Towns elsewhere by their words, without those that are known here as something else."""
    towns = {vocabulary.lexicon.words(name): name for name in names}
    ours = vocabulary.areas | vocabulary.town
    return {
        words: name
        for words, name in towns.items()
        if words and words not in by_phrase and not ours.issuperset(words)
    }
