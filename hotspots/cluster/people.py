"""Who stands on which position: the people behind the points that DBSCAN sees."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.params import ClusterParams
    from hotspots.geo import PointM
    from hotspots.model import Cluster, Sighting

# Weights are rounded up to whole multiples of 2 ** -30. Sums of those are exact, in any
# order, and ten tenths are never less than one.
_STEPS = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersByPeople:
    """Clusters that may found hotspots, and patterns of too few children; each by number."""

    founding: tuple[Cluster, ...]
    of_too_few: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Children by unique positions. Both are sorted, so that row order is no matter.

    `positions_m` has shape (n, 2), as `np.unique` sorts it. `counts` and `weights` have shape
    (children, n): sightings, and what they weigh in DBSCAN.
    """

    children: tuple[str, ...]
    positions_m: NDArray[np.float64]
    counts: sparse.csr_array
    weights: sparse.csr_array


def split_by_people(clusters: Iterable[Cluster], params: ClusterParams) -> ClustersByPeople:
    """Part the clusters by whether they have `min_children` distinct children.

    What is in neither figure is lost to nobody: `of_too_few` is for the co-ordinator.
    """
    ordered = sorted(clusters, key=attrgetter("number"))
    enough = [len(children_of(cluster.sightings)) >= params.min_children for cluster in ordered]
    return ClustersByPeople(
        founding=tuple(c for c, fit in zip(ordered, enough, strict=True) if fit),
        of_too_few=tuple(c for c, fit in zip(ordered, enough, strict=True) if not fit),
    )


def children_of(sightings: Iterable[Sighting]) -> frozenset[str]:
    """The distinct children."""
    return frozenset(sighting.episode.child_id for sighting in sightings)


def founding_sightings(
    sightings: Iterable[Sighting], *, eps_m: float
) -> list[tuple[Sighting, PointM]]:
    """Those whose position is good enough to found a cluster, in the order of the keys."""
    return [
        (sighting, point)
        for sighting in sorted(sightings, key=attrgetter("key"))
        if (point := _founding_point(sighting, eps_m)) is not None
    ]


def place_key(sighting: Sighting, point: PointM) -> str | tuple[float, float]:
    """What counts as one place: the public place whatever its extent, else the position."""
    return point.key if sighting.where.place_id is None else sighting.where.place_id


def weights_of(
    founding: Sequence[tuple[Sighting, PointM]], *, max_per_child: int | None
) -> NDArray[np.float64]:
    """Shape (n,): what each sighting counts, 1 or the child's `max_per_child` shared out."""
    if max_per_child is None:
        return np.ones(len(founding))
    keys = [(s.episode.child_id, place_key(s, point)) for s, point in founding]
    often = Counter(keys)
    return np.array([_share(max_per_child, often[key]) for key in keys], dtype=np.float64)


def census_of(sightings: Iterable[Sighting], params: ClusterParams) -> Census:
    """The sightings that can found a cluster, by child and position."""
    founding = founding_sightings(sightings, eps_m=params.eps_m)
    points_m = np.array([point.key for _, point in founding], dtype=np.float64).reshape(-1, 2)
    positions_m, column = np.unique(points_m + 0.0, axis=0, return_inverse=True)
    children = tuple(sorted({s.episode.child_id for s, _ in founding}))
    number = {child: row for row, child in enumerate(children)}
    row = np.array([number[s.episode.child_id] for s, _ in founding], dtype=np.int64)
    at, shape = (row, column.reshape(-1)), (len(children), len(positions_m))
    weights = weights_of(founding, max_per_child=params.max_per_child)
    return Census(
        children=children,
        positions_m=positions_m,
        counts=sparse.coo_array((np.ones(len(founding)), at), shape=shape).tocsr(),
        weights=sparse.coo_array((weights, at), shape=shape).tocsr(),
    )


def _share(most: int, often: int) -> float:
    return 1.0 if often <= most else math.ceil(most * _STEPS / often) / _STEPS


def _founding_point(sighting: Sighting, eps_m: float) -> PointM | None:
    where = sighting.where
    if where.status is not GeocodeStatus.LOCATED:
        return None
    precise = where.precision_m is not None and where.precision_m <= eps_m
    return where.point if precise or where.place_id is not None else None
