"""Which places are core, and their order within the cell: cores first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.neighbours import neighbours, pointers, surroundings, survey
from hotspots.cluster.grid.queries import crowd_weight, square_m2, weight_in_spans
from hotspots.cluster.grid.shapes import WIDTH
from hotspots.cluster.grid.sums import MOST_PARTS, absorb, rounded
from hotspots.cluster.grid.trees import CROWD, grow, nodes_of, swap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.cluster.grid.shapes import Around, Cells, Ground, Places, Reach


@kernel
def plan_trees(cells: Cells, sure: float) -> int:
    """Which cells get a tree, and where it begins; returns how many nodes there are in all.

    A crowded cell that is core as a whole and has no neighbours is never asked anything.
    """
    at = pointers(cells.spot, 0)
    near = np.empty(WIDTH * WIDTH, dtype=np.int64)
    nodes = 0
    for cell in range(len(cells.spot)):
        number = int(cells.start[cell + 1]) - int(cells.start[cell])
        if number > CROWD and (
            cells.weight[cell] < sure or neighbours(cells.spot, cell, at, near) > 1
        ):
            cells.tree[cell] = nodes
            nodes += nodes_of(number)
    return nodes


@kernel
def exact_weight(
    places: Places, cells: Cells, near: NDArray[np.int64], place: int, most_m2: float
) -> float:
    """The weight near the place, rounded once."""
    parts = np.empty(MOST_PARTS)
    number = 0
    for cell in near:
        for other in range(cells.start[cell], cells.start[cell + 1]):
            if square_m2(places, other, places.x[place], places.y[place]) <= most_m2:
                number = absorb(places.weight[other], parts, number)
    return rounded(parts, number)


@kernel
def settle(
    ground: Ground, reach: Reach, around: Around, near: NDArray[np.int64], before: tuple[int, float]
) -> bool:
    """Whether the place is core if the spans do not tell; `before` is the place and their sum."""
    place, total = before
    places = ground.places
    for index in range(around.numbers[1]):
        crowd = around.crowds[index]
        total += crowd_weight(ground, crowd, places.x[place], places.y[place], reach)
        if total >= reach.sure:
            return True
    if total < reach.never:
        return False
    exact = exact_weight(places, ground.cells, near, place, reach.square_m2)
    return exact >= reach.needed


@kernel
def mark_cores(
    ground: Ground, reach: Reach, core: NDArray[np.bool_], start: int, stop: int
) -> None:
    """Whether each place of the cells from `start` to `stop` is core."""
    x, y, weight, _ = ground.places
    spot, first, cell_weight, tree, _ = ground.cells  # to name each array once saves half the time
    at = pointers(spot, start)
    near = np.empty(WIDTH * WIDTH, dtype=np.int64)
    around = surroundings()
    spans, numbers = around.spans, around.numbers
    ends = first[1:]
    for cell in range(start, stop):
        dense = cell_weight[cell] >= reach.sure
        for place in range(first[cell], ends[cell]):
            core[place] = dense
        if dense:
            continue
        number = neighbours(spot, cell, at, near)
        total = 0.0
        for index in range(number):
            total += cell_weight[near[index]]
        if total < reach.never:
            continue
        survey(first, ends, tree, near, number, around)
        for place in range(first[cell], ends[cell]):
            if weight[place] >= reach.sure:  # enough by itself: nobody else is asked
                core[place] = True
                continue
            here = (x[place], y[place], reach.square_m2, reach.sure)
            total = weight_in_spans(x, y, weight, spans, numbers[0], here)
            if total < reach.sure and (numbers[1] > 0 or total >= reach.never):
                total = (
                    reach.sure
                    if settle(ground, reach, around, near[:number], (place, total))
                    else 0.0
                )
            core[place] = total >= reach.sure


@kernel
def put_first(ground: Ground, core: NDArray[np.bool_], start: int, stop: int) -> None:
    """The core places of each cell from `start` to `stop` to its front, its tree over them."""
    cells, places = ground.cells, ground.places
    for cell in range(start, stop):
        low, high = int(cells.start[cell]), int(cells.start[cell + 1])
        end = low
        for place in range(low, high):
            if core[place]:
                if place > end:
                    swap(places, place, end)
                end += 1
        cells.core_end[cell] = end
        if cells.tree[cell] >= 0 and end < high:
            if end - low > CROWD:
                grow(places, ground.nodes[cells.tree[cell] :], low, end)
            else:
                cells.tree[cell] = -1
