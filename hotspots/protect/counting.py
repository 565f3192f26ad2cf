"""Which sightings and episodes may be counted at all, before any figure is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hotspots.protect.policy import PeriodKind

if TYPE_CHECKING:
    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot, Sighting
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import Timing


def period_fits(timing: Timing, context: GateContext) -> bool:
    """Whether this audience is shown such a period, and it has been over for long enough."""
    period = context.period
    right_kind = {
        PeriodKind.MONTHS: period.is_whole_months,
        PeriodKind.QUARTER_OR_HALF_YEAR: period.is_quarter_or_half_year,
        PeriodKind.YEAR: period.is_year,
    }[timing.period]
    return right_kind and period.last + timedelta(days=timing.days_after_period) <= context.as_of


def episode_counts(episode: Episode, timing: Timing, context: GateContext) -> bool:
    """Whether it began in the period and has been over for the audience's delay.

    A child who is still missing is in no figure, nor is one who has only just come back.
    """
    closed = episode.closed_on
    if closed is None or episode.started_on not in context.period:
        return False
    return closed + timedelta(days=timing.days_after_close) <= context.as_of


def may_be_named(place: Place) -> bool:
    """Whether a place is fit to be shown: a decision about the place, not about any data."""
    return place.publishable and not place.is_coarse


def counted_sightings(
    hotspot: Hotspot, timing: Timing, context: GateContext
) -> tuple[Sighting, ...]:
    """The hotspot's sightings at places that may be named, of episodes that count."""
    fit = {p.place_id for p in (hotspot.place, *hotspot.places) if may_be_named(p)}
    return tuple(
        sighting
        for sighting in hotspot.sightings
        if sighting.where.place_id in fit and episode_counts(sighting.episode, timing, context)
    )
