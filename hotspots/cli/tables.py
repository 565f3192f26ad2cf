"""Anybody's table of points: CSV or Parquet, read whole, and written as it came.

What the commands over points share; the columns are the file's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspots.cli.heading import heading_of, position_of
from hotspots.cli.textfile import examine, records
from hotspots.errors import InputError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path


def read_table(source: Path) -> pd.DataFrame:
    """The whole table, by the file's ending.

    Raises:
        InputError: not a table of either kind.
    """
    try:
        if source.suffix.lower() == ".parquet":
            return pd.read_parquet(source)
        return pd.read_csv(source, encoding=examine(source).encoding)
    except (ValueError, OSError, pa.ArrowException) as error:
        raise _unreadable(source, error) from None


def write_table(table: pd.DataFrame, target: Path) -> None:
    """Write the table whole or not at all, by the file's ending.

    Raises:
        InputError: the file cannot be written, or Parquet cannot hold such a table.
    """
    try:
        with written_whole(target) as temporary:
            if target.suffix.lower() == ".parquet":
                table.to_parquet(temporary, index=False)
            else:
                table.to_csv(temporary, index=False)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(
            f"it cannot be written ({type(error).__name__})",
            file=target.name,
            mend="Name a file in a folder that exists and can be written to.",
        ) from None


def numbers_of(
    table: pd.DataFrame, column: str, source: Path
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column as finite numbers.

    Raises:
        InputError: no such column, or a cell that is not a number; says where.
    """
    numbers = pd.to_numeric(column_of(table, column, source), errors="coerce").to_numpy(
        dtype=np.float64
    )
    bad = np.flatnonzero(~np.isfinite(numbers))
    if bad.size:
        raise InputError(
            "not a number",
            file=source.name,
            row=int(bad[0]) + 2,
            column=column,
            mend="Remove the row or give a number.",
        )
    return numbers


def column_of(table: pd.DataFrame, column: str, source: Path) -> pd.Series[Any]:
    """A column by its heading.

    Raises:
        InputError: no such column, or several; names those that there are.
    """
    position_of(column, _heading(table, column, source), source)
    if column not in table.columns:  # the same but for blanks around it
        column = next(name for name in table.columns if str(name).strip() == column.strip())
    return table[column]


def _heading(table: pd.DataFrame, column: str, source: Path) -> list[str]:
    """The heading; as it stands in the file where pandas may have renamed the second of two."""
    if f"{column}.1" in table.columns and source.suffix.lower() != ".parquet":
        return heading_of(records(source, examine(source).encoding, ","))[1]
    return [str(name) for name in table.columns]


def _unreadable(source: Path, error: Exception) -> InputError:
    """The refusal of a file that is no table."""
    return InputError(
        f"not a readable table ({type(error).__name__})",
        file=source.name,
        mend="Give a CSV with a heading, or a Parquet file.",
    )
