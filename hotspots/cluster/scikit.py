"""The engine for few points: scikit-learn's k-d tree finds what may be near.

What is near, and what is core, is decided by our own rules (see `density`), so that this
engine and all others agree to the last bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.neighbors import KDTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_NOISE = -1
# More than a root's rounding: the tree may find too much, never too little.
_WIDER = 1.0 + 1e-9
_ROWS_AT_ONCE = 1024
# More than the rounding of any sum of so many weights: within it the sum is made exactly.
_DOUBT = 1e-6


def labels(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
) -> NDArray[np.int64]:
    """Shape (n,): the final labels of checked points and weights, as `dbscan` defines them."""
    if len(points) == 0:
        return np.empty(0, dtype=np.int64)
    unique, index = np.unique(points, axis=0, return_inverse=True)
    index = index.reshape(-1)
    start, near = _pairs(unique, unique, eps_m)
    weight = _summed(weights[np.argsort(index, kind="stable")], np.bincount(index))
    core = _enough(weight[near], np.diff(start), min_samples)
    found = _numbered(start, near, core)
    _join_borders(unique, found, (start, near), core)
    return found[index]


def neighbours_within(
    cores_m: NDArray[np.float64], others_m: NDArray[np.float64], *, eps_m: float
) -> Sequence[NDArray[np.intp]]:
    """For each of the others, the rows of the cores within `eps_m`, in no order."""
    if len(cores_m) == 0 or len(others_m) == 0:
        return [np.empty(0, dtype=np.intp)] * len(others_m)
    start, near = _pairs(cores_m, others_m, eps_m)
    return np.split(near.astype(np.intp), start[1:-1])


def _pairs(
    cores_m: NDArray[np.float64], others_m: NDArray[np.float64], eps_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where the neighbours of each of the others begin (n + 1), and the neighbours' rows."""
    tree = KDTree(cores_m)
    numbers, neighbours = [np.zeros(1, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
    for first in range(0, len(others_m), _ROWS_AT_ONCE):
        here = others_m[first : first + _ROWS_AT_ONCE]
        found = tree.query_radius(here, eps_m * _WIDER)
        row = np.repeat(np.arange(len(here)), [len(some) for some in found])
        near = np.concatenate(found)
        apart = cores_m[near] - here[row]
        within = apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1] <= eps_m * eps_m
        numbers.append(np.bincount(row[within], minlength=len(here)))
        neighbours.append(near[within].astype(np.int32))
    return np.cumsum(np.concatenate(numbers)), np.concatenate(neighbours)


def _summed(weights: NDArray[np.float64], numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sums of so many weights after so many, each rounded once."""
    starts = np.cumsum(numbers) - numbers
    sums = np.add.reduceat(weights, starts)
    if not (weights == np.floor(weights)).all() or sums.max() >= 2.0**53:
        ends = starts + numbers
        for at in np.flatnonzero(numbers > 1):
            sums[at] = math.fsum(weights[starts[at] : ends[at]])
    return np.asarray(sums)


def _enough(
    weights: NDArray[np.float64], numbers: NDArray[np.int64], min_samples: int
) -> NDArray[np.bool_]:
    """Whether so many weights after so many come to `min_samples`, each sum rounded once."""
    needed = float(min(min_samples, 1 << 1000))
    starts = np.cumsum(numbers) - numbers
    sums = np.add.reduceat(weights, starts)
    for at in np.flatnonzero(np.abs(sums - needed) <= _DOUBT * needed):
        sums[at] = math.fsum(weights[starts[at] : starts[at] + numbers[at]])
    return np.asarray(sums >= needed)


def _numbered(
    start: NDArray[np.int64], near: NDArray[np.int32], core: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The connected cores, numbered in the order in which clusters first appear; others -1.

    The unique points are sorted, so a cluster first appears with its smallest core point.
    """
    found = np.full(len(core), _NOISE, dtype=np.int64)
    if core.any():
        graph = csr_array((np.ones(len(near), dtype=np.int8), near, start))
        _, member = connected_components(graph[core][:, core], directed=False)
        _, first, member = np.unique(member, return_index=True, return_inverse=True)
        number = np.empty(len(first), dtype=np.int64)
        number[np.argsort(first)] = np.arange(len(first))
        found[core] = number[member.reshape(-1)]
    return found


def _join_borders(
    unique: NDArray[np.float64],
    found: NDArray[np.int64],
    pairs: tuple[NDArray[np.int64], NDArray[np.int32]],
    core: NDArray[np.bool_],
) -> None:
    """Label what is no core by its nearest core, of equally near ones the smallest."""
    start, near = pairs
    point = np.repeat(np.arange(len(core)), np.diff(start))
    joins = ~core[point] & core[near]
    point, to = point[joins], near[joins]
    apart = unique[to] - unique[point]
    square = apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1]
    order = np.lexsort((to, square, point))  # the unique points are sorted: smallest first
    point, to = point[order], to[order]
    nearest = np.diff(point, prepend=-1) != 0
    found[point[nearest]] = found[to[nearest]]
