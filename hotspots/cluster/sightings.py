"""From sightings to clusters: which of them may stand for a place at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.density import NOISE, dbscan
from hotspots.cluster.people import founding_sightings, weights_of
from hotspots.cluster.probable import joining
from hotspots.model import Cluster, GeocodeStatus, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.cluster.params import ClusterParams

_by_key = attrgetter("key")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSightings:
    """Sightings by what their position is worth; each group in the order of the keys."""

    at_place: tuple[Sighting, ...]
    elsewhere: tuple[Sighting, ...]
    unlocated: tuple[Sighting, ...]


def split_by_place(sightings: Iterable[Sighting]) -> PlacedSightings:
    """At a public place; located in the city but at none; and all others.

    Places outside the city and private ones are among the others, whatever is known of them.
    """
    at_place, elsewhere, unlocated = [], [], []
    for sighting in sorted(sightings, key=_by_key):
        where = sighting.where
        if where.status is not GeocodeStatus.LOCATED or where.point is None:
            unlocated.append(sighting)
        elif where.place_id is None:
            elsewhere.append(sighting)
        else:
            at_place.append(sighting)
    return PlacedSightings(
        at_place=tuple(at_place), elsewhere=tuple(elsewhere), unlocated=tuple(unlocated)
    )


def cluster_sightings(
    sightings: Sequence[Sighting],
    params: ClusterParams,
    *,
    vague: Iterable[Sighting] = (),
) -> tuple[Cluster, ...]:
    """DBSCAN over the sightings that have a position good enough to found a cluster.

    A public place is one place whatever its extent. Any other position counts only if
    it is known to be within `eps_m`: otherwise the middle of a postcode sector, on which
    everything vague falls, becomes a hotspot. Noise is in no cluster. Clusters are in the
    order of their numbers, their sightings in the order of the keys.

    Located sightings that are too vague to found anything, here or among `vague`, are then
    `probable` in the cluster of their nearest core position, if one is within `eps_m`.
    Clusters of fewer than `min_children` are here too: see `split_by_people`.
    """
    founding = founding_sightings(sightings, eps_m=params.eps_m)
    points_m = np.array([point.key for _, point in founding], dtype=np.float64).reshape(-1, 2)
    weights = weights_of(founding, max_per_child=params.max_per_child)
    labels = dbscan(points_m, eps_m=params.eps_m, min_samples=params.min_samples, weights=weights)
    members: defaultdict[int, list[Sighting]] = defaultdict(list)
    for (sighting, _), label in zip(founding, labels.tolist(), strict=True):
        members[label].append(sighting)
    probable = joining((*sightings, *vague), points_m, weights, labels=labels, params=params)
    return tuple(
        Cluster(
            number=number,
            sightings=tuple(members[number]),
            probable=tuple(probable.get(number, ())),
        )
        for number in sorted(members)
        if number != NOISE
    )
