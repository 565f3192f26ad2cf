"""The steps that workers run. Each reads and writes the work folder and returns little.

Run again, a step does the same: it changes none of the files that it reads.

    survey   a partition   its rows with equal points put together; a sample of them
    spread   a partition   the rows sorted by tile, each tile's with its halo
    settle   a tile        the components of its points; what other tiles must know of them
    labels   a partition   the label of each of its points
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.engine import labels_and_cores
from hotspots.cluster.partitioned.merge import seam_of
from hotspots.cluster.partitioned.rows import COLUMNS, ROW_BYTES, collapse, collapse_rows, find
from hotspots.cluster.partitioned.sketch import sketch_of
from hotspots.cluster.partitioned.tiles import Tiles, halo_m
from hotspots.cluster.partitioned.workfolder import read_array, whole_file, write_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.merge import Seam
    from hotspots.cluster.partitioned.partitions import Partition
    from hotspots.cluster.partitioned.sketch import Sketch

# Rows that a tile gathers before it puts equal points together.
_ROWS_AT_ONCE = 1 << 19
# What one point weighs at most: enough for any core, and sums stay finite.
_ENOUGH = 2.0**1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all steps know."""

    folder: Path
    eps_m: float
    min_samples: int

    def file(self, what: str, number: int) -> Path:
        """Where the partition or tile of that number keeps it."""
        return self.folder / f"{what}-{number:06d}"

    @property
    def plan(self) -> Path:
        """Where the tiles are written down."""
        return self.folder / "plan"

    def tiles(self) -> Tiles:
        """As they were planned."""
        return Tiles(read_array(self.plan, np.float64).reshape(-1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A partition in short.

    `bad` is the first cell that cannot be used, as row and column counted from 0;
    `reach` are the largest easting and northing, without their sign.
    """

    points: int
    rows: int
    sketch: Sketch
    reach: tuple[float, float]
    bad: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A tile's rows in a partition's file: its own up to `own_stop`, then its halo."""

    number: int
    start: int
    own_stop: int
    stop: int

    @property
    def own(self) -> int:
        """How many rows are the tile's own."""
        return self.own_stop - self.start


def survey(job: Job, number: int, partition: Partition) -> Survey:
    """Read a partition, check it, put equal points together and keep the result."""
    rows = partition.read()
    points_m, weights = rows[:, :2] + 0.0, rows[:, 2]  # -0.0 becomes 0.0: equal, so equal bits
    fine = np.isfinite(rows)
    fine[:, 2] &= weights >= 0
    if not fine.all():
        row = int(np.argmin(fine.all(axis=1)))
        empty = sketch_of(np.empty((0, 2)))
        bad = (row, int(np.argmin(fine[row])))
        return Survey(points=len(rows), rows=0, sketch=empty, reach=(0.0, 0.0), bad=bad)
    collapsed = collapse(points_m, np.minimum(weights, _ENOUGH))
    write_array(job.file("rows", number), collapsed.rows)
    write_array(job.file("places", number), collapsed.of_point.astype(np.int32))
    across, along = np.abs(points_m).max(axis=0).tolist()
    return Survey(
        points=len(rows),
        rows=len(collapsed.rows),
        sketch=sketch_of(collapsed.rows[:, :2]),
        reach=(across, along),
    )


def spread(job: Job, number: int) -> NDArray[np.int64]:
    """Sort a partition's rows by tile; shape (tiles, 2): how many are the tile's own, and halo."""
    rows = _rows_of(job.file("rows", number))
    tiles = job.tiles()
    counts = np.zeros((len(tiles), 2), dtype=np.int64)
    place = np.empty(len(rows), dtype=np.int32)  # of each row among all own rows, tile by tile
    done = 0
    with whole_file(job.file("spread", number)) as file:
        for tile, here in enumerate(tiles.near(rows[:, :2], halo_m(job.eps_m))):
            is_own = tiles.boxes[tile].has(rows[here, :2])
            own, halo = here[is_own], here[~is_own]
            file.write(rows[own].tobytes())
            file.write(rows[halo].tobytes())
            place[own] = np.arange(done, done + len(own))
            done += len(own)
            counts[tile] = len(own), len(halo)
    of_point = read_array(job.file("places", number), np.int32)
    write_array(job.file("back", number), place[of_point])
    return counts


def settle(job: Job, tile: int, spans: Sequence[Span]) -> Seam:
    """Cluster a tile's points with its halo; keep the component of each of its own rows.

    Cores in the outer half of the halo may be missed, for their neighbours are not all
    here, but none is invented. So what hangs together here does so everywhere, and all is
    exact for the points up to eps from the tile: these alone decide about its own.
    """
    rows = _gathered(job, spans)
    points_m = np.ascontiguousarray(rows[:, :2])
    labels, core = labels_and_cores(
        points_m,
        np.ascontiguousarray(rows[:, 2]),
        eps_m=job.eps_m,
        min_samples=job.min_samples,
    )
    with whole_file(job.file("settled", tile)) as file:
        for span in spans:
            own = _segment(job, span, span.own_stop)
            file.write(labels[find(own[:, :2], rows)].astype(np.int32).tobytes())
    box = job.tiles().boxes[tile]
    return seam_of(points_m, labels, core, box=box, eps_m=job.eps_m)


def labels(job: Job, number: int, answers: Sequence[Span]) -> NDArray[np.int64]:
    """Shape (n,): the label of each of a partition's points, in their order.

    `answers` are where each tile has the components of the partition's rows; a tile's
    file of numbers says which cluster a component is, the last entry being that of noise.
    """
    found = [np.empty(0, dtype=np.int64)]
    for span in answers:
        source = job.file("settled", span.number)
        component = read_array(source, np.int32, start=span.start, number=span.own)
        found.append(read_array(job.file("numbers", span.number), np.int64)[component])
    of_rows: NDArray[np.int64] = np.concatenate(found)
    return of_rows[read_array(job.file("back", number), np.int32)]


def keep_labels(job: Job, number: int, answers: Sequence[Span]) -> int:
    """Leave the labels of a partition in the work folder; returns how many they are."""
    found = labels(job, number, answers)
    write_array(job.file("labels", number), found)
    return len(found)


def _gathered(job: Job, spans: Sequence[Span]) -> NDArray[np.float64]:
    """All rows of a tile and its halo, sorted, equal points put together as they come in."""
    kept = np.empty((0, COLUMNS))
    waiting: list[NDArray[np.float64]] = []
    for span in spans:
        waiting.append(_segment(job, span, span.stop))
        if sum(map(len, waiting)) > max(_ROWS_AT_ONCE, len(kept)):
            kept, waiting = collapse_rows(np.concatenate([kept, *waiting])), []
    return collapse_rows(np.concatenate([kept, *waiting]))


def _segment(job: Job, span: Span, stop: int) -> NDArray[np.float64]:
    return _rows_of(job.file("spread", span.number), span.start, stop - span.start)


def _rows_of(file: Path, start: int = 0, number: int | None = None) -> NDArray[np.float64]:
    count = -1 if number is None else number * COLUMNS
    rows = np.fromfile(file, count=count, offset=start * ROW_BYTES)
    return rows.reshape(-1, COLUMNS)
