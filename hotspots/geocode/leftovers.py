"""What the words of a text cost that a place does not explain.

Chatter and fittings ("found by …", "food court") cost next to nothing, strangers a little,
in the same breath as the name more. Words that say *another* place — "… Street" behind a
park's name, a suburb far away, the name of somewhere else — cost so much that the place is
not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.geocode.areas import AreaFit
from hotspots.geocode.phrases import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

    Found = tuple[Phrase, frozenset[int]]

_ODDMENT, _FITTING_KIND, _LOOSE_KIND, _UNSURE_AREA = 0.01, 0.02, 0.05, 0.03
_STRANGER, _STRANGER_APART = 0.08, 0.03
# Beside a name that may be an ordinary word ("Quad"), or one that is known elsewhere.
_DOUBT = 0.25
_ANOTHER_PLACE = 0.4
# Small costs never add up to more than this, however long the story around the name is.
_MOST_SMALL_COST = 0.16
# A long word is a name by itself; a short one may be anything.
_LONG_WORD = 8
_STRONG_WEIGHT = 1.3
# Two names in one breath are one place within the other where they are this close.
_CLOSE_BY_M = 600.0


def cost_of(found: Found, others: Sequence[Found], reading: Reading, index: NameIndex) -> float:
    """What all words cost that are not `found`; `others` are whole names of other places."""
    left = [at for at in range(len(reading.words)) if at not in found[1]]
    costs = [_cost(at, found, others, reading, index) for at in left]
    small = sum(cost for cost in costs if cost < _DOUBT)
    return min(small, _MOST_SMALL_COST) + sum(cost for cost in costs if cost >= _DOUBT)


def _cost(
    at: int, found: Found, others: Sequence[Found], reading: Reading, index: NameIndex
) -> float:
    place_id = found[0].place.place_id
    meanings = reading.options[at]
    word = reading.words[at]
    explained = not index.words_of[place_id].isdisjoint(meanings)
    if explained or _says_nothing(word, index):
        return 0.0
    if _says_where(at, found, others, reading, index):
        return _ODDMENT
    area = area_at(at, reading, index)
    if area is not None:
        return _area_cost(area, found[0], index)
    if word in index.lexicon.kinds and word not in index.lexicon.details:
        return _kind_cost(at, found, reading, index)
    is_area = not index.vocabulary.areas.isdisjoint(meanings)
    if (
        any(w in index.by_word for w in meanings)
        and not is_area
        and word not in index.lexicon.details
    ):
        # The name of somewhere else.
        return _DOUBT
    return _stranger_cost(at, found, reading, index)


def area_at(at: int, reading: Reading, index: NameIndex) -> str | None:
    """The suburb that the word names; not as in "Alvaston Street", which may be anywhere."""
    following = reading.words[at + 1 : at + 2]
    if following and "street" in index.lexicon.kinds.get(following[0], ()):
        return None
    return next((w for w in sorted(reading.options[at]) if w in index.vocabulary.areas), None)


def _says_nothing(word: str, index: NameIndex) -> bool:
    return word in index.vocabulary.town or index.vocabulary.weight(word) == NOTHING


def _area_cost(word: str, phrase: Phrase, index: NameIndex) -> float:
    match index.areas.fit(word, phrase.place):
        case AreaFit.IN:
            return 0.0
        case AreaFit.UNSURE:
            return _UNSURE_AREA
        case AreaFit.FAR:
            return _ANOTHER_PLACE


def _kind_cost(at: int, found: Found, reading: Reading, index: NameIndex) -> float:
    """A kind of place: the one that this is, or, right behind the name, that of another."""
    phrase, used = found
    if index.lexicon.kinds[reading.words[at]] & index.kinds_of[phrase.place.place_id]:
        return _FITTING_KIND
    if at < max(used) or reading.clause[at] != reading.clause[max(used)]:
        return _LOOSE_KIND
    between = [reading.words[i] for i in range(max(used) + 1, at)]
    if any(_says_nothing(word, index) for word in between):
        return _LOOSE_KIND
    ours = index.lexicon.kinds.keys() | index.lexicon.details
    strangers = sum(word not in ours for word in between)
    if strangers == 0:
        return _ANOTHER_PLACE
    # "Markeaton Such Village" is another place; "Markeaton Park, Such Road" is an address.
    is_street = "street" in index.lexicon.kinds[reading.words[at]]
    return _DOUBT if strangers == 1 and not is_street else _LOOSE_KIND


def tells_where(other: frozenset[int], used: frozenset[int], reading: Reading) -> bool:
    """Whether a place named later only says what the first one is near."""
    later = reading.clause[min(other)] > reading.clause[max(used)]
    return later and all(reading.clause[at] in reading.near for at in other)


def _says_where(
    at: int, found: Found, others: Sequence[Found], reading: Reading, index: NameIndex
) -> bool:
    """Whether the word is of another place that only tells where this one is.

    That is a place told behind "near", or one close by whose name is used for the ground
    around it ("Velodrome Pride Park").
    """
    phrase, used = found
    return any(
        tells_where(positions, used, reading)
        or (
            other.words in index.area_like
            and other.place.point.distance_m(phrase.place.point) <= _CLOSE_BY_M
        )
        for other, positions in others
        if at in positions
    )


def _stranger_cost(at: int, found: Found, reading: Reading, index: NameIndex) -> float:
    phrase, used = found
    if reading.words[at] in index.lexicon.details:
        return _ODDMENT
    if reading.clause[at] not in {reading.clause[i] for i in used}:
        return _STRANGER_APART
    if at < min(used) and phrase.is_weak and index.vocabulary.town.isdisjoint(phrase.words):
        # "Otherham Bus Station" is not the one here.
        return _DOUBT
    if phrase.place.category in index.lexicon.containers:
        return _STRANGER
    if reading.words[at] in index.lexicon.businesses or phrase.words in index.area_like:
        return _DOUBT
    return _STRANGER if _is_strong(phrase, index) else _DOUBT


def _is_strong(phrase: Phrase, index: NameIndex) -> bool:
    """Whether the name cannot be taken for ordinary words."""
    if len(phrase.words) > 1 and (phrase.weight >= _STRONG_WEIGHT or phrase.is_weak):
        return True
    return any(len(word) >= _LONG_WORD and index.is_specific(word) for word in phrase.words)
