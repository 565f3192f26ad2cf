"""How well a text's words fit each place's names: what is there, what is missing, what is left.

A place's score is the share of its name that the text has (by weight, misspelt words a
little less), less the cost of what is left over (`hotspots.geocode.leftovers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geocode.alignment import aligned, may_reach, spots_of
from hotspots.geocode.leftovers import cost_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.geocode.alignment import Alignment
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

    Found = tuple[Phrase, frozenset[int]]

_MANY_PHRASES, _MOST_PHRASES, _LONGEST_RUN = 300, 2_000, 6
# At least two distinctive words, the first of the name among them: enough, though
# common ones are missing.
_CHAIN_AND_STREET, _DISTINCTIVE = 0.86, 2
# A candidate still, but never more.
_WITHOUT_ITS_KIND = 0.7
# Ranks are rounded: nothing that may tie with a score that counts is left out.
_ROUNDING = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A phrase found in a text: `used` are the positions of its words there.

    `share` is how much of the phrase is there, `likeness` that of its worst word, `score`
    the share less the cost of what is left over. `is_vague` if the text only says that it
    was near the place.
    """

    phrase: Phrase
    used: frozenset[int]
    share: float
    likeness: float
    score: float
    is_vague: bool

    @property
    def is_whole(self) -> bool:
        """Whether no word of the phrase is missing."""
        return len(self.used) == len(self.phrase.words)

    @property
    def rank(self) -> tuple[float, int, str, str]:
        """Best first; ties by how much of the text it explains, then by id."""
        place_id = self.phrase.place.place_id
        return (-round(self.score, 6), -len(self.used), place_id, self.phrase.label)


class Matcher:
    """The names that share a word with one text, compared as far as somebody asks."""

    def __init__(self, reading: Reading, index: NameIndex) -> None:
        self._reading, self._index = reading, index
        self._spots = spots_of(reading, index)
        self._phrases = _phrases_with(reading, index)

    def matches(self, *, above: float = -1.0) -> tuple[Match, ...]:
        """The best match of each place, best first; all of those with a score `above`.

        A score is never more than the share, so names with less of it are not scored.
        """
        found = self._found(above - _ROUNDING)
        whole = [(one.phrase, frozenset(one.used)) for one in found if one.is_whole]
        best: dict[str, tuple[tuple[float, int, str, str], Match]] = {}
        for one in found:
            share = _share(one, self._reading, self._index)
            if share <= above - _ROUNDING:
                continue
            match = self._scored(one, share, whole)
            rank = match.rank
            known = best.get(rank[2])
            if known is None or rank < known[0]:
                best[rank[2]] = (rank, match)
        return tuple(match for _, match in sorted(best.values(), key=lambda ranked: ranked[0]))

    def _found(self, above: float) -> list[Alignment]:
        """The names in the text: whole ones, chains', and those that may have such a share."""
        businesses, spots = self._index.lexicon.businesses, self._spots
        return [
            one
            for phrase in self._phrases
            if phrase.words[0] in businesses or may_reach(phrase, spots, above)
            if (one := aligned(phrase, spots)) is not None
        ]

    def _scored(self, one: Alignment, share: float, whole: Sequence[Found]) -> Match:
        """Lower the share by what the words that are left over cost."""
        reading, used = self._reading, frozenset(one.used)
        place_id = one.phrase.place.place_id
        others = [
            other
            for other in whole
            if other[0].place.place_id != place_id and other[1].isdisjoint(used)
        ]
        cost = cost_of((one.phrase, used), others, reading, self._index)
        return Match(
            phrase=one.phrase,
            used=used,
            share=one.share,
            likeness=min(one.used.values()),
            score=max(0.0, share - cost),
            is_vague=any(reading.clause[at] in reading.vague for at in used),
        )


def _phrases_with(reading: Reading, index: NameIndex) -> Iterable[Phrase]:
    """Phrases that share a word with the text, rarer words first.

    A word of very many names is looked at only where no rarer one stands in the text, or
    the names that are all common words would be missed.
    """
    words = [word for word in reading.all_words if word in index.by_word]
    words.sort(key=lambda word: (len(index.by_word[word]), word))
    # Each name is one object of the index.
    found: dict[int, Phrase] = {}
    for word in words:
        phrases = index.by_word[word]
        if found and len(found) + len(phrases) > _MANY_PHRASES:
            break
        found.update((id(phrase), phrase) for phrase in phrases[:_MOST_PHRASES])
    for start in range(len(reading.words)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(reading.words)) + 1):
            run = index.by_phrase.get(reading.words[start:end], ())
            found.update((id(phrase), phrase) for phrase in run)
    return found.values()


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
        return min(one.share, _WITHOUT_ITS_KIND)
    distinctive = {word for word in phrase.words if index.is_specific(word)}
    enough = len(distinctive) >= _DISTINCTIVE and distinctive <= written
    return max(one.share, _CHAIN_AND_STREET if enough else 0.0)
