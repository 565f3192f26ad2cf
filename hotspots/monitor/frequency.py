"""How often each young person is missing, how soon again, and for how long."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from hotspots.model import (
    ChildFrequency,
    EpisodeStatus,
    Frequency,
    Lengths,
    PlacementType,
)
from hotspots.monitor.params import MonitorParams

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from hotspots.model import Episode, RepeatRule
    from hotspots.period import Period

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_DEFAULTS = MonitorParams()


def frequency_of(
    episodes: Iterable[Episode], period: Period, *, params: MonitorParams = _DEFAULTS
) -> Frequency:
    """Young people with an episode in the period, or in a window that ends on its last day.

    Give every episode that is known: the windows may begin before the period, and a repeat is
    told by what came before. What began after the period plays no part.
    """
    known = [episode for episode in episodes if episode.started_on <= period.last]
    held: defaultdict[str, list[Episode]] = defaultdict(list)
    for episode in known:
        held[episode.child_id].append(episode)
    earliest = min(period.first, period.last - timedelta(days=max(params.windows_days) - 1))
    children = [
        _child(child_id, sorted(theirs, key=_by_start), period, params)
        for child_id, theirs in held.items()
        if any(episode.started_on >= earliest for episode in theirs)
    ]
    return Frequency(
        as_of=period.last,
        windows_days=params.windows_days,
        rules=params.rules,
        children=tuple(sorted(children, key=_most_often_first)),
        lengths=lengths_of(
            (episode for episode in known if episode.started_on in period),
            long_hours=params.long_hours,
        ),
    )


def lengths_of(episodes: Iterable[Episode], *, long_hours: int = _DEFAULTS.long_hours) -> Lengths:
    """Median, longest and how many were longer than `long_hours`: true elapsed time.

    A night in which the clocks change is an hour longer or shorter than they show.
    """
    given = list(episodes)
    hours = [
        episode.length / _HOUR
        for episode in given
        if episode.time_known and episode.length is not None
    ]
    still = sum(episode.returned_at is None for episode in given)
    return Lengths(
        ended=len(hours),
        median_hours=median(hours) if hours else None,
        longest_hours=max(hours, default=None),
        long_hours=long_hours,
        over=sum(one > long_hours for one in hours),
        still_missing=still,
        dates_only=len(given) - still - len(hours),
    )


def _child(
    child_id: str, theirs: Sequence[Episode], period: Period, params: MonitorParams
) -> ChildFrequency:
    """`theirs` are all of one young person's, by start."""
    inside = [episode for episode in theirs if episode.started_on in period]
    days = [episode.started_on for episode in theirs]
    gaps = [_gap_days(one, after) for one, after in pairwise(theirs) if after.started_on in period]
    known_gaps = [gap for gap in gaps if gap is not None]
    return ChildFrequency(
        child_id=child_id,
        episodes=len(inside),
        missing=sum(one.status is EpisodeStatus.MISSING for one in inside),
        away=sum(one.status is EpisodeStatus.AWAY_WITHOUT_AUTHORISATION for one in inside),
        in_windows=tuple(_within(days, period.last, length) for length in params.windows_days),
        rules_met=tuple(
            rule for rule in params.rules if _within(days, period.last, rule.days) >= rule.episodes
        ),
        rules_met_in_period=tuple(rule for rule in params.rules if _ever(days, rule, period)),
        median_gap_days=median(known_gaps) if known_gaps else None,
        shortest_gap_days=min(known_gaps, default=None),
        lengths=lengths_of(inside, long_hours=params.long_hours),
        placements=tuple(
            one for one in PlacementType if any(e.placement is one for e in inside or theirs[-1:])
        ),
        last_on=days[-1],
    )


def _within(days: Sequence[date], last: date, length_days: int) -> int:
    """How many of the days lie in the `length_days` days that end with `last`."""
    return sum(last - timedelta(days=length_days) < day <= last for day in days)


def _ever(days: Sequence[date], rule: RepeatRule, period: Period) -> bool:
    """Whether the rule held on some day of the period; `days` are in order.

    It comes to hold on the day of an episode and holds until the first of its days is
    older than the rule: on a day of the period if the last is not after it, and the first
    has not left the window when the period begins.
    """
    return any(
        last - first < timedelta(days=rule.days)
        and last <= period.last
        and first + timedelta(days=rule.days) > period.first
        for first, last in zip(days, days[rule.episodes - 1 :], strict=False)
    )


def _gap_days(one: Episode, after: Episode) -> float | None:
    """Days from the return to the next start; whole ones where the record has dates only."""
    if one.returned_at is None or one.closed_on is None:
        return None
    if one.time_known and after.time_known:
        return max(0.0, (after.started_at - one.returned_at) / _DAY)
    return float(max(0, (after.started_on - one.closed_on).days))


def _by_start(episode: Episode) -> tuple[float, str]:
    return (episode.started_at.timestamp(), episode.episode_id)


def _most_often_first(child: ChildFrequency) -> tuple[int, tuple[int, ...], str]:
    return (-child.episodes, tuple(-count for count in child.in_windows), child.child_id)
