"""The words of one text with what each may stand for, and the parts of its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.words import Words

# A word run together from two is long, and each of the two is a word.
_SHORTEST_RUN_TOGETHER, _SHORTEST_HALF = 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text to be matched: for every word the known words it may be, with their likeness.

    `clause` numbers the parts of the sentence: a relation word ("near", "in") begins a
    new one. `near` are the clauses that say where something else is ("near …", "outside …");
    those of them in `vague` do not mean the doorstep.
    """

    words: Words
    options: tuple[Mapping[str, float], ...]
    clause: tuple[int, ...]
    near: frozenset[int]
    vague: frozenset[int]


def read_words(words: Words, index: NameIndex) -> Reading:
    """Join and part words, look up misspelt ones, and find the clauses."""
    words = _parted(_joined(words, index), index)
    clause, openings = _clauses(words, index)
    lexicon = index.lexicon
    near = {number for number, word in openings.items() if word in lexicon.near}
    return Reading(
        words=words,
        options=tuple(_options(word, index) for word in words),
        clause=clause,
        near=frozenset(near),
        vague=frozenset(n for n in near if openings[n] not in lexicon.at_the_door),
    )


def is_known(word: str, index: NameIndex) -> bool:
    """Whether the word stands in the gazetteer, in the list of towns, or in our own words."""
    return word in index.spelling or index.lexicon.knows(word)


def _options(word: str, index: NameIndex) -> Mapping[str, float]:
    return {word: 1.0} if is_known(word, index) else index.spelling.readings(word)


def _joined(words: Words, index: NameIndex) -> Words:
    """`roller world` is `rollerworld`, if that is a word and one of the halves is not."""
    out: list[str] = []
    for word in words:
        pair = out[-1] + word if out else ""
        strange = bool(out) and not (is_known(out[-1], index) and is_known(word, index))
        if strange and pair in index.phrases:
            out[-1] = pair
        else:
            out.append(word)
    return tuple(out)


def _parted(words: Words, index: NameIndex) -> Words:
    """`busstation` is `bus station`, if it is no word and both halves are."""
    parted = tuple(part for word in words for part in _halves(word, index))
    return words if parted == words else index.lexicon.expand(parted)


def _halves(word: str, index: NameIndex) -> Words:
    if len(word) >= _SHORTEST_RUN_TOGETHER and not is_known(word, index):
        for cut in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
            halves = (word[:cut], word[cut:])
            if all(_is_half(half, index) for half in halves):
                return halves
    return (word,)


def _is_half(word: str, index: NameIndex) -> bool:
    return word in index.spelling or word in index.lexicon.written_short


def _clauses(words: Words, index: NameIndex) -> tuple[tuple[int, ...], dict[int, str]]:
    """The clause of each word, and the relation word that opens each clause."""
    numbers: list[int] = []
    openings: dict[int, str] = {}
    for word in words:
        if word in index.lexicon.relations:
            openings[len(openings) + 1] = word
        numbers.append(len(openings))
    return tuple(numbers), openings
