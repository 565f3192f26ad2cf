"""The clock of a return: plain hours, whatever the calendar says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from hotspots.interviews import InterviewParams, clock_of, compare, day_moment, return_moment
from hotspots.interviews.workdays import bank_holiday, is_working_day, nth_working_day
from hotspots.model import Clock, InterviewState, Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, ReturnClock

LONDON = ZoneInfo("Europe/London")
PARAMS = InterviewParams()
WORKING = InterviewParams(working_days=True)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]  # the parts of a moment


def at(moment: datetime) -> Moment:
    return Moment(earliest=moment, latest=moment)


def running(episode: Episode, as_of: date, params: InterviewParams = PARAMS) -> ReturnClock:
    return clock_of(
        episode, state=InterviewState.OFFERED, completed=None, as_of=as_of, params=params
    )


def test_friday_at_five_is_due_on_monday_at_five(episode: Callable[..., Episode]) -> None:
    clock = running(episode("e", local(2021, 3, 5, 17)), date(2021, 3, 6))
    assert clock.due_at == local(2021, 3, 8, 17)
    assert (clock.clock, clock.flags, clock.working_due_on) == (Clock.DUE, ("weekend",), None)


@pytest.mark.parametrize(
    ("back", "due"),
    [
        (local(2021, 3, 26, 17), local(2021, 3, 29, 18)),  # the clocks go forward in between
        (local(2021, 10, 29, 17), local(2021, 11, 1, 16)),  # and back
    ],
)
def test_hours_are_elapsed_hours_when_the_clocks_change(
    episode: Callable[..., Episode], back: datetime, due: datetime
) -> None:
    clock = running(episode("e", back), date(2021, 3, 27))
    assert clock.due_at == due
    assert clock.due_at is not None
    assert clock.due_at - back == timedelta(hours=72)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2021, 3, 7), Clock.DUE),
        (date(2021, 3, 8), Clock.DUE_TODAY),
        (date(2021, 3, 9), Clock.OVERDUE),
    ],
)
def test_a_return_is_due_due_today_and_overdue(
    episode: Callable[..., Episode], as_of: date, expected: Clock
) -> None:
    assert running(episode("e", local(2021, 3, 5, 17)), as_of).clock is expected


def test_bank_holidays_are_named_and_nothing_is_subtracted(
    episode: Callable[..., Episode],
) -> None:
    clock = running(episode("e", local(2021, 4, 1, 12)), date(2021, 4, 1), WORKING)
    assert clock.due_at == local(2021, 4, 4, 12)
    assert clock.flags == ("weekend", "Good Friday")
    # The other view: Friday to Monday are no working days, so the third is Thursday.
    assert clock.working_due_on == date(2021, 4, 8)


def test_dates_without_times_have_no_clock(episode: Callable[..., Episode]) -> None:
    clock = running(episode("e", local(2021, 3, 5), time_known=False), date(2021, 3, 9))
    assert (clock.clock, clock.due_at, clock.flags) == (Clock.NONE, None, ())


def test_a_child_who_is_missing_has_no_return(episode: Callable[..., Episode]) -> None:
    assert return_moment(episode("e", None)) is None


def test_the_hour_that_happened_twice_is_both(episode: Callable[..., Episode]) -> None:
    first = local(2021, 10, 31, 1, 30)
    twice = return_moment(episode("e", first, time_uncertain=True))
    assert twice == Moment(earliest=first, latest=first + timedelta(hours=1))
    # The second of the two, and any other hour, is what it is.
    for sure in (local(2021, 10, 31, 1, 30, fold=1), local(2021, 10, 31, 3)):
        assert return_moment(episode("e", sure, time_uncertain=True)) == at(sure)
    assert running(episode("e", first, time_uncertain=True), date(2021, 11, 1)).hour_uncertain


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (at(local(2021, 3, 8, 17)), Clock.WITHIN),
        (at(local(2021, 3, 8, 17, 1)), Clock.LATE),
        (day_moment(date(2021, 3, 5)), Clock.WITHIN),
        (day_moment(date(2021, 3, 7)), Clock.WITHIN),
        (day_moment(date(2021, 3, 8)), Clock.UNTOLD),
        (day_moment(date(2021, 3, 9)), Clock.LATE),
        (at(local(2021, 3, 5, 16)), Clock.UNTOLD),  # before the return: it answers nothing
    ],
)
def test_within_the_hours_is_said_only_where_it_is_sure(done: Moment, expected: Clock) -> None:
    assert compare(done, at(local(2021, 3, 5, 17)), hours=72) is expected


@pytest.mark.parametrize(
    ("state", "completed", "expected"),
    [
        (InterviewState.COMPLETED, at(local(2021, 3, 6, 9)), Clock.WITHIN),
        (InterviewState.COMPLETED, None, Clock.UNTOLD),
        (InterviewState.DECLINED, None, Clock.ENDED),
        (InterviewState.NOT_POSSIBLE, None, Clock.ENDED),
        (InterviewState.ACCEPTED, None, Clock.OVERDUE),
    ],
)
def test_the_state_stops_the_clock(
    episode: Callable[..., Episode],
    state: InterviewState,
    completed: Moment | None,
    expected: Clock,
) -> None:
    back = episode("e", local(2021, 3, 5, 17))
    clock = clock_of(back, state=state, completed=completed, as_of=date(2021, 4, 1), params=PARAMS)
    assert clock.clock is expected


def test_working_days_are_those_of_england() -> None:
    assert bank_holiday(date(2021, 8, 30)) == "Late Summer Bank Holiday"
    assert not bank_holiday(date(2021, 8, 2))  # Scotland's
    assert [is_working_day(date(2021, 4, day)) for day in (1, 2, 3, 5, 6)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert nth_working_day(date(2021, 4, 1), 0) == date(2021, 4, 1)
