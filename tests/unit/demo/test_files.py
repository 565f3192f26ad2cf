"""The demo register has the figures of paragraph 4.7, and is the same every time."""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from hotspots.demo import demo_rows, write_demo_register
from hotspots.demo.rows import HEADINGS
from hotspots.postcodes import Postcodes

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.demo import DemoFiles, DemoRows

GROUPS = {
    "own residential": {("K2", "PR1")},
    "foster": {("U4", "PR1"), ("U6", "PR4")},
    "supported": {("K3", "PR4"), ("K3", "PR5")},
    "independent": {("P2", "PR4"), ("Z1", "")},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_demo_register(tmp_path_factory.mktemp("register"))


def test_245_episodes_by_25_young_people(rows: DemoRows) -> None:
    assert len(rows.good) == 245
    assert len({row.episode_id for row in rows.good}) == 245
    assert len({row.child_id for row in rows.good}) == 25


@pytest.mark.parametrize(
    ("group", "episodes", "children"),
    [
        ("own residential", 180, 11),
        ("foster", 6, 2),
        ("supported", 43, 9),
        ("independent", 16, 3),
    ],
)
def test_the_episodes_of_each_type_of_placement(
    rows: DemoRows, group: str, episodes: int, children: int
) -> None:
    held = [
        row for row in rows.good if (row.placement_code, row.placement_provider) in GROUPS[group]
    ]
    assert len(held) == episodes
    assert len({row.child_id for row in held}) == children


def test_the_five_most_often_missing_have_164_and_live_in_own_homes(rows: DemoRows) -> None:
    five = Counter(row.child_id for row in rows.good).most_common(5)
    assert sum(count for _, count in five) == 164
    codes = {row.placement_code for row in rows.good if row.child_id in dict(five)}
    assert codes == {"K2"}


def test_every_episode_begins_in_the_half_year(rows: DemoRows) -> None:
    assert all(date(2021, 1, 1) <= row.from_date <= date(2021, 6, 30) for row in rows.good)


def test_everybody_is_of_an_age_to_be_in_care(rows: DemoRows) -> None:
    ages = [(row.from_date - row.born).days / 365.25 for row in rows.good]
    assert min(ages) > 11
    assert max(ages) < 18


def test_a_few_episodes_are_across_the_boundary(rows: DemoRows) -> None:
    authorities = Counter(row.responsible_la for row in rows.good)
    assert authorities == {"Derby": 243, "Nottingham": 2}
    postcodes = Postcodes.load()
    placed = Counter(
        found.la_code if (found := postcodes.find(row.placement_postcode)) else None
        for row in rows.good
    )
    assert placed == {"E06000015": 242, "E06000018": 3}
    ours_elsewhere = {row.responsible_la for row in rows.good if row.placement_postcode[:2] == "NG"}
    assert ours_elsewhere == {"Derby"}


def test_all_references_and_notes_say_synthetic(rows: DemoRows) -> None:
    assert all(row.child_id.startswith("SYN-") for row in rows.written)
    assert all(row.notes.startswith("SYNTHETIC NOTE") for row in rows.written)


def test_another_seed_gives_another_register_with_the_same_figures() -> None:
    one, other = demo_rows(1).good, demo_rows(2).good
    assert one != other
    assert Counter(row.child_id for row in one) == Counter(row.child_id for row in other)


def test_the_same_seed_gives_the_same_bytes_a_second_later(
    files: DemoFiles, tmp_path: Path
) -> None:
    time.sleep(1.1)  # a workbook records the second in which it is written
    again = write_demo_register(tmp_path / "new folder")
    assert again.xlsx.read_bytes() == files.xlsx.read_bytes()
    assert again.csv.read_bytes() == files.csv.read_bytes()


def test_the_csv_has_the_headings_in_order_and_a_byte_order_mark(
    files: DemoFiles, rows: DemoRows
) -> None:
    assert files.csv.read_bytes().startswith(b"\xef\xbb\xbf")
    with files.csv.open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.reader(handle))
    assert tuple(lines[0]) == HEADINGS
    assert len(HEADINGS) == 25
    assert len(lines) == 1 + len(rows.written)


def test_the_workbook_has_titles_a_merged_band_and_mixed_dates(files: DemoFiles) -> None:
    sheet = load_workbook(files.xlsx).worksheets[0]
    assert "SYNTHETIC DATA" in str(sheet["A2"].value)
    assert sheet.merged_cells.ranges
    lines = list(sheet.iter_rows(values_only=True))
    heading = lines.index(HEADINGS)
    kinds = {type(line[HEADINGS.index("Missing From Date")]) for line in lines[heading + 1 :]}
    assert kinds == {datetime, str}


def test_workbook_and_table_hold_the_same_lines(files: DemoFiles, rows: DemoRows) -> None:
    sheet = load_workbook(files.xlsx).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    heading = lines.index(HEADINGS)
    column = HEADINGS.index("Places Visited")
    visited = [line[column] or "" for line in lines[heading + 1 :]]
    assert visited == [row.visited for row in rows.written]
