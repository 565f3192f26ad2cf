"""The ground of a hotspot, and how much of it two hotspots share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotspots.model import Ground, point_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Sighting


def ground_of(sightings: Iterable[Sighting]) -> Ground:
    """The public places of the sightings with their numbers, and the points as digests."""
    taken = tuple(sightings)
    counts = Counter(s.where.place_id for s in taken if s.where.place_id is not None)
    return Ground(
        places=tuple(sorted(counts.items())), points=frozenset(point_digest(*s.key) for s in taken)
    )


def shared_part(one: Ground, other: Ground) -> float:
    """From 0 to 1: the part of the smaller that both have, by places or by points.

    The larger of the two counts. Periods that follow one another have no point in
    common, only ground; and where somebody re-settled texts, points stay although the
    places they are given to change. A place weighs as many as it has sightings.
    """
    return max(_shared_places(one, other), _shared_points(one, other))


def _shared_places(one: Ground, other: Ground) -> float:
    mine, theirs = dict(one.places), dict(other.places)
    common = sorted(mine.keys() & theirs.keys())
    if not common:
        return 0.0
    return max(
        sum(counts[place] for place in common) / sum(counts.values()) for counts in (mine, theirs)
    )


def _shared_points(one: Ground, other: Ground) -> float:
    smaller = min(len(one.points), len(other.points))
    return len(one.points & other.points) / smaller if smaller else 0.0
