"""What a partition of the input is: something that a worker reads on its own, and whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.cluster.partitioned.rows import COLUMNS, ROW_BYTES
from hotspots.cluster.partitioned.workfolder import write_array
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# Some 100 MB while a worker reads and sorts it.
ROWS_OF_PARTITION = 1_000_000
_SUFFIX = ".parquet"


class Partition(Protocol):
    """A part of the input: at least one row, none of them in another part."""

    def read(self) -> NDArray[np.float64]:
        """Shape (n, 3): easting, northing, weight; what is missing is not a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayPart:
    """Rows of a file that holds an array of shape (n, 3) and nothing else."""

    file: Path
    start: int
    stop: int

    def read(self) -> NDArray[np.float64]:
        """The rows."""
        number = (self.stop - self.start) * COLUMNS
        values = np.fromfile(self.file, count=number, offset=self.start * ROW_BYTES)
        return values.reshape(-1, COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns are called; without a column of weights each point counts 1."""

    x: str
    y: str
    weight: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are read."""
        return (self.x, self.y) if self.weight is None else (self.x, self.y, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetPart:
    """Neighbouring row groups of a Parquet file; `first_row` counts from 0 in the file."""

    file: Path
    groups: tuple[int, ...]
    first_row: int
    columns: Columns

    def read(self) -> NDArray[np.float64]:
        """The rows."""
        with pq.ParquetFile(self.file) as file:
            table = file.read_row_groups(list(self.groups), columns=list(self.columns.names))
        rows = np.ones((table.num_rows, COLUMNS))
        for index, name in enumerate(self.columns.names):
            numbers = table.column(name).cast(pa.float64(), safe=False)
            rows[:, index] = numbers.to_numpy()
        return rows


def array_parts(
    rows: NDArray[np.float64], file: Path, *, rows_of_part: int
) -> tuple[ArrayPart, ...]:
    """Write the rows, shape (n, 3), to the file, and say which partitions they make."""
    write_array(file, rows)
    return tuple(
        ArrayPart(file=file, start=start, stop=min(start + rows_of_part, len(rows)))
        for start in range(0, len(rows), rows_of_part)
    )


def parquet_files(source: Path) -> tuple[Path, ...]:
    """The file itself, or all Parquet files in the folder and the folders in it, by name.

    Raises:
        InputError: there is none.
    """
    if source.is_file():
        return (source,)
    found = sorted(source.rglob(f"*{_SUFFIX}"))
    if not found:
        raise InputError(
            "no Parquet file in it", file=source.name, mend="Give a folder of .parquet files."
        )
    return tuple(found)


def parquet_parts(
    file: Path, columns: Columns, *, rows_of_part: int = ROWS_OF_PARTITION
) -> tuple[ParquetPart, ...]:
    """The partitions of one file: as many row groups as stay within the number of rows.

    Raises:
        InputError: not Parquet, a column is missing, or it does not hold numbers.
    """
    try:
        with pq.ParquetFile(file) as opened:
            schema, metadata = opened.schema_arrow, opened.metadata
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"not a readable table ({type(error).__name__})",
            file=file.name,
            mend='The engine "dask" reads Parquet only.',
        ) from None
    _check_columns(schema, columns, file)
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    return tuple(
        ParquetPart(file=file, groups=groups, first_row=first, columns=columns)
        for first, groups in _grouped(sizes, rows_of_part)
    )


def _grouped(sizes: Sequence[int], most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The first row and the numbers of row groups that go together; empty ones are left out."""
    first = row = 0
    groups: list[int] = []
    for group, size in enumerate(sizes):
        if groups and row + size - first > most:
            yield first, tuple(groups)
            first, groups = row, []
        if size:
            groups.append(group)
        row += size
    if groups:
        yield first, tuple(groups)


def _check_columns(schema: pa.Schema, columns: Columns, file: Path) -> None:
    for name in columns.names:
        if schema.names.count(name) != 1:
            raise InputError(
                "no such column",
                file=file.name,
                column=name,
                mend="Name one of: " + ", ".join(schema.names),
            )
        kind = schema.field(name).type
        if not (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            raise InputError(
                "not numbers",
                file=file.name,
                column=name,
                mend="Store the column as integers, floats or decimals.",
            )
