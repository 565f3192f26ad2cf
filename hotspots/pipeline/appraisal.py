"""How far a meeting may rely on what was found: evidence, direction, disruption, forecast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster import (
    City,
    SweepGrid,
    chance_of,
    forward_check,
    hold_out_last_month,
    stability_of,
    sweep,
)
from hotspots.describe import (
    concentration_of,
    direction_of,
    disruption_of,
    ground_of_action,
    overall_direction,
)
from hotspots.model import Evidence
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.cluster import Background, ClusterParams
    from hotspots.model import (
        Action,
        Cluster,
        Direction,
        Disruption,
        Episode,
        ForwardCheck,
        Hotspot,
        Memory,
        Sighting,
        Sweep,
    )
    from hotspots.pipeline.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is to appraise: the clusters in the order of the hotspots made of them.

    `at_place` are the sightings of the period that were clustered.
    """

    period: Period
    at_place: tuple[Sighting, ...]
    clusters: tuple[Cluster, ...]
    hotspots: tuple[Hotspot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a change and an action are measured against.

    `episodes` and `sightings` are all that are recorded, or those of the period alone
    where neither a baseline nor an action asks for more.
    """

    baseline: Period | None
    episodes: tuple[Episode, ...]
    sightings: tuple[Sighting, ...]
    actions: tuple[Action, ...]
    memory: Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """The parameters of the clustering, the control set if there is one, and the seed."""

    params: ClusterParams
    background: Background | None
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The evidence of each hotspot by its id, and what is said of the city as a whole."""

    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    baseline: Period | None = None
    overall: Direction | None = None
    disruptions: tuple[tuple[Action, Disruption], ...] = ()
    forward: ForwardCheck | None = None
    sweep: Sweep | None = None


def appraise(found: Found, *, record: Record, ground: Ground, how: How) -> Appraisal:
    """Everything that speaks for or against the hotspots; the same seed says the same.

    Each part draws from a generator of its own, so that adding a part changes no other.
    """
    params = how.params
    for_stability, for_chance, for_forward = np.random.default_rng(how.seed).spawn(3)
    stability = stability_of(found.at_place, found.clusters, params, generator=for_stability)
    chance = chance_of(
        found.at_place,
        found.clusters,
        params,
        generator=for_chance,
        background=how.background,
    )
    evidence = {
        hotspot.hotspot_id: Evidence(
            concentration=concentration_of(hotspot.sightings),
            stability=firm,
            chance=beyond,
            direction=_direction(hotspot, record, found.period),
        )
        for hotspot, firm, beyond in zip(found.hotspots, stability, chance, strict=True)
    }
    return Appraisal(
        evidence=evidence,
        baseline=record.baseline,
        overall=_overall(record, found.period),
        disruptions=_disruptions(record, ground),
        forward=forward_check(
            found.at_place,
            params,
            split=hold_out_last_month(found.period),
            city=_city(ground),
            generator=for_forward,
        ),
        sweep=sweep(found.at_place, grid=SweepGrid.around(params), base=params),
    )


def _direction(hotspot: Hotspot, record: Record, period: Period) -> Direction | None:
    if record.baseline is None:
        return None
    return direction_of(
        record.sightings,
        place_ids={place.place_id for place in hotspot.places},
        baseline=record.baseline,
        current=period,
    )


def _overall(record: Record, period: Period) -> Direction | None:
    if record.baseline is None:
        return None
    return overall_direction(record.episodes, baseline=record.baseline, current=period)


def _disruptions(record: Record, ground: Ground) -> tuple[tuple[Action, Disruption], ...]:
    if not record.actions or not record.episodes:
        return ()
    days = [episode.started_on for episode in record.episodes]
    recorded = Period(first=min(days), last=max(days))
    return tuple(
        (
            action,
            disruption_of(
                action,
                record.sightings,
                place_ids=ground_of_action(
                    action, gazetteer=ground.gazetteer, memory=record.memory
                ),
                gazetteer=ground.gazetteer,
                recorded=recorded,
            ),
        )
        for action in record.actions
    )


def _city(ground: Ground) -> City:
    return City(
        outline_m=ground.boundaries.outline_m,
        places=tuple(place.point for place in ground.gazetteer.places if not place.is_coarse),
    )
