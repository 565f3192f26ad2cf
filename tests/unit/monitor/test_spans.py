"""Weeks from Monday, months and quarters, of local days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.model import EpisodeStatus, PlacementType, SpanUnit, Tally
from hotspots.monitor import span_tallies, spans_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

HALF = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
WEEKS = Period(first=date(2021, 3, 22), last=date(2021, 4, 4))


def test_a_week_is_that_of_iso_8601_and_is_a_part_where_the_period_cuts_it() -> None:
    first, second, *_, last = spans_of(HALF, SpanUnit.WEEK)
    assert (first.label, first.days.days, first.is_whole) == ("2020-W53", 3, False)
    assert (second.label, second.days.first) == ("2021-W01", date(2021, 1, 4))
    assert (last.label, last.is_whole) == ("2021-W26", False)


@pytest.mark.parametrize(
    ("unit", "labels"),
    [
        (SpanUnit.MONTH, ["2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06"]),
        (SpanUnit.QUARTER, ["2021-Q1", "2021-Q2"]),
    ],
)
def test_months_and_quarters_are_those_of_the_calendar(unit: SpanUnit, labels: list[str]) -> None:
    spans = spans_of(HALF, unit)
    assert [span.label for span in spans] == labels
    assert all(span.is_whole for span in spans)


def test_a_quarter_that_the_period_cuts_is_a_part() -> None:
    (span,) = spans_of(Period(first=date(2021, 2, 1), last=date(2021, 3, 31)), SpanUnit.QUARTER)
    assert (span.label, span.is_whole) == ("2021-Q1", False)


@pytest.mark.parametrize("unit", SpanUnit)
def test_the_calendar_s_last_day_is_in_a_span(unit: SpanUnit) -> None:
    *_, span = spans_of(Period(first=date(9999, 12, 1), last=date.max), unit)
    assert span.days.last == date.max


def test_an_episode_belongs_to_the_local_week_in_which_it_began(
    episode: Callable[..., Episode],
) -> None:
    # Monday 29 March 2021, 00:30 by the clock, one day after the clocks went forward.
    sunday_utc = datetime(2021, 3, 28, 23, 30, tzinfo=UTC)
    before, after = span_tallies(
        [episode(started_at=sunday_utc), episode(started_at=sunday_utc - timedelta(hours=1))],
        WEEKS,
        SpanUnit.WEEK,
    )
    assert (before.all.episodes, after.all.episodes) == (1, 1)


def test_each_span_has_a_column_for_each_type_and_status_of_the_period(
    episode: Callable[..., Episode],
) -> None:
    away = EpisodeStatus.AWAY_WITHOUT_AUTHORISATION
    episodes = [
        episode("a", 0, placement=PlacementType.FOSTER),
        episode("a", 1, placement=PlacementType.FOSTER),
        episode("b", 40, status=away),
    ]
    january, february, *rest = span_tallies(episodes, HALF, SpanUnit.MONTH)
    none = Tally(episodes=0, children=0)
    assert january.all == Tally(episodes=2, children=1)
    assert february.placements == (
        (PlacementType.FOSTER, none),
        (PlacementType.UNKNOWN, Tally(episodes=1, children=1)),
    )
    assert february.statuses == (
        (EpisodeStatus.MISSING, none),
        (away, Tally(episodes=1, children=1)),
    )
    assert all(len(one.placements) == 2 and one.all == none for one in rest)
