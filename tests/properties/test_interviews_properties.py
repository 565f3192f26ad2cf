"""What holds of return interviews whatever the dates, the clocks and the order of the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotspots.interviews import (
    InterviewParams,
    Told,
    clock_of,
    interviews_of,
    queue_of,
    return_moment,
    sample_of,
    summary_of,
)
from hotspots.model import (
    LONDON,
    Clock,
    Episode,
    EpisodeStatus,
    InterviewState,
    LoggedInterview,
    PlacementType,
    ReturnInterview,
)
from hotspots.period import Period

if TYPE_CHECKING:
    from random import Random

FIRST, LAST = datetime(2021, 3, 20), datetime(2021, 11, 5)  # noqa: DTZ001 - Hypothesis wants naive bounds
YEAR = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
AS_OF = date(2021, 12, 31)
PARAMS = InterviewParams(lookback_days=400, closed_days=400, draws=20, least_weeks=2)
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
# Hours around both changes of the clocks, where mistakes live.
CHANGES = st.sampled_from([datetime(2021, 3, 28, tzinfo=UTC), datetime(2021, 10, 31, tzinfo=UTC)])
NEAR_CHANGES = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    CHANGES,
    st.integers(-4 * 24 * 60, 24 * 60),
)


@st.composite
def episodes(draw: st.DrawFn) -> tuple[Episode, ...]:
    """Up to eight returns of two young people."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        back = draw(MOMENTS | NEAR_CHANGES)
        state = draw(st.sampled_from(InterviewState))
        later = draw(st.none() | st.integers(0, 200))
        done = None if later is None else back + timedelta(hours=later)
        held = state is InterviewState.COMPLETED
        made.append(
            Episode(
                episode_id=f"e{number}",
                child_id=draw(st.sampled_from(["c_one", "c_two"])),
                status=draw(st.sampled_from(EpisodeStatus)),
                started_at=back - timedelta(hours=5),
                returned_at=back,
                time_known=draw(st.booleans()),
                placement=draw(st.sampled_from(PlacementType)),
                interview=ReturnInterview(
                    state=state,
                    offered_at=None if held else done,
                    completed_at=done if held else None,
                    push=draw(st.sampled_from([(), ("a",), ("A", "b")])),
                ),
            )
        )
    return tuple(made)


@st.composite
def known(draw: st.DrawFn) -> tuple[tuple[Episode, ...], tuple[LoggedInterview, ...]]:
    """Episodes, and a log in which an interview covers some of one young person's returns."""
    every = draw(episodes())
    mine = [one.episode_id for one in every if one.child_id == "c_one"]
    covered = draw(st.lists(st.sampled_from(mine), unique=True)) if mine else []
    state = draw(st.sampled_from(InterviewState))
    entry = LoggedInterview(interview_id="log", episode_ids=tuple(covered), state=state)
    return every, (entry,) if covered else ()


@given(back=MOMENTS | NEAR_CHANGES, hours=st.integers(1, 200))
def test_the_clock_runs_elapsed_hours_in_every_season(back: datetime, hours: int) -> None:
    episode = Episode(
        episode_id="e",
        child_id="c",
        status=EpisodeStatus.MISSING,
        started_at=back,
        returned_at=back.astimezone(LONDON),
    )
    clock = clock_of(
        episode,
        state=InterviewState.OFFERED,
        completed=None,
        as_of=AS_OF,
        params=InterviewParams(hours=hours),
    )
    assert clock.due_at is not None
    assert clock.due_at - back == timedelta(hours=hours)
    # Days before and after say the same of it, each in turn.
    due_on = clock.due_at.astimezone(LONDON).date()
    said = [
        clock_of(
            episode,
            state=InterviewState.OFFERED,
            completed=None,
            as_of=due_on + timedelta(days=days),
            params=InterviewParams(hours=hours),
        ).clock
        for days in (-1, 0, 1)
    ]
    assert said == [Clock.DUE, Clock.DUE_TODAY, Clock.OVERDUE]


@given(known(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_plays_no_part(
    given_: tuple[tuple[Episode, ...], tuple[LoggedInterview, ...]], shuffle: Random
) -> None:
    every, log = given_
    mixed = list(every)
    shuffle.shuffle(mixed)
    linked = [interviews_of(rows, log, as_of=AS_OF, params=PARAMS) for rows in (every, mixed)]
    assert linked[0] == linked[1]
    queues = [
        queue_of(one.interviews, rows, as_of=AS_OF, params=PARAMS)
        for one, rows in zip(linked, (every, mixed), strict=True)
    ]
    assert queues[0] == queues[1]
    summaries = [
        summary_of(
            one.interviews,
            YEAR,
            as_of=AS_OF,
            params=PARAMS,
            told=Told(),
            generator=np.random.default_rng(1),
        )
        for one in linked
    ]
    assert summaries[0] == summaries[1]


@given(known())
def test_every_return_is_counted_once_and_every_part_fits_its_whole(
    given_: tuple[tuple[Episode, ...], tuple[LoggedInterview, ...]],
) -> None:
    every, log = given_
    linked = interviews_of(every, log, as_of=AS_OF, params=PARAMS)
    found = summary_of(
        linked.interviews,
        YEAR,
        as_of=AS_OF,
        params=PARAMS,
        told=Told(),
        generator=np.random.default_rng(1),
    )
    one = found.all
    assert one.returns == len(every)
    assert one.with_clock == sum(return_moment(back) is not None for back in every)
    assert one.completed_with_clock == (
        one.completed_within + one.completed_late + one.completed_untold
    )
    assert one.completed <= one.offered <= one.returns
    assert one.offered_within + one.offered_untold <= one.offered
    assert sum(part.returns for _, part in found.by_placement) == one.returns
    assert sum(part.completed_within for _, part in found.by_placement) == one.completed_within
    assert found.interviews_held <= found.returns_covered == one.completed
    # An interview of several returns is one interview.
    covered = [back.episode_id for held in linked.interviews for back in held.episodes]
    assert sorted(covered) == sorted(back.episode_id for back in every)


@given(episodes())
def test_dates_alone_never_give_a_number_of_hours(every: tuple[Episode, ...]) -> None:
    bare = [back for back in every if not back.time_known]
    linked = interviews_of(bare, (), as_of=AS_OF, params=PARAMS)
    queue = queue_of(linked.interviews, bare, as_of=AS_OF, params=PARAMS)
    assert all(line.first.due_at is None for line in queue.lines)
    one = summary_of(
        linked.interviews,
        YEAR,
        as_of=AS_OF,
        params=PARAMS,
        told=Told(),
        generator=np.random.default_rng(1),
    ).all
    assert (one.with_clock, one.completed_within, one.completed_late, one.overdue) == (0, 0, 0, 0)


@given(episodes(), st.integers(1, 10), st.integers(0, 99))
def test_a_sample_holds_no_interview_twice_and_only_what_was_held(
    every: tuple[Episode, ...], size: int, seed: int
) -> None:
    interviews = interviews_of(every, (), as_of=AS_OF, params=PARAMS).interviews
    drawn, held = sample_of(interviews, YEAR, size=size, generator=np.random.default_rng(seed))
    ids = [one.interview_id for one in drawn]
    assert len(ids) == len(set(ids)) == min(size, held)
    assert all(one.state is InterviewState.COMPLETED for one in drawn)
