"""A balanced k-d tree over the places of a crowded cell, kept in the order of the places.

A node's children are 2k and 2k + 1, from 1; node q of a level of 2**l nodes has the places
from m * q >> l to m * (q + 1) >> l. So nothing but the boxes need be kept, and a walk needs
no stack. Every bound below is rounded like the distances that it bounds, and rounding keeps
their order: what a box decides is what its points would have decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.grid.compiled import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hotspots.cluster.grid.shapes import Cells, Places

LEAF_PLACES = 16
# Fewer are looked through one by one.
CROWD = 32
WEST, SOUTH, EAST, NORTH, WEIGHT = range(5)


@kernel
def levels_of(number: int) -> int:
    """How often so many places are halved."""
    levels = 0
    while number > LEAF_PLACES << levels:
        levels += 1
    return levels


@kernel
def nodes_of(number: int) -> int:
    """How many boxes a cell of so many places needs (and one that is not used)."""
    return 2 << levels_of(number) if number > CROWD else 0


@kernel
def after(node: int) -> int:
    """The next node when nothing below this one is wanted; 0 behind the last."""
    while node & 1:
        node >>= 1
    return node + 1 if node else 0


@kernel
def nearest_square_m2(box: NDArray[np.float64], x: float, y: float) -> float:
    """No place in the box is nearer than this."""
    across = max(box[WEST] - x, x - box[EAST], 0.0)
    along = max(box[SOUTH] - y, y - box[NORTH], 0.0)
    return float(across * across + along * along)


@kernel
def farthest_square_m2(box: NDArray[np.float64], x: float, y: float) -> float:
    """No place in the box is farther than this."""
    across = max(abs(box[WEST] - x), abs(box[EAST] - x))
    along = max(abs(box[SOUTH] - y), abs(box[NORTH] - y))
    return float(across * across + along * along)


@kernel
def swap(places: Places, one: int, other: int) -> None:
    """Two places change their positions."""
    places.x[one], places.x[other] = places.x[other], places.x[one]
    places.y[one], places.y[other] = places.y[other], places.y[one]
    places.weight[one], places.weight[other] = places.weight[other], places.weight[one]
    places.origin[one], places.origin[other] = places.origin[other], places.origin[one]


@kernel
def select(values: NDArray[np.float64], places: Places, low: int, high: int, at: int) -> None:
    """Hoare's selection: in [low, high) the smaller come before `at`, the larger from it on."""
    last = high - 1
    while low < last:
        middle = (low + last) >> 1
        one, two, three = values[low], values[middle], values[last]
        pivot = max(min(one, two), min(max(one, two), three))
        left, right = low, last
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                swap(places, left, right)
                left += 1
                right -= 1
        if at <= right:
            last = right
        elif at >= left:
            low = left
        else:
            return


@kernel
def enclose(places: Places, box: NDArray[np.float64], low: int, high: int) -> None:
    """The box around the places and their weight together."""
    box[WEST] = box[EAST] = places.x[low]
    box[SOUTH] = box[NORTH] = places.y[low]
    box[WEIGHT] = 0.0
    for place in range(low, high):
        box[WEST] = min(box[WEST], places.x[place])
        box[EAST] = max(box[EAST], places.x[place])
        box[SOUTH] = min(box[SOUTH], places.y[place])
        box[NORTH] = max(box[NORTH], places.y[place])
        box[WEIGHT] += places.weight[place]


@kernel
def grow(places: Places, boxes: NDArray[np.float64], low: int, high: int) -> None:
    """The tree over the places in [low, high), which are put in its order."""
    number = high - low
    levels = levels_of(number)
    for level in range(levels + 1):
        width = 1 << level
        for index in range(width):
            first = low + (number * index >> level)
            last = low + (number * (index + 1) >> level)
            box = boxes[width + index]
            enclose(places, box, first, last)
            if level < levels:
                middle = low + (number * (2 * index + 1) >> (level + 1))
                if box[EAST] - box[WEST] > box[NORTH] - box[SOUTH]:
                    select(places.x, places, first, last, middle)
                else:
                    select(places.y, places, first, last, middle)


@kernel
def grow_all(
    places: Places, cells: Cells, nodes: NDArray[np.float64], start: int, stop: int
) -> None:
    """The trees of the cells from `start` to `stop`, over all places of each."""
    for cell in range(start, stop):
        if cells.tree[cell] >= 0:
            low, high = int(cells.start[cell]), int(cells.start[cell + 1])
            grow(places, nodes[cells.tree[cell] :], low, high)
