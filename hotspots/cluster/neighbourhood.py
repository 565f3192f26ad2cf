"""DBSCAN over the same positions again and again, with other weights each time.

When children are drawn anew or left out, positions do not move: only what stands on them
changes. So distances are looked up once, and a clustering is a product of a sparse matrix
with the weights and a search for connected parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hotspots.cluster.density import NOISE
from hotspots.cluster.scikit import neighbours_within

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Neighbourhood:
    """Who reaches whom among unique positions, shape (n, 2) in metres, sorted as by `np.unique`.

    The neighbours of each position stand in the order in which a border point prefers
    them: the nearest first, of equally near ones the smallest.
    """

    def __init__(self, positions_m: NDArray[np.float64], *, eps_m: float) -> None:
        self.number = len(positions_m)
        near = neighbours_within(positions_m, positions_m, eps_m=eps_m) if self.number else ()
        sizes = np.array([len(one) for one in near], dtype=np.int64)
        row = np.repeat(np.arange(self.number), sizes)
        column = np.concatenate([np.empty(0, dtype=np.int64), *near])
        square = ((positions_m[row] - positions_m[column]) ** 2).sum(axis=1)
        order = np.lexsort((column, square, row))
        self._row, self._column = row[order], column[order]
        self._starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]

    def cores(self, weights: NDArray[np.float64], *, min_samples: int) -> NDArray[np.bool_]:
        """Shape (n,): which positions are core; one of weight 0 is taken as not there."""
        mass = np.bincount(self._row, weights[self._column], minlength=self.number)
        return np.asarray((mass >= min_samples) & (weights > 0))

    def labels(self, weights: NDArray[np.float64], *, min_samples: int) -> NDArray[np.int64]:
        """Shape (n,): as `dbscan` of the positions of a weight above 0; -1 for the others."""
        labels = np.full(self.number, NOISE, dtype=np.int64)
        core = self.cores(weights, min_samples=min_samples)
        if not core.any():
            return labels
        linked = core[self._row] & core[self._column]
        ends = np.cumsum(np.bincount(self._row[linked], minlength=self.number))
        graph = sparse.csr_array(
            (np.ones(ends[-1]), self._column[linked], np.concatenate([[0], ends])),
            shape=(self.number, self.number),
        )
        _, part = csgraph.connected_components(graph, directed=False)
        _, first, member = np.unique(part[core], return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first)] = np.arange(len(first))
        labels[core] = rank[member.reshape(-1)]
        return self._with_borders(labels, core, there=weights > 0)

    def _with_borders(
        self, labels: NDArray[np.int64], core: NDArray[np.bool_], *, there: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        never = len(self._column)
        at = np.where(core[self._column], np.arange(never), never)
        first = np.minimum.reduceat(at, self._starts)
        border = there & ~core & (first < never)
        joined = labels.copy()
        joined[border] = labels[self._column[first[border]]]
        return joined
