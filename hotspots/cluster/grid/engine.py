"""The steps of the grid engine, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.cores import mark_cores, plan_trees, put_first
from hotspots.cluster.grid.parts import cut, run
from hotspots.cluster.grid.places import gather
from hotspots.cluster.grid.shapes import Ground, Reach
from hotspots.cluster.grid.trees import grow_all
from hotspots.cluster.grid.unions import (
    join,
    label_places,
    label_rows,
    number_cells,
    smallest_cores,
)
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.grid.places import Rows

# Rows are packed beside cells into 62 bits, and places are numbered in 32.
MOST_ROWS = 1 << 28
# More than the rounding of any sum of so many weights.
_DOUBT = 1e-6
_CELLS_OF_A_PART = 1 << 12


def labels(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
) -> NDArray[np.int64]:
    """Shape (n,): the final labels of checked points and weights, as `dbscan` defines them.

    Raises:
        ParameterError: more points than one machine should be given.
    """
    if len(points) == 0:
        return np.empty(0, dtype=np.int64)
    if len(points) > MOST_ROWS:
        msg = f'The engine "grid" takes at most {MOST_ROWS:,} points. Choose engine="dask".'
        raise ParameterError(msg)
    rows, _, of_places = _of_places(points, weights, eps_m=eps_m, min_samples=min_samples)
    return _labels_of_rows(rows, of_places)


def labels_and_cores(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Shape (n,) each: the labels as above, and which points are core. Of at least one point."""
    rows, ground, of_places = _of_places(points, weights, eps_m=eps_m, min_samples=min_samples)
    cells, places = ground.cells, ground.places
    core = np.empty(len(places.x), dtype=np.int32)
    core_end = np.repeat(cells.core_end, np.diff(cells.start))
    core[places.origin] = np.arange(len(places.x)) < core_end
    return _labels_of_rows(rows, of_places), _labels_of_rows(rows, core).astype(np.bool_)


def _of_places(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
) -> tuple[Rows, Ground, NDArray[np.int32]]:
    """The label of each place, by its origin, and the way back to the rows."""
    gathered = gather(np.ascontiguousarray(points), weights, eps_m)
    reach = _reach(eps_m, min_samples, whole=gathered.whole)
    nodes = np.empty((plan_trees(gathered.cells, reach.sure), 5))
    ground = Ground(gathered.places, gathered.cells, nodes)
    bounds = cut(len(ground.cells.spot), smallest=_CELLS_OF_A_PART)
    _settle_cores(ground, reach, bounds)
    numbers = _cluster_numbers(ground, reach.square_m2, bounds)
    of_places = np.empty(len(ground.places.x), dtype=np.int32)
    run(lambda _, *part: label_places(ground, reach.square_m2, numbers, of_places, *part), bounds)
    return gathered.rows, ground, of_places


def _reach(eps_m: float, min_samples: int, *, whole: bool) -> Reach:
    """Whole weights are added without rounding, so with them nothing is in doubt."""
    needed = float(min(min_samples, 1 << 1000))
    doubt = 0.0 if whole else _DOUBT
    return Reach(
        square_m2=eps_m * eps_m,
        needed=needed,
        sure=needed * (1.0 + doubt),
        never=needed * (1.0 - doubt),
    )


def _settle_cores(ground: Ground, reach: Reach, bounds: Sequence[int]) -> None:
    """Grow the trees, find the core places, and put them first in their cells.

    Each step is done everywhere before the next begins: it moves what the last one read.
    """
    core = np.empty(len(ground.places.x), dtype=np.bool_)
    run(lambda _, *part: grow_all(ground.places, ground.cells, ground.nodes, *part), bounds)
    run(lambda _, *part: mark_cores(ground, reach, core, *part), bounds)
    run(lambda _, *part: put_first(ground, core, *part), bounds)


def _joined(ground: Ground, most_m2: float, bounds: Sequence[int]) -> NDArray[np.int32]:
    """For each cell the first cell of its set: within the parts at once, then across them."""
    parent = np.arange(len(ground.cells.spot), dtype=np.int32)
    run(lambda _, *part: join(ground, most_m2, parent, part, part[0]), bounds)
    for edge in bounds[1:-1]:
        join(ground, most_m2, parent, (0, edge), edge)
    return parent


def _cluster_numbers(ground: Ground, most_m2: float, bounds: Sequence[int]) -> NDArray[np.int32]:
    """For each cell the number of its cluster, by the cluster's smallest core; -1 for none."""
    cells, places = ground.cells, ground.places
    parent = _joined(ground, most_m2, bounds)
    numbers = np.empty_like(parent)
    smallest_cores(places, cells, parent, numbers)
    roots = np.flatnonzero(numbers >= 0)
    cores = numbers[roots]
    numbers[roots[np.lexsort((places.y[cores], places.x[cores]))]] = np.arange(
        len(roots), dtype=np.int32
    )
    number_cells(parent, numbers)
    return numbers


def _labels_of_rows(rows: Rows, of_places: NDArray[np.int32]) -> NDArray[np.int64]:
    found = np.empty(len(rows.packed), dtype=np.int64)

    def work(part: int, start: int, stop: int) -> None:
        own = of_places[rows.places[part] : rows.places[part + 1]]
        label_rows(rows.packed, rows.bits, own, found, start, stop)

    run(work, rows.bounds)
    return found
