"""Tables of anybody: every row in comes out, in its place, in each kind of file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hotspots.cells import safe_cell
from hotspots.cli.rowfile import RowColumn, open_rows
from hotspots.cli.textcolumn import open_column

if TYPE_CHECKING:
    from pathlib import Path

# Lone surrogates are in no file: no encoding has them.
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=12)
COLUMNS = (RowColumn(name="row", kind=int), RowColumn(name="text", kind=str))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@given(texts=TEXTS, delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_every_row_of_a_csv_is_read(folder: Path, texts: list[str], delimiter: str) -> None:
    source = folder / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=delimiter).writerows([("id", "place"), *enumerate(texts)])
    with open_column(source, "place") as found:
        assert list(found.texts) == [text if text.strip() else "" for text in texts]


@given(texts=TEXTS)
def test_every_row_of_a_parquet_file_is_read(folder: Path, texts: list[str]) -> None:
    source = folder / "in.parquet"
    pq.write_table(pa.table({"place": pa.array(texts, pa.string())}), source)
    with open_column(source, "place") as found:
        assert list(found.texts) == texts


@given(texts=TEXTS, ending=st.sampled_from(["csv", "xlsx", "parquet"]))
def test_what_is_written_is_read_back_and_is_no_formula(
    folder: Path, texts: list[str], ending: str
) -> None:
    target = folder / f"out.{ending}"
    with open_rows(target, COLUMNS) as write:
        write(enumerate(texts))
    with open_column(target, "text") as found:
        back = list(found.texts)
    safe = [str(safe_cell(text)) for text in texts]
    if ending == "parquet":
        assert back == texts
    elif ending == "csv":
        assert back == [one if one.strip() else "" for one in safe]
    else:
        assert len(back) == len(texts)
        assert [safe_cell(one) for one in back] == back
        rows = load_workbook(target).worksheets[0].iter_rows()
        assert not [cell for row in rows for cell in row if cell.data_type == "f"]
