"""Pages and workbooks of return interviews: denominators, words for what cannot be computed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import load_workbook

from hotspots.ingest import read_interviews
from hotspots.interviews import (
    InterviewParams,
    Told,
    interviews_of,
    queue_of,
    sample_of,
    summary_of,
)
from hotspots.model import (
    Episode,
    EpisodeStatus,
    InterviewState,
    LoggedInterview,
    ReturnInterview,
    Workload,
)
from hotspots.period import Period
from hotspots.report import Made, write_interview_summary, write_queue, write_sample
from hotspots.report.interview_audit import workload_table
from hotspots.report.interview_words import (
    queue_sentences,
    timing_sentences,
    workload_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.model import InterviewSummary, Queue

BACK = datetime(2021, 3, 5, 17, tzinfo=UTC)
AS_OF = date(2021, 3, 8)
MARCH = Period(first=date(2021, 3, 1), last=date(2021, 3, 31))
MADE = Made(at=datetime(2021, 3, 9, 9, tzinfo=UTC), banner="SYNTHETIC DATA")


def one(number: int, *, time_known: bool = True, **record: object) -> Episode:
    back = BACK + timedelta(hours=number)
    return Episode(
        episode_id=f"=e{number}",
        child_id="c_same",
        status=EpisodeStatus.MISSING,
        started_at=back - timedelta(hours=5),
        returned_at=back,
        time_known=time_known,
        interview=ReturnInterview(**record) if record else None,  # type: ignore[arg-type]  # any field
    )


def queue(episodes: Sequence[Episode], *log: LoggedInterview, as_of: date = AS_OF) -> Queue:
    params = InterviewParams(working_days=True)
    linked = interviews_of(episodes, log, as_of=as_of, params=params)
    return queue_of(linked.interviews, episodes, as_of=as_of, params=params)


def summary(episodes: Sequence[Episode]) -> InterviewSummary:
    params = InterviewParams()
    return summary_of(
        interviews_of(episodes, (), as_of=AS_OF, params=params).interviews,
        MARCH,
        as_of=AS_OF,
        params=params,
        told=Told(),
        generator=np.random.default_rng(1),
    )


KNOWN = (
    one(0),
    one(1, state=InterviewState.OFFERED, offered_at=BACK + timedelta(hours=3)),
    one(2, time_known=False),
    one(3, state=InterviewState.DECLINED),
    one(4, state=InterviewState.COMPLETED, completed_at=BACK + timedelta(hours=9), push=("a",)),
)


def test_the_queue_says_how_many_wait_and_which_have_no_clock() -> None:
    assert queue_sentences(queue(KNOWN)) == (
        "3 interviews to offer or hold at the end of 08/03/2021: 0 overdue, 2 due today, 0 due.",
        (
            "For 1 of the 3, 72 hours cannot be computed from this: the record has the dates "
            "without times. They still wait."
        ),
        "0 young people were missing or away at the end of that day.",
    )
    assert queue_sentences(queue(()))[0] == "Nothing waits on 08/03/2021."
    old = queue_sentences(queue(KNOWN[:1], as_of=date(2021, 9, 1)))
    assert old[1].startswith("Not listed: 1 interview still open after returns of more than 90")


def test_a_file_with_dates_only_says_so_and_never_a_number() -> None:
    bare = (one(0, time_known=False), one(1, time_known=False, state=InterviewState.COMPLETED))
    said = " ".join(timing_sentences(summary(bare)))
    assert "2 of the 2 returns have dates without times: 72 hours cannot be computed" in said
    assert "within 72" not in said


def test_a_queue_without_any_clock_counts_no_hours() -> None:
    said = queue_sentences(queue((one(0, time_known=False),)))
    assert said[0] == "1 interview to offer or hold at the end of 08/03/2021."
    assert said[1].startswith("For 1 of the 1, 72 hours cannot be computed from this")


def test_every_share_stands_beside_its_whole() -> None:
    said = timing_sentences(summary(KNOWN))
    assert said[0] == "5 returns, 1 March 2021 to 31 March 2021, as known at the end of 08/03/2021."
    assert said[1] == (
        "Offered: 3 of 5 (60.0 %) returns, 2 of them surely within 72 hours; of 1 it cannot "
        "be told."
    )
    assert "Held within 72 hours: 1 of 4 (25.0 %) returns with a time" in said[3]
    assert timing_sentences(summary(())) == (
        "No young person came back in this period, as far as the record says.",
    )


def test_what_cannot_be_told_widens_the_figure() -> None:
    third_day = one(
        0, state=InterviewState.COMPLETED, completed_at=datetime(2021, 3, 8, tzinfo=UTC)
    )
    said = " ".join(timing_sentences(summary((third_day,))))
    assert "the true number lies between 0 and 1" in said


def test_the_forecast_is_an_interval_or_says_why_not() -> None:
    assert workload_sentences(summary(()).workload) == (
        "Too few data for a forecast: 0 returns in 0 weeks that are over.",
    )
    enough = Workload(
        weeks=4,
        past_weeks=26,
        past_returns=130,
        enough=True,
        hours_each=3.0,
        hours_source="a planning assumption",
        returns=(12, 20, 31),
        interviews=(5, 10, 16),
        hours=(15.0, 30.0, 48.0),
    )
    returns, hours, limits = workload_sentences(enough)
    assert returns.startswith(
        "In the next 4 weeks, from 130 returns in 26 weeks that are over: 20 (12"
    )
    assert "10 (5 to 16) interviews, 30 (15 to 48) hours of work at 3.0 hours each" in hours
    assert "nine of ten" in limits
    unheard = workload_sentences(replace(enough, interviews=None, hours=None))[1]
    assert "no interview is recorded as held: how many will be cannot be said" in unheard
    assert [row[0] for row in workload_table(enough).rows] == [
        "returns",
        "interviews held",
        "hours of work",
    ]


def test_the_workbook_of_the_queue_filled_in_is_a_log(tmp_path: Path) -> None:
    log = LoggedInterview(
        interview_id="i1",
        episode_ids=("=e0", "=e1"),
        state=InterviewState.ACCEPTED,
        reason="",
        hours=1.5,
    )
    before = queue(KNOWN, log)
    page, book, data = write_queue(before, tmp_path, made=MADE)
    text = page.read_text(encoding="utf-8")
    assert "INSIDE" in text
    assert "SYNTHETIC DATA" in text
    assert "72 hours cannot be computed from this" in text
    rows = json.loads(data.read_text(encoding="utf-8"))["sections"][0]["tables"]["queue"]
    assert len(rows) == len(before.lines)
    back = read_interviews(book, as_of=AS_OF)
    assert {one.interview_id.lstrip("'"): one.state for one in back} == {
        line.interview.interview_id: line.interview.state for line in before.lines
    }
    assert next(one for one in back if one.interview_id == "i1").hours == 1.5


def test_text_that_would_run_as_a_formula_is_text_in_every_workbook(tmp_path: Path) -> None:
    episodes = tuple(
        one(number, state=InterviewState.COMPLETED, push=("=HYPERLINK(1)", "+1"))
        for number in range(3)
    )
    interviews = interviews_of(episodes, (), as_of=AS_OF, params=InterviewParams()).interviews
    drawn, held = sample_of(interviews, MARCH, size=2, generator=np.random.default_rng(1))
    written = (
        *write_queue(queue(episodes), tmp_path, made=MADE),
        *write_interview_summary(summary(episodes), tmp_path, made=MADE),
        *write_sample(drawn, tmp_path, period=MARCH, drawn_from=held, seed=1, made=MADE),
    )
    assert len(written) == 9
    for path in written:
        if path.suffix != ".xlsx":
            continue
        book = load_workbook(path)
        assert book.sheetnames[0] == "Notes"
        for sheet in book:
            assert sheet.freeze_panes == "A2"
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert not str(cell.value or "").startswith(("=", "+"))


def test_cells_have_types_and_blanks_are_blank(tmp_path: Path) -> None:
    _, book, _ = write_queue(queue(KNOWN), tmp_path, made=MADE)
    sheet = load_workbook(book)["Queue"]
    rows = list(sheet.iter_rows(values_only=True))
    heading = rows[0]
    by_id = {str(row[heading.index("Interview")]): row for row in rows[1:]}
    timed, bare = by_id["'=e0"], by_id["'=e2"]
    assert timed[heading.index("Due")] == datetime(2021, 3, 8)  # noqa: DTZ001 - Excel has no zones
    assert timed[heading.index("At")] == "17:00"
    assert bare[heading.index("Due")] is None
    assert bare[heading.index("Clock")] == "72 hours cannot be computed from this"
    assert sheet.auto_filter.ref is not None
