"""From a Parquet file, or a folder of them, to a folder of the same files with labels."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.checks import check_eps, check_min_samples, check_points
from hotspots.cluster.partitioned.course import POINTS_OF_TILE, UnusableCellError, follow, planner
from hotspots.cluster.partitioned.output import write_labelled
from hotspots.cluster.partitioned.partitions import (
    ROWS_OF_PARTITION,
    parquet_files,
    parquet_parts,
)
from hotspots.cluster.partitioned.steps import Job
from hotspots.errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.cluster.partitioned.course import Course, Executor
    from hotspots.cluster.partitioned.partitions import Columns, ParquetPart

# A file's first row below its heading, as a spreadsheet counts.
_FIRST_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """What is wanted.

    Attributes:
        source: a Parquet file, or a folder with Parquet files in it and in its folders.
        target: a folder that is not there yet; it gets a file for each file of the
            source, of the same name, with the same rows and a column `label` more.
        columns: where the points are.
        eps_m, min_samples: as in `dbscan`.
        rows_of_partition: rows read at once; a row group is never parted.
        points_of_tile: distinct points clustered at once, about.
    """

    source: Path
    target: Path
    columns: Columns
    eps_m: float
    min_samples: int
    rows_of_partition: int = ROWS_OF_PARTITION
    points_of_tile: int = POINTS_OF_TILE


def label_tables(labelling: Labelling, folder: Path, each: Executor) -> Course:
    """Do it, with a work folder that all who run the steps share.

    Raises:
        InputError: a file, a column or a cell that cannot be used; says which.
        ParameterError: eps_m, min_samples, or points in degrees.
        StoreError: the target is there already.
    """
    job = Job(
        folder=folder,
        eps_m=check_eps(labelling.eps_m),
        min_samples=check_min_samples(labelling.min_samples),
    )
    check_target(labelling.target)
    source = labelling.source.absolute()
    files = parquet_files(source)
    parts = [part for file in files for part in _parts(file, labelling)]
    try:
        course = follow(
            job,
            parts,
            each,
            check=_check_reach,
            planned=planner(job.eps_m, labelling.points_of_tile),
        )
    except UnusableCellError as error:
        raise _unusable(error, parts) from None
    started = perf_counter()
    root = source.parent if source.is_file() else source
    calls = []
    for file in files:
        target = folder / "out" / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        own = [
            (number, part, course.answers[number])
            for number, part in enumerate(parts)
            if part.file == file
        ]
        calls.append((job, file, target, own))
    each(write_labelled, calls)
    shutil.move(folder / "out", labelling.target)
    course.seconds["label"] = perf_counter() - started
    return course


def check_target(target: Path) -> None:
    """Nothing is written over.

    Raises:
        StoreError: the target is there already.
    """
    if target.exists():
        msg = "The target is there already. Name a folder that is not, or remove it first."
        raise StoreError(msg)


def _parts(file: Path, labelling: Labelling) -> Iterator[ParquetPart]:
    yield from parquet_parts(file, labelling.columns, rows_of_part=labelling.rows_of_partition)


def _check_reach(reach: tuple[float, float]) -> None:
    """Degrees are refused as they are in memory: by the largest values of all."""
    check_points(np.array([reach]))


def _unusable(error: UnusableCellError, parts: list[ParquetPart]) -> InputError:
    part = parts[error.partition]
    is_weight = part.columns.names[error.column] == part.columns.weight
    return InputError(
        "not a number of at least 0" if is_weight else "not a number",
        file=part.file.name,
        row=part.first_row + error.row + _FIRST_ROW,
        column=part.columns.names[error.column],
        mend="Remove the row or give a number.",
    )
