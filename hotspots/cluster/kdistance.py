"""The k-distance curve: how far from each point the point is that would make it core.

Ester et al. 1996 choose eps where this curve turns. With k = min_samples - 1 a point is core
exactly when its k-th neighbour is within eps, since a point counts itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.neighbors import KDTree

from hotspots.cluster.checks import check_min_samples, check_points
from hotspots.model import KDistance

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_MOST_KEPT = 1000
_FEWEST = 3  # of two points every curve is straight
_ROWS_AT_ONCE = 4096


def k_distance(points_m: ArrayLike, *, min_samples: int) -> KDistance:
    """The sorted k-distances of points, shape (n, 2) in metres, for k = `min_samples` - 1.

    Fewer than `min_samples` points have no curve. The knee is the point farthest below the
    straight line between the ends, both axes scaled to 1 (Satopää et al. 2011, "Finding a
    Kneedle in a Haystack", without smoothing).

    Raises:
        ParameterError: a parameter, a shape or a value that cannot be used.
    """
    needed, points = check_min_samples(min_samples), check_points(points_m)
    if len(points) < needed:
        return KDistance(k=needed - 1, points=len(points), distances_m=(), knee_m=None)
    distances_m = _sorted_distances(points, needed)
    kept = np.unique(np.linspace(0, len(points) - 1, _MOST_KEPT).round().astype(np.int64))
    return KDistance(
        k=needed - 1,
        points=len(points),
        distances_m=tuple(distances_m[kept].tolist()),
        knee_m=_knee(distances_m),
    )


def _sorted_distances(points: NDArray[np.float64], needed: int) -> NDArray[np.float64]:
    """Equal points are asked for once: so many neighbours at one place need no memory."""
    unique, often = np.unique(points, axis=0, return_counts=True)
    tree, nearest = KDTree(unique), min(needed, len(unique))
    found = []
    for first in range(0, len(unique), _ROWS_AT_ONCE):
        here = unique[first : first + _ROWS_AT_ONCE]
        distance, row = tree.query(here, k=nearest)
        enough = np.cumsum(often[row], axis=1) >= needed
        found.append(np.take_along_axis(distance, enough.argmax(axis=1)[:, None], axis=1)[:, 0])
    return np.asarray(np.sort(np.repeat(np.concatenate(found), often)))


def _knee(distances_m: NDArray[np.float64]) -> float | None:
    low, high = float(distances_m[0]), float(distances_m[-1])
    if len(distances_m) < _FEWEST or low == high:
        return None
    rank = np.linspace(0.0, 1.0, len(distances_m))
    below = np.round(rank - (distances_m - low) / (high - low), 12)
    return float(distances_m[below.argmax()]) if below.max() > 0 else None
