"""Where children could be: what a permutation test sets the places where they are beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.checks import check_points, check_weights
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Where children could be: positions, shape (n, 2) in metres, and weights, shape (n,).

    The weights say how likely a place is to be visited beside the others, for whatever
    reason that has nothing to do with these children.

    Raises:
        ParameterError: a shape or a value that cannot be used; two equal positions.
    """

    positions_m: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __post_init__(self) -> None:
        positions_m = check_points(self.positions_m)
        check_weights(self.weights, len(positions_m))
        if len(np.unique(positions_m, axis=0)) < len(positions_m):
            msg = "A background has two places at one position. Add their weights up."
            raise ParameterError(msg)
