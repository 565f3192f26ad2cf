"""The forecast: an interval where the past allows one, and words where it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.interviews import InterviewParams, interviews_of, workload_of
from hotspots.interviews.forecast import weekly_counts
from hotspots.model import InterviewState, LoggedInterview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.model import Episode, Workload

MONDAY = datetime(2021, 1, 4, 12, tzinfo=UTC)
AS_OF = date(2021, 5, 2)  # a Sunday: 17 weeks are over
PARAMS = InterviewParams(draws=2000)


def workload(
    episodes: Sequence[Episode], *log: LoggedInterview, params: InterviewParams = PARAMS
) -> Workload:
    return workload_of(
        interviews_of(episodes, log, as_of=AS_OF, params=params).interviews,
        as_of=AS_OF,
        params=params,
        generator=np.random.default_rng(3),
    )


def weeks(make: Callable[..., Episode], counts: Sequence[int]) -> list[Episode]:
    return [
        make(
            f"e{week:02}-{number}",
            MONDAY + timedelta(weeks=week, hours=number),
            state=InterviewState.COMPLETED if number % 2 else InterviewState.DECLINED,
        )
        for week, count in enumerate(counts)
        for number in range(count)
    ]


def test_weeks_without_a_return_count_and_the_unfinished_week_does_not() -> None:
    days = [date(2021, 3, 1), date(2021, 3, 7), date(2021, 3, 15), date(2021, 3, 24)]
    counts = weekly_counts(days, as_of=date(2021, 3, 25), past_weeks=26)
    assert counts.tolist() == [2, 0, 1]
    assert weekly_counts(days, as_of=date(2021, 3, 25), past_weeks=2).tolist() == [0, 1]
    assert weekly_counts([], as_of=AS_OF, past_weeks=2).tolist() == []
    # A Sunday's week is over at its end.
    assert weekly_counts(days, as_of=date(2021, 3, 28), past_weeks=26).tolist() == [2, 0, 1, 1]


def test_a_steady_past_gives_its_own_rate_with_an_interval_around_it(
    episode: Callable[..., Episode],
) -> None:
    found = workload(weeks(episode, [6] * 17))
    assert (found.enough, found.past_weeks, found.past_returns) == (True, 17, 102)
    assert (found.weekly_mean, found.dispersion) == (6.0, 0.0)
    assert found.returns is not None
    low, middle, high = found.returns
    assert 14 <= low < middle < high <= 34
    assert middle == pytest.approx(24, abs=1)  # 4 weeks of 6, by chance alone: Poisson
    assert found.interviews is not None
    assert found.interviews[1] == pytest.approx(12, abs=2)
    assert found.hours == tuple(3.0 * number for number in found.interviews)


def test_weeks_that_vary_more_widen_the_interval(episode: Callable[..., Episode]) -> None:
    def width(counts: Sequence[int]) -> int:
        returns = workload(weeks(episode, counts)).returns
        assert returns is not None
        return returns[2] - returns[0]

    assert width([6] * 17) + 5 < width([0, 12] * 8 + [6])


@pytest.mark.parametrize("counts", [[], [3] * 2, [1] + [0] * 16])
def test_too_short_or_too_empty_a_past_gives_no_number(
    episode: Callable[..., Episode], counts: list[int]
) -> None:
    late = 17 - len(counts) if len(counts) < 8 else 0
    found = workload(weeks(episode, [0] * late + counts))
    assert not found.enough
    assert (found.returns, found.interviews, found.hours, found.weekly_mean) == (None,) * 4


def test_where_no_interview_is_recorded_their_number_is_not_known(
    episode: Callable[..., Episode],
) -> None:
    bare = [episode(f"e{day:03}", MONDAY + timedelta(days=day)) for day in range(110)]
    found = workload(bare)
    assert found.returns is not None
    assert (found.interviews, found.hours) == (None, None)


def test_the_log_says_how_long_an_interview_takes_once_it_says_it_often_enough(
    episode: Callable[..., Episode],
) -> None:
    known = weeks(episode, [6] * 17)
    log = [
        LoggedInterview(
            interview_id=f"i{number}",
            episode_ids=(known[number].episode_id,),
            state=InterviewState.COMPLETED,
            hours=2.0,
        )
        for number in range(10)
    ]
    assert workload(known, *log[:9]).hours_each == 3.0
    said = workload(known, *log)
    assert (said.hours_each, said.hours_source) == (2.0, "the mean of 10 interviews in the log")


def test_the_same_seed_forecasts_the_same(episode: Callable[..., Episode]) -> None:
    known = weeks(episode, [2, 9] * 8)
    assert workload(known) == workload(known[::-1])
