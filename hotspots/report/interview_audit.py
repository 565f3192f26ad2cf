"""Tables of return interviews: what the records lack, the sample to audit, the coming weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.report.interview_tables import day_and_time
from hotspots.report.tidy import count, day, number, share, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Interview, InterviewSummary, Workload
    from hotspots.report.tidy import Table


def completeness_table(summary: InterviewSummary) -> Table:
    """Which fields are missing, by where the record was made."""
    return table(
        "completeness",
        "What the records lack",
        (
            text("source", "Recorded in", "The weekly file, the interview log, or nowhere."),
            text("field", "Field", "What should be there."),
            count("of", "Should have it", "Records that should have the field."),
            count("missing", "Missing", "Of these, without it."),
            share("share", "Part missing", "Missing, of those that should have it."),
        ),
        ((one.source, one.field, one.of, one.missing, one.share) for one in summary.completeness),
    )


def workload_table(one: Workload) -> Table:
    """The forecast; without numbers where the past is too short."""
    triples = (
        ("returns", one.returns),
        ("interviews held", one.interviews),
        ("hours of work", one.hours),
    )
    return table(
        "workload",
        f"The next {one.weeks} weeks",
        (
            text("what", "What", "In all the weeks together."),
            number("low", "Lower", "One in twenty futures has fewer."),
            number("middle", "Middle", "Half of the futures have fewer."),
            number("high", "Upper", "One in twenty futures has more."),
        ),
        ((what, *map(float, triple)) for what, triple in triples if triple is not None),
        note="Negative binomial weeks over a bootstrap of the past ones.",
    )


def sample_table(sample: Iterable[Interview]) -> Table:
    """The interviews to audit, with blank columns for the auditor."""
    blank = (
        ("independent", "Independent?", "Was the interviewer independent of the placement?"),
        ("in_person", "Alone, in person?", "Was the young person seen alone and in person?"),
        ("why_asked", "Why asked?", "Were push and pull reasons explored?"),
        ("where_asked", "Where asked?", "Were the places and who was there explored?"),
        ("acted_on", "Acted on?", "Was what was said shared and acted on?"),
        ("grade", "Grade", "By the local audit tool."),
        ("auditor", "Auditor", "Initials."),
    )
    return table(
        "sample",
        "Interviews to audit",
        (
            text("interview", "Interview", "Its id: the log's, or the episode's."),
            text("child", "Young person", "Keyed pseudonym."),
            count("returns", "Returns", "How many returns it covers."),
            day("returned", "Last return", "Local day of the last of them."),
            day("held", "Held", "Local day on which it was held."),
            text("source", "Recorded in", "Where the state was written down."),
            text("lacks", "Lacks", "Fields of the record that are blank."),
            *(text(key, heading, meaning, is_on_page=False) for key, heading, meaning in blank),
        ),
        (
            (
                one.interview_id,
                one.child_id,
                len(one.episodes),
                one.episodes[-1].closed_on,
                day_and_time(one.completed)[0],
                one.recorded_in.value,
                _lacks(one),
                *(None for _ in blank),
            )
            for one in sample
        ),
        note="The auditor's columns are in the workbook.",
    )


def _lacks(one: Interview) -> str | None:
    lacking = [
        word
        for word, there in (
            ("date held", one.completed is not None),
            ("push", bool(one.push)),
            ("pull", bool(one.pull)),
            ("hours", one.hours is not None),
        )
        if not there
    ]
    return ", ".join(lacking) or None
