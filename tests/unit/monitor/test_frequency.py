"""How often, how soon again, and for how long."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import EpisodeStatus, PlacementType, RepeatRule
from hotspots.monitor import MonitorParams, frequency_of, lengths_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

APRIL = Period(first=date(2021, 4, 1), last=date(2021, 4, 30))
DAY_OF_APRIL = (date(2021, 4, 1) - date(2021, 1, 1)).days
RULE = RepeatRule(episodes=3, days=90)


def test_the_windows_end_on_the_last_day_and_reach_back_before_the_period(
    episode: Callable[..., Episode],
) -> None:
    back = [0, 6, 7, 27, 28, 89, 90]
    last = DAY_OF_APRIL + 29
    (child,) = frequency_of([episode("a", last - days) for days in back], APRIL).children
    assert child.in_windows == (2, 4, 6)
    assert child.episodes == 5


def test_what_began_after_the_period_plays_no_part(episode: Callable[..., Episode]) -> None:
    known = [episode("a", DAY_OF_APRIL), episode("a", DAY_OF_APRIL + 30), episode("b", 200)]
    (child,) = frequency_of(known, APRIL).children
    assert (child.child_id, child.episodes, child.last_on) == ("a", 1, date(2021, 4, 1))


def test_who_was_missing_before_the_windows_only_is_not_listed(
    episode: Callable[..., Episode],
) -> None:
    assert frequency_of([episode("a", 0)], APRIL).children == ()


def test_who_was_missing_in_a_window_but_not_in_the_period_is_listed_with_none(
    episode: Callable[..., Episode],
) -> None:
    before = episode("a", DAY_OF_APRIL - 2, placement=PlacementType.FOSTER)
    (child,) = frequency_of([before], APRIL).children
    assert (child.episodes, child.in_windows) == (0, (0, 0, 1))
    assert child.placements == (PlacementType.FOSTER,)
    assert child.median_gap_days is None


@pytest.mark.parametrize(
    ("days", "now", "in_period"),
    [
        ((0, 10, 20, 115), False, True),  # from 1 January on, until 31 March
        ((60, 61, DAY_OF_APRIL + 29), True, True),
        ((30, 60, DAY_OF_APRIL), True, True),
        ((30, 60), False, False),
        ((0, 30, 90), False, False),  # 91 days from the first to the third
    ],
)
def test_a_repeat_is_told_as_it_stands_and_as_it_once_stood(
    days: tuple[int, ...], episode: Callable[..., Episode], *, now: bool, in_period: bool
) -> None:
    period = Period(first=date(2021, 3, 31), last=date(2021, 4, 30))
    frequency = frequency_of([episode("a", day) for day in days], period)
    met = [rule for child in frequency.children for rule in child.rules_met]
    ever = [rule for child in frequency.children for rule in child.rules_met_in_period]
    assert (bool(met), bool(ever)) == (now, in_period)
    assert len(frequency.flagged(RULE)) == now


def test_a_rule_that_was_left_before_the_period_is_not_told(
    episode: Callable[..., Episode],
) -> None:
    rule = RepeatRule(episodes=2, days=7)
    known = [episode("a", DAY_OF_APRIL - 10), episode("a", DAY_OF_APRIL - 7)]
    known.append(episode("a", DAY_OF_APRIL + 20))
    (child,) = frequency_of(known, APRIL, params=MonitorParams(rules=(rule,))).children
    assert (child.rules_met, child.rules_met_in_period) == ((), ())
    known += [episode("a", DAY_OF_APRIL - 6), episode("a", DAY_OF_APRIL - 5)]
    (child,) = frequency_of(known, APRIL, params=MonitorParams(rules=(rule,))).children
    assert (child.rules_met, child.rules_met_in_period) == ((), (rule,))


def test_a_gap_is_from_the_return_to_the_next_start_in_elapsed_days(
    episode: Callable[..., Episode],
) -> None:
    # Back on Saturday noon, away again on Sunday noon: the clocks went forward in between.
    first = episode("a", started_at=datetime(2021, 3, 27, 8, tzinfo=UTC), hours=4)
    second = episode("a", started_at=datetime(2021, 3, 28, 11, tzinfo=UTC), hours=24)
    third = episode("a", started_at=datetime(2021, 4, 1, 11, tzinfo=UTC), hours=None)
    period = Period(first=date(2021, 3, 1), last=date(2021, 4, 30))
    (child,) = frequency_of([third, first, second], period).children
    assert child.shortest_gap_days == pytest.approx(23 / 24)
    assert child.median_gap_days == pytest.approx((23 / 24 + 3) / 2)


def test_with_dates_only_a_gap_is_whole_days_and_without_a_return_there_is_none(
    episode: Callable[..., Episode],
) -> None:
    first = episode("a", DAY_OF_APRIL, hours=30, time_known=False)
    (child,) = frequency_of([first, episode("a", DAY_OF_APRIL + 4, hours=None)], APRIL).children
    assert child.median_gap_days == 3.0
    still = [episode("a", DAY_OF_APRIL, hours=None), episode("a", DAY_OF_APRIL + 4)]
    (child,) = frequency_of(still, APRIL).children
    assert child.shortest_gap_days is None


def test_overlapping_episodes_leave_no_gap(episode: Callable[..., Episode]) -> None:
    known = [episode("a", DAY_OF_APRIL, hours=48), episode("a", DAY_OF_APRIL + 1)]
    (child,) = frequency_of(known, APRIL).children
    assert child.shortest_gap_days == 0.0
    known = [episode("a", DAY_OF_APRIL, hours=72, time_known=False), known[1]]
    (child,) = frequency_of(known, APRIL).children
    assert child.shortest_gap_days == 0.0


def test_the_most_often_missing_come_first_and_ties_break_by_pseudonym(
    episode: Callable[..., Episode],
) -> None:
    known = [episode(child, DAY_OF_APRIL + 29) for child in "cab"] + [episode("b", DAY_OF_APRIL)]
    assert [one.child_id for one in frequency_of(known, APRIL).children] == ["b", "a", "c"]


def test_status_is_counted_apart(episode: Callable[..., Episode]) -> None:
    away = EpisodeStatus.AWAY_WITHOUT_AUTHORISATION
    known = [episode("a", DAY_OF_APRIL), episode("a", DAY_OF_APRIL + 1, status=away)]
    (child,) = frequency_of(known, APRIL).children
    assert (child.missing, child.away) == (1, 1)


def test_lengths_are_true_elapsed_time_across_a_clock_change(
    episode: Callable[..., Episode],
) -> None:
    # From 23:00 on Saturday to 23:00 on Sunday by the clock, as the clocks go forward.
    night = episode(started_at=datetime(2021, 3, 27, 23, tzinfo=UTC), hours=23)
    lengths = lengths_of([night, episode("b", hours=24), episode("c", hours=24.1)])
    assert (lengths.ended, lengths.median_hours, lengths.over) == (3, 24.0, 1)
    assert lengths.longest_hours == pytest.approx(24.1)


def test_who_is_still_missing_and_whose_times_are_not_known_have_no_length(
    episode: Callable[..., Episode],
) -> None:
    given = [episode(hours=None), episode(time_known=False), episode(hours=None, time_known=False)]
    lengths = lengths_of(given)
    assert (lengths.ended, lengths.still_missing, lengths.dates_only) == (0, 2, 1)
    assert (lengths.median_hours, lengths.longest_hours) == (None, None)


def test_the_lengths_of_the_period_leave_out_what_began_before(
    episode: Callable[..., Episode],
) -> None:
    known = [episode("a", DAY_OF_APRIL, hours=2), episode("a", DAY_OF_APRIL - 1, hours=9)]
    assert frequency_of(known, APRIL).lengths.median_hours == 2.0
