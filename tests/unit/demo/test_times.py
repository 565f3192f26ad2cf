"""Times away look like life, and one child's never overlap."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from hotspots.demo.times import CLOCKS_FORWARD, PERIOD, STILL_MISSING_SINCE, spells

if TYPE_CHECKING:
    from hotspots.demo import DemoRows
    from hotspots.demo.rows import Row

LONDON = ZoneInfo("Europe/London")


def _utc(day: date, at: time | None) -> datetime:
    return datetime.combine(day, at or time(0), tzinfo=LONDON).astimezone(UTC)


def _end(row: Row) -> datetime:
    if row.return_date is None:
        return datetime.max.replace(tzinfo=UTC)
    return _utc(row.return_date, row.return_time)


def test_no_two_episodes_of_one_child_overlap_in_true_time(rows: DemoRows) -> None:
    by_child: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows.good:
        by_child[row.child_id].append(row)
    for held in by_child.values():
        held.sort(key=lambda row: _utc(row.from_date, row.from_time))
        for row, later in pairwise(held):
            assert _end(row) < _utc(later.from_date, later.from_time)


def test_every_end_comes_after_its_start(rows: DemoRows) -> None:
    assert all(_end(row) > _utc(row.from_date, row.from_time) for row in rows.good)


def test_some_cross_the_change_of_the_clocks(rows: DemoRows) -> None:
    change = datetime(2021, 3, 28, 1, tzinfo=UTC)
    crossing = [row for row in rows.good if _utc(row.from_date, row.from_time) < change < _end(row)]
    assert len(crossing) >= 3


def test_two_are_still_missing(rows: DemoRows) -> None:
    still = [row for row in rows.good if row.return_date is None]
    assert len(still) == 2
    assert {row.from_date for row in still} == {STILL_MISSING_SINCE}
    assert all(row.interview_offered == row.found == row.found_by == "" for row in still)


def test_lengths_run_from_minutes_to_days_with_a_heavy_tail(rows: DemoRows) -> None:
    hours = [
        (_end(row) - _utc(row.from_date, row.from_time)) / timedelta(hours=1)
        for row in rows.good
        if row.return_date is not None
    ]
    assert 4 < median(hours) < 12
    assert min(hours) < 1.5
    assert max(hours) > 72


def test_evenings_are_busier_than_mornings(rows: DemoRows) -> None:
    hours = [row.from_time.hour for row in rows.good if row.from_time is not None]
    assert sum(17 <= hour < 23 for hour in hours) > 2 * sum(6 <= hour < 12 for hour in hours)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("count", [1, 2, 45, 150])
def test_spells_stay_apart_inside_the_period_and_out_of_the_skipped_hour(
    seed: int, count: int
) -> None:
    made = spells(count, Random(seed), still_missing=False)  # noqa: S311 - repeatable, not secret
    assert len(made) == count
    assert all(spell.start.date() in PERIOD for spell in made)
    moments = [moment for spell in made for moment in (spell.start, spell.end) if moment]
    assert not any(m.date() == CLOCKS_FORWARD and m.hour == 1 for m in moments)
    for spell, later in pairwise(made):
        assert spell.end is not None
        assert spell.start < spell.end < later.start
        if spell.dates_only:
            assert spell.start.date() < spell.end.date() < later.start.date()
