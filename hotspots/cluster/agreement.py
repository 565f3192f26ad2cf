"""How alike two clusterings of the same points are, noise being nobody's company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.density import NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def adjusted_rand(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985) of labels of shape (n,), at most 1.

    Each point of noise is on its own, in a cluster of one. Those add nothing to any sum but
    n, so that they are left out here; scikit-learn's function gives the same figure when it
    is told of each, and warns of that many classes.
    """
    both = (first != NOISE) & (second != NOISE)
    width = int(second.max(initial=NOISE)) + 1
    together = _pairs(np.unique(first[both] * width + second[both], return_counts=True)[1])
    one, other = (_pairs(np.bincount(some[some != NOISE])) for some in (first, second))
    every = _pairs(np.array([len(first)]))
    if together == one == other:
        return 1.0
    expected = one * other / every
    return (together - expected) / ((one + other) / 2 - expected)


def _pairs(sizes: NDArray[np.int64]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.tolist())
