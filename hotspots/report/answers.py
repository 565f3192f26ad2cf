"""What a person's answer to a text in doubt means: a place, a position, or one of three words."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.gazetteer import place_id_of
from hotspots.geo import PointM, in_great_britain
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.gazetteer import Gazetteer

WORDS: Mapping[str, GeocodeStatus] = {
    "private": GeocodeStatus.PRIVATE,
    "outside": GeocodeStatus.OUTSIDE,
    "no information": GeocodeStatus.NONE,
}
_POSITION = re.compile(
    r"\s*([0-9]{1,7}(?:\.[0-9]{1,6})?)[\s,;]{1,5}([0-9]{1,7}(?:\.[0-9]{1,6})?)\s*"
)


class UnclearAnswerError(ParameterError):
    """The answer is neither a place, a position nor one of the words."""

    def __init__(self, problem: str, *, mend: str) -> None:
        super().__init__(f"This is {problem}. {mend}")
        self.problem = problem
        self.mend = mend


def places_by_name(gazetteer: Gazetteer) -> dict[str, set[str]]:
    """Places by name, id and alias; a place's own name goes before another one's alias."""
    own: dict[str, set[str]] = defaultdict(set)
    other: dict[str, set[str]] = defaultdict(set)
    for place in gazetteer.places:
        own[place_id_of(place.name)].add(place.place_id)
        for name in (place.place_id, *place.aliases):
            other[place_id_of(name)].add(place.place_id)
    return other | own


def answer_of(
    typed: str, places: Mapping[str, set[str]]
) -> tuple[GeocodeStatus, str | None, PointM | None]:
    """The outcome that the answer stands for, and the place's id or the position if it has one.

    Raises:
        UnclearAnswerError: it stands for none, or for several places.
    """
    word = WORDS.get(" ".join(typed.lower().split()))
    if word is not None:
        return word, None, None
    numbers = _POSITION.fullmatch(typed)
    if numbers is not None:
        point = PointM(float(numbers[1]), float(numbers[2]))
        if not in_great_britain(point):
            raise UnclearAnswerError(
                "not a position on the National Grid",
                mend="Give easting, then northing, in metres (EPSG:27700).",
            )
        return GeocodeStatus.LOCATED, None, point
    name = place_id_of(typed)
    known = places.get(name, set()) if name else set()
    if len(known) == 1:
        return GeocodeStatus.LOCATED, next(iter(known)), None
    raise UnclearAnswerError(
        "a name that several places have" if known else "not a place, a position or a word",
        mend=f"Copy a name from the list of places, or write: {', '.join(WORDS)}.",
    )
