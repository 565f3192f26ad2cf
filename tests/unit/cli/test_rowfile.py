"""Tables written a few rows at a time, in each kind of file."""

from __future__ import annotations

import csv
import errno
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from hotspots.cells import safe_cell
from hotspots.cli import rowfile
from hotspots.cli.rowfile import RowColumn, check_target, open_rows
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = (
    RowColumn(name="row", kind=int),
    RowColumn(name="text", kind=str),
    RowColumn(name="metres", kind=float, form=".1f"),
)
ENDINGS = ("csv", "xlsx", "parquet")


def _written(target: Path, *batches: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What a program that knows the format reads back, without the heading."""
    with open_rows(target, COLUMNS) as write:
        for rows in batches:
            write(rows)
    if target.suffix == ".parquet":
        table = pq.read_table(target)
        assert table.column_names == ["row", "text", "metres"]
        return list(zip(*table.to_pydict().values(), strict=True))
    if target.suffix == ".xlsx":
        rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    else:
        with target.open(encoding="utf-8", newline="") as handle:
            rows = [tuple(row) for row in csv.reader(handle)]
    assert rows[0] == ("row", "text", "metres")
    return rows[1:]


def test_rows_come_back_from_each_kind_of_file(tmp_path: Path) -> None:
    batches = (
        [(1, "a shop", 12.0), (2, "", None)],
        [(3, 'a, "b"\ncaf\N{LATIN SMALL LETTER E WITH ACUTE}', -1.5)],
    )
    flat = 'a, "b" caf\N{LATIN SMALL LETTER E WITH ACUTE}'
    assert _written(tmp_path / "a.csv", *batches) == [
        ("1", "a shop", "12.0"),
        ("2", "", ""),
        ("3", flat, "-1.5"),
    ]
    assert _written(tmp_path / "a.xlsx", *batches) == [
        (1, "a shop", 12),
        (2, None, None),
        (3, flat, -1.5),
    ]
    assert _written(tmp_path / "a.parquet", *batches) == [row for rows in batches for row in rows]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_without_rows_has_its_heading(tmp_path: Path, ending: str) -> None:
    assert _written(tmp_path / f"a.{ending}") == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", " =1+1", "\uff1d1+1", "a;=1+1"])
def test_no_text_is_a_formula_where_a_spreadsheet_reads(tmp_path: Path, text: str) -> None:
    ((_, in_csv, _),) = _written(tmp_path / "a.csv", [(1, text, None)])
    assert in_csv == safe_cell(text) != text
    _written(tmp_path / "a.xlsx", [(1, text, None)])
    cell = load_workbook(tmp_path / "a.xlsx").worksheets[0]["B2"]
    assert (cell.data_type, cell.value) == ("s", in_csv)
    assert _written(tmp_path / "a.parquet", [(1, text, None)]) == [(1, text, None)]


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#1 made-up road"])
def test_a_text_that_looks_like_an_error_stays_a_text(tmp_path: Path, text: str) -> None:
    _written(tmp_path / "a.xlsx", [(1, text, None)])
    cell = load_workbook(tmp_path / "a.xlsx").worksheets[0]["B2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("ending", ENDINGS)
def test_characters_that_no_document_may_hold_do_no_harm(tmp_path: Path, ending: str) -> None:
    rows = _written(tmp_path / f"a.{ending}", [(1, "a\x00b\x1bc\ufffed\uffffe", 1.0)])
    assert len(rows) == 1


def test_more_rows_than_a_sheet_can_hold_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rowfile, "_LAST_SHEET_ROW", 3)
    target = tmp_path / "a.xlsx"
    assert len(_written(target, [(1, "a", 1.0)] * 2)) == 2
    target.unlink()
    with pytest.raises(InputError, match="more rows than a sheet"):
        _written(target, [(1, "a", 1.0)] * 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failure_leaves_the_earlier_file_and_nothing_else(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"earlier")

    def stopped() -> Iterator[tuple[Any, ...]]:
        yield (1, "a", 1.0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_rows(target, COLUMNS) as write:
        write(stopped())
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No space left"), open_rows(tmp_path / "a.csv", COLUMNS):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_is_refused_before_any_work(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("place\n")
    link = tmp_path / "link.csv"
    link.symlink_to(source)
    for target, problem in (
        (tmp_path / "a.doc", "kind of file"),
        (tmp_path / "nowhere" / "a.csv", "folder does not exist"),
        (source, "the file that is read"),
        (link, "the file that is read"),
    ):
        with pytest.raises(InputError, match=problem):
            check_target(target, source=source)
    check_target(tmp_path / "a.PARQUET", source=source)
