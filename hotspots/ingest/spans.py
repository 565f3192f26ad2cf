"""From when to when: the start and the end of an episode as instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NoReturn

from hotspots.ingest import checks
from hotspots.ingest.cells import CellError, value_class
from hotspots.ingest.dates import Reading, read_clock, read_date
from hotspots.ingest.localtime import second_of_two, start_of, to_utc

if TYPE_CHECKING:
    from hotspots.ingest.dates import DateRules
    from hotspots.ingest.rowview import RowView

# Before this day no case system had such records: it is a typing error or a failed formula.
FIRST_DAY = date(1990, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`ended_at` is None while the child is missing; the flags are those of `Episode`."""

    started_at: datetime
    ended_at: datetime | None
    started_on: date
    ended_on: date | None
    time_known: bool
    time_uncertain: bool


def read_span(view: RowView, rules: DateRules) -> Span:
    """The start and the end of the row's episode.

    Where the time of either is not known the episode counts by its dates alone: a
    midnight that nobody recorded must not become an hour of the day.

    Raises:
        RowError: no start, no date where one must be, out of range, or end before start.
    """
    start = _moment(view, "start", rules, rule=checks.BAD_START)
    if start is None:
        view.refuse(
            "start",
            checks.START_BLANK,
            CellError(
                "the start is blank", value_class="blank", mend="Give the date of going missing."
            ),
        )
    end = _moment(view, "end", rules, rule=checks.BAD_END)
    if end is None:
        _check_no_end_time(view)
    if start.clock is None or (end is not None and end.clock is None):
        _remark_unknown_time(view, start)
        return _by_dates(view, start, end)
    return _by_times(view, start, end)


def _moment(view: RowView, key: str, rules: DateRules, *, rule: str) -> Reading | None:
    """Day and time of day from the date's cell and, where there is one, the time's own."""
    try:
        reading = read_date(view.cell(key), rules)
    except CellError as problem:
        view.refuse(key, rule, problem)
    if reading is None:
        return None
    _check_range(view, key, reading.day, rules)
    try:
        clock = read_clock(view.cell(f"{key}_time"))
    except CellError as problem:
        view.refuse(f"{key}_time", checks.BAD_TIME, problem)
    return reading if clock is None else Reading(reading.day, clock)


def _check_range(view: RowView, key: str, day: date, rules: DateRules) -> None:
    if FIRST_DAY <= day <= rules.as_of + timedelta(days=1):
        return
    early = day < FIRST_DAY
    view.refuse(
        key,
        checks.IMPLAUSIBLE_DATE,
        CellError(
            "the date lies before 1990" if early else "the date lies in the future",
            value_class="date before 1990" if early else "date in the future",
            mend="Correct the date in the source.",
        ),
    )


def _check_no_end_time(view: RowView) -> None:
    """A time of return without its date: the child is back, so 'still missing' would be wrong."""
    if not view.blank("end_time") and _some_clock(view):
        view.refuse(
            "end",
            checks.BAD_END,
            CellError(
                "there is a time of return but no date",
                value_class="blank",
                mend="Give the date of return, or take out the time.",
            ),
        )


def _some_clock(view: RowView) -> bool:
    try:
        return read_clock(view.cell("end_time")) is not None
    except CellError as problem:
        view.refuse("end_time", checks.BAD_TIME, problem)


def _remark_unknown_time(view: RowView, start: Reading) -> None:
    key = "start_time" if start.clock is None else "end_time"
    if view.has("start_time") or view.has("end_time"):
        view.remark(
            key,
            checks.TIME_UNKNOWN,
            CellError(
                "no time of day, so the episode counts by its dates alone",
                value_class=value_class(view.cell(key)),
                mend="Add the time in the source if it is known.",
            ),
        )


def _by_dates(view: RowView, start: Reading, end: Reading | None) -> Span:
    if end is not None and end.day < start.day:
        _refuse_order(view)
    return Span(
        started_at=start_of(start.day),
        ended_at=None if end is None else start_of(end.day),
        started_on=start.day,
        ended_on=None if end is None else end.day,
        time_known=False,
        time_uncertain=False,
    )


def _by_times(view: RowView, start: Reading, end: Reading | None) -> Span:
    started_at, twice = instant(view, "start", start)
    ended_at, end_twice = (None, False) if end is None else instant(view, "end", end)
    if end is not None and end_twice and ended_at is not None and ended_at < started_at:
        # The first 01:20 lies before the start, so it was the second one.
        ended_at = second_of_two(end.day, end.clock or time())
    if ended_at is not None and ended_at < started_at:
        _refuse_order(view)
    return Span(
        started_at=started_at,
        ended_at=ended_at,
        started_on=start.day,
        ended_on=None if end is None else end.day,
        time_known=True,
        time_uncertain=twice or end_twice,
    )


def instant(view: RowView, key: str, reading: Reading) -> tuple[datetime, bool]:
    """The instant of a reading with a time; remarks where the local time happened twice.

    Raises:
        RowError: the local time never was.
    """
    try:
        moment, twice = to_utc(reading.day, reading.clock or time())
    except CellError as problem:
        view.refuse(_time_key(view, key), checks.NO_SUCH_TIME, problem)
    if twice:
        view.remark(
            _time_key(view, key),
            checks.TIME_TWICE,
            CellError(
                "the clocks went back that night, so this time happened twice: the first counts",
                value_class="time",
                mend="If it was the second, the true length is an hour less or more.",
            ),
        )
    return moment.astimezone(UTC), twice


def _time_key(view: RowView, key: str) -> str:
    return f"{key}_time" if view.has(f"{key}_time") else key


def _refuse_order(view: RowView) -> NoReturn:
    view.refuse(
        "end",
        checks.END_BEFORE_START,
        CellError(
            "the return lies before the start",
            value_class="date",
            mend="Correct the dates in the source; day comes before month.",
        ),
    )
