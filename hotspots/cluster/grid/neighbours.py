"""The cells around a cell, found by five pointers that move with it through the sorted cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.shapes import REACH_CELLS, ROW_BITS, WIDTH, Around

if TYPE_CHECKING:
    from numpy.typing import NDArray


NEAREST_FIRST = (2, 1, 3, 0, 4)
EARLIER_FIRST = (2, 1, 0)


@kernel
def pointers(spot: NDArray[np.int64], cell: int) -> NDArray[np.int64]:
    """Where each column of the neighbours of `cell` begins. Shape (5,)."""
    at = np.zeros(WIDTH, dtype=np.int64)
    if cell < len(spot):
        for side in range(WIDTH):
            low = spot[cell] + ((side - REACH_CELLS) << ROW_BITS) - REACH_CELLS
            at[side] = np.searchsorted(spot, low)
    return at


@kernel
def neighbours(
    spot: NDArray[np.int64], cell: int, at: NDArray[np.int64], near: NDArray[np.int64]
) -> int:
    """The cells at most two away, and itself, into `near`; returns their number.

    Column by column, the nearest first. `at` are the pointers of an earlier cell; they are
    moved on.
    """
    number = 0
    for side in NEAREST_FIRST:
        middle = spot[cell] + ((side - REACH_CELLS) << ROW_BITS)
        index = at[side]
        while index < len(spot) and spot[index] < middle - REACH_CELLS:
            index += 1
        at[side] = index
        while index < len(spot) and spot[index] <= middle + REACH_CELLS:
            near[number] = index
            number += 1
            index += 1
    return number


@kernel
def earlier_neighbours(
    spot: NDArray[np.int64], cell: int, at: NDArray[np.int64], near: NDArray[np.int64]
) -> int:
    """Those of the neighbours that come before the cell, likewise: each pair is met once."""
    number = 0
    for side in EARLIER_FIRST:
        middle = spot[cell] + ((side - REACH_CELLS) << ROW_BITS)
        index = at[side]
        while index < cell and spot[index] < middle - REACH_CELLS:
            index += 1
        at[side] = index
        while index < cell and spot[index] <= middle + REACH_CELLS:
            near[number] = index
            number += 1
            index += 1
    return number


@kernel
def survey(
    first: NDArray[np.int32],
    ends: NDArray[np.int32],
    tree: NDArray[np.int32],
    near: NDArray[np.int64],
    number: int,
    around: Around,
) -> None:
    """The places from `first` to `ends` of the first `number` cells `near`, as few spans.

    Cells of a column lie one behind another, so five spans hold them mostly. Crowded cells
    are kept apart.
    """
    held, crowds, numbers = around.spans, around.crowds, around.numbers
    spans = crowded = 0
    for index in range(number):
        cell = near[index]
        low, high = first[cell], ends[cell]
        if high == low:
            continue
        if tree[cell] >= 0:
            crowds[crowded] = cell
            crowded += 1
        elif spans > 0 and held[spans - 1, 1] == low:
            held[spans - 1, 1] = high
        else:
            held[spans, 0], held[spans, 1] = low, high
            spans += 1
    numbers[0], numbers[1] = spans, crowded


@kernel
def surroundings() -> Around:
    """Room for what a survey may find."""
    return Around(
        np.empty((WIDTH * WIDTH, 2), dtype=np.int64),
        np.empty(WIDTH * WIDTH, dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )
