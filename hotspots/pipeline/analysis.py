"""Everything that is found inside the wall, before the gate: register → … → describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster import cluster_sightings, coarse_groups, split_by_people, split_by_place
from hotspots.describe import describe, describe_unlisted, found, lineage_of, zones_of
from hotspots.geocode import Geocoder, geocode_episodes
from hotspots.model import standing
from hotspots.pipeline.appraisal import Found, How, Record, appraise
from hotspots.pipeline.terms import Analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import Cluster, Episode, Hotspot, Memory, Sighting
    from hotspots.pipeline.ground import Ground
    from hotspots.pipeline.terms import Terms, Tools
    from hotspots.register import Register


def analyse(*, terms: Terms, tools: Tools) -> Analysis:
    """Register → geocode → cluster → describe, for the period; and how firm it is."""
    ground, params, period = tools.ground, terms.cluster, terms.period
    tools.progress("Finding the places")
    record = _record(terms, tools)
    sightings = tuple(s for s in record.sightings if s.episode.started_on in period)
    tools.progress("Clustering")
    placed = split_by_place(sightings)
    clusters = cluster_sightings(placed.at_place, params, vague=placed.elsewhere)
    people = split_by_people(clusters, params)
    hotspots = _described(people.founding, ground, record.memory)
    tools.progress("Looking at how firm they are")
    looked_at = Found(
        period=period, at_place=placed.at_place, clusters=people.founding, hotspots=hotspots
    )
    return Analysis(
        episodes=tuple(e for e in record.episodes if e.started_on in period),
        sightings=sightings,
        hotspots=hotspots,
        of_too_few=_described(people.of_too_few, ground, None),
        unlisted=describe_unlisted(cluster_sightings(placed.elsewhere, params)),
        zones=zones_of(hotspots, coarse_groups([one.place.point for one in hotspots])),
        lineage=lineage_of(found(hotspots), memory=record.memory, period=period),
        appraisal=appraise(
            looked_at,
            record=record,
            ground=ground,
            how=How(params=params, background=terms.background, seed=terms.seed),
        ),
        actions=record.actions,
        place_risks=tuple(one.record for one in standing(tools.register.place_risks())),
    )


def _described(
    clusters: Sequence[Cluster], ground: Ground, memory: Memory | None
) -> tuple[Hotspot, ...]:
    return describe(
        clusters, gazetteer=ground.gazetteer, boundaries=ground.boundaries, memory=memory
    )


def find_places(
    episodes: Sequence[Episode], *, ground: Ground, register: Register
) -> tuple[Sighting, ...]:
    """Register → geocode, with all that people have settled and every origin kept out."""
    geocoder = Geocoder(
        gazetteer=ground.gazetteer,
        postcodes=ground.postcodes,
        boundaries=ground.boundaries,
        decisions=register.decisions(),
        origins=register.origins(),
    )
    return geocode_episodes(episodes, geocoder)


def _record(terms: Terms, tools: Tools) -> Record:
    """The register: of the period alone where neither a baseline nor an action asks for more."""
    register = tools.register
    actions = register.actions()
    asked = terms.baseline is not None or actions
    episodes = register.episodes(None if asked else terms.period)
    return Record(
        baseline=terms.baseline,
        episodes=episodes,
        sightings=find_places(episodes, ground=tools.ground, register=register),
        actions=actions,
        memory=register.memory(),
    )
