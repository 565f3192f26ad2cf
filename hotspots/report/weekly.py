"""The weekly pack: what the monitoring meeting looks at, exact and for the inside alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.report import monitoring_counts as counts
from hotspots.report.changes import change_views
from hotspots.report.figures import WHERE, counted
from hotspots.report.interview_tables import queue_table
from hotspots.report.interview_words import queue_sentences
from hotspots.report.monitoring import Section
from hotspots.report.monitoring_words import frequency_sentences
from hotspots.report.placerisk import ABOUT_PLACES, reviews_sentence, reviews_table
from hotspots.report.tidy import count, day, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.model import (
        Frequency,
        Lineage,
        MissingNow,
        PlaceReview,
        Queue,
        WindowTally,
    )
    from hotspots.period import Period
    from hotspots.report.tidy import Table

_TEXTS = ("place text waits", "place texts wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekInput:
    """What the week's pack is made of.

    `directions` are sentences by the number of weeks. `hotspots_of` is the period in which
    the hotspots were looked for, `lineage` what became of them since the last publication.
    `texts_to_settle` are different texts that no place was found for. `reviews` are those of
    places that are due, overdue or have no day.
    """

    windows: tuple[WindowTally, ...]
    directions: Mapping[int, str]
    frequency: Frequency
    hotspots_of: Period
    lineage: tuple[Lineage, ...]
    queue: Queue
    texts_to_settle: int
    missing: tuple[MissingNow, ...]
    reviews: tuple[PlaceReview, ...] = ()


def weekly_sections(week: WeekInput) -> tuple[Section, ...]:
    """All that the meeting is told, in the order in which it asks."""
    return (
        Section(
            key="numbers",
            title="Numbers and frequency",
            sentences=tuple(
                f"{_weeks(one.weeks)}: {week.directions[one.weeks]}" for one in week.windows
            ),
            tables=(_windows(week.windows),),
        ),
        Section(
            key="missing",
            title="Missing now, and risks",
            sentences=_risks(week),
            tables=(_missing(week.missing),),
        ),
        Section(
            key="repeats",
            title="Missing again and again",
            sentences=frequency_sentences(week.frequency),
            tables=(counts.children_table(_flagged(week.frequency)),),
        ),
        _hotspots(week),
        Section(
            key="interviews",
            title="Return interviews due",
            sentences=queue_sentences(week.queue),
            tables=(queue_table(_waiting(week.queue)),),
        ),
        _review(week.texts_to_settle),
        Section(
            key="place_reviews",
            title="Places: reviews due and overdue",
            sentences=(reviews_sentence(week.reviews), ABOUT_PLACES),
            tables=(reviews_table(week.reviews),),
        ),
    )


def _hotspots(week: WeekInput) -> Section:
    return Section(
        key="hotspots",
        title="Hot spots: new, changed, gone",
        sentences=(f"Looked for from {week.hotspots_of.in_words}, beside the last publication.",),
        tables=(_changes(week.lineage),),
    )


def _review(texts: int) -> Section:
    told = f"{counted(texts, *_TEXTS)} in review.xlsx: what is settled there is known from then on."
    return Section(key="review", title="Places that need a look", sentences=(told,), tables=())


def _flagged(frequency: Frequency) -> Frequency:
    """The young people for whom a rule of repetition holds now."""
    return replace(frequency, children=tuple(one for one in frequency.children if one.rules_met))


def _waiting(queue: Queue) -> Queue:
    """What somebody still has something to do about."""
    return replace(queue, lines=tuple(one for one in queue.lines if one.is_open))


def _weeks(number: int) -> str:
    return "The last week" if number == 1 else f"The last {number} weeks"


def _risks(week: WeekInput) -> tuple[str, ...]:
    last = week.windows[0].high_risk
    high = (
        f"{counted(last.episodes, 'episode', 'episodes')} of the last week "
        f"{'is' if last.episodes == 1 else 'are'} recorded as high risk."
    )
    now = counted(len(week.missing), "young person has", "young people have")
    return (f"{now} no return recorded.", high)


def _windows(windows: tuple[WindowTally, ...]) -> Table:
    return table(
        "windows",
        "Up to the day, and as long before",
        (
            text("window", "Window", "How many weeks up to the day."),
            day("from", "From", "First local day."),
            day("to", "To", "Last local day."),
            count("episodes", "Episodes", "Episodes that began in it."),
            count("children", "Young people", "Different young people."),
            count("before", "Episodes before", "Episodes of as many days just before."),
            count("children_before", "Young people before", "Different young people, before."),
            count("high_risk", "High risk", "Episodes recorded as high risk."),
        ),
        (
            (
                _weeks(one.weeks),
                one.days.first,
                one.days.last,
                one.now.episodes,
                one.now.children,
                one.before.episodes,
                one.before.children,
                one.high_risk.episodes,
            )
            for one in windows
        ),
    )


def _missing(missing: tuple[MissingNow, ...]) -> Table:
    return table(
        "missing",
        "Without a recorded return",
        (
            text("child", "Young person", "The pseudonym."),
            day("since", "Since", "Local day on which the episode began."),
            count("days", "Days", "Days since then."),
            text("risk", "Risk", "The risk level as it is recorded."),
            text("placement", "Placement", "Type of placement."),
        ),
        (
            (one.child_id, one.since, one.days, one.risk_level or None, WHERE[one.placement])
            for one in missing
        ),
    )


def _changes(lineage: tuple[Lineage, ...]) -> Table:
    return table(
        "changes",
        "What became of the hot spots",
        (
            text("hotspot", "Hot spot", "Its name."),
            text("change", "Change", "New, same, grown, shrunk, split, merged, gone, returned."),
            text("words", "In words", "What that means."),
        ),
        ((one.name, one.change, one.words) for one in change_views(lineage)),
    )
