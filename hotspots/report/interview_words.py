"""What is said of return interviews: every part beside what it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import NOT_COMPUTABLE, Clock
from hotspots.report.figures import counted, percent

if TYPE_CHECKING:
    from hotspots.model import InterviewSummary, Queue, ReturnTally, Workload

_RETURN = ("return", "returns")
_INTERVIEW = ("interview", "interviews")


def queue_sentences(queue: Queue) -> tuple[str, ...]:
    """What waits, by how urgent it is."""
    waiting = [one for one in queue.lines if one.is_open]
    without = sum(one.first.clock is Clock.NONE for one in waiting)
    told = f"Nothing waits on {queue.as_of:%d/%m/%Y}."
    if waiting:
        told = (
            f"{counted(len(waiting), *_INTERVIEW)} to offer or hold at the end of "
            f"{queue.as_of:%d/%m/%Y}"
        )
        parts = ", ".join(
            f"{sum(one.first.clock is clock for one in waiting)} {clock.value}"
            for clock in (Clock.OVERDUE, Clock.DUE_TODAY, Clock.DUE)
        )
        told += "." if without == len(waiting) else f": {parts}."
    bare = (
        (
            (
                f"For {without} of the {len(waiting)}, {no_clock(queue.hours)}: the record has "
                "the dates without times. They still wait."
            ),
        )
        if without
        else ()
    )
    older = (
        (
            (
                f"Not listed: {counted(queue.older_open, *_INTERVIEW)} still open after returns of "
                f"more than {queue.lookback_days} days before."
            ),
        )
        if queue.older_open
        else ()
    )
    missing = counted(queue.still_missing, "young person was", "young people were")
    return (told, *bare, *older, f"{missing} missing or away at the end of that day.")


def no_clock(hours: int) -> str:
    """`72 hours cannot be computed from this`."""
    return NOT_COMPUTABLE.replace("72", str(hours))


def timing_sentences(summary: InterviewSummary) -> tuple[str, ...]:
    """Of so many returns, so many offered, held, and within the hours."""
    one, hours = summary.all, summary.hours
    if not one.returns:
        return ("No young person came back in this period, as far as the record says.",)
    lines = [
        (
            f"{counted(one.returns, *_RETURN)}, {summary.period.in_words}, as known at the end of "
            f"{summary.as_of:%d/%m/%Y}."
        ),
        f"Offered: {_of(one.offered, one.returns)} returns"
        + (f", {one.offered_within} of them surely within {hours} hours" if one.with_clock else "")
        + (f"; of {one.offered_untold} it cannot be told" if one.offered_untold else "")
        + ".",
        f"Held: {_of(one.completed, one.returns)} returns.",
        *_within(one, hours),
        (
            f"Not held: {one.declined} declined, {one.not_possible} not possible, {one.accepted} "
            f"accepted and not yet held; of {one.not_recorded} returns nothing is recorded."
        ),
    ]
    if one.with_clock:
        lines.append(f"{one.overdue} of the {one.with_clock} returns with a time are overdue.")
    if one.with_clock < one.returns:
        without = one.returns - one.with_clock
        lines.append(
            f"{without} of the {counted(one.returns, *_RETURN)} have dates without times: "
            f"{no_clock(hours)}."
        )
    return tuple(lines)


def _within(one: ReturnTally, hours: int) -> tuple[str, ...]:
    if not one.with_clock:
        return ()
    told = (
        f"Held within {hours} hours: {_of(one.completed_within, one.with_clock)} returns with a "
        f"time, and {_of(one.completed_within, one.completed_with_clock)} of those with a time "
        "after which one was held"
    )
    if one.completed_untold:
        told += (
            f"; of {one.completed_untold} more it cannot be told from the dates, so the true "
            f"number lies between {one.completed_within} and "
            f"{one.completed_within + one.completed_untold}"
        )
    return (f"{told}.",)


def held_sentences(summary: InterviewSummary) -> tuple[str, ...]:
    """Interviews, each counted once, beside the returns that they answer."""
    held = summary.interviews_held
    told = (
        f"{counted(held, *_INTERVIEW)} held, for {counted(summary.returns_covered, *_RETURN)}: "
        f"{summary.several} of them answered more than one return."
    )
    return (told, f"{_of(summary.told_where, held)} interviews name a place.") if held else (told,)


def workload_sentences(one: Workload) -> tuple[str, ...]:
    """The forecast with its interval, or why there is none."""
    past = (
        f"{counted(one.past_returns, *_RETURN)} in {counted(one.past_weeks, 'week', 'weeks')} "
        "that are over"
    )
    if one.returns is None:
        return (f"Too few data for a forecast: {past}.",)
    return (
        (
            f"In the next {one.weeks} weeks, from {past}: {_interval(one.returns)} returns, after "
            "each of which an interview is to be offered."
        ),
        _held(one),
        (
            "Each interval holds in nine of ten such futures, if the coming weeks are like the "
            "past ones: a new placement, a holiday or one child more can change that."
        ),
    )


def _held(one: Workload) -> str:
    if one.interviews is None or one.hours is None:
        return (
            "In those weeks no interview is recorded as held: how many will be cannot be said. "
            f"Each takes {one.hours_each:.1f} hours of work, {one.hours_source}."
        )
    return (
        f"Held, if as many accept as before: {_interval(one.interviews)} interviews, "
        f"{_interval(one.hours)} hours of work at {one.hours_each:.1f} hours each, "
        f"{one.hours_source}. Returns whose interview is still to come make this look smaller "
        "than it is."
    )


def _interval(triple: tuple[float, float, float]) -> str:
    low, middle, high = triple
    return f"{middle:.0f} ({low:.0f} to {high:.0f})"


def _of(part: int, whole: int) -> str:
    """`3 of 4 (75.0 %)`; without a percentage of nothing."""
    return f"{part} of {whole} ({percent(part / whole)})" if whole else f"{part} of 0"
