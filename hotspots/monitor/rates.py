"""Episodes for the time that young people lived in a type of placement."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from scipy import stats

from hotspots.model import PlacementType, Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from hotspots.model import Episode, PlacementSpell
    from hotspots.period import Period

PER_DAYS = 1000
_TAIL = 0.025
NO_DATES = "Cannot be computed: no placement dates were given."
OTHERS = (
    "Cannot be computed: none of the young people with an episode is among those whose placements "
    "were given. Are they of this register, and under its key?"
)
NO_DAYS = "Cannot be computed: nobody is recorded as living in such a placement in the period."

_Days = dict[tuple[str, PlacementType], list[tuple["date", "date"]]]


def rates_of(
    episodes: Iterable[Episode], spells: Iterable[PlacementSpell], period: Period
) -> tuple[Rate, ...]:
    """The rate in each type that occurs, in the order of `PlacementType`.

    Without any spell no rate can be computed, and none is made up. Days are counted once for
    each young person and type, also where two spells overlap. An episode is in the rate if
    the record has the young person in that type of placement on the day it began; the others
    are told in `outside`, for a rate over other people's days means nothing.
    """
    given = tuple(spells)
    of_period = [episode for episode in episodes if episode.started_on in period]
    nothing = _no_rates_at_all(of_period, given)
    held = _days_held(given, period)
    counted: defaultdict[PlacementType, int] = defaultdict(int)
    outside: defaultdict[PlacementType, int] = defaultdict(int)
    for episode in of_period:
        stretches = held.get((episode.child_id, episode.placement), [])
        is_held = any(first <= episode.started_on < until for first, until in stretches)
        (counted if is_held or nothing else outside)[episode.placement] += 1
    days: defaultdict[PlacementType, int] = defaultdict(int)
    for (_, placement), stretches in held.items():
        days[placement] += sum((until - first).days for first, until in stretches)
    return tuple(
        _rate(one, counted[one], outside[one], child_days=days[one], nothing=nothing)
        for one in PlacementType
        if one in counted or one in outside or one in days
    )


def _no_rates_at_all(episodes: Sequence[Episode], spells: Sequence[PlacementSpell]) -> str:
    """Why no rate of any type can be computed; empty where there may be some."""
    if not spells:
        return NO_DATES
    known = {spell.child_id for spell in spells}
    is_of_others = episodes and known.isdisjoint(episode.child_id for episode in episodes)
    return OTHERS if is_of_others else ""


def poisson_interval(count: int) -> tuple[float, float]:
    """Garwood's exact 95 % limits (1936) of the mean of which `count` was observed."""
    low = float(stats.chi2.ppf(_TAIL, 2 * count)) / 2 if count else 0.0
    return low, float(stats.chi2.ppf(1 - _TAIL, 2 * (count + 1))) / 2


def _rate(
    placement: PlacementType, episodes: int, outside: int, *, child_days: int, nothing: str
) -> Rate:
    if nothing or not child_days:
        return Rate(
            placement=placement,
            episodes=episodes,
            child_days=0,
            outside=outside,
            per_1000_days=None,
            low=None,
            high=None,
            reason=nothing or NO_DAYS,
        )
    low, high = poisson_interval(episodes)
    return Rate(
        placement=placement,
        episodes=episodes,
        child_days=child_days,
        outside=outside,
        per_1000_days=PER_DAYS * episodes / child_days,
        low=PER_DAYS * low / child_days,
        high=PER_DAYS * high / child_days,
    )


def _days_held(spells: Iterable[PlacementSpell], period: Period) -> _Days:
    """The stretches of days (first, the day after the last), disjoint and within the period."""
    after = period.last + timedelta(days=1)
    raw: defaultdict[tuple[str, PlacementType], list[tuple[date, date]]] = defaultdict(list)
    for spell in spells:
        first = max(spell.first, period.first)
        until = after if spell.until is None else min(spell.until, after)
        if first < until:
            raw[spell.child_id, spell.placement].append((first, until))
    return {key: _joined(stretches) for key, stretches in raw.items()}


def _joined(stretches: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, until in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((first, until))
    return joined
