"""Placements by date from the SSDA903 Episodes table. All of it is made up."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser
from hotspots.ingest.crosswalkfile import load_crosswalk
from hotspots.ingest.document import Document, Line, Sheet
from hotspots.ingest.placementfile import read_placements
from hotspots.ingest.tidytable import TableShape, open_rows
from hotspots.model import PlacementSpell, PlacementType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = Pseudonymiser(b"k" * 32)
HEADING = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,HOME_POST,PL_POST,URN"
ROW = "SYN-1,01/04/2020,S,C2,N1,K2,PR1,01/05/2020,X1,DE1 1AA,DE1 2BB,XXX"


def _read(path: Path, is_erased: Callable[[str], bool] | None = None) -> tuple[PlacementSpell, ...]:
    return read_placements(
        path,
        pseudonymiser=KEY,
        crosswalk=load_crosswalk(),
        as_of=date(2021, 7, 1),
        **({} if is_erased is None else {"is_erased": is_erased}),
    )


def _csv(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "episodes.csv"
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return path


def test_the_columns_of_the_return_become_spells_under_pseudonyms(tmp_path: Path) -> None:
    lasting = "syn-1 ,01/05/2020,S,C2,N1,u4,,,,DE1 1AA,DE1 2BB,XXX"
    unknown = "SYN-2,02/05/2020,S,C2,N1,Q9,PR4,02/05/2020,,,,"
    first, second, third = _read(_csv(tmp_path, ROW, lasting, unknown))
    assert first == PlacementSpell(
        child_id=KEY("SYN-1"),
        placement=PlacementType.OWN_RESIDENTIAL,
        first=date(2020, 4, 1),
        until=date(2020, 5, 1),
    )
    assert (second.child_id, second.placement, second.until) == (
        first.child_id,
        PlacementType.FOSTER,
        None,
    )
    assert third.placement is PlacementType.UNKNOWN
    assert third.first == third.until


def test_a_workbook_with_a_title_above_the_heading_and_blank_rows_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ["Episodes 2020"],
        [],
        ["Child", "DECOM", "Place"],
        ["1", date(2020, 4, 1), "K3"],
        [],
    ):
        sheet.append(cells)
    book.save(tmp_path / "episodes.xlsx")
    (spell,) = _read(tmp_path / "episodes.xlsx")
    assert (spell.placement, spell.until) == (PlacementType.SUPPORTED, None)


def test_erased_children_are_left_out(tmp_path: Path) -> None:
    assert _read(_csv(tmp_path, ROW), {KEY("SYN-1")}.__contains__) == ()


@pytest.mark.parametrize(
    ("row", "problem", "column"),
    [
        (ROW.replace("01/05/2020", "31/03/2020"), "ends before it begins", "dec"),
        (ROW.replace("01/04/2020", ""), "blank", "decom"),
        (ROW.replace("01/04/2020", "soon"), "not a date", "decom"),
        (ROW.replace("K2", ""), "blank", "place"),
        (ROW.replace("SYN-1", ""), "blank", "child"),
        (ROW.replace("SYN-1", "\u200b"), "blank", "child"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_its_place_and_without_its_words(
    row: str, problem: str, column: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        _read(_csv(tmp_path, ROW, row))
    assert f"column {column!r}" in str(caught.value)
    assert "row 3" in str(caught.value)
    assert "SYN" not in str(caught.value)
    assert "DE1" not in str(caught.value)


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "no such table"),
        (HEADING.replace("REC", "dec"), "same heading"),
    ],
)
def test_another_table_is_refused(heading: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem):
        _read(_csv(tmp_path, ROW, heading=heading))


def test_a_semicolon_table_of_excel_is_read(tmp_path: Path) -> None:
    path = _csv(tmp_path, ROW.replace(",", ";"), heading=HEADING.replace(",", ";"))
    assert len(_read(path)) == 1


def test_a_spreadsheet_error_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="spreadsheet error"):
        _read(_csv(tmp_path, ROW.replace("K2", "#REF!")))


def test_far_too_many_rows_are_another_table(tmp_path: Path) -> None:
    shape = TableShape(needed=("child",), known=(), mend="Give another.", most_rows=2)
    path = _csv(tmp_path, ROW, ROW, ROW)
    with (
        pytest.raises(InputError, match="more than 2 rows"),
        open_rows(path, shape, as_of=date(2021, 7, 1)) as rows,
    ):
        list(rows)


def test_a_reading_with_another_delimiter_that_fails_is_passed_over_and_a_failing_sheet_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Iterator[Line]:
        raise InputError("cannot be read", file="x.csv", mend="Save it again.")

    def lines() -> Iterator[Line]:
        yield Line(row=1, cells=("Child",))
        yield Line(row=2, cells=("1",))

    shape = TableShape(needed=("child",), known=(), mend="Give another.", most_rows=2)
    sheets = (Sheet(name="a", lines=broken), Sheet(name="b", lines=lines))
    for alternatives in (True, False):
        document = Document(sheets=sheets, alternatives=alternatives)
        monkeypatch.setattr(
            "hotspots.ingest.tidytable.open_document", lambda _path, d=document: nullcontext(d)
        )
        expected = nullcontext() if alternatives else pytest.raises(InputError, match="be read")
        with expected, open_rows(tmp_path, shape, as_of=date(2021, 7, 1)) as rows:
            assert [row.text("child") for row in rows] == ["1"]
