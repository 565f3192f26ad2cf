"""Which words of a text are those of a name, and how much of the name they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hotspots.geocode.reading import is_known
from hotspots.geocode.spelling import CUT_SHORT_SIMILARITY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

# Less of a name than this is no candidate at all.
_LEAST_SHARE = 0.25
_CUT_SHORT_LETTERS = 3
_MISSING = (-1, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """The text turned around: where each word that it may have stands.

    `where` gives the positions of a word with its likeness there, the likest first; `said`
    the positions of words that are neither chatter nor relations; `cut_short` those of
    words that nobody knows, and that may be the beginning of another. `best` is the most
    likeness of each word, `beginnings` are the words of `cut_short`.
    """

    where: Mapping[str, Sequence[tuple[int, float]]]
    said: Sequence[int]
    cut_short: Sequence[tuple[int, str]]
    clause: tuple[int, ...]
    best: Mapping[str, float]
    beginnings: tuple[str, ...]


def spots_of(reading: Reading, index: NameIndex) -> Spots:
    """The reading made ready for many names."""
    lexicon = index.lexicon
    where: dict[str, list[tuple[int, float]]] = {}
    for at, options in enumerate(reading.options):
        for word, likeness in options.items():
            if likeness > 0:
                where.setdefault(word, []).append((at, likeness))
    for spots in where.values():
        if len(spots) > 1:
            spots.sort(key=_likest_first)
    words = list(enumerate(reading.words))
    cut_short = [
        (at, word)
        for at, word in words
        if len(word) >= _CUT_SHORT_LETTERS and not is_known(word, index)
    ]
    return Spots(
        where=where,
        said=[at for at, w in words if w not in lexicon.chatter and w not in lexicon.joints],
        cut_short=cut_short,
        clause=reading.clause,
        best={word: spots[0][1] for word, spots in where.items()},
        beginnings=tuple([word for _, word in cut_short]),
    )


def _likest_first(spot: tuple[int, float]) -> tuple[float, int]:
    return -spot[1], spot[0]


class Alignment(NamedTuple):
    """A phrase found in a text: the likeness of its words by their positions, and its share."""

    phrase: Phrase
    used: Mapping[int, float]
    share: float

    @property
    def is_whole(self) -> bool:
        """Whether no word of the phrase is missing."""
        return len(self.used) == len(self.phrase.words)


def aligned(phrase: Phrase, spots: Spots) -> Alignment | None:
    """Find the phrase's words in the text; None where too little of it is there."""
    places = _run_of(phrase, spots) if phrase.is_weak else _bag_of(phrase, spots)
    got, used = 0.0, {}
    for weight, (at, likeness) in zip(phrase.weights, places, strict=True):
        got += weight * likeness
        if at >= 0:
            used[at] = likeness
    share = got / phrase.weight
    return Alignment(phrase, used, share) if used and share >= _LEAST_SHARE else None


def _bag_of(phrase: Phrase, spots: Spots) -> list[tuple[int, float]]:
    """Each word of the phrase wherever it stands in the text."""
    used: set[int] = set()
    places = []
    for word in phrase.words:
        found = _MISSING
        for spot in spots.where.get(word, ()):
            if spot[0] not in used:
                found = spot
                used.add(spot[0])
                break
        places.append(found)
    if spots.cut_short:
        for number, word in enumerate(phrase.words):
            if places[number] is _MISSING:
                places[number] = _cut_short(word, used, spots)
                used.add(places[number][0])
    return places


def _cut_short(word: str, used: set[int], spots: Spots) -> tuple[int, float]:
    """A word of the text that is the beginning of this one, and otherwise unknown."""
    for at, short in spots.cut_short:
        if at not in used and word.startswith(short):
            return at, CUT_SHORT_SIMILARITY
    return _MISSING


def _run_of(phrase: Phrase, spots: Spots) -> list[tuple[int, float]]:
    """The words of the phrase side by side and in order; else as many from the first on.

    Common words ("Bus Station", "Alvaston Park") say a place only as they stand in its name.
    """
    best: list[tuple[int, float]] = []
    most = 0.0
    for start in _starts(phrase.words[0], spots):
        run: list[tuple[int, float]] = []
        for word, at in zip(phrase.words, spots.said[start:], strict=False):
            likeness = _likeness(word, at, spots)
            if likeness <= 0 or (run and spots.clause[at] != spots.clause[run[-1][0]]):
                break
            run.append((at, likeness))
        total = sum(likeness for _, likeness in run)
        if total > most:
            best, most = run, total
    return best + [_MISSING] * (len(phrase.words) - len(best))


def _starts(word: str, spots: Spots) -> list[int]:
    """Where in `said` the word may stand."""
    positions = {at for at, _ in spots.where.get(word, ())}
    positions.update(at for at, short in spots.cut_short if word.startswith(short))
    return [start for start, at in enumerate(spots.said) if at in positions]


def _likeness(word: str, at: int, spots: Spots) -> float:
    for spot, likeness in spots.where.get(word, ()):
        if spot == at:
            return likeness
    for spot, short in spots.cut_short:
        if spot == at and word.startswith(short):
            return CUT_SHORT_SIMILARITY
    return 0.0
