"""scikit-learn's part: which unique points are core, and which cores hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import DBSCAN
from sklearn.neighbors import NearestNeighbors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Named, not "auto": brute force computes distances from scalar products, which at
# eastings of 400,000 m loses the centimetres that decide whether a point is in reach.
_ALGORITHM = "kd_tree"


def partition(
    points_m: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
) -> NDArray[np.int64]:
    """Shape (n,): a number for each set of connected core points, -1 for all other points.

    Points must be unique; the numbers mean nothing beyond equal or not.
    """
    core = np.full(len(points_m), -1, dtype=np.int64)
    if not weights.any():
        return core  # scikit-learn refuses such weights; by definition nothing is dense
    found = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm=_ALGORITHM).fit(
        points_m, sample_weight=weights
    )
    at = found.core_sample_indices_
    core[at] = found.labels_[at]
    return core


def neighbours_within(
    cores_m: NDArray[np.float64], others_m: NDArray[np.float64], *, eps_m: float
) -> Sequence[NDArray[np.intp]]:
    """For each of the others, the rows of the cores within `eps_m`, in no order."""
    tree = NearestNeighbors(radius=eps_m, algorithm=_ALGORITHM).fit(cores_m)
    near: Sequence[NDArray[np.intp]] = tree.radius_neighbors(others_m, return_distance=False)
    return near
