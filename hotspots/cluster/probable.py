"""Sightings too vague to found a cluster: which one they probably belong to."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.density import NOISE
from hotspots.cluster.scikit import neighbours_within
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.cluster.params import ClusterParams
    from hotspots.geo import PointM
    from hotspots.model import Sighting


def joining(
    sightings: Iterable[Sighting],
    points_m: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    labels: NDArray[np.int64],
    params: ClusterParams,
) -> dict[int, list[Sighting]]:
    """For each cluster's number the vague sightings that join it, in the order of the keys.

    A vague sighting is located in the city, at no public place, and not known to be within
    `eps_m`. It joins the cluster of its nearest core position within `eps_m`, of equally
    near ones the smallest. Private places, origins and places elsewhere are not located and
    never join. `points_m`, `weights` and `labels` are of what DBSCAN was given.
    """
    vague = _vague(sightings, params.eps_m)
    dense = labels != NOISE
    joined: defaultdict[int, list[Sighting]] = defaultdict(list)
    if not vague or not dense.any():
        return joined
    positions_m, first, at = np.unique(
        points_m[dense], axis=0, return_index=True, return_inverse=True
    )
    mass_of = np.bincount(at.reshape(-1), weights[dense]).astype(np.float64)
    label = labels[dense][first]
    vague_m = np.array([point.key for _, point in vague], dtype=np.float64)
    reach = neighbours_within(positions_m, vague_m, eps_m=params.eps_m)
    core = _cores(np.unique(np.concatenate(reach)), positions_m, mass_of, params)
    for (sighting, _), here_m, near in zip(vague, vague_m, reach, strict=True):
        candidates = np.sort(near[core[near]])
        if len(candidates):
            square = ((positions_m[candidates] - here_m) ** 2).sum(axis=1)
            joined[int(label[candidates[np.argmin(square)]])].append(sighting)
    return joined


def _cores(
    asked: NDArray[np.intp],
    positions_m: NDArray[np.float64],
    mass_of: NDArray[np.float64],
    params: ClusterParams,
) -> NDArray[np.bool_]:
    """Shape (n,): which of the asked positions are core; all others are taken as not.

    A core position's neighbours are all in clusters, so nothing that noise weighs is missed.
    """
    core = np.zeros(len(positions_m), dtype=np.bool_)
    if len(asked):
        near = neighbours_within(positions_m, positions_m[asked], eps_m=params.eps_m)
        mass = np.array([mass_of[one].sum() for one in near])
        core[asked] = mass >= params.min_samples
    return core


def _vague(sightings: Iterable[Sighting], eps_m: float) -> list[tuple[Sighting, PointM]]:
    return [
        (sighting, sighting.where.point)
        for sighting in sorted(sightings, key=attrgetter("key"))
        if sighting.where.status is GeocodeStatus.LOCATED
        and sighting.where.point is not None
        and sighting.where.place_id is None
        and (sighting.where.precision_m is None or sighting.where.precision_m > eps_m)
    ]
