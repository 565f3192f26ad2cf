"""Which cells hang together, what their clusters are numbered, and which cluster a place is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.neighbours import (
    earlier_neighbours,
    neighbours,
    pointers,
    surroundings,
    survey,
)
from hotspots.cluster.grid.queries import any_among, best_among, best_in_crowd, crowd_has_core
from hotspots.cluster.grid.shapes import WIDTH
from hotspots.cluster.grid.trees import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.cluster.grid.shapes import Cells, Ground, Places


@kernel
def root_of(parent: NDArray[np.int32], cell: int) -> int:
    """The first cell of the set; the way there is halved."""
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


@kernel
def boxes_apart(one: NDArray[np.float64], other: NDArray[np.float64], most_m2: float) -> bool:
    """Whether nothing in one box is near anything in the other."""
    across = max(one[WEST] - other[EAST], other[WEST] - one[EAST], 0.0)
    along = max(one[SOUTH] - other[NORTH], other[SOUTH] - one[NORTH], 0.0)
    return bool(across * across + along * along > most_m2)


@kernel
def crowds_touch(ground: Ground, one: int, other: int, most_m2: float) -> bool:
    """Whether a core place of one cell is near one of the other, which is crowded."""
    cells = ground.cells
    x, y = ground.places.x, ground.places.y
    if cells.tree[one] >= 0:
        first, second = ground.nodes[cells.tree[one] + 1], ground.nodes[cells.tree[other] + 1]
        if boxes_apart(first, second, most_m2):
            return False
    for place in range(cells.start[one], cells.core_end[one]):
        if crowd_has_core(ground, other, (x[place], y[place], most_m2)):
            return True
    return False


@kernel
def spans_touch(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    one: tuple[int, int],
    other: tuple[int, int],
    most_m2: float,
) -> bool:
    """Whether a place of one span is near a place of the other."""
    for place in range(one[0], one[1]):
        if any_among(x, y, other, (x[place], y[place], most_m2)):
            return True
    return False


@kernel
def join(
    ground: Ground, most_m2: float, parent: NDArray[np.int32], others: tuple[int, int], start: int
) -> None:
    """Core cells from `start` on that touch one of `others` before them get one root.

    `others` are the cells from the first to before the second; it ends where no later cell
    is a neighbour of any. The root is the first of a set, in whatever order sets are joined.
    All cores of a cell are near one another, so a cell is in one cluster at most.
    """
    x, y, _, _ = ground.places
    spot, first, _, tree, end = ground.cells
    low, high = others
    at = pointers(spot, start)
    near = np.empty(WIDTH * WIDTH, dtype=np.int64)
    for cell in range(start, len(spot)):
        number = earlier_neighbours(spot, cell, at, near)
        if at[0] >= high or (start < high <= cell):
            break
        if end[cell] == first[cell]:
            continue
        for index in range(number):
            other = near[index]
            if not low <= other < high or end[other] == first[other]:
                continue
            root, root_there = root_of(parent, cell), root_of(parent, other)
            if root == root_there:
                continue
            if tree[cell] < 0 and tree[other] < 0:
                here, there = (first[cell], end[cell]), (first[other], end[other])
                joined = spans_touch(x, y, here, there, most_m2)
            elif tree[other] < 0 or (
                tree[cell] >= 0 and end[cell] - first[cell] > end[other] - first[other]
            ):
                joined = crowds_touch(ground, other, cell, most_m2)
            else:
                joined = crowds_touch(ground, cell, other, most_m2)
            if joined:
                parent[max(root, root_there)] = min(root, root_there)


@kernel
def smallest_cores(
    places: Places, cells: Cells, parent: NDArray[np.int32], smallest: NDArray[np.int32]
) -> None:
    """For each root the smallest core place of its cluster, for all other cells -1."""
    x, y = places.x, places.y
    first, end = cells.start, cells.core_end
    smallest[:] = -1
    for cell in range(len(parent)):
        if end[cell] == first[cell]:
            continue
        root = root_of(parent, cell)
        best = smallest[root] if smallest[root] >= 0 else first[cell]
        for place in range(first[cell], end[cell]):
            if x[place] < x[best] or (x[place] == x[best] and y[place] < y[best]):
                best = place
        smallest[root] = best


@kernel
def number_cells(parent: NDArray[np.int32], numbers: NDArray[np.int32]) -> None:
    """From the numbers of the roots (first, in the order of the cells) those of all cells."""
    for cell in range(len(parent)):
        numbers[cell] = numbers[root_of(parent, cell)]


@kernel
def label_of(
    numbers: NDArray[np.int32], end: NDArray[np.int32], near: NDArray[np.int64], place: int
) -> int:
    """The number of that of the cells `near` in which the place is core."""
    behind = np.iinfo(np.int32).max
    label = -1
    for cell in near:
        if place < end[cell] < behind and numbers[cell] >= 0:
            behind, label = end[cell], numbers[cell]
    return label


@kernel
def label_places(
    ground: Ground,
    most_m2: float,
    numbers: NDArray[np.int32],
    labels: NDArray[np.int32],
    start: int,
    stop: int,
) -> None:
    """The label of each place in the cells from `start` to `stop`, by its origin.

    A core's is its cell's number; any other place's that of its nearest core; else -1.
    """
    x, y, _, origin = ground.places
    spot, first, _, tree, end = ground.cells
    at = pointers(spot, start)
    near = np.empty(WIDTH * WIDTH, dtype=np.int64)
    around = surroundings()
    spans, crowds, counts = around
    for cell in range(start, stop):
        for place in range(first[cell], end[cell]):
            labels[origin[place]] = numbers[cell]
        if end[cell] == first[cell + 1]:
            continue
        number = neighbours(spot, cell, at, near)
        survey(first, end, tree, near, number, around)
        for place in range(end[cell], first[cell + 1]):
            here = (x[place], y[place], most_m2)
            home = -1
            for index in range(counts[0]):
                home = best_among(x, y, (spans[index, 0], spans[index, 1]), home, here)
            for index in range(counts[1]):
                home = best_in_crowd(ground, crowds[index], home, here)
            labels[origin[place]] = label_of(numbers, end, near[:number], home) if home >= 0 else -1


@kernel
def label_rows(
    packed: NDArray[np.int64],
    bits: int,
    of_places: NDArray[np.int32],
    labels: NDArray[np.int64],
    start: int,
    stop: int,
) -> None:
    """The label of each row from that of its place."""
    mask = (1 << bits) - 1
    for index in range(start, stop):
        labels[packed[index] & mask] = of_places[packed[index] >> bits]
