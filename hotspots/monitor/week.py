"""The week in numbers: the last 1, 4 and 13 weeks beside as many before, and who is missing now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hotspots.model import MissingNow, WindowTally
from hotspots.monitor.figures import tally_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hotspots.model import Episode

WEEKS = (1, 4, 13)
_HIGH = "high"


def windows_of(episodes: Iterable[Episode], as_of: date) -> tuple[WindowTally, ...]:
    """For each of `WEEKS` the days up to `as_of`, and the same number of days before them.

    An episode belongs to the local day on which it began. `high_risk` are those whose risk
    level is recorded as high, in whatever case.
    """
    known = tuple(episodes)
    return tuple(_window(known, as_of, weeks) for weeks in WEEKS)


def missing_now(episodes: Iterable[Episode], as_of: date) -> tuple[MissingNow, ...]:
    """Who had gone by the end of the day and has no return recorded by then, longest first."""
    found = (
        MissingNow(
            child_id=one.child_id,
            since=one.started_on,
            days=(as_of - one.started_on).days,
            risk_level=one.risk_level,
            placement=one.placement,
        )
        for one in episodes
        if one.started_on <= as_of and (one.closed_on is None or one.closed_on > as_of)
    )
    return tuple(sorted(found, key=lambda one: (one.since, one.child_id)))


def _window(episodes: tuple[Episode, ...], as_of: date, weeks: int) -> WindowTally:
    length = timedelta(weeks=weeks)
    day = timedelta(days=1)
    now = Period(first=as_of - length + day, last=as_of)
    before = Period(first=now.first - length, last=now.first - day)
    of_now = [one for one in episodes if one.started_on in now]
    return WindowTally(
        weeks=weeks,
        days=now,
        days_before=before,
        now=tally_of(of_now),
        before=tally_of(one for one in episodes if one.started_on in before),
        high_risk=tally_of(one for one in of_now if one.risk_level.strip().casefold() == _HIGH),
    )
