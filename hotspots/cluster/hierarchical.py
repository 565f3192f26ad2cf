"""HDBSCAN (Campello, Moulavi and Sander 2013): clusters of differing density, without an eps.

The work is scikit-learn's. Ours is that labels depend on nothing but the points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import HDBSCAN

from hotspots.cluster.checks import check_min_samples, check_points
from hotspots.cluster.density import NOISE
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_SMALLEST = 2  # scikit-learn's limit, and what the word cluster means


def hdbscan(
    points_m: ArrayLike, *, min_samples: int, min_cluster_size: int | None = None
) -> NDArray[np.int64]:
    """Shape (n,): the cluster of each point from 0, or -1 for noise.

    Points are taken in the order of easting and northing. Equal points each count and have
    one label, that of the first of them. There is no border: clusters are numbered by their
    smallest point, easting first, then northing. As in scikit-learn's default the whole of
    the points is never one cluster. There are no weights: repeat the points.

    Args:
        points_m: shape (n, 2), easting and northing in metres.
        min_samples: the neighbours, itself included, by which density is measured.
        min_cluster_size: the fewest points of a cluster, at least 2; `min_samples`, or 2
            where that is less, if None.

    Raises:
        ParameterError: a parameter, a shape or a value that cannot be used; degrees.
    """
    points, needed = check_points(points_m), check_min_samples(min_samples)
    size = max(needed, _SMALLEST) if min_cluster_size is None else _check_size(min_cluster_size)
    if len(points) < max(needed, size):
        return np.full(len(points), NOISE, dtype=np.int64)
    order = np.lexsort(points.T[::-1])
    found = HDBSCAN(min_samples=needed, min_cluster_size=size, copy=True).fit(points[order])
    own = np.empty(len(points), dtype=np.int64)
    own[order] = _numbered(_alike(points[order], found.labels_))
    return own


def _alike(ordered: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of equal points, which stand together, all have the first one's label."""
    begins = np.flatnonzero(np.any(np.diff(ordered, axis=0, prepend=np.nan) != 0, axis=1))
    often = np.diff(begins, append=len(ordered))
    return np.repeat(labels[begins], often)


def _numbered(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers in the order in which the clusters first appear; noise stays noise."""
    clustered = labels != NOISE
    numbers = np.full(len(labels), NOISE, dtype=np.int64)
    _, first, member = np.unique(labels[clustered], return_index=True, return_inverse=True)
    numbers[clustered] = np.argsort(np.argsort(first))[member.reshape(-1)]
    return numbers


def _check_size(min_cluster_size: object) -> int:
    try:
        size = check_min_samples(min_cluster_size)
    except ParameterError:
        size = 0
    if size < _SMALLEST:
        msg = "min_cluster_size must be a whole number of at least 2, for instance 5."
        raise ParameterError(msg)
    return size
