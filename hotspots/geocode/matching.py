"""How well a text's words fit each place's names: what is there, what is missing, what is left.

A place's score is the share of its name that the text has (by weight, misspelt words a
little less), less the cost of what is left over (`hotspots.geocode.leftovers`).
"""

from __future__ import annotations

from functools import cached_property
from heapq import nsmallest
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from hotspots.geocode.alignment import aligned, spots_of
from hotspots.geocode.bounds import MANY_PHRASES, Bounds, bounds_of
from hotspots.geocode.leftovers import DOUBT, Leftovers
from hotspots.geocode.vocabulary import WITHOUT_ITS_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hotspots.geocode.alignment import Alignment
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

    Found = tuple[Phrase, frozenset[int]]
    Rank = tuple[float, int, str, str]

# At least two distinctive words, the first of the name among them: enough, though
# common ones are missing.
_CHAIN_AND_STREET, _DISTINCTIVE = 0.86, 2
# Ranks are rounded: nothing that may tie with a score that counts is left out.
_ROUNDING, _TINY = 1e-5, 1e-9
# A place that was closed on the day loses this much of its score or confidence.
CLOSED_COST = 0.1


class Match(NamedTuple):
    """A phrase found in a text: `used` are the positions of its words there.

    `share` is how much of the phrase is there, `likeness` that of its worst word, `score`
    the share less the cost of what is left over. `is_vague` if the text only says that it
    was near the place; by `rank` they are sorted.
    """

    phrase: Phrase
    used: frozenset[int]
    share: float
    likeness: float
    score: float
    is_vague: bool
    rank: Rank

    @property
    def is_whole(self) -> bool:
        """Whether no word of the phrase is missing."""
        return len(self.used) == len(self.phrase.words)


def _rank(phrase: Phrase, used: frozenset[int], score: float) -> Rank:
    """Best first; ties by how much of the text it explains, then by id."""
    return (-round(score, 6), -len(used), phrase.place.place_id, phrase.label)


class Matcher:
    """The names that share a word with one text, compared as far as somebody asks.

    `on` is the day the text speaks of: a place that was not open then stands back.
    """

    def __init__(self, reading: Reading, index: NameIndex, *, on: date | None = None) -> None:
        self._reading, self._index, self._on = reading, index, on
        self._spots = spots_of(reading, index)
        self._leftovers = Leftovers(reading, index)
        least = index.phrases.likely_above - 2 * _ROUNDING
        self._likely = bounds_of(reading.words, self._spots, index, above=least, likely=True)
        self._all: tuple[float, Bounds] | None = None
        self._found: dict[int, Alignment | None] = {}
        self._made: dict[int, Match | None] = {}
        self._whole = self._whole_names()

    def matches(
        self, *, above: float = -1.0, most: int | None = None, within: float | None = None
    ) -> tuple[Match, ...]:
        """The best match of each place, best first; all of those with a score `above`.

        Or, if so many suffice, the `most` best of them, or those `within` so much of the best
        score, and perhaps some that are worse.
        """
        best: dict[str, Match] = {}
        last: Match | None = None
        top = -1.0
        for bound, most_used, number in self._promising(above - _ROUNDING):
            if last is not None and not self._may_be_before(last, bound, most_used, number):
                break
            if within is not None and bound < top - within - _ROUNDING:
                break
            match = self._match(number)
            if match is None:
                continue
            known = best.get(match.phrase.place.place_id)
            if known is None or match.rank < known.rank:
                best[match.phrase.place.place_id] = match
                top = max(top, self._for_the_day(match).score)
                is_ahead = last is None or self._for_the_day(match).rank < last.rank
                if most is not None and len(best) >= most and is_ahead:
                    of_the_day = map(self._for_the_day, best.values())
                    last = nsmallest(most, of_the_day, key=lambda one: one.rank)[-1]
        return tuple(sorted(map(self._for_the_day, best.values()), key=lambda match: match.rank))

    def _may_be_before(self, last: Match, bound: float, most_used: int, number: int) -> bool:
        """Whether the phrase, or one behind it in the order of `_promising`, may rank before.

        Places are in the order of their ids, and so are their phrases.
        """
        ahead = bound - round(last.score, 6)
        if abs(ahead) > _TINY or len(last.used) != most_used:
            return ahead > _TINY or (ahead >= -_TINY and most_used > len(last.used))
        return self._index.phrases.place(number).place_id <= last.phrase.place.place_id

    def _for_the_day(self, match: Match) -> Match:
        if self._on is None or match.phrase.place.open_on(self._on):
            return match
        score = max(0.0, match.score - CLOSED_COST)
        return match._replace(score=score, rank=_rank(match.phrase, match.used, score))

    def _whole_names(self) -> list[Found]:
        """The names of which no word is missing."""
        numbers = compress(self._likely.numbers, self._likely.may_be_whole)
        found = map(self._aligned, numbers)
        return [
            (one.phrase, frozenset(one.used)) for one in found if one is not None and one.is_whole
        ]

    def _promising(self, above: float) -> Iterable[tuple[float, int, int]]:
        """The phrases that may have a score above this, as they may rank at best, first to last.

        For each the most that its score may be and of its words that may be there, and its number.
        """
        bounds = self._bounds(above)
        columns = (bounds.shares, bounds.counts, bounds.numbers, bounds.is_open)
        chosen = [row for row in zip(*columns, strict=True) if row[0] > above]
        # What others cost it matters only where there are others.
        least, explaining = self._sure_costs if len(chosen) > 1 else (0.0, [])
        rows = self._index.phrases.rows
        may_be = []
        for share, count, number, is_open in chosen:
            score = share
            if not is_open:
                score -= least
                for explained in explaining:
                    if rows[number] not in explained:
                        score -= DOUBT
            if score + _ROUNDING > above:
                # Rounded as ranks are, or phrases that tie would not be in the order of places.
                score = round(max(0.0, score) + _TINY, 6)
                if score > above:
                    may_be.append((-score, -count, number))
        may_be.sort()
        return [(-score, -count, number) for score, count, number in may_be]

    def _bounds(self, above: float) -> Bounds:
        """The phrases of which more than this share may be there, and perhaps some others."""
        if above > self._index.phrases.likely_above - 2 * _ROUNDING:
            return self._likely
        if self._all is None or above < self._all[0]:
            bounds = bounds_of(self._reading.words, self._spots, self._index, above=above)
            self._all = (above, bounds)
        return self._all[1]

    @cached_property
    def _sure_costs(self) -> tuple[float, list[set[int]]]:
        """What a phrase that is not open loses at least by words that are not its place's.

        That is what strangers cost, and for each of other places' names the rows that explain it.
        Such a name costs the same wherever it stands, unless it is part of a whole name that
        may only tell where the place is.
        """
        phrases, options = self._index.phrases, self._reading.options
        whole: set[int] = set().union(*(used for _, used in self._whole))
        explaining = [
            {row for word in options[at] for row in phrases.rows_with(word)}
            for at in self._leftovers.other_names
            if at not in whole and sum(map(phrases.count_with, options[at])) <= MANY_PHRASES
        ]
        return self._leftovers.least_cost_of_strangers(apart_from=whole), explaining

    def _match(self, number: int) -> Match | None:
        if number not in self._made:
            one = self._aligned(number)
            self._made[number] = None if one is None else self._scored(one)
        return self._made[number]

    def _aligned(self, number: int) -> Alignment | None:
        if number not in self._found:
            self._found[number] = aligned(self._index.phrases[number], self._spots)
        return self._found[number]

    def _scored(self, one: Alignment) -> Match:
        """Lower the share by what the words that are left over cost."""
        reading, used, place = self._reading, frozenset(one.used), one.phrase.place
        others = [
            other
            for other in self._whole
            if other[0].place is not place and other[1].isdisjoint(used)
        ]
        share = _share(one, reading, self._index)
        score = max(0.0, share - self._leftovers.cost_of((one.phrase, used), others))
        return Match(
            phrase=one.phrase,
            used=used,
            share=one.share,
            likeness=min(one.used.values()),
            score=score,
            is_vague=bool(reading.vague)
            and any(reading.clause[at] in reading.vague for at in used),
            rank=_rank(one.phrase, used, score),
        )


def _share(one: Alignment, reading: Reading, index: NameIndex) -> float:
    """The share of the name that is there, judged by which of its words are missing.

    Without its kind ("Pear Tree" for "Pear Tree Station") a name is a suburb or anything else,
    except a chain's: "Tesco Stenson" is the "Tesco Express Stenson Road".
    """
    if one.is_whole:
        return one.share
    kinds, phrase = index.lexicon.kinds, one.phrase
    written = {reading.words[at] for at in one.used}
    if not any(word in kinds and word not in written for word in phrase.words):
        return one.share
    chain, *others = phrase.words
    told = {w for w in others if w in written and w not in index.vocabulary.town}
    if chain not in written or chain not in index.lexicon.businesses or not told:
        return min(one.share, WITHOUT_ITS_KIND)
    distinctive = {word for word in phrase.words if index.vocabulary.is_specific(word)}
    enough = len(distinctive) >= _DISTINCTIVE and distinctive <= written
    return max(one.share, _CHAIN_AND_STREET if enough else 0.0)
