"""Tables of actions as people write them. Everything in them is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from hotspots.errors import InputError, ParameterError
from hotspots.ingest import ActionRow, read_actions
from hotspots.model import Action, ActionPlace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AS_OF = date(2021, 7, 1)
HEAD = "What,Place,Hotspot,Zone,From,To,Lead\n"


def _make(row: ActionRow) -> Action:
    return Action(
        action_id=f"row {row.row}",
        what=row.what,
        kind=row.kind,
        where=row.words,
        from_on=row.from_on,
        to_on=row.to_on,
        lead=row.lead,
        recorded_by="AB",
        recorded_at=datetime(2021, 7, 1, tzinfo=UTC),
    )


def _csv(path: Path, text: str) -> tuple[Action, ...]:
    path = path / "actions.csv"
    path.write_text(text, encoding="utf-8")
    return read_actions(path, as_of=AS_OF, make=_make)


def _xlsx(path: Path, rows: Sequence[Sequence[object]]) -> tuple[Action, ...]:
    path = path / "actions.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return read_actions(path, as_of=AS_OF, make=_make)


def test_a_tidy_table_is_read_whole(tmp_path: Path) -> None:
    made = _csv(
        tmp_path,
        HEAD
        + "Patrols,Markeaton Park,,,01/05/2021,31/05/2021,Police\n"
        + ",,,,,,\n"
        + "Lights on,,,City centre,2021-06-01,,Council\n"
        + "Talks,,aldi-alvaston,,1 June 2021,,Safe and Sound\n",
    )
    assert [(one.action_id, one.kind, one.where) for one in made] == [
        ("row 2", ActionPlace.PLACE, "Markeaton Park"),
        ("row 4", ActionPlace.ZONE, "City centre"),
        ("row 5", ActionPlace.HOTSPOT, "aldi-alvaston"),
    ]
    assert (made[0].from_on, made[0].to_on) == (date(2021, 5, 1), date(2021, 5, 31))
    assert (made[1].to_on, made[1].lead) == (None, "Council")


def test_a_workbook_may_have_a_title_and_other_columns_in_any_order(tmp_path: Path) -> None:
    made = _xlsx(
        tmp_path,
        [
            ["Disruption plan 2021"],
            [],
            ["LEAD", "Notes", "from", "Place", "What"],
            ["Police", "not read", datetime(2021, 5, 1), "park", "Patrols"],  # noqa: DTZ001 - a cell's day
            ["Council", None, 44317, "pub", "Lights on"],
        ],
    )
    assert [(one.what, one.from_on, one.to_on) for one in made] == [
        ("Patrols", date(2021, 5, 1), None),
        ("Lights on", date(2021, 5, 1), None),
    ]


def test_a_semicolon_table_of_excel_is_read(tmp_path: Path) -> None:
    made = _csv(tmp_path, "What;Place;From;Lead\nPatrols, evening;park;01/05/2021;Police\n")
    assert made[0].what == "Patrols, evening"


def test_a_short_row_has_blank_cells_at_its_end(tmp_path: Path) -> None:
    made = _csv(tmp_path, "What,Place,From,Lead,To\nPatrols,park,01/05/2021,Police\n")
    assert made[0].to_on is None


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (",park,,,01/05/2021,,Police", "what", "blank"),
        ("Patrols,,,,01/05/2021,,Police", None, "no place"),
        ("Patrols,park,,City,01/05/2021,,Police", None, "more than one place"),
        ("Patrols,park,,,,,Police", "from", "blank"),
        ("Patrols,park,,,soon,,Police", "from", "not a date"),
        ("Patrols,park,,,01/05/2021,later,Police", "to", "not a date"),
        ("Patrols,park,,,01/05/2021,,", "lead", "blank"),
        ("#REF!,park,,,01/05/2021,,Police", "what", "spreadsheet error"),
        ("Patrols,park,,,01/05/2021,30/04/2021,Police", None, "cannot be used"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_taken(
    tmp_path: Path, row: str, column: str | None, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        _csv(tmp_path, HEAD + "Patrols,park,,,01/05/2021,,Police\n" + row + "\n")
    assert (caught.value.row, caught.value.column) == (3, column)


def test_a_refusal_of_the_words_is_told_with_the_row(tmp_path: Path) -> None:
    def refuse(_row: ActionRow) -> Action:
        msg = "No place is called so."
        raise ParameterError(msg)

    path = tmp_path / "actions.csv"
    path.write_text(HEAD + "Patrols,park,,,01/05/2021,,Police\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2.*No place is called so"):
        read_actions(path, as_of=AS_OF, make=refuse)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "What,From,Lead\nx,01/05/2021,y\n"])
def test_a_table_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no table of actions"):
        _csv(tmp_path, text)


def test_two_columns_of_one_heading_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two columns have the same heading"):
        _csv(tmp_path, "What,Place,place,From,Lead\nx,a,b,01/05/2021,y\n")


def test_a_quotation_mark_left_open_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of actions"):
        _csv(tmp_path, '"What,Place,From,Lead\nx,a,01/05/2021,y\n')


def test_a_workbook_that_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.ingest.xlsxfile._LAST_ROW", 1)
    with pytest.raises(InputError, match="more rows than any spreadsheet"):
        _xlsx(tmp_path, [["title"], ["What", "Place", "From", "Lead"]])


def test_far_too_many_rows_are_not_a_table_of_actions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.ingest.actionfile._MOST_ROWS", 2)
    with pytest.raises(InputError, match="more than 2 actions"):
        _csv(tmp_path, HEAD + "Patrols,park,,,01/05/2021,,Police\n" * 3)
