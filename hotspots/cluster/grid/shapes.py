"""What the steps hand to one another. Named tuples, for numba knows no dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A cell's column and row in one number: sorted by column, then by row.
ROW_BITS = 31
# A point and eps squared: easting, northing, square metres.
Spot: TypeAlias = tuple[float, float, float]
# Around a cell of side eps / sqrt(2) its neighbours are two cells away at most.
REACH_CELLS = 2
WIDTH = 2 * REACH_CELLS + 1


class Places(NamedTuple):
    """The distinct points, those of a cell one after another; shape (places,) each."""

    x: NDArray[np.float64]  # easting, metres
    y: NDArray[np.float64]  # northing, metres
    weight: NDArray[np.float64]
    origin: NDArray[np.int32]  # the number that the rows know the place by


class Cells(NamedTuple):
    """The cells that are not empty, sorted; shape (cells,) each, `start` has one more."""

    spot: NDArray[np.int64]  # column << ROW_BITS | row
    start: NDArray[np.int32]  # its first place
    weight: NDArray[np.float64]
    tree: NDArray[np.int32]  # where its tree begins in `nodes`, -1 where it has none
    core_end: NDArray[np.int32]  # behind its last core place: cores come first in a cell


class Ground(NamedTuple):
    """Everything that is asked about distances."""

    places: Places
    cells: Cells
    nodes: NDArray[np.float64]  # shape (nodes, 5): west, south, east, north, weight


class Around(NamedTuple):
    """The places around a cell: spans of them, crowded cells, and the numbers of both."""

    spans: NDArray[np.int64]  # shape (25, 2): first place, behind the last
    crowds: NDArray[np.int64]  # shape (25,)
    numbers: NDArray[np.int64]  # shape (2,)


class Reach(NamedTuple):
    """How near, squared, and how much weight makes a core.

    A sum of at least `sure` is enough and one below `never` is not, however it was rounded;
    between the two it is added up exactly.
    """

    square_m2: float
    needed: float
    sure: float
    never: float
