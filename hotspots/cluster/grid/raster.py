"""Where the cells lie, and which cell each point falls in.

A cell's side is eps / sqrt(2), a hair less, so that two points of one cell are within reach
whatever the rounding. Where the points lie so far apart that cells could not be numbered
exactly, the empty stretches between them are cut out first: nothing reaches across a gap
of more than eps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.shapes import REACH_CELLS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Two to the minus twenty: far more than the rounding of a cell's number below, far less
# than the tenth of eps that the third cell away is out of reach by.
_SHRINK = 1.0 - 2.0**-20
_MOST_CELLS = 2**30  # along one axis: rounds a cell's number by 2**-22 at most
_PACKED_BITS = 62
_GAP = 2 * REACH_CELLS  # empty cells that are left of a longer gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """`bits` hold a row of the table; column and row of a cell are packed above them."""

    west_m: float
    south_m: float
    cells_per_m: float
    bits: int
    row_bits: int
    key_bits: int


def cells_per_metre(eps_m: float) -> float:
    """The number of cells in a metre."""
    return math.sqrt(2.0) / (eps_m * _SHRINK)


def raster_of(points: NDArray[np.float64], eps_m: float) -> Raster | None:
    """The raster around the points, None where the cells are too many to be packed."""
    west_m, south_m, east_m, north_m = extent_m(points)
    per_m = cells_per_metre(eps_m)
    columns = (float(east_m) - float(west_m)) * per_m + 1.0
    rows = (float(north_m) - float(south_m)) * per_m + 1.0
    if max(columns, rows) >= _MOST_CELLS:
        return None
    bits = max(1, (len(points) - 1).bit_length())
    row_bits, column_bits = int(rows).bit_length(), int(columns).bit_length()
    if bits + row_bits + column_bits > _PACKED_BITS:
        return None
    return Raster(
        west_m=float(west_m),
        south_m=float(south_m),
        cells_per_m=per_m,
        bits=bits,
        row_bits=row_bits,
        key_bits=row_bits + column_bits,
    )


@kernel
def extent_m(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """West, south, east and north."""
    west = east = points[0, 0]
    south = north = points[0, 1]
    for row in range(len(points)):
        west = min(west, points[row, 0])
        east = max(east, points[row, 0])
        south = min(south, points[row, 1])
        north = max(north, points[row, 1])
    return west, south, east, north


@kernel
def pack(
    points: NDArray[np.float64],
    corner: tuple[float, float, float],
    bits: tuple[int, int],
    packed: NDArray[np.int64],
    start: int,
    stop: int,
) -> None:
    """For rows from `start` to `stop`: column, row of the cell and row of the table in one."""
    west, south, per_m = corner
    low, row_bits = bits
    for row in range(start, stop):
        column = int((points[row, 0] - west) * per_m)
        line = int((points[row, 1] - south) * per_m)
        packed[row] = ((column << row_bits | line) << low) | row


def lines_of(values_m: NDArray[np.float64], eps_m: float) -> NDArray[np.int64]:
    """Shape (n,): the column (or row) of each value, with the long gaps cut short.

    Equal for values of one cell, in their order, and further apart than a neighbour's
    wherever the values are. At most a few for each value.
    """
    per_m = cells_per_metre(eps_m)
    unique, index = np.unique(values_m, return_inverse=True)
    new = np.diff(unique, prepend=-np.inf) > 3.0 * eps_m
    run = np.cumsum(new) - 1
    first = unique[new]
    within = ((unique - first[run]) * per_m).astype(np.int64)
    last = within[np.append(np.flatnonzero(new)[1:], len(unique)) - 1]
    base = np.concatenate([[0], np.cumsum(last + 1 + _GAP)[:-1]])
    return np.asarray((base[run] + within)[index.reshape(-1)])
