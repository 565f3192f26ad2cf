"""What the next weeks may bring: returns, interviews and hours of work, with an interval.

Weeks of returns are drawn again from the past ones (a bootstrap), and from each such past a
negative binomial is fitted by its moments and the coming weeks drawn from it: so both the
spread of weeks and the shortness of the past widen the interval. Interviews are drawn from
the share of returns that one was held for (one may cover several).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from hotspots.model import InterviewState, Workload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.interviews.params import InterviewParams
    from hotspots.model import Interview

_PERCENTILES = (5, 50, 95)
_DAYS_IN_A_WEEK = 7


def workload_of(
    interviews: Sequence[Interview],
    *,
    as_of: date,
    params: InterviewParams,
    generator: np.random.Generator,
) -> Workload:
    """The forecast for the weeks after a day, from the whole weeks (Monday to Sunday) before.

    The first week is that of the first return: before it nothing was recorded.
    """
    days = _return_days(interviews)
    counts = weekly_counts(days, as_of=as_of, past_weeks=params.past_weeks)
    hours_each, source = _hours_each(interviews, params)
    total = int(counts.sum())
    base = Workload(
        weeks=params.weeks,
        past_weeks=len(counts),
        past_returns=total,
        enough=len(counts) >= params.least_weeks and total >= params.least_returns,
        hours_each=hours_each,
        hours_source=source,
    )
    if not base.enough:
        return base
    returns = _draw_returns(counts, params, generator)
    held = _draw_held(interviews, returns, counts=counts, as_of=as_of, generator=generator)
    answered = None if held is None else _interval(held)
    low, middle, high = answered or (0, 0, 0)
    return replace(
        base,
        weekly_mean=float(counts.mean()),
        dispersion=float(counts.var(ddof=1)) / float(counts.mean()),
        returns=_interval(returns),
        interviews=answered,
        hours=None
        if answered is None
        else (low * hours_each, middle * hours_each, high * hours_each),
    )


def _interval(drawn: NDArray[np.int64]) -> tuple[int, int, int]:
    """Lower, middle, upper of what was drawn."""
    low, middle, high = np.percentile(drawn, _PERCENTILES, method="nearest")
    return int(low), int(middle), int(high)


def weekly_counts(days: Iterable[date], *, as_of: date, past_weeks: int) -> NDArray[np.int64]:
    """Returns in each whole week that ended by the day, the oldest first; weeks of none count."""
    monday = _monday(as_of + timedelta(days=1))  # the first week that is not over
    known = [day for day in days if day < monday]
    if not known:
        return np.zeros(0, dtype=np.int64)
    first = max(_monday(min(known)), monday - timedelta(weeks=past_weeks))
    counts = np.zeros((monday - first).days // _DAYS_IN_A_WEEK, dtype=np.int64)
    for day in known:
        if day >= first:
            counts[(day - first).days // _DAYS_IN_A_WEEK] += 1
    return counts


def _return_days(interviews: Iterable[Interview]) -> list[date]:
    days = {
        episode.episode_id: episode.closed_on or episode.started_on
        for one in interviews
        for episode in one.episodes
    }
    return sorted(days.values())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _draw_returns(
    counts: NDArray[np.int64], params: InterviewParams, generator: np.random.Generator
) -> NDArray[np.int64]:
    """For each draw the returns of all coming weeks together."""
    pasts = generator.choice(counts, size=(params.draws, len(counts)), replace=True)
    means = pasts.mean(axis=1)
    excess = pasts.var(axis=1, ddof=1) - means
    spread = excess > 0  # else the weeks vary no more than chance makes them: Poisson
    shape = np.where(spread, means**2 / np.where(spread, excess, 1.0), np.inf)
    rates = np.repeat(means[:, None], params.weeks, axis=1)
    wide = spread & (means > 0)
    rates[wide] = generator.gamma(
        shape[wide, None], (means[wide] / shape[wide])[:, None], size=(wide.sum(), params.weeks)
    )
    return np.asarray(generator.poisson(rates).sum(axis=1), dtype=np.int64)


def _draw_held(
    interviews: Iterable[Interview],
    returns: NDArray[np.int64],
    *,
    counts: NDArray[np.int64],
    as_of: date,
    generator: np.random.Generator,
) -> NDArray[np.int64] | None:
    """Interviews for the drawn returns, the share itself drawn from what the past allows.

    None where none was recorded as held: that tells of the record, not of the work.
    """
    until = _monday(as_of + timedelta(days=1))
    since = until - timedelta(weeks=len(counts))
    held = {
        one.interview_id
        for one in interviews
        if one.state is InterviewState.COMPLETED and since <= _last_day(one) < until
    }
    if not held:
        return None
    past = max(int(counts.sum()), len(held))
    share = generator.beta(0.5 + len(held), 0.5 + past - len(held), size=len(returns))
    return np.asarray(generator.binomial(returns, share), dtype=np.int64)


def _last_day(one: Interview) -> date:
    last = one.episodes[-1]
    return last.closed_on or last.started_on


def _hours_each(interviews: Iterable[Interview], params: InterviewParams) -> tuple[float, str]:
    """The mean of what the log says, where it says enough; else the assumption."""
    logged = [
        one.hours
        for one in interviews
        if one.hours is not None and one.state is InterviewState.COMPLETED
    ]
    if len(logged) < params.least_logged:
        return params.hours_each, "a planning assumption (setting --hours-each)"
    return float(np.mean(sorted(logged))), f"the mean of {len(logged)} interviews in the log"
