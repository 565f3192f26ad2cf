"""The rules of the return name file, row, column and mend, and run with what is there."""

from __future__ import annotations

from datetime import date

import pytest

from hotspots.period import Period
from hotspots.statutory import CareEpisode, CareTables, Collection, MissingRow, check_missing
from hotspots.statutory.rules import rules_run

YEAR = Collection(year=Period(first=date(2021, 4, 1), last=date(2022, 3, 31)), file="this.csv")


def row(number: int = 2, **cells: str) -> MissingRow:
    good = {
        "child": "101",
        "dob": "01/02/2009",
        "missing": "M",
        "mis_start": "05/05/2021",
        "mis_end": "06/05/2021",
    }
    return MissingRow(row=number, **{**good, **cells})


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({}, []),
        ({"mis_start": ""}, ["564", "1004"]),
        ({"missing": ""}, ["565", "566"]),
        ({"mis_end": "04/05/2021"}, ["567"]),
        ({"mis_start": "01/04/2022", "mis_end": ""}, ["570"]),
        ({"mis_end": "01/04/2022"}, ["571"]),
        ({"mis_start": "01/03/2021", "mis_end": "31/03/2021"}, ["571"]),
        ({"dob": "05/05/2021"}, ["586"]),
        ({"mis_start": "2021-05-05"}, ["1004"]),
        ({"mis_end": "31/06/2021"}, ["1005"]),
        ({"missing": "m"}, ["1006"]),
    ],
)
def test_a_row_breaks_the_rule_and_no_other(cells: dict[str, str], rules: list[str]) -> None:
    notes = check_missing((row(2, **cells),), YEAR)
    assert [note.rule for note in notes] == rules
    for note in notes:
        assert (note.file, note.row) == ("this.csv", 2)
        assert note.column in {"CHILD", "MISSING", "MIS_START", "MIS_END"}
        assert note.problem
        assert note.mend.endswith(".")
        assert not any(value and value in f"{note.problem}{note.mend}" for value in ("101", "2009"))


def test_what_was_open_last_year_and_is_not_there_is_told_of_last_years_row() -> None:
    before = row(7, mis_start="30/03/2021", mis_end="")
    tables = CareTables(last_year=(before,), last_file="last.csv")
    (note,) = check_missing((), YEAR, tables=tables)
    assert (note.rule, note.file, note.row) == ("576", "last.csv", 7)
    carried = row(mis_start="30/03/2021", mis_end="02/04/2021")
    assert check_missing((carried,), YEAR, tables=tables) == ()


def test_only_the_rules_whose_files_are_there_are_run() -> None:
    alone = {rule.code for rule in rules_run()}
    all_three = {rule.code for rule in rules_run(CareTables(episodes=(), last_year=()))}
    assert all_three - alone == {"575", "576", "577", "578", "581"}
    assert len(all_three) == 16


def test_a_child_without_a_row_of_placements_breaks_no_rule_of_care() -> None:
    other = CareEpisode(child="999", decom="01/05/2021", dec="02/05/2021")
    assert check_missing((row(),), YEAR, tables=CareTables(episodes=(other,))) == ()


def test_the_order_of_the_rows_plays_no_part() -> None:
    rows = (
        row(2, mis_end=""),
        row(3, mis_start="06/05/2021", mis_end="07/05/2021"),
        row(4, mis_start="07/05/2021", mis_end=""),
    )
    assert check_missing(rows, YEAR) == check_missing(rows[::-1], YEAR)
    assert [(note.rule, note.row) for note in check_missing(rows, YEAR)] == [("574", 3)]
