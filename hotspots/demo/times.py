"""When the invented children go missing, and for how long.

Local wall-clock times (Europe/London), as staff write them down. Evenings and weekends are
busier, spring is busier than winter, most episodes last hours and a few last days, and one
child's episodes never overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from hotspots.period import Period

if TYPE_CHECKING:
    from random import Random

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
CLOCKS_FORWARD = date(2021, 3, 28)
SPRING_GAP = (time(1), time(2))
STILL_MISSING_SINCE = date(2021, 6, 29)

_MONTH_WEIGHT = {1: 0.8, 2: 0.85, 3: 1.0, 4: 1.15, 5: 1.2, 6: 1.1}
_WEEKDAY_WEIGHT = (0.9, 0.9, 0.95, 1.0, 1.35, 1.4, 1.0)
# From midnight: few before breakfast, most between tea and bedtime.
_HOUR_WEIGHT = (
    *(3, 2, 1, 1, 1, 1, 1, 2, 4, 4, 4, 4),
    *(5, 5, 6, 8, 11, 14, 17, 19, 18, 15, 11, 7),
)
# The night before the clocks change is made likely, so that some episodes cross it.
_CLOCK_NIGHT_WEIGHT = 25.0
_MEDIAN_LENGTH_H = 7.0
_LENGTH_SPREAD = 1.15
_SHORTEST = timedelta(minutes=40)
_LONGEST = timedelta(days=9)
_PAUSE = timedelta(minutes=80)
_DATES_ONLY_SHARE = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One time away, in local wall-clock time; `end` is None while it lasts.

    Where `dates_only` is true the record has no times of day.
    """

    start: datetime
    end: datetime | None
    dates_only: bool = False


def spells(count: int, rng: Random, *, still_missing: bool) -> tuple[Spell, ...]:
    """`count` spells of one child inside the period, by start, without overlap.

    With `still_missing` the last one begins at the end of the period and has no end.
    """
    starts = _starts(_days(count, rng, still_missing=still_missing), rng)
    made = [
        Spell(start=start, end=_end(start, next_start, rng))
        for start, next_start in zip(starts, [*starts[1:], None], strict=True)
    ]
    if still_missing:
        made[-1] = replace(made[-1], end=None)
    return tuple(_without_times(made, rng))


def _days(count: int, rng: Random, *, still_missing: bool) -> list[date]:
    """Weighted sampling without replacement (Efraimidis and Spirakis 2006)."""
    last = STILL_MISSING_SINCE if still_missing else PERIOD.last
    days = [PERIOD.first + timedelta(days=n) for n in range((last - PERIOD.first).days + 1)]
    ranked = sorted(days, key=lambda day: rng.random() ** (1 / _weight(day)), reverse=True)
    if still_missing:
        ranked = [last, *(day for day in ranked if day != last)]
    return sorted(ranked[:count])


def _weight(day: date) -> float:
    if day == CLOCKS_FORWARD - timedelta(days=1):
        return _CLOCK_NIGHT_WEIGHT
    return _MONTH_WEIGHT[day.month] * _WEEKDAY_WEIGHT[day.weekday()]


def _starts(days: list[date], rng: Random) -> list[datetime]:
    starts: list[datetime] = []
    for day in days:
        hour = rng.choices(range(24), weights=_HOUR_WEIGHT)[0]
        start = datetime.combine(day, time(hour, rng.randrange(0, 60, 5)))
        if starts:
            start = max(start, starts[-1] + _SHORTEST + _PAUSE)
        starts.append(_outside_gap(start))
    return starts


def _end(start: datetime, next_start: datetime | None, rng: Random) -> datetime:
    length = timedelta(hours=rng.lognormvariate(log(_MEDIAN_LENGTH_H), _LENGTH_SPREAD))
    longest = _LONGEST if next_start is None else next_start - _PAUSE - start
    end = start + min(max(length, _SHORTEST), longest)
    return _outside_gap(end.replace(second=0, microsecond=0))


def _outside_gap(moment: datetime) -> datetime:
    """The hour that the clocks skip has no times of day: take the next one."""
    first, after = SPRING_GAP
    if moment.date() == CLOCKS_FORWARD and first <= moment.time() < after:
        return moment + timedelta(hours=1)
    return moment


def _without_times(made: list[Spell], rng: Random) -> list[Spell]:
    """Take the times from a few spells that stay apart even if only their dates are known."""
    kept = list(made)
    for (number, spell), (_, later) in pairwise(enumerate(made)):
        earlier = made[number - 1].end if number else None
        if spell.end is None or rng.random() >= _DATES_ONLY_SHARE:
            continue
        alone = earlier is None or earlier.date() < spell.start.date()
        if alone and spell.start.date() < spell.end.date() < later.start.date():
            kept[number] = replace(spell, dates_only=True)
    return kept
