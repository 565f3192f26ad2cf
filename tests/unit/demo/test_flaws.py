"""The flawed lines are there, and each is wrong in its own way."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.demo import DemoRows
    from hotspots.demo.rows import Row


def _flawed(rows: DemoRows) -> list[Row]:
    return list((Counter(rows.written) - Counter(rows.good)).elements())


def test_eight_lines_are_flawed_and_no_good_one_is_lost(rows: DemoRows) -> None:
    assert len(rows.written) == len(rows.good) + 8
    assert len(_flawed(rows)) == 8
    assert set(rows.good) <= set(rows.written)


def test_three_are_exact_copies(rows: DemoRows) -> None:
    assert sum(count == 2 for count in Counter(rows.written).values()) == 3


def test_three_report_an_absence_that_is_already_there(rows: DemoRows) -> None:
    doubled = [row for row in _flawed(rows) if row.episode_id.startswith("ME-2021-8")]
    assert len(doubled) == 3
    for row in doubled:
        assert any(_within(row, good) for good in rows.good)


def _within(row: Row, good: Row) -> bool:
    if row.child_id != good.child_id or None in {row.from_time, good.from_time, good.return_time}:
        return False
    start = _moment(row.from_date, row.from_time)
    return (
        _moment(good.from_date, good.from_time)
        < start
        < _moment(good.return_date, good.return_time)
    )


def _moment(day: date | None, at: object) -> datetime:
    return datetime.fromisoformat(f"{day} {at}")


def test_one_ends_before_it_starts_and_one_is_in_1900(rows: DemoRows) -> None:
    others = [row for row in _flawed(rows) if row.episode_id.startswith("ME-2021-9")]
    assert len(others) == 2
    assert any(row.return_date is not None and row.return_date < row.from_date for row in others)
    assert any(row.from_date == date(1900, 1, 1) for row in others)
