"""The input's files again, each with one column more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.cluster.partitioned.steps import labels
from hotspots.cluster.partitioned.workfolder import whole_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.partitions import ParquetPart
    from hotspots.cluster.partitioned.steps import Job, Span

LABEL = "label"


def write_labelled(
    job: Job,
    source: Path,
    target: Path,
    parts: Sequence[tuple[int, ParquetPart, tuple[Span, ...]]],
) -> int:
    """Copy a Parquet file with the labels of its rows; returns how many rows there are.

    `parts` are all partitions of the file in their order, each with its number and its
    answers. One row group is in memory at a time, with the labels of one partition.
    """
    empty = np.empty(0, dtype=np.int64)
    rows = 0
    with pq.ParquetFile(source) as file, whole_file(target) as handle:
        schema = _labelled(file.schema_arrow.empty_table(), empty).schema
        with pq.ParquetWriter(handle, schema) as writer:
            for number, part, answers in parts:
                found, done = labels(job, number, answers), 0
                for group in part.groups:
                    table = file.read_row_group(group)
                    own = found[done : done + table.num_rows]
                    writer.write_table(_labelled(table, own), row_group_size=table.num_rows)
                    done += table.num_rows
                    del table
                    pa.default_memory_pool().release_unused()  # else it waits for the next
                rows += done
    return rows


def _labelled(table: pa.Table, labels: NDArray[np.int64]) -> pa.Table:
    """A column of that name gives way, as it does in a table in memory."""
    column = pa.array(labels)
    if LABEL in table.column_names:
        return table.set_column(table.column_names.index(LABEL), LABEL, column)
    return table.append_column(LABEL, column)
