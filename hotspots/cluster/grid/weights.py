"""What the places weigh: the number of their rows, or the sum of the rows' weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.sums import MOST_PARTS, absorb, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Up to here every sum of whole numbers is exact, whatever the order.
_EXACT = 2.0**53


@kernel
def all_whole(weights: NDArray[np.float64]) -> bool:
    """Whether all are whole numbers whose sums are exact."""
    total = 0.0
    for index in range(len(weights)):
        if weights[index] != np.floor(weights[index]):
            return False
        total += weights[index]
    return total < _EXACT


@kernel
def add_whole(
    packed: NDArray[np.int64],
    bits: int,
    weights: NDArray[np.float64],
    totals: NDArray[np.float64],
    start: int,
    stop: int,
) -> None:
    """The sum for each place of a part of the rows, to `totals`, which begins with zeros."""
    mask = (1 << bits) - 1
    for index in range(start, stop):
        totals[packed[index] >> bits] += weights[packed[index] & mask]


@kernel
def add_fractions(
    packed: NDArray[np.int64],
    bits: int,
    weights: NDArray[np.float64],
    totals: NDArray[np.float64],
    start: int,
    stop: int,
) -> None:
    """Likewise, each sum rounded once: first the weights of a place are put side by side."""
    mask = (1 << bits) - 1
    ends = np.zeros(len(totals) + 1, dtype=np.int64)
    for index in range(start, stop):
        ends[(packed[index] >> bits) + 1] += 1
    for place in range(len(totals)):
        ends[place + 1] += ends[place]
    side_by_side = np.empty(stop - start)
    for index in range(start, stop):
        place = packed[index] >> bits
        side_by_side[ends[place]] = weights[packed[index] & mask]
        ends[place] += 1
    parts = np.empty(MOST_PARTS)
    begin = 0
    for place in range(len(totals)):
        number = 0
        for index in range(begin, ends[place]):
            number = absorb(side_by_side[index], parts, number)
        totals[place] = rounded(parts, number)
        begin = ends[place]


@kernel
def weigh_cells(
    weight: NDArray[np.float64],
    first: NDArray[np.int32],
    totals: NDArray[np.float64],
    start: int,
    stop: int,
) -> None:
    """The weight of each cell from `start` to `stop`."""
    for cell in range(start, stop):
        total = 0.0
        for place in range(first[cell], first[cell + 1]):
            total += weight[place]
        totals[cell] = total
