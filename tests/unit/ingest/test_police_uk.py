"""Street-level records: kept with a position in metres, or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError, ParameterError
from hotspots.ingest import load_profile, read_episodes, read_police_uk
from hotspots.ingest.pseudonym import Pseudonymiser

if TYPE_CHECKING:
    from pathlib import Path

HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
GOOD = "abc1,2021-03,F,F,-1.476900,52.922500,On or near Invented Street,E0,Derby 001A,Drugs,,"
BLANK_ID = (
    ",2021-03,F,F,-1.476900,52.922500,On or near Invented Street,E0,D,Anti-social behaviour,,"
)


def write(tmp_path: Path, *lines: str, name: str = "2021-03-street.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_record_has_its_position_in_metres(tmp_path: Path) -> None:
    batch = read_police_uk([write(tmp_path, HEADING, GOOD)])
    (record,) = batch.records
    assert record.record_id == "abc1"
    assert (record.category, record.month) == ("Drugs", "2021-03")
    assert record.location == "On or near Invented Street"
    assert record.point.easting == pytest.approx(435_266, abs=20)
    assert record.point.northing == pytest.approx(336_250, abs=20)


def test_every_record_is_kept_or_rejected_with_its_row(tmp_path: Path) -> None:
    lines = [
        GOOD,
        GOOD.replace("-1.476900,52.922500", ","),
        "",
        GOOD.replace("-1.476900,52.922500", "52.922500,-1.476900").replace("abc1", "abc2"),
        GOOD.replace("2021-03", "2021-13").replace("abc1", "abc3"),
        GOOD.replace("Drugs", "").replace("abc1", "abc4"),
        GOOD,
        GOOD.replace("-1.476900", "inf").replace("abc1", "abc5"),
        GOOD.replace("Invented", "Invented, broken").replace("abc1", "abc6"),
    ]
    batch = read_police_uk([write(tmp_path, HEADING, *lines)])
    assert [(n.row, n.column, n.value_class) for n in batch.rejects] == [
        (3, "Longitude", "blank"),
        (5, "Longitude", "text"),
        (6, "Month", "text"),
        (7, "Crime type", "blank"),
        (8, "Crime ID", "text"),
        (9, "Longitude", "text"),
        (10, "", "text"),
    ]
    (ledger,) = batch.ledgers
    assert (ledger.rows_in, ledger.kept, ledger.rejected) == (8, 1, 7)


def test_records_without_an_id_are_each_their_own_in_any_order(tmp_path: Path) -> None:
    other = BLANK_ID.replace("-1.4769", "-1.4869")
    one = read_police_uk([write(tmp_path, HEADING, BLANK_ID, BLANK_ID, other)])
    two = read_police_uk([write(tmp_path, HEADING, other, BLANK_ID, BLANK_ID)])
    assert one.records == two.records
    assert len({record.record_id for record in one.records}) == 3


@pytest.mark.parametrize("heading", ["," + HEADING, "Unnamed: 0," + HEADING, HEADING])
def test_an_index_that_a_program_added_is_passed_over(tmp_path: Path, heading: str) -> None:
    batch = read_police_uk([write(tmp_path, heading, "0," + GOOD, "1," + BLANK_ID)])
    assert [record.category for record in batch.records] == ["Anti-social behaviour", "Drugs"]


def test_one_record_in_two_files_is_kept_once(tmp_path: Path) -> None:
    batch = read_police_uk(
        [write(tmp_path, HEADING, GOOD), write(tmp_path, HEADING, GOOD, BLANK_ID, name="b.csv")]
    )
    assert [(one.kept, one.rejected) for one in batch.ledgers] == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([""], "empty"),
        ([",,", ",,"], "'Longitude'"),
        (["Crime ID,Month,Outcome type", "x,2021-03,y"], "'Longitude'"),
        ([HEADING, GOOD, '"' + GOOD], "quotation mark"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, lines: list[str], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_police_uk([write(tmp_path, *lines)])


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(f"{HEADING}\n{GOOD}\n".encode("utf-16-le"))
    with pytest.raises(InputError, match="encoding"):
        read_police_uk([path])


def test_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match="not a CSV"):
        read_police_uk([path])


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEADING, GOOD)
    with pytest.raises(InputError, match="twice"):
        read_police_uk([path, path])


def test_no_file_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError):
        read_police_uk([])
    with pytest.raises(InputError):
        read_police_uk([tmp_path / "none.csv"])


def test_open_data_cannot_be_read_as_episodes(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="open records"):
        read_episodes(
            [write(tmp_path, HEADING, GOOD)],
            profile=load_profile("police-uk"),
            pseudonymiser=Pseudonymiser(bytes(32)),
        )
