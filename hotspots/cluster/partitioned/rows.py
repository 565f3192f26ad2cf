"""Rows of easting, northing and weight; equal points put together without any rounding.

What is shuffled are rows, shape (n, 3). A place has one row where its weights are whole
numbers. Other sums are rounded, and a sum of rounded sums is not the sum: there a place has
as many rows as it takes to write its sum exactly (two, as a rule), and whoever adds them up
in the end rounds once, as a single machine does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COLUMNS = 3  # easting, northing, weight
ROW_BYTES = COLUMNS * 8
# Up to here every sum of whole numbers is exact, whatever the order.
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """`rows`, sorted by easting, then northing; for each point, the first row of its place."""

    rows: NDArray[np.float64]
    of_point: NDArray[np.intp]


def collapse(points_m: NDArray[np.float64], weights: NDArray[np.float64]) -> Collapsed:
    """Equal points put together: shape (n, 2) and (n,) to sorted rows."""
    places, of_point = np.unique(sort_keys(points_m), return_inverse=True)
    of_point = of_point.reshape(-1)
    if _whole(weights):
        totals = np.bincount(of_point, weights, minlength=len(places)).astype(np.float64)
        return Collapsed(rows=_rows(places, totals), of_point=of_point)
    parts = [exact_parts(own.tolist()) for own in _by_place(weights, of_point, len(places))]
    sizes = np.array([len(own) for own in parts], dtype=np.intp)
    flat = np.array([part for own in parts for part in own], dtype=np.float64)
    first = np.cumsum(sizes) - sizes
    return Collapsed(rows=_rows(np.repeat(places, sizes), flat), of_point=first[of_point])


def collapse_rows(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Likewise for rows from several partitions."""
    return collapse(rows[:, :2], rows[:, 2]).rows


def find(places_m: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where in the sorted `rows` each of the places begins; all of them must be there."""
    return np.searchsorted(sort_keys(rows[:, :2]), sort_keys(places_m))


def sort_keys(points_m: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Shape (n,): numpy orders complex numbers by the real part, then by the imaginary."""
    return np.ascontiguousarray(points_m).view(np.complex128).reshape(-1)


def exact_parts(values: Sequence[float]) -> list[float]:
    """Numbers with exactly the sum of the values: the sum rounded, what is left, and so on."""
    parts: list[float] = []
    rest = math.fsum(values)
    while rest:
        parts.append(rest)
        rest = math.fsum([*values, *(-part for part in parts)])
    return parts or [0.0]


def _whole(weights: NDArray[np.float64]) -> bool:
    return bool((weights == np.floor(weights)).all() and weights.sum() < _EXACT)


def _by_place(
    weights: NDArray[np.float64], place: NDArray[np.intp], number: int
) -> list[NDArray[np.float64]]:
    ends = np.cumsum(np.bincount(place, minlength=number))
    return np.split(weights[np.argsort(place, kind="stable")], ends[:-1])


def _rows(places: NDArray[np.complex128], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    rows = np.empty((len(places), COLUMNS))
    rows[:, 0], rows[:, 1], rows[:, 2] = places.real, places.imag, weights
    return rows
