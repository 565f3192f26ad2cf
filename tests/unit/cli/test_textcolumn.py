"""One column of anybody's table, in each kind of file. All texts are made up."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from hotspots.cli import textfile
from hotspots.cli.heading import words_of
from hotspots.cli.textcolumn import open_column
from hotspots.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def _texts(source: Path, column: str = "place", *, sheet: str | None = None) -> list[str]:
    with open_column(source, column, sheet=sheet) as found:
        return list(found.texts)


def _refusal(source: Path, column: str = "place", *, sheet: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        _texts(source, column, sheet=sheet)
    assert caught.value.file == source.name
    return caught.value


def _csv(folder: Path, content: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _xlsx(folder: Path, *sheets: tuple[str, list[list[Any]]]) -> Path:
    workbook = Workbook()
    del workbook["Sheet"]
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "in.xlsx"
    workbook.save(path)
    return path


def _parquet(folder: Path, table: pa.Table) -> Path:
    path = folder / "in.parquet"
    pq.write_table(table, path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_text_file_is_read_by_the_delimiter_that_finds_the_column(
    tmp_path: Path, delimiter: str
) -> None:
    content = f'"id"{delimiter}"place"\n1{delimiter}a shop\n2{delimiter}"a{delimiter}b"\n'
    assert _texts(_csv(tmp_path, content)) == ["a shop", f"a{delimiter}b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_told_apart(tmp_path: Path, encoding: str) -> None:
    content = "place\r\nSt Peter\u2019s caf\u00e9\r\n"
    assert _texts(_csv(tmp_path, content.encode(encoding))) == [content.splitlines()[1]]


@pytest.mark.parametrize("content", [b"place\n\x81\x8d\n", "place\na shop\n".encode("utf-16-le")])
def test_an_encoding_that_cannot_be_told_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "no encoding" in _refusal(_csv(tmp_path, content)).problem


def test_a_stray_nul_is_only_dirt(tmp_path: Path) -> None:
    assert _texts(_csv(tmp_path, "place\na shop\0\n")) == ["a shop\0"]


def test_blank_rows_count_in_between_and_not_at_the_end(tmp_path: Path) -> None:
    content = "\nplace,note\na shop,\n\n,only a note\n , \na park,\n,a last note\n\n,\n"
    expected = ["a shop", "", "", "", "a park", ""]
    assert _texts(_csv(tmp_path, content)) == expected
    rows: list[list[Any]] = [[], ["place", "note"], ["a shop", None], [], [None, "only a note"]]
    rows += [[None, None], ["a park", None], [None, "a last note"], [None, None]]
    assert _texts(_xlsx(tmp_path, ("A", rows))) == expected


def test_rows_may_have_fewer_cells_than_the_heading(tmp_path: Path) -> None:
    assert _texts(_csv(tmp_path, "id,place\n1\n2,a shop\n3,a park,,\n")) == [
        "",
        "a shop",
        "a park",
    ]
    rows: list[list[Any]] = [["id", "place"], [1], [2, "a shop", "beside the table"]]
    assert _texts(_xlsx(tmp_path, ("A", rows))) == ["", "a shop"]


def test_a_comma_outside_of_quotation_marks_is_told_and_not_cut(tmp_path: Path) -> None:
    error = _refusal(_csv(tmp_path, "id,place\n1,a shop\n2,near a shop, made-up town\n"))
    assert (error.problem, error.row) == ("more cells than headings", 3)
    assert "made-up" not in str(error)


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    error = _refusal(_csv(tmp_path, 'place\na shop\n"a park\nanother\n'))
    assert ("quotation mark" in error.problem, error.row) == (True, 3)
    assert _refusal(_csv(tmp_path, '"place\n')).row == 1


def test_a_cell_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    long = "made up " * 1_250_000
    before = csv.field_size_limit()
    assert _texts(_csv(tmp_path, f"place\n{long}\nb\n")) == [long, "b"]
    assert csv.field_size_limit() == before


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "MAX_LINE_CHARACTERS", 1_000)
    assert "more than 1,000 characters" in _refusal(_csv(tmp_path, "place\n" + "a" * 1_000)).problem


@pytest.mark.parametrize("content", [b"", b"\n \n"])
@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes, name: str) -> None:
    assert _refusal(_csv(tmp_path, content, name)).problem == "the file is empty"


def test_a_table_without_rows_has_no_texts(tmp_path: Path) -> None:
    assert _texts(_csv(tmp_path, "id,place\n")) == []
    assert _texts(_xlsx(tmp_path, ("A", [["id", "place"]]))) == []
    assert _texts(_parquet(tmp_path, pa.table({"place": pa.array([], pa.string())}))) == []


def test_the_columns_that_there_are_are_named(tmp_path: Path) -> None:
    for source in (
        _csv(tmp_path, '"id";"where"\n1;2\n'),
        _xlsx(tmp_path, ("A", [["id", "where"]]), ("B", [])),
        _parquet(tmp_path, pa.table({"id": [1], "where": ["x"]})),
    ):
        error = _refusal(source)
        assert (error.problem, error.mend) == ("no such column", "Name one of: id, where")
    assert "there is none" in _refusal(_xlsx(tmp_path, ("A", []))).mend


def test_a_long_and_wild_heading_is_told_in_a_line(tmp_path: Path) -> None:
    names = ["a\x1b[2J" + "b" * 1_000, *(f"c{number}" for number in range(100))]
    mend = _refusal(_csv(tmp_path, ",".join(names) + "\n")).mend
    assert mend.isprintable()
    assert len(mend) < 400


def test_two_columns_of_that_name_are_refused(tmp_path: Path) -> None:
    array = pa.array(["x"])
    for source in (
        _csv(tmp_path, "place, place ,id\n1,2,3\n"),
        _xlsx(tmp_path, ("A", [["place", "place"]])),
        _parquet(tmp_path, pa.Table.from_arrays([array, array], names=["place", "place"])),
    ):
        assert _refusal(source).problem == "several columns have this heading"
    assert _texts(_csv(tmp_path, "place,id,id\na shop,2,3\n")) == ["a shop"]


def test_the_sheet_is_the_one_that_has_the_column(tmp_path: Path) -> None:
    notes: list[list[Any]] = [["read me"]]
    source = _xlsx(tmp_path, ("Notes", notes), ("Data", [["place"], ["a shop"]]))
    assert _texts(source) == ["a shop"]
    assert _refusal(source, sheet="Notes").problem == "no such column"
    assert _refusal(source, sheet="data").mend == "Name one of: Notes, Data"


def test_of_several_sheets_with_the_column_one_must_be_named(tmp_path: Path) -> None:
    source = _xlsx(tmp_path, ("May", [["place"], ["a"]]), ("June", [["place"], ["b"]]))
    assert _refusal(source).mend == "Name one with --sheet: May, June"
    assert _texts(source, sheet="June") == ["b"]


def test_whatever_stands_in_a_cell_of_a_workbook_is_text(tmp_path: Path) -> None:
    values: list[Any] = [1, 2.0, 2.5, datetime(2021, 1, 31, 9, 30), True, "#N/A", "a shop"]  # noqa: DTZ001 - a sheet has no zones
    source = _xlsx(tmp_path, ("A", [["place"], *([value] for value in values)]))
    expected = ["1", "2", "2.5", "2021-01-31 09:30:00", "True", "#N/A", "a shop"]
    assert _texts(source) == expected


def test_a_formula_without_a_saved_result_is_refused_with_its_place(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "place"], [1, "a shop"], [2, '="a "&"park"']]
    error = _refusal(_xlsx(tmp_path, ("A", rows)))
    assert (error.row, error.column) == (3, "place")
    assert "save it there" in error.mend


def test_a_formula_in_another_column_is_nobodys_concern(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["place", "=1+1"], ["a shop", "=1+1"], [None, "=1+1"]]
    assert _texts(_xlsx(tmp_path, ("A", rows))) == ["a shop", ""]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array(["a shop", None, ""]), ["a shop", "", ""]),
        (pa.array(["a shop", None, "a shop"]).dictionary_encode(), ["a shop", "", "a shop"]),
        (pa.array([1, None]), ["1", ""]),
        (pa.array([1.0, float("nan"), 1.5]), ["1", "", "1.5"]),
        (pa.array([date(2021, 1, 31)]), ["2021-01-31"]),
        (pa.array([True]), ["True"]),
        (pa.array([None, None]), ["", ""]),
    ],
)
def test_whatever_stands_in_a_column_of_parquet_is_text(
    tmp_path: Path, values: pa.Array, expected: list[str]
) -> None:
    assert _texts(_parquet(tmp_path, pa.table({"place": values}))) == expected


@pytest.mark.parametrize("value", [["a"], {"a": 1}, b"a"])
def test_a_column_of_parquet_that_holds_no_words_is_refused(tmp_path: Path, value: object) -> None:
    assert "not words" in _refusal(_parquet(tmp_path, pa.table({"place": [value]}))).problem


def test_a_column_with_a_dot_is_not_a_field_of_a_record(tmp_path: Path) -> None:
    table = pa.table({"a": [{"place": "inner"}], "a.place": ["outer"]})
    assert _texts(_parquet(tmp_path, table), "a.place") == ["outer"]


def test_a_damaged_parquet_file_is_told(tmp_path: Path) -> None:
    assert "damaged" in _refusal(_csv(tmp_path, b"PAR1 or not", "in.parquet")).problem
    source = _parquet(tmp_path, pa.table({"place": [f"made up {n}" for n in range(5_000)]}))
    data = bytearray(source.read_bytes())
    data[4:2_000] = b"\xff" * 1_996
    source.write_bytes(data)
    assert "damaged" in _refusal(source).problem


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert ".parquet" in _refusal(_csv(tmp_path, "place\na\n", "in.doc")).mend
    assert "workbook" in _refusal(_csv(tmp_path, b"PK\x03\x04 and more", "in.csv")).problem


def test_about_how_many_rows_there_will_be_is_told_before_they_are_read(tmp_path: Path) -> None:
    for source, about in (
        (_csv(tmp_path, "place\na\nb\n"), 3),
        (_parquet(tmp_path, pa.table({"place": ["a", "b"]})), 2),
        (_xlsx(tmp_path, ("A", [[], ["place"], ["a"], ["b"]])), 2),
    ):
        with open_column(source, "place") as found:
            assert found.count() == about
            assert list(found.texts) == ["a", "b"]


def test_words_of_what_a_database_gives() -> None:
    moment = datetime(2021, 1, 31, 9, 30, tzinfo=UTC)
    assert words_of(Decimal("1.50")) == "1.50"
    assert words_of(moment) == "2021-01-31 09:30:00+00:00"
    assert words_of(moment.time()) == "09:30:00"
    assert words_of(float("inf")) == "inf"
