"""The steps in their order, and why the labels are those of a single machine.

1. Each partition puts its equal points together, exactly, and tells a sample of them.
2. From the samples the plane is cut into tiles of about equally many distinct points.
3. Each partition sorts its rows by tile; a row up to two eps from a tile goes there too.
4. Each tile clusters what it has. What it finds for its own points and those up to eps away
   is exact: the neighbours of all of these are there. Two near cores of different tiles are
   both seen by both, so their tiles tell the same cell, and the components are joined.
5. The clusters are numbered by their smallest core, which is some tile's own.
6. A border point's nearest core is in its tile or the halo, and so is the rule for ties.
7. Each partition takes the labels of its rows from the tiles.

Only samples, counts, cells at the tiles' edges and smallest cores come back from the steps;
rows go from one to another by the work folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from hotspots.cluster.partitioned.merge import numbers_of
from hotspots.cluster.partitioned.rows import ROW_BYTES
from hotspots.cluster.partitioned.sketch import EMPTY, merged
from hotspots.cluster.partitioned.steps import Span, settle, spread, survey
from hotspots.cluster.partitioned.tiles import plan
from hotspots.cluster.partitioned.workfolder import write_array

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.merge import Seam
    from hotspots.cluster.partitioned.partitions import Partition
    from hotspots.cluster.partitioned.sketch import Sketch
    from hotspots.cluster.partitioned.steps import Job, Survey
    from hotspots.cluster.partitioned.tiles import Tiles

_R = TypeVar("_R")

# Some 150 MB while a worker clusters them.
POINTS_OF_TILE = 500_000


class Executor(Protocol):
    """Whoever runs the steps."""

    def __call__(self, step: Callable[..., _R], calls: Sequence[tuple[Any, ...]], /) -> list[_R]:
        """`step(*call)` for each call, the results in the order of the calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What was found, and what it took.

    Attributes:
        answers: for each partition, where the tiles have the labels of its rows.
        points, rows, spread_rows: of the input; after equal points were put together; sent
            to the tiles, with halos.
        tiles, clusters: how many.
        told_bytes: what the tiles told about their edges.
        seconds: of each step.
    """

    answers: tuple[tuple[Span, ...], ...]
    points: int
    rows: int
    spread_rows: int
    tiles: int
    clusters: int
    told_bytes: int
    seconds: dict[str, float]

    @property
    def spread_bytes(self) -> int:
        """What is written for the tiles, and read by them."""
        return self.spread_rows * ROW_BYTES


class UnusableCellError(Exception):
    """The first cell that cannot be used; never leaves the package: who knows the file tells."""

    def __init__(self, partition: int, row: int, column: int) -> None:
        super().__init__(partition, row, column)
        self.partition, self.row, self.column = partition, row, column


def follow(
    job: Job,
    partitions: Sequence[Partition],
    each: Executor,
    *,
    check: Callable[[tuple[float, float]], None],
    planned: Callable[[Sketch], Tiles],
) -> Course:
    """All steps but the last, `labels`, which is left to whoever knows where they go.

    `check` is asked about the largest easting and northing before the costly part;
    `planned` gives the tiles for the sample of the points: `planner` makes one.

    Raises:
        UnusableCellError: a value that is missing or infinite, or a negative weight.
    """
    clock = _Clock()
    surveys = each(survey, [(job, number, part) for number, part in enumerate(partitions)])
    _check_cells(surveys)
    if surveys:
        check(_reach(surveys))
    clock.stop("survey")
    sketch = reduce(merged, (one.sketch for one in surveys), EMPTY)
    tiles = planned(sketch)
    write_array(job.plan, tiles.nodes)
    clock.stop("plan")
    counts = np.array(each(spread, [(job, number) for number in range(len(partitions))]))
    counts = counts.reshape(len(partitions), len(tiles), 2)
    clock.stop("spread")
    spans = _spans(counts)
    settled = [number for number in range(len(tiles)) if counts[:, number, 0].any()]
    seams = each(settle, [(job, number, spans[number]) for number in settled])
    clock.stop("settle")
    clusters = _number(job, settled, seams)
    clock.stop("merge")
    return Course(
        answers=_answers(counts),
        points=sum(one.points for one in surveys),
        rows=sum(one.rows for one in surveys),
        spread_rows=int(counts.sum()),
        tiles=len(settled),
        clusters=clusters,
        told_bytes=sum(seam.nbytes for seam in seams),
        seconds=clock.seconds,
    )


def planner(eps_m: float, tile_points: int) -> Callable[[Sketch], Tiles]:
    """Tiles of about so many distinct points at most."""
    return partial(plan, eps_m=eps_m, tile_points=tile_points)


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = perf_counter()

    def stop(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step], self._since = now - self._since, now


def _check_cells(surveys: Sequence[Survey]) -> None:
    for number, one in enumerate(surveys):
        if one.bad is not None:
            raise UnusableCellError(number, *one.bad)


def _reach(surveys: Sequence[Survey]) -> tuple[float, float]:
    return max(one.reach[0] for one in surveys), max(one.reach[1] for one in surveys)


def _spans(counts: NDArray[np.int64]) -> list[tuple[Span, ...]]:
    """For each tile, its rows in the partitions' files; shape (partitions, tiles, 2) of counts."""
    found: list[tuple[Span, ...]] = []
    starts = np.zeros(len(counts), dtype=np.int64)
    for tile in range(counts.shape[1]):
        own_stops = starts + counts[:, tile, 0]
        stops = own_stops + counts[:, tile, 1]
        bounds = np.column_stack([starts, own_stops, stops]).tolist()
        found.append(
            tuple(
                Span(number=number, start=start, own_stop=own_stop, stop=stop)
                for number, (start, own_stop, stop) in enumerate(bounds)
                if stop > start
            )
        )
        starts = stops
    return found


def _answers(counts: NDArray[np.int64]) -> tuple[tuple[Span, ...], ...]:
    """For each partition, the parts of the tiles' files with its own rows."""
    own = counts[:, :, 0]
    stops = np.cumsum(own, axis=0)
    return tuple(
        tuple(
            Span(number=tile, start=stop - number, own_stop=stop, stop=stop)
            for tile, (number, stop) in enumerate(zip(row, row_stops, strict=True))
            if number
        )
        for row, row_stops in zip(own.tolist(), stops.tolist(), strict=True)
    )


def _number(job: Job, settled: Sequence[int], seams: Sequence[Seam]) -> int:
    """Write down what cluster each tile's components are; returns how many clusters there are."""
    clusters = 0
    for tile, numbers in zip(settled, numbers_of(seams), strict=True):
        write_array(job.file("numbers", tile), np.append(numbers, -1))
        clusters = max(clusters, int(numbers.max(initial=-1)) + 1)
    return clusters
