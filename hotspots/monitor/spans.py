"""Weeks, months and quarters of local days, and what began in each."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotspots.model import EpisodeStatus, PlacementType, Span, SpanTally, SpanUnit
from hotspots.monitor.figures import tally_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.model import Episode

_WEEK_DAYS = 7
_QUARTER_MONTHS = 3


def spans_of(period: Period, unit: SpanUnit) -> tuple[Span, ...]:
    """The weeks (ISO 8601, from Monday), months or quarters that share a day with the period.

    They follow one another without a gap, cut at the period's ends: what began in them adds
    up to what began in the period.
    """
    spans = []
    day = period.first
    while day <= period.last:
        first, last = _bounds(day, unit)
        days = Period(first=day, last=min(last, period.last))
        spans.append(
            Span(
                unit=unit,
                label=_label(first, unit),
                days=days,
                is_whole=(days.first, days.last) == (first, last),
            )
        )
        if last == date.max:
            break
        day = last + timedelta(days=1)
    return tuple(spans)


def span_tallies(
    episodes: Iterable[Episode], period: Period, unit: SpanUnit
) -> tuple[SpanTally, ...]:
    """The episodes of each span by the local day (Europe/London) on which they began."""
    counted = [episode for episode in episodes if episode.started_on in period]
    spans = spans_of(period, unit)
    firsts = [span.days.first for span in spans]
    held: defaultdict[int, list[Episode]] = defaultdict(list)
    for episode in counted:
        held[bisect_right(firsts, episode.started_on) - 1].append(episode)
    placements = {episode.placement for episode in counted}
    statuses = {episode.status for episode in counted}
    return tuple(
        _tally(
            span,
            held[number],
            placements=[one for one in PlacementType if one in placements],
            statuses=[one for one in EpisodeStatus if one in statuses],
        )
        for number, span in enumerate(spans)
    )


def _tally(
    span: Span,
    episodes: Sequence[Episode],
    *,
    placements: Sequence[PlacementType],
    statuses: Sequence[EpisodeStatus],
) -> SpanTally:
    return SpanTally(
        span=span,
        all=tally_of(episodes),
        placements=tuple(
            (one, tally_of(e for e in episodes if e.placement is one)) for one in placements
        ),
        statuses=tuple((one, tally_of(e for e in episodes if e.status is one)) for one in statuses),
    )


def _bounds(day: date, unit: SpanUnit) -> tuple[date, date]:
    if unit is SpanUnit.WEEK:
        # A proleptic calendar ends on a Friday: the last week has no Sunday.
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=min(_WEEK_DAYS - 1, (date.max - first).days))
    if unit is SpanUnit.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    last = -(-day.month // _QUARTER_MONTHS) * _QUARTER_MONTHS
    return (
        date(day.year, last - _QUARTER_MONTHS + 1, 1),
        date(day.year, last, monthrange(day.year, last)[1]),
    )


def _label(first: date, unit: SpanUnit) -> str:
    if unit is SpanUnit.WEEK:
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    if unit is SpanUnit.MONTH:
        return f"{first.year}-{first.month:02d}"
    return f"{first.year}-Q{-(-first.month // _QUARTER_MONTHS)}"
