"""Every name and alias of the gazetteer as words with weights, ready to be looked for.

There are many, and a text concerns few: they are kept in columns, by number in the order of the
places, and a `Phrase` is made of one when it is asked for.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hotspots.geocode.postings import Postings
from hotspots.geocode.vocabulary import SPECIFIC, TELLING, WITHOUT_ITS_KIND
from hotspots.geocode.words import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.gazetteer import Place
    from hotspots.geocode.labels import Label
    from hotspots.geocode.vocabulary import Vocabulary
    from hotspots.geocode.words import Words

_ROUNDING = 1e-4
_CACHE_LIMIT = 10_000
_SEVERAL = 2


class Phrase(NamedTuple):
    """A name or alias: `words` are those that tell something, `weight` is their sum.

    A tuple, for a text that is a name takes no longer than to make one.
    """

    place: Place
    words: Words
    label: str
    is_name: bool
    weights: tuple[float, ...]
    weight: float
    is_weak: bool


class Phrases:
    """All names and aliases of the places, found by a word, by all words, and by the place.

    For each phrase `rows` has the number of its place, `totals` what it weighs, `is_chain` whether
    it begins with a chain's name; `weights` and `is_kind` are those of the words in `postings`.
    A phrase of which no more than the share `likely_above` is there is not likely.
    """

    def __init__(
        self,
        labelled: Iterable[tuple[Place, Sequence[Label]]],
        vocabulary: Vocabulary,
        *,
        likely_above: float,
    ) -> None:
        named = [(place, [one for one in labels if one.words]) for place, labels in labelled]
        self._places: list[Place] = [place for place, _ in named]
        labels = [label for _, labels in named for label in labels]
        self._texts = [label.text for label in labels]
        self._is_name = [label.is_name for label in labels]
        counts = [len(labels) for _, labels in named]
        self.rows: list[int] = np.repeat(np.arange(len(named)), counts).tolist()
        self._ends = np.cumsum(counts).tolist()
        self._words = [vocabulary.telling(label.words) for label in labels]
        self.postings = Postings(self._words)
        self._set_weights(vocabulary)
        self.likely_above = likely_above
        self._set_needed(vocabulary)
        self._set_names(labels)
        self._made: dict[int, Phrase] = {}
        self._words_of: dict[str, frozenset[str]] = {}

    def _set_weights(self, vocabulary: Vocabulary) -> None:
        """What each word tells; the town's name tells all where the rest is not the place's own.

        "Costco Derby" is Costco, but "Aldi Derby" is not every Aldi, nor is "Derby College" every
        college.
        """
        postings = self.postings
        words, column, starts = postings.words, postings.column, postings.starts
        tells = np.array([vocabulary.weight(word) for word in words], dtype=np.float64)
        of_town = np.array([word in vocabulary.town for word in words], dtype=bool)
        # Phrases stand in the order of their places: first and last tell whether there is one.
        rows = np.array(self.rows, dtype=np.int64)[postings.numbers]
        is_own = rows[postings.firsts[:-1]] == rows[postings.firsts[1:] - 1]
        has_own = np.logical_or.reduceat((is_own & (tells == SPECIFIC))[column], starts)
        weights = tells[column]
        self._is_weak: list[bool] = (np.maximum.reduceat(weights, starts) < TELLING).tolist()
        weights[of_town[column] & ~np.repeat(has_own, postings.sizes)] = SPECIFIC
        totals = np.add.reduceat(weights, starts)
        self.weights = weights
        self.totals = np.where(totals > 0, totals, 1.0)
        # One by one they are sooner found in lists.
        self.totals_listed: list[float] = self.totals.tolist()
        self._weights: list[float] = weights.tolist()
        self._starts: list[int] = starts.tolist()

    def _set_needed(self, vocabulary: Vocabulary) -> None:
        """For each word the phrases of which too little is left without it and rarer ones.

        A phrase that is likely has one of its rarest words at least, and all of its kinds; of a
        chain's name less may be enough.
        """
        postings, lexicon = self.postings, vocabulary.lexicon
        enough = (1 - self.likely_above + _ROUNDING) * self.totals
        firsts = [words[0] in lexicon.businesses for words in self._words]
        self.is_chain = np.array(firsts, dtype=bool)
        self.is_chain_listed = firsts
        enough[self.is_chain] = np.inf
        needed = postings.of_names(postings.rarest(self.weights, enough))
        self._needed: list[int] = postings.numbers[needed].tolist()
        so_many = np.concatenate([[0], np.cumsum(needed)])
        self._needed_firsts: list[int] = so_many[postings.firsts].tolist()
        self.is_kind = np.array([word in lexicon.kinds for word in postings.words], dtype=bool)
        self._kinds: dict[frozenset[str], int] = {frozenset(): 0}
        self._fitting: dict[frozenset[str], frozenset[int]] = {}
        if self.likely_above < WITHOUT_ITS_KIND:
            self._needed_kinds = [0] * len(self._needed)
            return
        kinds, none = frozenset(lexicon.kinds), frozenset[str]()
        of_phrases = [
            self._kinds.setdefault(
                none if words[0] in lexicon.businesses else kinds.intersection(words),
                len(self._kinds),
            )
            for words in self._words
        ]
        self._needed_kinds = [of_phrases[number] for number in self._needed]

    def _set_names(self, labels: Sequence[Label]) -> None:
        """By the words run together, with and without "the", "of" and the like."""
        self._first: dict[str, int] = {}
        self._several: dict[str, list[int]] = {}
        for number, (label, words) in enumerate(zip(labels, self._words, strict=True)):
            self._add_name(compact(words), number)
            if words is not label.words:
                self._add_name(compact(label.words), number)

    def _add_name(self, key: str, number: int) -> None:
        known = self._first.setdefault(key, number)
        if known != number:
            self._several.setdefault(key, [known]).append(number)

    def in_any_order(self, words: Words) -> list[Phrase]:
        """The phrases that are these words, in whatever order: one for each place."""
        if len(words) < _SEVERAL:
            return []
        wanted = sorted(words)
        numbers = [
            number
            for number in self.with_word(min(words, key=self.count_with))
            if len(self._words[number]) == len(words) and sorted(self._words[number]) == wanted
        ]
        of_places = {self.rows[number]: number for number in reversed(numbers)}
        return [self[of_places[row]] for row in sorted(of_places)]

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        """Whether any phrase has the word."""
        return word in self.postings

    def __getitem__(self, number: int) -> Phrase:
        phrase = self._made.get(number)
        if phrase is None:
            phrase = self._made[number] = self._make(number)
        return phrase

    def _make(self, number: int) -> Phrase:
        words = self._words[number]
        start = self._starts[number]
        weights = tuple(self._weights[start : start + len(words)])
        return Phrase(
            self._places[self.rows[number]],
            words,
            self._texts[number],
            self._is_name[number],
            weights,
            sum(weights) or 1.0,
            self._is_weak[number],
        )

    def place(self, number: int) -> Place:
        """The place of the phrase of this number."""
        return self._places[self.rows[number]]

    @property
    def words(self) -> Sequence[str]:
        """All words of all phrases."""
        return self.postings.words

    def words_at(self, number: int) -> Words:
        """The words of the phrase of this number."""
        return self._words[number]

    def count_with(self, word: str) -> int:
        """How many phrases have the word."""
        first, last = self.postings.span(word)
        return last - first

    def with_word(self, word: str, *, most: int | None = None) -> list[int]:
        """The numbers of the phrases that have the word, in order; at most the first so many."""
        return self.postings.names_with(word, most)

    def rows_with(self, word: str) -> list[int]:
        """The places of those phrases, in the same order."""
        return [self.rows[number] for number in self.with_word(word)]

    def likely_with(self, word: str, known: frozenset[str]) -> list[int]:
        """The phrases with the word that are likely where just these words are known."""
        fitting = self._fitting.get(known)
        if fitting is None:
            if len(self._fitting) >= _CACHE_LIMIT:
                self._fitting.clear()
            fitting = self._fitting[known] = frozenset(
                number for kinds, number in self._kinds.items() if kinds <= known
            )
        number = self.postings.number_of(word)
        span = slice(*self._needed_firsts[number : number + 2])
        of_kinds = zip(self._needed[span], self._needed_kinds[span], strict=True)
        return [phrase for phrase, kinds in of_kinds if kinds in fitting]

    def has_word_from(self, beginning: str) -> bool:
        """Whether a word of the phrases begins so."""
        words = self.postings.words_from(beginning)
        return int(words.start) < int(words.stop)

    def called(self, words: Words) -> Sequence[Phrase]:
        """Phrases of these words run together: one for each place, its name before an alias."""
        key = compact(words)
        first = self._first.get(key)
        if first is None:
            return ()
        if key not in self._several:
            return (self[first],)
        by_place: dict[str, Phrase] = {}
        for number in self._several[key]:
            phrase = self[number]
            known = by_place.get(phrase.place.place_id)
            if known is None or (phrase.is_name and not known.is_name):
                by_place[phrase.place.place_id] = phrase
        return tuple(by_place.values())

    def of_words(self, words: Words) -> list[int]:
        """The numbers of the phrases of just these words."""
        key = compact(words)
        first = self._first.get(key)
        numbers = () if first is None else self._several.get(key, (first,))
        return [number for number in numbers if self._words[number] == words]

    def words_of(self, place: Place) -> frozenset[str]:
        """All words of a place's names."""
        found = self._words_of.get(place.place_id)
        if found is None:
            row = self._row_by_id[place.place_id]
            names = self._words[self._ends[row - 1] if row else 0 : self._ends[row]]
            found = self._words_of[place.place_id] = frozenset(chain.from_iterable(names))
        return found

    @cached_property
    def _row_by_id(self) -> Mapping[str, int]:
        return {place.place_id: row for row, place in enumerate(self._places)}

    def places_with(self, word: str) -> tuple[Place, ...]:
        """The places with the word in any of their names."""
        return tuple(self._places[row] for row in dict.fromkeys(self.rows_with(word)))
