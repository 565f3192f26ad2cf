"""Words in, places out: the geocoder that the pipeline and the command line use."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.geocode.index import index_of
from hotspots.geocode.ladder import climb, is_settled_as_a_whole
from hotspots.geocode.leftovers import CLOSE_BY_M
from hotspots.geocode.names import Naming, exact_naming
from hotspots.geocode.outcomes import review
from hotspots.geocode.params import GeocodeParams
from hotspots.geocode.position_steps import is_a_position
from hotspots.geocode.privacy import packaged_private_words
from hotspots.geocode.silence import packaged_silence
from hotspots.geocode.split import joins_two, put_right, strong_parts, weak_parts
from hotspots.geocode.town import Origins, Part, Town
from hotspots.geocode.words import as_pasted, packaged_lexicon, same_text_key, unified
from hotspots.model import GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Decision, Geocoded
    from hotspots.postcodes import Postcodes

_CACHE_LIMIT = 100_000
# From this confidence on, a part counts as a place by itself.
_A_PLACE_FROM = 0.9
_CUT_NOTE = "The cell was too long; only its beginning was read."
_NARRATIVE_NOTE = "Too many parts for one cell: a person should read it."


class Geocoder:
    """Reads the words that staff write for places; offline, and never by guessing.

    `decisions` are what the co-ordinator settled, `origins` the postcodes that children
    go missing from. The answer for a text depends on the text and the day alone; answers
    are remembered.
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        postcodes: Postcodes,
        boundaries: Boundaries,
        decisions: Iterable[Decision] = (),
        origins: Iterable[str] = (),
        params: GeocodeParams | None = None,
    ) -> None:
        params = GeocodeParams() if params is None else params
        self._town = Town(
            gazetteer=gazetteer,
            boundaries=boundaries,
            postcodes=postcodes,
            index=index_of(gazetteer, boundaries, packaged_lexicon(), params),
            silence=packaged_silence(),
            private_words=packaged_private_words(),
            origins=Origins(origins, postcodes),
            decisions=_latest(decisions),
            outside=_outside(gazetteer, boundaries),
            params=params,
        )
        self._turning_days = _turning_days(gazetteer)
        self._cache: dict[tuple[str, int], tuple[Geocoded, ...]] = {}

    def read(self, text: str, *, on: date | None = None) -> tuple[Geocoded, ...]:
        """What the text means, one outcome for each place that it names: at least one.

        `on` is the day the text speaks of: places that were closed then stand back.
        """
        epoch = -1 if on is None else bisect_right(self._turning_days, on)
        key = (text[: self._town.params.longest_text + 1], epoch)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            found = self._cache[key] = self._read(key[0], on)
        return found

    def knowing_origins(self, origins: Iterable[str]) -> Geocoder:
        """This geocoder, or one that knows these origins too."""
        known = self._town.origins.postcodes
        wanted = Origins(origins, self._town.postcodes).postcodes
        if wanted <= known:
            return self
        other = object.__new__(Geocoder)
        other._town = replace(self._town, origins=Origins(known | wanted, self._town.postcodes))
        other._turning_days = self._turning_days
        other._cache = {}
        return other

    def _read(self, text: str, on: date | None) -> tuple[Geocoded, ...]:
        longest = self._town.params.longest_text
        if len(text) > longest:
            cut = self._read(text[:longest], on)
            return tuple(replace(one, note=f"{one.note} {_CUT_NOTE}".strip()) for one in cut)
        whole = self._part(as_pasted(text).strip(), on)
        if is_settled_as_a_whole(whole, self._town):
            return (climb(whole, self._town),)
        parts = strong_parts(unified(whole.text))
        if len(parts) > self._town.params.most_parts:
            return (review(whole, _NARRATIVE_NOTE),)
        if len(parts) == 1:
            return tuple(self._read_part(whole))
        outcomes = [one for part in parts for one in self._read_part(self._part(part, on))]
        if all(one.status is GeocodeStatus.REVIEW for one in outcomes):
            return (climb(whole, self._town),)
        return _worth_keeping(outcomes)

    def _read_part(self, whole: Part) -> Sequence[Geocoded]:
        """One part: parted once more where that gives places and nothing else."""
        right = self._put_right(whole)
        if right is not None:
            return [right]
        cuts = weak_parts(unified(whole.text))
        if len(cuts) == 1 or is_settled_as_a_whole(whole, self._town):
            return [climb(whole, self._town)]
        pieces = [self._part(piece, whole.on) for piece in cuts if self._tells(piece)]
        if 1 < len(pieces) <= self._town.params.most_parts:
            outcomes = [climb(piece, self._town) for piece in pieces]
            is_one = not joins_two(whole.text) and self._are_one_place(pieces, outcomes)
            if not is_one and all(map(_is_a_place, outcomes)):
                return _worth_keeping(outcomes)
        return [climb(whole, self._town)]

    def _put_right(self, whole: Part) -> Geocoded | None:
        """The place where a text names one, and another only to say that it was not that."""
        pair = put_right(unified(whole.text))
        if pair is None:
            return None
        said, denied = (self._part(text, whole.on) for text in pair)
        both = (exact_naming(said, self._town), exact_naming(denied, self._town))
        return climb(said, self._town) if all(both) else None

    def _are_one_place(self, pieces: Sequence[Part], outcomes: Sequence[Geocoded]) -> bool:
        """Whether it is one place, told twice: "Golden Fleece, 435601 336203"."""
        positions = [is_a_position(piece, self._town) for piece in pieces]
        if any(positions) and not all(positions):
            return True
        return self._is_told_by_its_ground(pieces) or _is_told_by_its_town(outcomes)

    def _is_told_by_its_ground(self, pieces: Sequence[Part]) -> bool:
        """Whether one is where another is: "Velodrome, Pride Park" is not the stadium there too.

        As within one breath, that is a place close by: of its names one that is not the whole of
        it is used for the ground around.
        """
        named = [(piece, exact_naming(piece, self._town)) for piece in pieces]
        return any(
            isinstance(ground, Naming)
            and isinstance(naming, Naming)
            and ground.method is GeocodeMethod.ALIAS
            and ground.place is not naming.place
            and self._town.index.is_area_like(piece.words)
            and ground.place.point.distance_m(naming.place.point) <= CLOSE_BY_M
            for piece, ground in named
            for _, naming in named
        )

    def _tells(self, text: str) -> bool:
        index = self._town.index
        return any(index.vocabulary.weight(w) > 0 for w in index.lexicon.words(text))

    def _part(self, text: str, on: date | None) -> Part:
        return Part(text, self._town.index.lexicon, on=on)


def _is_located(one: Geocoded) -> bool:
    return one.status is GeocodeStatus.LOCATED


def _is_a_place(one: Geocoded) -> bool:
    places = (GeocodeStatus.LOCATED, GeocodeStatus.OUTSIDE, GeocodeStatus.PRIVATE)
    return one.status in places and one.confidence >= _A_PLACE_FROM


def _is_told_by_its_town(outcomes: Sequence[Geocoded]) -> bool:
    """Whether a town elsewhere stands behind a name of here: "Exeter Street, Leicester"."""
    return _is_located(outcomes[-2]) and outcomes[-1].method is GeocodeMethod.ELSEWHERE


def _is_a_named_street(one: Geocoded) -> bool:
    by_position = {GeocodeMethod.LAT_LON, GeocodeMethod.EASTING_NORTHING}
    by_position |= {GeocodeMethod.GRID_REFERENCE, GeocodeMethod.POSTCODE}
    return _is_located(one) and one.place_id is None and one.method not in by_position


def _worth_keeping(outcomes: Sequence[Geocoded]) -> tuple[Geocoded, ...]:
    """Without "unknown" beside a place, and each place once.

    A street beside an origin's postcode may be its address, and is not kept either.
    """
    telling = [one for one in outcomes if one.status is not GeocodeStatus.NONE]
    if any(one.method is GeocodeMethod.ORIGIN for one in telling):
        telling = [one for one in telling if not _is_a_named_street(one)]
    kept: dict[object, Geocoded] = {}
    for one in telling or outcomes[:1]:
        same = one.place_id if _is_located(one) and one.place_id else same_text_key(one.text)
        kept.setdefault((one.status, same), one)
    return tuple(kept.values())


def _latest(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """The last decision for each text; in a tie the later in the alphabet, whatever the order."""
    ordered = sorted(
        decisions,
        key=lambda d: (d.decided_at, d.decided_by, d.status.value, d.place_id or "", d.text),
    )
    return {same_text_key(decision.text): decision for decision in ordered}


def _outside(gazetteer: Gazetteer, boundaries: Boundaries) -> frozenset[str]:
    keys = np.array([place.point.key for place in gazetteer.places], dtype=np.float64)
    inside = shapely.covers(boundaries.outline_m, shapely.points(keys.reshape(-1, 2)))
    return frozenset(
        place.place_id for place, is_in in zip(gazetteer.places, inside, strict=True) if not is_in
    )


def _turning_days(gazetteer: Gazetteer) -> list[date]:
    """Days on which some place opens, or has been closed since the day before."""
    opened = {place.valid_from for place in gazetteer.places if place.valid_from is not None}
    closed = {
        place.valid_to + timedelta(days=1)
        for place in gazetteer.places
        if place.valid_to is not None
    }
    return sorted(opened | closed)
