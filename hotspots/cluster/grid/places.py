"""From rows to places and cells: sort, put equal points together, add up what they weigh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.collapse import Found, cell_edge, collapse
from hotspots.cluster.grid.order import order_of
from hotspots.cluster.grid.parts import cut, run
from hotspots.cluster.grid.shapes import Cells, Places
from hotspots.cluster.grid.weights import add_fractions, add_whole, all_whole, weigh_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The way back: which row of the table is at which place.

    `packed` holds the place's number within its part above `bits` and the row below; part
    p has the entries from `bounds[p]` to `bounds[p + 1]`, its places begin at `places[p]`.
    """

    packed: NDArray[np.int64]
    bits: int
    bounds: Sequence[int]
    places: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The points as places in cells, and whether sums of their weights are exact."""

    places: Places
    cells: Cells
    rows: Rows
    whole: bool


def gather(points: NDArray[np.float64], weights: NDArray[np.float64], eps_m: float) -> Gathered:
    """The places of the points, their weights, and the cells that they lie in."""
    order = order_of(points, eps_m)
    bounds = [cell_edge(order.packed, order.bits, row) for row in cut(len(points))]
    found = _room(len(points))
    work = partial(_collapsed, points.view(np.int64), order.packed, order.bits, found)
    sizes = run(work, bounds)
    place_at = list(accumulate((places for places, _ in sizes), initial=0))
    cell_at = list(accumulate((cells for _, cells in sizes), initial=0))
    found = _closed_up(found, bounds, place_at, cell_at)
    rows = Rows(packed=order.packed, bits=order.bits, bounds=bounds, places=place_at)
    weight, whole = _weights(weights, rows, found.number)
    in_cells = np.empty(cell_at[-1])
    run(lambda _, *part: weigh_cells(weight, found.first, in_cells, *part), cut(cell_at[-1]))
    return Gathered(
        places=Places(
            x=found.x.view(np.float64),
            y=found.y.view(np.float64),
            weight=weight,
            origin=np.arange(place_at[-1], dtype=np.int32),
        ),
        cells=Cells(
            spot=order.spots(found.key),
            start=found.first,
            weight=in_cells,
            tree=np.full(cell_at[-1], -1, dtype=np.int32),
            core_end=np.empty(cell_at[-1], dtype=np.int32),
        ),
        rows=rows,
        whole=whole,
    )


def _room(number: int) -> Found:
    """For the worst case; what is not written to takes no memory."""
    return Found(
        x=np.empty(number, dtype=np.int64),
        y=np.empty(number, dtype=np.int64),
        number=np.empty(number, dtype=np.int32),
        key=np.empty(number, dtype=np.int64),
        first=np.empty(number + 1, dtype=np.int32),
    )


def _collapsed(
    points: NDArray[np.int64],
    packed: NDArray[np.int64],
    bits: int,
    found: Found,
    _part: int,
    *bounds: int,
) -> tuple[int, int]:
    return collapse(points, packed, bits, found, *bounds)


def _closed_up(
    found: Found, bounds: Sequence[int], place_at: Sequence[int], cell_at: Sequence[int]
) -> Found:
    """What the parts found, one behind another."""
    for part, start in enumerate(bounds[:-1]):
        here, there = place_at[part : part + 2]
        for places in (found.x, found.y, found.number):
            places[here:there] = places[start : start + there - here]
        first, last = cell_at[part : part + 2]
        found.key[first:last] = found.key[start : start + last - first]
        found.first[first:last] = found.first[start : start + last - first] + np.int32(here)
    found.first[cell_at[-1]] = place_at[-1]
    return Found(
        x=found.x[: place_at[-1]],
        y=found.y[: place_at[-1]],
        number=found.number[: place_at[-1]],
        key=found.key[: cell_at[-1]],
        first=found.first[: cell_at[-1] + 1],
    )


def _weights(
    weights: NDArray[np.float64], rows: Rows, number: NDArray[np.int32]
) -> tuple[NDArray[np.float64], bool]:
    """The weight of each place, and whether all weights are whole."""
    if weights.strides == (0,) and weights[0] == 1.0:  # one 1 for all: nobody gave weights
        return number.astype(np.float64), True
    whole = all_whole(weights)
    add = add_whole if whole else add_fractions
    totals = np.zeros(len(number))

    def work(part: int, start: int, stop: int) -> None:
        own = totals[rows.places[part] : rows.places[part + 1]]
        add(rows.packed, rows.bits, weights, own, start, stop)

    run(work, rows.bounds)
    return totals, whole
