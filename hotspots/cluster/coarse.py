"""The same clustering one level coarser: which hotspots lie together in one zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.density import dbscan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.geo import PointM

# Seven minutes' walk: shops of one suburb's centre, and not yet the next suburb's.
ZONE_EPS_M = 600.0


def coarse_groups(points: Sequence[PointM], *, eps_m: float = ZONE_EPS_M) -> tuple[int, ...]:
    """For each point the number of its group: those within `eps_m` of one another, in chains.

    Every point founds a group (`min_samples` of 1), so a lone one is a group of itself.
    """
    points_m = np.array([point.key for point in points], dtype=np.float64).reshape(-1, 2)
    return tuple(dbscan(points_m, eps_m=eps_m, min_samples=1).tolist())
