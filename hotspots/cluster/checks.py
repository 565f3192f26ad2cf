"""What may go into DBSCAN: everything else is refused with the mend, never guessed at."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_COLUMNS = 2  # easting, northing
_LONGITUDE_LIMIT = 180.0
_LATITUDE_LIMIT = 90.0
# Squares within this and its inverse are ordinary numbers, and no place is farther.
_LARGEST = 1e100


def check_eps(eps_m: object) -> float:
    """The distance in metres.

    Raises:
        ParameterError: not a positive finite number.
    """
    if isinstance(eps_m, bool) or not isinstance(eps_m, Real):
        eps_m = math.nan
    distance = float(eps_m)
    if not 1 / _LARGEST <= distance <= _LARGEST:
        msg = (
            "eps_m must be a positive, finite number of metres, for instance 150, "
            f"from {1 / _LARGEST:g} to {_LARGEST:g}."
        )
        raise ParameterError(msg)
    return distance


def check_min_samples(min_samples: object) -> int:
    """The number of samples.

    Raises:
        ParameterError: not a positive whole number.
    """
    if isinstance(min_samples, bool) or not isinstance(min_samples, Integral) or min_samples < 1:
        msg = "min_samples must be a whole number of at least 1, for instance 5."
        raise ParameterError(msg)
    return int(min_samples)


def check_points(points_m: ArrayLike) -> NDArray[np.float64]:
    """Shape (n, 2), float64: eastings and northings in metres. Nothing in, (0, 2) out.

    Raises:
        ParameterError: another shape, not numbers, not finite, or degrees.
    """
    points = _floats(points_m, "points_m")
    if points.size == 0:
        return np.empty((0, _COLUMNS))
    if points.ndim != _COLUMNS or points.shape[1] != _COLUMNS:
        msg = "points_m must have the shape (n, 2): a row for each point, easting and northing."
        raise ParameterError(msg)
    least, most = float(points.min()), float(points.max())  # either is NaN if anything is
    if not (math.isfinite(least) and math.isfinite(most)):
        msg = (
            "points_m has values that are missing or infinite. Leave out points without a position."
        )
        raise ParameterError(msg)
    if max(-least, most) > _LARGEST:
        msg = f"points_m has values beyond {_LARGEST:g}, which are no metres on any map."
        raise ParameterError(msg)
    if max(-least, most) <= _LONGITUDE_LIMIT and (np.abs(points[:, 1]) <= _LATITUDE_LIMIT).all():
        msg = (
            "points_m looks like longitude and latitude in degrees, and a degree is not a "
            "distance. Give easting and northing in metres (EPSG:27700)."
        )
        raise ParameterError(msg)
    if least <= 0 <= most:  # else the copy can be saved
        return points + 0.0  # turns -0.0 into 0.0, so that equal points are equal bytes too
    return points


def check_weights(weights: ArrayLike | None, number: int) -> NDArray[np.float64]:
    """Shape (n,), float64; where none are given one 1, seen n times, which takes no memory.

    Raises:
        ParameterError: another shape, not numbers, not finite, or negative.
    """
    if weights is None:
        return np.broadcast_to(np.float64(1.0), (number,))
    checked = _floats(weights, "weights")
    if checked.shape != (number,):
        msg = "weights must have one number for each point."
        raise ParameterError(msg)
    if number and not 0 <= float(checked.min()) <= float(checked.max()) <= _LARGEST:
        msg = f"weights must be finite numbers of at least 0 and at most {_LARGEST:g}."
        raise ParameterError(msg)
    return checked


def _floats(values: ArrayLike, name: str) -> NDArray[np.float64]:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        msg = f"{name} must hold numbers only, in rows of one length."
        raise ParameterError(msg) from None
