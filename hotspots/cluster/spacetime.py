"""DBSCAN in space and time: near on the ground, and not long before or after.

ST-DBSCAN's neighbourhood (Birant and Kut, "ST-DBSCAN: An algorithm for clustering spatial-
temporal data", Data & Knowledge Engineering 60, 2007) without its third threshold, which
compares values that our points do not have. Two points are near when they are within
`eps_m` and within `eps_days`. What DBSCAN leaves open is settled by rule, as in `density`.
"""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hotspots.cluster.checks import check_eps, check_min_samples, check_points, check_weights
from hotspots.cluster.density import NOISE, dbscan
from hotspots.cluster.scikit import neighbours_within
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    _Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

_AT_ONCE = 2_000_000  # pairs that are near on the ground and looked at together


def dbscan_spacetime(
    points_m: ArrayLike,
    days: ArrayLike,
    *,
    eps_m: float,
    eps_days: float,
    min_samples: int,
    weights: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """Shape (n,): the cluster of each point from 0, or -1 for noise.

    Points at one position on one day are one point, whose weight is theirs together. Clusters
    are numbered by their smallest core point: easting first, then northing, then day. A
    border point joins the core nearest on the ground; of equally near ones the nearest in
    time, then the smallest. Without a limit in time it is `dbscan`.

    Args:
        points_m: shape (n, 2), easting and northing in metres.
        days: shape (n,), days since any moment; parts of a day may be given.
        eps_m: the distance in metres, positive.
        eps_days: the time in days, at least 0 (the same day) and perhaps infinite.
        min_samples: a whole number of at least 1.
        weights: shape (n,), at least 0; each point counts 1 where none are given.

    Raises:
        ParameterError: a parameter, a shape or a value that cannot be used; degrees.
    """
    points, limit = check_points(points_m), _check_days(eps_days)
    day = _check_moments(days, len(points))
    weight = check_weights(weights, len(points))
    if math.isinf(limit):
        return dbscan(points, eps_m=eps_m, min_samples=min_samples, weights=weight)
    radius_m, needed = check_eps(eps_m), check_min_samples(min_samples)
    if not len(points):
        return np.empty(0, dtype=np.int64)
    events, at = np.unique(np.column_stack([points, day]), axis=0, return_inverse=True)
    at = at.reshape(-1)
    pairs = _near(events, eps_m=radius_m, eps_days=limit)
    mass = _sums(pairs[0], _sums(at, weight, len(events))[pairs[1]], len(events))
    labels = _labels(events, mass >= needed, pairs)
    return labels[at]


def _near(events: NDArray[np.float64], *, eps_m: float, eps_days: float) -> _Pairs:
    """The rows of all pairs that are near, each with itself too, in the order of the first."""
    found = [
        (row[soon], near[soon])
        for row, near in _near_on_the_ground(events, eps_m)
        for soon in [np.abs(events[row, 2] - events[near, 2]) <= eps_days]
    ]
    return np.concatenate([row for row, _ in found]), np.concatenate([near for _, near in found])


def _near_on_the_ground(events: NDArray[np.float64], eps_m: float) -> Iterator[_Pairs]:
    """Pairs of rows whatever their days, so many at once that they fit the memory.

    The events are sorted, so that those at one position stand together.
    """
    positions_m, first, position, days = np.unique(
        events[:, :2], axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    position = position.reshape(-1)
    near = neighbours_within(positions_m, positions_m, eps_m=eps_m)
    many = np.array([int(days[some].sum()) for some in near])[position]
    part = np.cumsum(many) // _AT_ONCE
    for rows in np.split(np.arange(len(events)), np.flatnonzero(np.diff(part)) + 1):
        to = np.concatenate([near[one] for one in position[rows]])
        own = np.repeat(rows, [len(near[one]) for one in position[rows]])
        yield np.repeat(own, days[to]), _ranges(first[to], days[to])


def _ranges(first: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """So many whole numbers from each first one on, one run after the other."""
    start = np.cumsum(length) - length
    return np.asarray(np.arange(length.sum()) + np.repeat(first - start, length))


def _sums(
    group: NDArray[np.int64], values: NDArray[np.float64], groups: int
) -> NDArray[np.float64]:
    """Shape (groups,): the sum of each group's values, rounded once, whatever their order."""
    if (values == np.floor(values)).all() and values.sum() < 2.0**53:
        return np.asarray(np.bincount(group, values, minlength=groups), dtype=np.float64)
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=groups))[:-1]
    return np.array([math.fsum(some) for some in np.split(values[order], ends)])


def _labels(
    events: NDArray[np.float64], core: NDArray[np.bool_], pairs: _Pairs
) -> NDArray[np.int64]:
    labels = np.full(len(events), NOISE, dtype=np.int64)
    if not core.any():
        return labels
    row, near = pairs
    linked = core[row] & core[near]
    ends = (row[linked], near[linked])
    graph = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(len(events),) * 2)
    _, part = connected_components(graph.tocsr(), directed=False)
    _, first, member = np.unique(part[core], return_index=True, return_inverse=True)
    number = np.argsort(np.argsort(first))
    labels[core] = number[member.reshape(-1)]
    joins = ~core[row] & core[near]
    row, near = row[joins], near[joins]
    apart = events[near] - events[row]
    square = apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1]
    order = np.lexsort((near, np.abs(apart[:, 2]), square, row))
    row, near = row[order], near[order]
    nearest = np.diff(row, prepend=-1) != 0
    labels[row[nearest]] = labels[near[nearest]]
    return labels


def _check_days(eps_days: object) -> float:
    if isinstance(eps_days, bool) or not isinstance(eps_days, Real) or not float(eps_days) >= 0:
        msg = "eps_days must be a number of days of at least 0, for instance 14."
        raise ParameterError(msg)
    return float(eps_days)


def _check_moments(days: ArrayLike, number: int) -> NDArray[np.float64]:
    try:
        moments = np.asarray(days, dtype=np.float64) + 0.0
    except (TypeError, ValueError):
        moments = np.full(1, np.nan)
    if moments.size == number == 0:
        return np.empty(0)
    if moments.shape != (number,) or not np.isfinite(moments).all():
        msg = "days must have one finite number for each point."
        raise ParameterError(msg)
    return moments
