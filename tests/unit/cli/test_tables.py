"""Tables of points, read whole and written as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspots.cli.tables import numbers_of, read_table, write_table
from hotspots.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("source_ending", ["csv", "parquet"])
@pytest.mark.parametrize("target_ending", ["csv", "parquet", "txt"])
def test_any_kind_in_and_any_kind_out(
    tmp_path: Path, source_ending: str, target_ending: str
) -> None:
    points = pd.DataFrame({"e": [435000.0, 439000.5], "name": ["a shop", "a park"]})
    source, target = tmp_path / f"in.{source_ending}", tmp_path / f"out.{target_ending}"
    write_table(points, source)
    write_table(read_table(source), target)
    pd.testing.assert_frame_equal(read_table(target), points, check_dtype=False)
    assert numbers_of(read_table(target), "e", target).tolist() == [435000.0, 439000.5]


def test_what_excel_on_windows_writes_is_read(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("e,name\n1,caf\N{LATIN SMALL LETTER E WITH ACUTE}\n".encode("cp1252"))
    assert read_table(source)["name"].tolist() == ["caf\N{LATIN SMALL LETTER E WITH ACUTE}"]


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_what_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes(b"")
    with pytest.raises(InputError, match="not a readable table"):
        read_table(source)


@pytest.mark.parametrize("cell", ["here", "", "inf", "nan"])
def test_the_row_that_is_not_a_number_is_named(tmp_path: Path, cell: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"e,n\n1,2\n{cell},2\n")
    with pytest.raises(InputError) as caught:
        numbers_of(read_table(source), "e", source)
    assert (caught.value.row, caught.value.column) == (3, "e")


def test_a_column_is_found_without_the_blanks_around_its_heading(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id, e\n1,2\n")
    assert numbers_of(read_table(source), "e", source).dtype == np.float64
    with pytest.raises(InputError, match=r"Name one of: id,  e"):
        numbers_of(read_table(source), "n", source)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("e,e,n\n1,2,3\n")
    with pytest.raises(InputError, match="several columns"):
        numbers_of(read_table(source), "e", source)
    source.write_text("e,e.1\n1,2\n")
    assert numbers_of(read_table(source), "e", source).tolist() == [1.0]
    array = pa.array([1.0])
    parquet = tmp_path / "in.parquet"
    pq.write_table(pa.Table.from_arrays([array, array], names=["e", "e"]), parquet)
    with pytest.raises(InputError):
        numbers_of(read_table(parquet), "e", parquet)


def test_a_target_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    table = pd.DataFrame({"e": [1.0]})
    with pytest.raises(InputError, match="cannot be written"):
        write_table(table, tmp_path / "nowhere" / "out.csv")
    mixed = pd.DataFrame({"e": [1, "a", b"b"]})
    with pytest.raises(InputError, match="cannot be written"):
        write_table(mixed, tmp_path / "out.parquet")
    assert list(tmp_path.iterdir()) == []
