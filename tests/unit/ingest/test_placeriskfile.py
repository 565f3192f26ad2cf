"""A co-ordinator's table of places: every bad row is named, and none is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError, ParameterError
from hotspots.ingest import PlaceRiskRow, PlaceRiskRowError, read_place_risks
from hotspots.model import PlaceFact, PlaceRisk

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2021, 7, 5, 9, tzinfo=UTC)


def _make(row: PlaceRiskRow) -> PlaceRisk:
    if row.words == "elsewhere":
        msg = "No place is called so."
        raise PlaceRiskRowError(msg, column="where")
    if row.words == "nowhere":
        msg = "No place is called so."
        raise ParameterError(msg)
    return PlaceRisk(
        kind=row.kind, where=row.words, **row.facts, recorded_by="MPC", recorded_at=NOW
    )


def _read(path: Path, *lines: str) -> tuple[list[PlaceRisk], list[InputError]]:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    read = read_place_risks(path, as_of=date(2021, 7, 5), make=_make)
    return list(read.records), list(read.faults)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "places.csv"


def test_all_facts_are_read_by_whatever_case_and_spacing(table: Path) -> None:
    (record,), faults = _read(
        table,
        "KIND,where,Themes,guardian KINDS,Guardian,Owner,Lead,Last Review,next_review,Note,Told,"
        "Closed,Version",
        'Place,park,"Few eyes, approaches",wardens,Staff,Council,Police,01/06/2021,2021-09-01,'
        "Dark,lead;THEMES,YES,3",
    )
    assert faults == []
    assert record == PlaceRisk(
        kind=record.kind,
        where="park",
        themes=("approaches", "few-eyes"),
        guardian_kinds=("wardens",),
        guardian="Staff",
        owner="Council",
        lead="Police",
        reviewed_on=date(2021, 6, 1),
        next_review=date(2021, 9, 1),
        note="Dark",
        told=(PlaceFact.THEMES, PlaceFact.LEAD),
        closed=True,
        recorded_by="MPC",
        recorded_at=NOW,
    )


def test_a_column_that_is_not_there_says_nothing_and_a_blank_cell_clears(table: Path) -> None:
    rows: list[PlaceRiskRow] = []

    def keep(row: PlaceRiskRow) -> PlaceRisk:
        rows.append(row)
        return _make(row)

    table.write_text("Kind,Where,Lead,Told,Next review,Closed\nzone,City,,,,\n", "utf-8")
    read_place_risks(table, as_of=date(2021, 7, 5), make=keep)
    assert rows[0].facts == {"lead": "", "told": (), "next_review": None, "closed": False}
    assert rows[0].version == 0


def test_every_row_that_cannot_be_used_is_named_with_its_column(table: Path) -> None:
    records, faults = _read(
        table,
        "Kind,Where,Themes,Next review,Closed,Version,Note",
        "place,park,,,,,",
        "street,park,,,,,",
        "place,,,,,,",
        "place,shop,ZZblame,,,,",
        "place,shop,,ZZ someday,,,",
        "place,shop,,,perhaps,,",
        "place,shop,,,,x,",
        "place,shop,,,,12345678901,",
        "place,nowhere,,,,,",
        "place,elsewhere,,,,,",
        "place,shop,,,,,aged 14 ZZ",
        "place,park,few-eyes,,,,",
        "hotspot,park,,,,,",
    )
    assert [(one.kind.value, one.where) for one in records] == [
        ("place", "park"),
        ("hotspot", "park"),
    ]
    assert [(fault.row, fault.column) for fault in faults] == [
        (3, "kind"),
        (4, "where"),
        (5, "themes"),
        (6, "nextreview"),
        (7, "closed"),
        (8, "version"),
        (9, "version"),
        (10, None),
        (11, "where"),
        (12, None),
        (13, "where"),
    ]
    assert all(fault.file == "places.csv" for fault in faults)
    assert "ZZ" not in " ".join(str(fault) for fault in faults)


def test_a_file_without_such_a_table_is_refused(table: Path) -> None:
    with pytest.raises(InputError, match="no such table"):
        _read(table, "What,When", "a,b")
