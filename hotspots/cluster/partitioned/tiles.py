"""Tiles: the plane cut into rectangles of about equally many distinct points.

A tile has the points with west <= easting < east and south <= northing < north, so each
point belongs to one tile. Around it lies the halo: what is near enough to matter to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.sketch import Sketch

# A square of four eps has three times its own ground in its halo; a smaller one would be
# nearly all halo.
SMALLEST_SIDE_EPS = 4.0
# Far more than the rounding of a distance, so that nothing near is left out.
_WIDER = 1.0 + 2.0**-20
_LEAF = -1.0


def ring_m(eps_m: float) -> float:
    """How far a point may be from a tile and be near one of its points."""
    return eps_m * _WIDER


def halo_m(eps_m: float) -> float:
    """How far a point may be and be near a point in the ring: it counts for that one's weight."""
    return 2.0 * ring_m(eps_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in metres; the outermost sides are infinite."""

    west_m: float = -math.inf
    south_m: float = -math.inf
    east_m: float = math.inf
    north_m: float = math.inf

    def has(self, points_m: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Shape (n,): which of the points, shape (n, 2), belong to the tile."""
        x, y = points_m[:, 0], points_m[:, 1]
        return np.asarray(
            (x >= self.west_m) & (x < self.east_m) & (y >= self.south_m) & (y < self.north_m)
        )

    def is_near(self, points_m: NDArray[np.float64], within_m: float) -> NDArray[np.bool_]:
        """Which of the points are in the tile or not further from it, either way."""
        x, y = points_m[:, 0], points_m[:, 1]
        return np.asarray(
            (x >= self.west_m - within_m)
            & (x <= self.east_m + within_m)
            & (y >= self.south_m - within_m)
            & (y <= self.north_m + within_m)
        )

    def is_deep(self, points_m: NDArray[np.float64], within_m: float) -> NDArray[np.bool_]:
        """Which of the tile's points are near no other tile, by the same sums as `is_near`."""
        x, y = points_m[:, 0], points_m[:, 1]
        return np.asarray(
            (x > self.west_m + within_m)
            & (x < self.east_m - within_m)
            & (y > self.south_m + within_m)
            & (y < self.north_m - within_m)
        )

    def halves(self, axis: int, at_m: float) -> tuple[Box, Box]:
        """The parts below and above a cut; axis 0 cuts eastings, 1 northings."""
        if axis == 0:
            return (
                Box(west_m=self.west_m, south_m=self.south_m, east_m=at_m, north_m=self.north_m),
                Box(west_m=at_m, south_m=self.south_m, east_m=self.east_m, north_m=self.north_m),
            )
        return (
            Box(west_m=self.west_m, south_m=self.south_m, east_m=self.east_m, north_m=at_m),
            Box(west_m=self.west_m, south_m=at_m, east_m=self.east_m, north_m=self.north_m),
        )


class Tiles:
    """A k-d tree whose leaves are the tiles, numbered from 0.

    `nodes`, shape (n, 2), has the tree from its root on, the lower part of each cut before
    the upper: axis and place of a cut, or -1 for a tile.
    """

    def __init__(self, nodes: NDArray[np.float64]) -> None:
        self.nodes = nodes
        self.boxes: tuple[Box, ...] = tuple(self._leaves())

    def __len__(self) -> int:
        return len(self.boxes)

    def near(self, points_m: NDArray[np.float64], within_m: float) -> Iterator[NDArray[np.intp]]:
        """For each tile in turn, the points (shape (n, 2)) that are in it or near it."""
        waiting = [np.arange(len(points_m))]
        for axis, at_m in self.nodes:
            here = waiting.pop()
            if axis == _LEAF:
                yield here
                continue
            values = points_m[here, int(axis)]
            waiting.append(here[values >= at_m - within_m])
            waiting.append(here[values <= at_m + within_m])

    def _leaves(self) -> Iterator[Box]:
        waiting = [Box()]
        for axis, at_m in self.nodes:
            box = waiting.pop()
            if axis == _LEAF:
                yield box
            else:
                waiting.extend(reversed(box.halves(int(axis), at_m)))


def plan(sketch: Sketch, *, eps_m: float, tile_points: int) -> Tiles:
    """Tiles of about `tile_points` distinct points at most, or as small as tiles may be."""
    most = max(1.0, tile_points * sketch.share)
    side_m = SMALLEST_SIDE_EPS * eps_m
    nodes: list[tuple[float, float]] = []
    waiting = [sketch.points_m]
    while waiting:
        points_m = waiting.pop()
        cut = _cut(points_m, side_m) if len(points_m) > most else None
        if cut is None:
            nodes.append((_LEAF, 0.0))
            continue
        axis, at_m = cut
        nodes.append((float(axis), at_m))
        below = points_m[:, axis] < at_m
        waiting += [points_m[~below], points_m[below]]
    return Tiles(np.array(nodes))


def tiles_of_cuts(cuts: Sequence[tuple[float, float]]) -> Tiles:
    """Tiles from a tree that is written out: (axis, metres) for a cut, (-1, 0) for a tile."""
    return Tiles(np.array(cuts, dtype=np.float64).reshape(-1, 2))


def _cut(points_m: NDArray[np.float64], side_m: float) -> tuple[int, float] | None:
    """The median of the longer side; None where a part would be smaller than it may be."""
    low, high = points_m.min(axis=0), points_m.max(axis=0)
    axis = int(np.argmax(high - low))
    if not high[axis] - low[axis] > 2.0 * side_m:
        return None
    middle = float(np.median(points_m[:, axis]))
    at_m = min(max(middle, float(low[axis]) + side_m), float(high[axis]) - side_m)
    return (axis, at_m) if low[axis] < at_m <= high[axis] else None
