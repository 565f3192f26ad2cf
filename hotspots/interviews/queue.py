"""The queue of one day: what waits, the most urgent first, and what was closed lately."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hotspots.interviews.clock import clock_of, end_of
from hotspots.model import LONDON, Clock, InterviewState, Queue, QueueLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.interviews.params import InterviewParams
    from hotspots.model import Episode, Interview

OPEN_STATES = frozenset(
    {InterviewState.NOT_RECORDED, InterviewState.OFFERED, InterviewState.ACCEPTED}
)
_URGENCY = {Clock.OVERDUE: 0, Clock.DUE_TODAY: 1, Clock.DUE: 2, Clock.NONE: 3}
_LAST = datetime.max.replace(tzinfo=UTC)


def queue_of(
    interviews: Iterable[Interview],
    episodes: Iterable[Episode],
    *,
    as_of: date,
    params: InterviewParams,
) -> Queue:
    """The lines of the queue at the end of a day.

    The clock of an interview that covers several returns is that of the first of them.
    """
    missing = missing_at(episodes, as_of)
    lines: list[QueueLine] = []
    older = 0
    for one in interviews:
        line = _line(one, as_of=as_of, missing=missing, params=params)
        if (as_of - _returned_on(line)).days > params.lookback_days:
            older += line.is_open
        elif line.is_open or _closed_lately(line, as_of, params):
            lines.append(line)
    return Queue(
        as_of=as_of,
        hours=params.hours,
        lookback_days=params.lookback_days,
        lines=tuple(sorted(lines, key=_urgent_first)),
        still_missing=len(missing),
        older_open=older,
    )


def missing_at(episodes: Iterable[Episode], as_of: date) -> frozenset[str]:
    """The children who had gone and not come back by the end of the day."""
    end = end_of(as_of)
    return frozenset(
        one.child_id
        for one in episodes
        if one.started_at <= end and (one.returned_at is None or one.returned_at > end)
    )


def _line(
    one: Interview, *, as_of: date, missing: frozenset[str], params: InterviewParams
) -> QueueLine:
    clocks = tuple(
        clock_of(episode, state=one.state, completed=one.completed, as_of=as_of, params=params)
        for episode in one.episodes
    )
    return QueueLine(
        interview=one,
        # By dates alone there is no clock: another return of the same interview may have one.
        first=next((clock for clock in clocks if clock.due_at is not None), clocks[0]),
        clocks=clocks,
        is_open=one.state in OPEN_STATES,
        missing_now=one.child_id in missing,
    )


def _returned_on(line: QueueLine) -> date:
    """The last return that the interview covers: the first may be weeks earlier."""
    return max(_day(one) for one in line.interview.episodes)


def _day(episode: Episode) -> date:
    return episode.closed_on or episode.started_on


def _closed_lately(line: QueueLine, as_of: date, params: InterviewParams) -> bool:
    done = line.interview.completed
    day = _returned_on(line) if done is None else done.earliest.astimezone(LONDON).date()
    return day >= as_of - timedelta(days=params.closed_days)


def _urgent_first(line: QueueLine) -> tuple[bool, int, datetime, Sequence[str]]:
    due = line.first.due_at or _LAST
    urgency = _URGENCY.get(line.first.clock, len(_URGENCY))
    returned = _returned_on(line).isoformat()
    return (not line.is_open, urgency, due, (returned, line.interview.interview_id))
