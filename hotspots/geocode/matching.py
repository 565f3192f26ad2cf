"""How well a text's words fit each place's names: what is there, what is missing, what is left.

A place's score is the share of its name that the text has (by weight, misspelt words a
little less), less the cost of what is left over (`hotspots.geocode.leftovers`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.geocode.leftovers import cost_of
from hotspots.geocode.spelling import CUT_SHORT_SIMILARITY

if TYPE_CHECKING:
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

# Less of a name than this is no candidate at all.
_LEAST_SHARE = 0.25
_MANY_PHRASES, _MOST_PHRASES, _LONGEST_RUN = 300, 2_000, 6
_CUT_SHORT_LETTERS = 3
# At least two distinctive words, the first of the name among them: enough, though
# common ones are missing.
_CHAIN_AND_STREET, _DISTINCTIVE = 0.86, 2
# A candidate still, but never more.
_WITHOUT_ITS_KIND = 0.7


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


def matches_of(reading: Reading, index: NameIndex) -> tuple[Match, ...]:
    """The best match of each place that shares a word with the text, best first."""
    phrases = _phrases_with(reading, index)
    found = [match for phrase in phrases if (match := _aligned(phrase, reading, index))]
    whole = [match for match in found if match.is_whole]
    best: dict[str, Match] = {}
    for match in found:
        scored = _scored(match, whole, reading, index)
        known = best.get(scored.phrase.place.place_id)
        if known is None or scored.rank < known.rank:
            best[scored.phrase.place.place_id] = scored
    return tuple(sorted(best.values(), key=lambda match: match.rank))


def _phrases_with(reading: Reading, index: NameIndex) -> list[Phrase]:
    """Phrases that share a word with the text, rarer words first.

    A word of very many names is looked at only where no rarer one stands in the text, or
    the names that are all common words would be missed.
    """
    words = [word for word in reading.all_words if word in index.by_word]
    words.sort(key=lambda word: (len(index.by_word[word]), word))
    found: dict[tuple[str, str], Phrase] = {}
    for word in words:
        phrases = index.by_word[word]
        if found and len(found) + len(phrases) > _MANY_PHRASES:
            break
        found |= {(p.place.place_id, p.label): p for p in phrases[:_MOST_PHRASES]}
    for start in range(len(reading.words)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(reading.words)) + 1):
            run = index.by_phrase.get(reading.words[start:end], ())
            found |= {(p.place.place_id, p.label): p for p in run}
    return list(found.values())


def _aligned(phrase: Phrase, reading: Reading, index: NameIndex) -> Match | None:
    """Find the phrase's words in the text."""
    places = _run_of(phrase, reading, index) if phrase.is_weak else _bag_of(phrase, reading, index)
    got = sum(
        weight * likeness for weight, (_, likeness) in zip(phrase.weights, places, strict=True)
    )
    share = got / phrase.weight
    used = {at: likeness for at, likeness in places if at >= 0}
    if share < _LEAST_SHARE or not used:
        return None
    return Match(
        phrase=phrase,
        used=frozenset(used),
        share=share,
        likeness=min(used.values()),
        score=share,
        is_vague=any(reading.clause[at] in reading.vague for at in used),
    )


_MISSING = (-1, 0.0)


def _bag_of(phrase: Phrase, reading: Reading, index: NameIndex) -> list[tuple[int, float]]:
    """Each word of the phrase wherever it stands in the text."""
    free = set(range(len(reading.words)))
    places = []
    for word in phrase.words:
        best = max(((reading.likeness(at, word), -at) for at in free), default=(0.0, 0))
        if best[0] <= 0:
            places.append(_MISSING)
            continue
        free.discard(-best[1])
        places.append((-best[1], best[0]))
    for number, word in enumerate(phrase.words):
        if places[number] == _MISSING:
            places[number] = _cut_short(word, free, reading, index)
            free.discard(places[number][0])
    return places


def _cut_short(word: str, free: set[int], reading: Reading, index: NameIndex) -> tuple[int, float]:
    """A word of the text that is the beginning of this one, and otherwise unknown."""
    for at in sorted(free):
        short = reading.words[at]
        if (
            len(short) >= _CUT_SHORT_LETTERS
            and word.startswith(short)
            and not index.lexicon.knows(short)
            and short not in index.spelling
        ):
            return at, CUT_SHORT_SIMILARITY
    return _MISSING


def _run_of(phrase: Phrase, reading: Reading, index: NameIndex) -> list[tuple[int, float]]:
    """The words of the phrase side by side and in order; else as many from the first on.

    Common words ("Bus Station", "Alvaston Park") say a place only as they stand in its name.
    """
    said = [
        at
        for at, word in enumerate(reading.words)
        if word not in index.lexicon.chatter and word not in index.lexicon.joints
    ]
    best: list[tuple[int, float]] = [_MISSING] * len(phrase.words)
    for start in range(len(said)):
        run: list[tuple[int, float]] = []
        for word, at in zip(phrase.words, said[start:], strict=False):
            likeness = reading.likeness(at, word) or _cut_short(word, {at}, reading, index)[1]
            if likeness <= 0:
                break
            if run and reading.clause[at] != reading.clause[run[-1][0]]:
                break
            run.append((at, likeness))
        run += [_MISSING] * (len(phrase.words) - len(run))
        best = max(best, run, key=lambda places: sum(likeness for _, likeness in places))
    return best


def _scored(match: Match, whole: list[Match], reading: Reading, index: NameIndex) -> Match:
    """Lower the share by what the words that are left over cost."""
    share = _share(match, reading, index)
    others = [
        (other.phrase, other.used)
        for other in whole
        if other.phrase.place.place_id != match.phrase.place.place_id
        and not other.used & match.used
    ]
    cost = cost_of((match.phrase, match.used), others, reading, index)
    return replace(match, score=max(0.0, share - cost))


def _share(match: Match, reading: Reading, index: NameIndex) -> float:
    """The share of the name that is there, judged by which of its words are missing.

    Without its kind ("Pear Tree" for "Pear Tree Station") a name is a suburb or anything else,
    except a chain's: "Tesco Stenson" is the "Tesco Express Stenson Road".
    """
    written = {reading.words[at] for at in match.used}
    missing = set(match.phrase.words) - written
    if match.is_whole or not missing & set(index.lexicon.kinds):
        return match.share
    chain, *others = match.phrase.words
    told = {w for w in others if w in written and w not in index.vocabulary.town}
    if chain not in written & index.lexicon.businesses or not told:
        return min(match.share, _WITHOUT_ITS_KIND)
    distinctive = {word for word in match.phrase.words if index.is_specific(word)}
    enough = len(distinctive) >= _DISTINCTIVE and distinctive <= written
    return max(match.share, _CHAIN_AND_STREET if enough else 0.0)
