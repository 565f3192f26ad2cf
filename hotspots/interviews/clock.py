"""The clock of one return: plain elapsed hours, across changes of the clocks and holidays."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from hotspots.interviews.workdays import flags_between, nth_working_day
from hotspots.model import LONDON, Clock, InterviewState, Moment, ReturnClock

if TYPE_CHECKING:
    from datetime import date

    from hotspots.interviews.params import InterviewParams
    from hotspots.model import Episode

_HOURS_IN_A_DAY = 24
_JUST_BEFORE = timedelta(microseconds=1)
_ENDED = frozenset({InterviewState.DECLINED, InterviewState.NOT_POSSIBLE})


def start_of(day: date) -> datetime:
    """Local midnight as an instant, UTC."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last instant of a local day, UTC: a day may have 23, 24 or 25 hours."""
    return start_of(day + timedelta(days=1)) - _JUST_BEFORE


def day_moment(day: date) -> Moment:
    """Some time of a local day."""
    return Moment(earliest=start_of(day), latest=end_of(day))


def return_moment(episode: Episode) -> Moment | None:
    """When the child came back; None while missing or where the record has dates alone.

    A local time that happened twice may be the later one, too.
    """
    if episode.returned_at is None or not episode.time_known:
        return None
    at = episode.returned_at.astimezone(UTC)  # hours added to a local time are not elapsed ones
    later = at + _repeated(at) if episode.time_uncertain else at
    return Moment(earliest=at, latest=later)


def _repeated(at: datetime) -> timedelta:
    """How much later the same local time came again; nothing at nearly all times."""
    local = at.astimezone(LONDON)
    if local.fold:
        return timedelta()
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    return (first or timedelta()) - (second or timedelta())


def compare(done: Moment, returned: Moment, *, hours: int) -> Clock:
    """Whether something was done within the hours; said only where it is sure.

    What is dated before the return cannot have answered it: it cannot be told either.
    """
    if done.latest < returned.earliest:
        return Clock.UNTOLD
    limit = timedelta(hours=hours)
    if done.latest <= returned.earliest + limit:
        return Clock.WITHIN
    if done.earliest > returned.latest + limit:
        return Clock.LATE
    return Clock.UNTOLD


def clock_of(
    episode: Episode,
    *,
    state: InterviewState,
    completed: Moment | None,
    as_of: date,
    params: InterviewParams,
) -> ReturnClock:
    """The clock of one return at the end of a day."""
    returned = return_moment(episode)
    if returned is None:
        return ReturnClock(episode=episode, clock=Clock.NONE, due_at=None)
    due_at = returned.earliest + timedelta(hours=params.hours)
    due_on = due_at.astimezone(LONDON).date()
    returned_on = returned.earliest.astimezone(LONDON).date()
    working = None
    if params.working_days:
        working = nth_working_day(returned_on, -(-params.hours // _HOURS_IN_A_DAY))
    clock = _running(due_on, as_of)
    if state is InterviewState.COMPLETED:
        # Held on a day that nobody wrote down: it cannot be told when.
        clock = (
            Clock.UNTOLD if completed is None else compare(completed, returned, hours=params.hours)
        )
    elif state in _ENDED:
        clock = Clock.ENDED
    return ReturnClock(
        episode=episode,
        clock=clock,
        due_at=due_at,
        hour_uncertain=not returned.is_exact,
        flags=flags_between(returned_on, due_on),
        working_due_on=working,
    )


def _running(due_on: date, as_of: date) -> Clock:
    if due_on < as_of:
        return Clock.OVERDUE
    return Clock.DUE_TODAY if due_on == as_of else Clock.DUE
