"""What the words of a text cost that a place does not explain.

Chatter and fittings ("found by …", "food court") cost next to nothing, strangers a little,
in the same breath as the name more. Words that say *another* place — "… Street" behind a
park's name, a suburb far away, the name of somewhere else — cost so much that the place is
not used.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from hotspots.geocode.areas import AreaFit
from hotspots.geocode.vocabulary import NOTHING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.phrases import Phrase
    from hotspots.geocode.reading import Reading

    Found = tuple[Phrase, frozenset[int]]

_ODDMENT, _FITTING_KIND, _LOOSE_KIND, _UNSURE_AREA = 0.01, 0.02, 0.05, 0.03
_STRANGER, _STRANGER_APART = 0.08, 0.03
# Beside a name that may be an ordinary word ("Quad"), or one that is known elsewhere.
DOUBT = 0.25
_ANOTHER_PLACE = 0.4
# Small costs never add up to more than this, however long the story around the name is.
_MOST_SMALL_COST = 0.16
# A long word is a name by itself; a short one may be anything.
_LONG_WORD = 8
_STRONG_WEIGHT = 1.3
_ARTICLE, _STREET = "the", "street"
# Two names in one breath are one place within the other where they are this close.
CLOSE_BY_M = 600.0


class _Sort(Enum):
    """What a word is that no name explains."""

    SAYS_NOTHING = auto()
    KIND = auto()
    ANOTHER_NAME = auto()
    STRANGER = auto()


class Leftovers:
    """The words of one text, and what each costs a place that does not explain it."""

    def __init__(self, reading: Reading, index: NameIndex) -> None:
        self._reading, self._index = reading, index
        positions = range(len(reading.words))
        self._areas = [area_at(at, reading, index) for at in positions]
        self._sorts = [_sort_of(at, reading, index) for at in positions]

    @property
    def other_names(self) -> list[int]:
        """Where words stand that cost `DOUBT`, unless explained or told to be near."""
        return [
            at
            for at, sort in enumerate(self._sorts)
            if sort is _Sort.ANOTHER_NAME and self._areas[at] is None
        ]

    def least_cost_of_strangers(self, *, apart_from: Container[int]) -> float:
        """What words that may be no known word cost any place, those at some positions left out."""
        reading = self._reading
        strangers = sum(
            sort is _Sort.STRANGER and not reading.options[at] and at not in apart_from
            for at, sort in enumerate(self._sorts)
        )
        least = _STRANGER_APART if max(reading.clause, default=0) else _STRANGER
        return min(strangers * least, _MOST_SMALL_COST)

    def cost_of(self, found: Found, others: Sequence[Found]) -> float:
        """What all words cost that are not `found`; `others` are whole names of other places."""
        left = [
            at
            for at, sort in enumerate(self._sorts)
            if sort is not _Sort.SAYS_NOTHING and at not in found[1]
        ]
        if self._index.lexicon.common.issuperset(found[0].words) and not self._stands_for_itself(
            found
        ):
            return _ANOTHER_PLACE
        if not left:
            return 0.0
        explained = self._index.phrases.words_of(found[0].place)
        options = self._reading.options
        costs = [self._cost(at, found, others) for at in left if explained.isdisjoint(options[at])]
        small = sum(cost for cost in costs if cost < DOUBT)
        return min(small, _MOST_SMALL_COST) + sum(cost for cost in costs if cost >= DOUBT)

    def _cost(self, at: int, found: Found, others: Sequence[Found]) -> float:
        reading, index = self._reading, self._index
        if others and _says_where(at, found, others, reading, index):
            return _ODDMENT
        area = self._areas[at]
        if area is not None:
            return _area_cost(area, found[0], index)
        match self._sorts[at]:
            case _Sort.KIND:
                return _kind_cost(at, found, reading, index)
            case _Sort.ANOTHER_NAME:
                return DOUBT
            case _:
                return _stranger_cost(at, found, reading, index)

    def _stands_for_itself(self, found: Found) -> bool:
        """Whether a name of common words is that name here: "Woodlands" may be any woodland.

        It is all that the text says, or something else in the text speaks of the place.
        """
        index, reading = self._index, self._reading
        rest = [
            at
            for at, word in enumerate(reading.words)
            if at not in found[1] and word != _ARTICLE and word not in index.vocabulary.town
        ]
        ours, kinds = index.phrases.words_of(found[0].place), index.kinds_of(found[0].place)
        return not rest or any(
            not ours.isdisjoint(reading.options[at])
            or not kinds.isdisjoint(index.lexicon.kinds.get(reading.words[at], ()))
            for at in rest
        )


def _sort_of(at: int, reading: Reading, index: NameIndex) -> _Sort:
    word, meanings, lexicon = reading.words[at], reading.options[at], index.lexicon
    if _says_nothing(word, index):
        return _Sort.SAYS_NOTHING
    if word in lexicon.details:
        return _Sort.STRANGER
    if word in lexicon.kinds:
        return _Sort.KIND
    is_name = any(w in index.phrases for w in meanings)
    is_area = not index.vocabulary.areas.isdisjoint(meanings)
    return _Sort.ANOTHER_NAME if is_name and not is_area else _Sort.STRANGER


def area_at(at: int, reading: Reading, index: NameIndex) -> str | None:
    """The suburb that the word names; not as in "Alvaston Street", which may be anywhere."""
    if index.vocabulary.areas.isdisjoint(reading.options[at]):
        return None
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
    kinds = index.lexicon.kinds[reading.words[at]]
    is_beside = at == max(used) + 1 and reading.clause[at] == reading.clause[max(used)]
    if is_beside and phrase.place.category == _STREET and _STREET in kinds:
        # "Cheapside Road" is another street than "Cheapside".
        return _ANOTHER_PLACE
    if kinds & index.kinds_of(phrase.place):
        return _FITTING_KIND
    if at < max(used) or reading.clause[at] != reading.clause[max(used)]:
        return _LOOSE_KIND
    between = [reading.words[i] for i in range(max(used) + 1, at)]
    if any(_says_nothing(word, index) for word in between):
        return _LOOSE_KIND
    strangers = sum(
        word not in index.lexicon.kinds and word not in index.lexicon.details for word in between
    )
    if strangers == 0:
        return _ANOTHER_PLACE
    # "Markeaton Such Village" is another place; "Markeaton Park, Such Road" is an address.
    return DOUBT if strangers == 1 and _STREET not in kinds else _LOOSE_KIND


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
            index.is_area_like(other.words)
            and other.place.point.distance_m(phrase.place.point) <= CLOSE_BY_M
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
        return DOUBT
    if phrase.place.category in index.lexicon.containers:
        return _STRANGER
    is_sure = (
        reading.words[at] not in index.lexicon.businesses
        and _is_strong(phrase, index)
        and not index.is_area_like(phrase.words)
    )
    return _STRANGER if is_sure else DOUBT


def _is_strong(phrase: Phrase, index: NameIndex) -> bool:
    """Whether the name cannot be taken for ordinary words."""
    if len(phrase.words) > 1 and (phrase.weight >= _STRONG_WEIGHT or phrase.is_weak):
        return True
    return any(
        len(word) >= _LONG_WORD and index.vocabulary.is_specific(word) for word in phrase.words
    )
