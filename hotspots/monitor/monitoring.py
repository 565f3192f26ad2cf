"""All of the co-ordinator's figures for one period in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotspots.model import Monitoring, SpanUnit
from hotspots.monitor.authority import out_of_authority
from hotspots.monitor.figures import figures_of
from hotspots.monitor.frequency import frequency_of
from hotspots.monitor.params import MonitorParams
from hotspots.monitor.providers import provider_tallies
from hotspots.monitor.rates import rates_of
from hotspots.monitor.spans import span_tallies
from hotspots.monitor.unevenness import unevenness_of
from hotspots.monitor.whereabouts import compare_places, source_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from hotspots.model import Episode, PlacementSpell, Reduction, Sighting
    from hotspots.monitor.authority import Authority
    from hotspots.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorInput:
    """What is known: every episode of the register, and the places of those of the period.

    `place_names` gives a public place's name for its id. `spells` are the placements by
    date, if they were given. `reduction` is the comparison with the frozen baseline, made
    elsewhere; `crosswalk_version` says by which crosswalk the episodes were grouped.
    """

    episodes: tuple[Episode, ...]
    sightings: tuple[Sighting, ...]
    place_names: Mapping[str, str]
    authority: Authority
    spells: tuple[PlacementSpell, ...] = ()
    reduction: Reduction | None = None
    crosswalk_version: str = ""
    params: MonitorParams = field(default_factory=MonitorParams)


def monitor(known: MonitorInput, period: Period, *, generator: np.random.Generator) -> Monitoring:
    """Count, compare and list; only the chance baseline of the concentration is drawn."""
    episodes, sightings, params = known.episodes, known.sightings, known.params
    return Monitoring(
        figures=figures_of(
            episodes, period, top_children=params.top_children, named_types=params.named_types
        ),
        spans=tuple((unit, span_tallies(episodes, period, unit)) for unit in SpanUnit),
        providers=provider_tallies(episodes, period),
        frequency=frequency_of(episodes, period, params=params),
        unevenness=unevenness_of(episodes, period, generator=generator, params=params),
        rates=rates_of(episodes, known.spells, period),
        shares=source_shares(episodes, sightings, period),
        comparison=compare_places(
            sightings, period, names=known.place_names, agree_within_m=params.agree_within_m
        ),
        authority=out_of_authority(episodes, sightings, period, authority=known.authority),
        reduction=known.reduction,
        crosswalk_version=known.crosswalk_version,
    )
