"""DBSCAN (Ester et al. 1996) with the choices that it leaves open settled by rule.

The original leaves to the order of the rows which number a cluster gets, and which
cluster a border point joins when it could join several; programs leave to their rounding
what is exactly as far as eps, and what weighs exactly enough. Here nothing depends on the
rows, the engine or the number of threads:

- two points are near when dx * dx + dy * dy <= eps * eps, each step rounded to float64;
- equal points are one point, whose weight is theirs together; that sum and the sum of the
  weights near a point are each rounded once, whatever the order (as `math.fsum` does);
- clusters are numbered by their smallest core point, easting first, then northing;
- a border point joins its nearest core point; of equally near ones the smallest.

The first rule is that of the leaves of scikit-learn's k-d tree. Where it takes a whole
branch of its tree it compares rounded roots instead, so of two points that are exactly eps
apart (to the last bit) it may see one as near and the other not; we do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.checks import check_eps, check_min_samples, check_points, check_weights
from hotspots.cluster.engines import ENGINES, engine_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["ENGINES", "NOISE", "dbscan"]

NOISE = -1


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
        engine: "sklearn" for few points, "grid" for many, "dask" for more than one machine;
            "auto" chooses between the first two. The result is the same.

    Raises:
        ParameterError: a parameter, a shape or a value that cannot be used; degrees; an
            engine whose packages are not installed.
    """
    radius_m, needed = check_eps(eps_m), check_min_samples(min_samples)
    points = check_points(points_m)
    weight = check_weights(weights, len(points))
    return engine_of(engine, len(points))(points, weight, eps_m=radius_m, min_samples=needed)
