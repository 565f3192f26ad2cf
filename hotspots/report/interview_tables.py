"""Tables of return interviews: the queue, the counts, the reasons, the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import LONDON, Clock
from hotspots.report.interview_words import no_clock
from hotspots.report.tidy import Column, Kind, count, day, share, table, text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model import (
        Interview,
        InterviewSummary,
        Moment,
        Queue,
        QueueLine,
        ReturnTally,
    )
    from hotspots.report.tidy import Table, Value

_BOOK_ONLY = (
    text("interview", "Interview", "Its id: the log's, or the episode's.", is_on_page=False),
    text("episodes", "Episodes", "The episodes that it covers, separated by ;.", is_on_page=False),
    Column(
        key="offered",
        heading="Offered",
        kind=Kind.DATE,
        meaning="Local day of the offer; blank: not known.",
        is_on_page=False,
    ),
    text("offered_time", "Offered time", "Local time of the offer.", is_on_page=False),
    Column(
        key="held",
        heading="Held",
        kind=Kind.DATE,
        meaning="Local day on which it was held; blank: not held, or not known.",
        is_on_page=False,
    ),
    text("held_time", "Held time", "Local time at which it was held.", is_on_page=False),
    text("reason", "Reason", "Why it was not held: a short phrase.", is_on_page=False),
    Column(
        key="hours",
        heading="Hours",
        kind=Kind.NUMBER,
        meaning="Hours of work that it took.",
        is_on_page=False,
    ),
)


def _book_count(key: str, heading: str, meaning: str) -> Column:
    return Column(key=key, heading=heading, kind=Kind.COUNT, meaning=meaning, is_on_page=False)


def queue_table(queue: Queue) -> Table:
    """A row for each interview, what is most urgent first."""
    hours = queue.hours
    return table(
        "queue",
        "The queue",
        (
            text("clock", "Clock", f"How it stands to the {hours} hours after the first return."),
            day("due", "Due", f"Local day on which {hours} hours after the return are over."),
            text("due_time", "At", "Local time of the same; * an hour that happened twice."),
            text("state", "State", "What is recorded of the interview."),
            text("child", "Young person", "Keyed pseudonym."),
            count("returns", "Returns", "How many returns the interview covers."),
            day("returned", "Returned", "Local day of the first of them."),
            text("missing_now", "Missing again", "Whether the young person is missing on the day."),
            text("falls_on", "Falls on", "Weekend and bank holidays (England) in between."),
            text("placement", "Placement", "Type of placement at the first return."),
            Column(
                key="working_due",
                heading="Working days",
                kind=Kind.DATE,
                meaning="The other view, where asked for: the day by working days.",
                is_on_page=any(line.first.working_due_on for line in queue.lines),
            ),
            *_BOOK_ONLY,
        ),
        (_queue_row(line, hours) for line in queue.lines),
        note=f"The clock runs {hours} plain hours from the return, over nights, weekends and "
        "holidays: guidance subtracts none. What is closed stands at the end.",
    )


def _queue_row(line: QueueLine, hours: int) -> tuple[Value, ...]:
    first, one = line.first, line.interview
    local = None if first.due_at is None else first.due_at.astimezone(LONDON)
    return (
        no_clock(hours) if first.clock is Clock.NONE else first.clock.value,
        None if local is None else local.date(),
        None if local is None else f"{local:%H:%M}{'*' if first.hour_uncertain else ''}",
        one.state.value,
        one.child_id,
        len(one.episodes),
        first.episode.closed_on,
        "yes" if line.missing_now else "no",
        ", ".join(first.flags) or None,
        first.episode.placement.value,
        first.working_due_on,
        *_record(one),
    )


def _record(one: Interview) -> tuple[Value, ...]:
    return (
        one.interview_id,
        "; ".join(episode.episode_id for episode in one.episodes),
        *day_and_time(one.offered),
        *day_and_time(one.completed),
        one.reason or None,
        one.hours,
    )


def day_and_time(moment: Moment | None) -> tuple[date | None, str | None]:
    """The local day, and the local time where it is known."""
    if moment is None:
        return None, None
    local = moment.earliest.astimezone(LONDON)
    return local.date(), f"{local:%H:%M}" if moment.is_exact else None


def tally_table(summary: InterviewSummary) -> Table:
    """All returns and those of each type of placement, with every denominator."""
    hours = summary.hours
    return table(
        "returns",
        "Returns and their interviews",
        (
            text("group", "Returns", "All, or those from one type of placement."),
            count("returns", "Number", "Returns in the period."),
            count("with_clock", "With a time", f"Of these, with a time: {hours} h can be told."),
            count("offered", "Offered", "Returns after which an interview was offered."),
            count("offered_within", f"Offered in {hours} h", "Surely; of those with a time."),
            count("declined", "Declined", "The young person said no."),
            count("not_possible", "Not possible", "Missing again, or could not be held."),
            _book_count("accepted", "Accepted", "Accepted and not yet held."),
            count("completed", "Held", "Returns that an interview answered."),
            count("within", f"Held in {hours} h", "Surely; of those held with a time."),
            _book_count("late", "Held later", "Surely after the hours."),
            count("untold", "Cannot be told", "Held, and the dates leave both open."),
            share("share", f"{hours} h of held", "Held surely in time, of those with a time."),
            share("share_all", f"{hours} h of all", "The same, of all returns with a time."),
            count("not_recorded", "Nothing recorded", "No state at all."),
            count("overdue", "Overdue", "Open, and the hours are over."),
        ),
        (_tally_row(one) for one in (summary.all, *(one for _, one in summary.by_placement))),
        note="Counted by returns: an interview that covers three returns counts three times "
        f"here, and each return has its own {hours} hours.",
    )


def _tally_row(one: ReturnTally) -> tuple[Value, ...]:
    held, all_timed = one.completed_with_clock, one.with_clock
    # A file with dates only has no number of hours at all, not the number 0.
    timed = (lambda value: value) if all_timed else (lambda _value: None)
    return (
        one.label,
        one.returns,
        one.with_clock,
        one.offered,
        timed(one.offered_within),
        one.declined,
        one.not_possible,
        one.accepted,
        one.completed,
        timed(one.completed_within),
        timed(one.completed_late),
        timed(one.completed_untold),
        one.completed_within / held if held else None,
        one.completed_within / all_timed if all_timed else None,
        one.not_recorded,
        timed(one.overdue),
    )


def reasons_table(summary: InterviewSummary) -> Table:
    """Why: push and pull reasons of the interviews held."""
    held = summary.interviews_held
    return table(
        "reasons",
        "Why",
        (
            text("kind", "Push or pull", "Away from something, or towards something."),
            text("reason", "Reason", "The code as staff wrote it."),
            count("interviews", "Interviews", "Interviews that name it."),
            share("share", f"Of {held} held", "Of all interviews held in the period."),
            count("children", "Young people", "Of how many young people."),
        ),
        (
            (one.kind, one.reason, one.interviews, one.interviews / held, one.children)
            for one in summary.reasons
        ),
        note="An interview may name several reasons: the shares add up to more than 100 %.",
    )


def places_table(summary: InterviewSummary) -> Table:
    """Where: the public places that the interviews name."""
    return table(
        "places",
        "Where",
        (
            text("place", "Place", "Public place of the list of places."),
            count("interviews", "Interviews", "Interviews that name it."),
            count("children", "Young people", "Of how many young people."),
        ),
        ((one.name, one.interviews, one.children) for one in summary.places),
        note="Places that young people named in interviews: those who talk, not all.",
    )
