"""DBSCAN (Ester et al. 1996) with the two choices that it leaves open settled by rule.

The original leaves to the order of the rows which number a cluster gets, and which
cluster a border point joins when it could join several. Here neither depends on the
rows, the engine or the number of threads:

- clusters are numbered by their smallest core point, easting first, then northing;
- a border point joins its nearest core point; of equally near ones the smallest.

Equal points are put together and weighted first. They are what our data is made of
(one supermarket's position a hundred times over), and an engine that sees each of them
needs memory that grows with their square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.checks import check_eps, check_min_samples, check_points, check_weights
from hotspots.cluster.scikit import neighbours_within, partition
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NOISE = -1
ENGINES = ("auto", "sklearn")


def dbscan(
    points_m: ArrayLike,
    *,
    eps_m: float,
    min_samples: int,
    weights: ArrayLike | None = None,
    engine: str = "auto",
) -> NDArray[np.int64]:
    """Shape (n,): the cluster of each point from 0, or -1 for noise.

    A core point has points of a total weight of at least `min_samples` within `eps_m`,
    itself and the edge included, as in scikit-learn. Of no points come no labels.

    Args:
        points_m: shape (n, 2), easting and northing in metres (any plane metres will do).
        eps_m: the distance in metres, positive.
        min_samples: a whole number of at least 1.
        weights: shape (n,), at least 0; each point counts 1 where none are given.
        engine: "auto" chooses; "sklearn" is scikit-learn's. The result is the same.

    Raises:
        ParameterError: a parameter, a shape or a value that cannot be used; degrees.
    """
    radius_m, needed = check_eps(eps_m), check_min_samples(min_samples)
    if engine not in ENGINES:
        msg = f"There is no such engine. Choose one of: {', '.join(ENGINES)}."
        raise ParameterError(msg)
    points = check_points(points_m)
    weight = check_weights(weights, len(points))
    if len(points) == 0:
        return np.empty(0, dtype=np.int64)
    unique, index = np.unique(points, axis=0, return_inverse=True)
    index = index.reshape(-1)
    core = partition(unique, _summed(weight, index), eps_m=radius_m, min_samples=needed)
    labels = _join_borders(unique, _numbered(core), eps_m=radius_m)
    return labels[index]


def _summed(weight: NDArray[np.float64], index: NDArray[np.intp]) -> NDArray[np.float64]:
    """The weight of each unique point, added smallest first so that row order is no matter."""
    order = np.lexsort((weight, index))
    starts = np.flatnonzero(np.diff(index[order], prepend=-1))
    return np.asarray(np.add.reduceat(weight[order], starts))


def _numbered(core: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same partition, numbered in the order in which clusters first appear.

    The unique points are sorted, so a cluster first appears with its smallest core point.
    """
    labels = np.full(len(core), NOISE, dtype=np.int64)
    is_core = core != NOISE
    _, first, member = np.unique(core[is_core], return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    labels[is_core] = number[member.reshape(-1)]
    return labels


def _join_borders(
    unique: NDArray[np.float64], labels: NDArray[np.int64], *, eps_m: float
) -> NDArray[np.int64]:
    cores, others = np.flatnonzero(labels != NOISE), np.flatnonzero(labels == NOISE)
    if len(cores) == 0 or len(others) == 0:
        return labels
    joined = labels.copy()
    near = neighbours_within(unique[cores], unique[others], eps_m=eps_m)
    for other, candidates in zip(others, near, strict=True):
        if len(candidates):
            at = cores[np.sort(candidates)]  # in the order of the points: the smallest first
            square = ((unique[at] - unique[other]) ** 2).sum(axis=1)
            joined[other] = labels[at[np.argmin(square)]]  # the first of equals
    return joined
