"""Which names a text may hold, and how well each fits at most: quick, and never too little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.geocode.spelling import CUT_SHORT_SIMILARITY
from hotspots.geocode.vocabulary import WITHOUT_ITS_KIND

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.geocode.alignment import Spots
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrases
    from hotspots.geocode.words import Words

MANY_PHRASES, _MOST_PHRASES, _LONGEST_RUN = 300, 2_000, 6
_CUT_SHORT = 1
_FEW = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """Some phrases, by number, and for each the most that may be there, as a share of it.

    `counts` are how many of its words may be there; `may_be_whole` where none is certainly
    missing; `is_open` where a word may be one that was cut short in the text: nothing more is
    known of those.
    """

    numbers: Sequence[int]
    shares: list[float]
    counts: list[int]
    may_be_whole: list[bool]
    is_open: list[bool]


def bounds_of(
    words: Words, spots: Spots, index: NameIndex, *, above: float = -1.0, likely: bool = False
) -> Bounds:
    """The phrases that share a word with the text, rarer words first.

    A word of very many names is looked at only where no rarer one stands in the text, or the
    names that are all common words would be missed. Where only the `likely` ones are asked
    for, or those of which more than a share may be there, others may be left out.
    """
    phrases = index.phrases
    counts = [(phrases.count_with(word), word) for word in spots.best]
    sizes = sorted([one for one in counts if one[0]])
    looked_at = _looked_at(sizes, phrases)
    all_of_them = not looked_at or looked_at[-1][0] <= _MOST_PHRASES
    # Any name may have a word of which one is cut short: none can be left out.
    if likely and all_of_them and not any(map(phrases.has_word_from, spots.beginnings)):
        kinds = frozenset(word for _, word in sizes if word in index.lexicon.kinds)
        spans = [phrases.likely_with(word, kinds) for _, word in looked_at]
    else:
        spans = [phrases.with_word(word, most=_MOST_PHRASES) for _, word in looked_at]
    seen = {word for _, word in looked_at} if all_of_them else set[str]()
    spans += map(phrases.of_words, _runs_without(seen, words))
    found = sorted(set().union(*spans))
    if len(found) <= _FEW:
        return _one_by_one(found, spots, index, above)
    return _at_once(found, spots, index, above)


def _looked_at(sizes: Sequence[tuple[int, str]], phrases: Phrases) -> Sequence[tuple[int, str]]:
    """The rarer words, as long as their names are not too many: one at least."""
    at_most = 0
    for number, (size, _) in enumerate(sizes):
        at_most += size
        if number and at_most > MANY_PHRASES:
            found = {
                n for _, one in sizes[:number] for n in phrases.with_word(one, most=_MOST_PHRASES)
            }
            if len(found) + size > MANY_PHRASES:
                return sizes[:number]
    return sizes


def _runs_without(looked_at: Container[str], words: Words) -> Iterator[Words]:
    """Words side by side, none of which was looked at."""
    for start in range(len(words)):
        for end in range(start, min(start + _LONGEST_RUN, len(words))):
            if words[end] in looked_at:
                break
            yield words[start : end + 1]


def _one_by_one(chosen: Sequence[int], spots: Spots, index: NameIndex, above: float) -> Bounds:
    """As `_at_once`, sooner than columns for as few as most texts have."""
    phrases, kinds, beginnings = index.phrases, index.lexicon.kinds, spots.beginnings
    worth = {word: likeness * index.most_weight(word) for word, likeness in spots.best.items()}
    rows = []
    for number in chosen:
        got, is_open, missing, lacks_kind = 0.0, False, 0, False
        words = phrases.words_at(number)
        for word in words:
            if word in worth:
                got += worth[word]
            elif beginnings and word.startswith(beginnings):
                got, is_open = got + CUT_SHORT_SIMILARITY, True
            else:
                missing += 1
                lacks_kind = lacks_kind or word in kinds
        share = got / phrases.totals_listed[number]
        if phrases.is_chain_listed[number]:
            share = 1.0
        elif lacks_kind and share > WITHOUT_ITS_KIND:
            share = WITHOUT_ITS_KIND
        if share > above or not missing:
            rows.append((number, share, len(words) - missing, not missing, is_open))
    return Bounds(*map(list, zip(*rows, strict=True))) if rows else Bounds([], [], [], [], [])


def _at_once(chosen: Sequence[int], spots: Spots, index: NameIndex, above: float) -> Bounds:
    """For texts of common words alone, which thousands of names have.

    Of those that may not be whole only the ones of which more than the share `above` may be there.
    """
    phrases, numbers = index.phrases, np.array(chosen, dtype=np.int64)
    codes, likeness_of = _coded(spots, phrases)
    postings = phrases.postings
    sizes = postings.sizes[numbers]
    firsts = np.cumsum(sizes) - sizes
    flat = np.repeat(postings.starts[numbers] - firsts, sizes) + np.arange(sizes.sum())
    word_ids = postings.column[flat]
    coded = codes[word_ids]
    got = np.add.reduceat(likeness_of[coded] * phrases.weights[flat], firsts)
    shares = got / phrases.totals[numbers]
    lacks_kind = np.logical_or.reduceat((coded == 0) & phrases.is_kind[word_ids], firsts)
    shares[lacks_kind] = np.minimum(shares[lacks_kind], WITHOUT_ITS_KIND)
    # A chain's name may count for more than the share of it that is there.
    shares[phrases.is_chain[numbers]] = 1.0
    counts = np.add.reduceat(coded > 0, firsts)
    is_open = np.logical_or.reduceat(coded == _CUT_SHORT, firsts)
    kept = (shares > above) | (counts == sizes)
    columns = (numbers, shares, counts, counts == sizes, is_open)
    return Bounds(*(column[kept].tolist() for column in columns))


def _coded(spots: Spots, phrases: Phrases) -> tuple[NDArray[np.uint16], NDArray[np.float64]]:
    """For each word of the names a number, and the likeness that each number stands for."""
    postings = phrases.postings
    codes = np.zeros(len(postings.words), dtype=np.uint16)
    for beginning in spots.beginnings:
        codes[postings.words_from(beginning)] = _CUT_SHORT
    likeness_of = [0.0, CUT_SHORT_SIMILARITY]
    for word, likeness in spots.best.items():
        if word in postings:
            codes[postings.number_of(word)] = len(likeness_of)
            likeness_of.append(likeness)
    return codes, np.array(likeness_of)
