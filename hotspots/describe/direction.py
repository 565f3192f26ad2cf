"""Direction of travel: the episodes of a period beside those of a frozen baseline.

The ratio of the two rates has an exact interval (the conditional binomial of Przyborowski
and Wilenski 1940, with Clopper and Pearson's limits), so that small counts claim no more
than they show. It takes episodes as independent of one another; those of one child are
not, so a change is also looked at with each child left out in turn.

The words, the first rule that holds:

    insufficient data  a period under 28 days, or fewer than 6 episodes in both together
    emerging           more than before, and before in under a tenth of the months any
    former             fewer than before, and now in under a tenth of the months any
    rising, falling    the interval lies above 1, below 1
    stable             the interval lies between a half and a doubling
    persistent         no change shown, and episodes in four fifths of the months or more
    intermittent       no change shown, and episodes now and then in both periods
    insufficient data  anything else

The shares of months are the defaults of sfhotspot's `hotspot_classify` (Ashby), with the two
periods in the place of its recent and earlier ones.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats

from hotspots.errors import ParameterError
from hotspots.model import Direction, Travel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hotspots.model import Episode, Sighting
    from hotspots.period import Period

# Repeats come within four weeks (Sidebottom et al. 2019): a shorter time is one spell.
SHORTEST_DAYS = 28
# In two periods of equal length no 95 % interval excludes 1 with fewer episodes.
FEWEST_EPISODES = 6
HARDLY_ANY_MONTHS = 0.1
MOST_MONTHS = 0.8
STABLE_WITHIN = (0.5, 2.0)
_TAIL = 0.025
_CHANGES = frozenset({Travel.EMERGING, Travel.RISING, Travel.FALLING, Travel.FORMER})


def direction_of(
    sightings: Iterable[Sighting], *, place_ids: Collection[str], baseline: Period, current: Period
) -> Direction:
    """Episodes seen at these public places, now and in the baseline.

    The places of today's hotspot are the ground in both periods, so that the same thing is
    measured twice. `sightings` are those of both periods; others do not count.

    Raises:
        ParameterError: the baseline does not end before the period begins.
    """
    ground = frozenset(place_ids)
    return overall_direction(
        (one.episode for one in sightings if one.where.place_id in ground),
        baseline=baseline,
        current=current,
    )


def overall_direction(
    episodes: Iterable[Episode], *, baseline: Period, current: Period
) -> Direction:
    """All episodes given, each once, now and in the baseline, by the day they began.

    Raises:
        ParameterError: the baseline does not end before the period begins.
    """
    if baseline.last >= current.first:
        msg = "The baseline must end before the period begins that is compared with it."
        raise ParameterError(msg)
    distinct = {one.episode_id: one for one in episodes}.values()
    before = _Side.of(distinct, baseline)
    now = _Side.of(distinct, current)
    low, high = rate_ratio_interval(now.count, now.days, before.count, before.days)
    word = _word(before, now, (low, high))
    return Direction(
        word=word,
        baseline_episodes=before.count,
        baseline_days=before.days,
        current_episodes=now.count,
        current_days=now.days,
        rate_ratio=(now.count / now.days) / (before.count / before.days) if before.count else None,
        low=low,
        high=high,
        active_months=before.active + now.active,
        months=before.months + now.months,
        hinges_on_one_child=word in _CHANGES and _hinges(before, now, (low, high)),
    )


def rate_ratio_interval(
    count: int, days: int, baseline_count: int, baseline_days: int
) -> tuple[float | None, float | None]:
    """The exact 95 % interval of (count / days) over (baseline_count / baseline_days).

    Given their sum, a count is binomial, and the limits are Clopper and Pearson's. None is
    an end that is not bounded, or both ends where nothing was counted.
    """
    if count + baseline_count == 0:
        return None, None
    time = baseline_days / days
    low = float(stats.beta.ppf(_TAIL, count, baseline_count + 1)) if count else 0.0
    high = float(stats.beta.ppf(1 - _TAIL, count + 1, baseline_count)) if baseline_count else 1.0
    return low / (1 - low) * time, high / (1 - high) * time if high < 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One period: its days and months, and its episodes by child."""

    days: int
    months: int
    active: int
    count: int
    by_child: dict[str, int]

    @classmethod
    def of(cls, episodes: Iterable[Episode], period: Period) -> _Side:
        by_child: defaultdict[str, int] = defaultdict(int)
        months = set()
        for episode in episodes:
            if episode.started_on in period:
                by_child[episode.child_id] += 1
                months.add((episode.started_on.year, episode.started_on.month))
        return cls(
            days=(period.last - period.first).days + 1,
            months=period.months,
            active=len(months),
            count=sum(by_child.values()),
            by_child=by_child,
        )

    @property
    def share(self) -> float:
        """The part of the months that had an episode."""
        return self.active / self.months


_Interval = tuple[float | None, float | None]


def _change(interval: _Interval) -> Travel | None:
    """Rising or falling where the interval excludes 1."""
    low, high = interval
    if low is not None and low > 1:
        return Travel.RISING
    return Travel.FALLING if high is not None and high < 1 else None


def _word(before: _Side, now: _Side, interval: _Interval) -> Travel:
    if min(before.days, now.days) < SHORTEST_DAYS or before.count + now.count < FEWEST_EPISODES:
        return Travel.INSUFFICIENT
    change = _change(interval)
    if change is Travel.RISING:
        return Travel.EMERGING if before.share < HARDLY_ANY_MONTHS <= now.share else change
    if change is Travel.FALLING:
        return Travel.FORMER if now.share < HARDLY_ANY_MONTHS <= before.share else change
    return _unchanged(before, now, interval)


def _unchanged(before: _Side, now: _Side, interval: _Interval) -> Travel:
    """No change was shown; that alone does not show that there was none."""
    low, high = interval
    least, most = STABLE_WITHIN
    if low is not None and high is not None and least < low and high < most:
        return Travel.STABLE
    if (before.active + now.active) / (before.months + now.months) >= MOST_MONTHS:
        return Travel.PERSISTENT
    if min(before.share, now.share) >= HARDLY_ANY_MONTHS:
        return Travel.INTERMITTENT
    return Travel.INSUFFICIENT


def _hinges(before: _Side, now: _Side, interval: _Interval) -> bool:
    """Whether the change is no longer shown when some one child is left out."""
    change = _change(interval)
    # Children with the same two counts give the same answer.
    left_out = {
        (before.by_child.get(child, 0), now.by_child.get(child, 0))
        for child in {*before.by_child, *now.by_child}
    }
    return any(
        _change(
            rate_ratio_interval(now.count - less_now, now.days, before.count - less, before.days)
        )
        is not change
        for less, less_now in left_out
    )
