"""One numbering for the components that the tiles found each on its own.

All cores in a cell of side eps / sqrt(2) are within eps of one another. So two tiles that
both see a core in a cell see parts of one cluster, and to tell it needs no points: the
number of the cell and that of the component.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hotspots.cluster.partitioned.tiles import ring_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.tiles import Box

# A hair less than eps / sqrt(2): more than a cell's number is rounded by, below.
_SHRINK = 1.0 - 2.0**-20
_MOST_CELLS = 2.0**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """What a tile tells of its components, numbered from 0.

    Attributes:
        keys: shape (k, 2), cells with cores that another tile may see too.
        components: shape (k,), the component of the cores in each.
        smallest_m: shape (c, 2), the smallest core of the tile's own in each component,
            infinite where the component has none.
    """

    keys: NDArray[np.int64]
    components: NDArray[np.int32]
    smallest_m: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """What it takes to send it."""
        return self.keys.nbytes + self.components.nbytes + self.smallest_m.nbytes


def seam_of(
    points_m: NDArray[np.float64],
    labels: NDArray[np.int64],
    core: NDArray[np.bool_],
    *,
    box: Box,
    eps_m: float,
) -> Seam:
    """The seam of a tile from its points with the halo, sorted by easting, then northing."""
    own = box.has(points_m)
    smallest_m = np.full((int(labels.max(initial=-1)) + 1, 2), math.inf)
    own_cores = np.flatnonzero(core & own)
    components, first = np.unique(labels[own_cores], return_index=True)
    smallest_m[components] = points_m[own_cores[first]]
    reach_m = ring_m(eps_m)
    shared = core & box.is_near(points_m, reach_m) & ~(own & box.is_deep(points_m, reach_m))
    told = np.column_stack([cell_keys(points_m[shared], eps_m), labels[shared]])
    told = np.unique(told, axis=0)
    return Seam(keys=told[:, :2], components=told[:, 2].astype(np.int32), smallest_m=smallest_m)


def cell_keys(points_m: NDArray[np.float64], eps_m: float) -> NDArray[np.int64]:
    """Shape (n, 2): column and row of each point's cell.

    Where they are too large to be computed exactly, the bits of the coordinates instead,
    which are larger still: then each point is a cell of its own.
    """
    keys = np.ascontiguousarray(points_m).view(np.int64).copy()
    with np.errstate(over="ignore", invalid="ignore"):
        cells = np.floor(points_m * (math.sqrt(2.0) / (eps_m * _SHRINK)))
    fits = (np.abs(cells) < _MOST_CELLS).all(axis=1)
    keys[fits] = cells[fits].astype(np.int64)
    return keys


def numbers_of(seams: Sequence[Seam]) -> list[NDArray[np.int64]]:
    """For each tile, the cluster of each of its components: numbered by smallest core.

    -1 for a component of which no tile owns a core: a fragment in a halo, no own point's.
    """
    sizes = [len(seam.smallest_m) for seam in seams]
    base = np.cumsum([0, *sizes])
    if base[-1] == 0:
        return [np.empty(0, dtype=np.int64) for _ in seams]
    root = _joined(seams, base)
    smallest_m = np.concatenate([seam.smallest_m for seam in seams])
    owned = np.flatnonzero(np.isfinite(smallest_m[:, 0]))
    order = owned[np.lexsort((smallest_m[owned, 1], smallest_m[owned, 0]))]
    clusters, first = np.unique(root[order], return_index=True)
    of_root = np.full(int(base[-1]), -1, dtype=np.int64)
    of_root[clusters[np.argsort(first)]] = np.arange(len(clusters))
    return np.split(of_root[root], base[1:-1])


def _joined(seams: Sequence[Seam], base: NDArray[np.int64]) -> NDArray[np.int32]:
    """For each component of all tiles, the number of its set."""
    keys = np.concatenate([seam.keys for seam in seams])
    nodes = np.concatenate(
        [seam.components + start for seam, start in zip(seams, base[:-1], strict=True)]
    )
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    keys, nodes = keys[order], nodes[order]
    equal = (keys[1:] == keys[:-1]).all(axis=1)
    edges = (np.ones(int(equal.sum()), dtype=np.int8), (nodes[:-1][equal], nodes[1:][equal]))
    number = int(base[-1])
    graph = coo_array(edges, shape=(number, number))
    root: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return root
