"""Of which episodes a place is known, who said so, and whether the sources say the same.

A map shows the places that somebody told. Who is not asked, does not talk, or is found by
nobody is not on it; so every share stands here with all the episodes beneath it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hotspots.model import (
    GeocodeStatus,
    PlaceComparison,
    PlacementType,
    PlaceRole,
    PlaceSeen,
    PlaceSource,
    SourceShare,
    Tally,
)
from hotspots.monitor.figures import tally_of
from hotspots.monitor.params import MonitorParams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.model import Episode, Sighting
    from hotspots.period import Period

_DEFAULTS = MonitorParams()


def source_shares(
    episodes: Iterable[Episode], sightings: Iterable[Sighting], period: Period
) -> tuple[SourceShare, ...]:
    """By placement type and source, the totals of each (None) first; over the same episodes."""
    counted = [episode for episode in episodes if episode.started_on in period]
    told = [sighting for sighting in sightings if sighting.episode.started_on in period]
    placements = {episode.placement for episode in counted}
    sources = {sighting.mention.source for sighting in told}
    return tuple(
        _share(
            [episode for episode in counted if placement in {None, episode.placement}],
            [
                one
                for one in told
                if placement in {None, one.episode.placement}
                and source in {None, one.mention.source}
            ],
            placement=placement,
            source=source,
        )
        for placement in (None, *(one for one in PlacementType if one in placements))
        for source in (None, *(one for one in PlaceSource if one in sources))
    )


def _share(
    episodes: Sequence[Episode],
    told: Sequence[Sighting],
    *,
    placement: PlacementType | None,
    source: PlaceSource | None,
) -> SourceShare:
    known = {episode.episode_id for episode in episodes}
    spoke = _ids(one for one in told if one.where.status is not GeocodeStatus.NONE) & known
    usable = _ids(one for one in told if one.where.status is GeocodeStatus.LOCATED) & known
    outside = _ids(one for one in told if one.where.status is GeocodeStatus.OUTSIDE) & known
    return SourceShare(
        placement=placement,
        source=source,
        episodes=len(known),
        spoke=len(spoke),
        usable=len(usable),
        outside=len(outside - usable),
    )


def compare_places(
    sightings: Iterable[Sighting],
    period: Period,
    *,
    names: Mapping[str, str],
    agree_within_m: float = _DEFAULTS.agree_within_m,
) -> PlaceComparison:
    """What return interviews name beside where the police found the young people.

    `names` gives the public place's name for its id. Positions in the city that are at no
    public place count in the episodes, and are not listed.
    """
    located = [
        one
        for one in sightings
        if one.episode.started_on in period and one.where.status is GeocodeStatus.LOCATED
    ]
    by_child = [one for one in located if one.mention.source is PlaceSource.RETURN_INTERVIEW]
    by_police = [
        one
        for one in located
        if one.mention.source is PlaceSource.POLICE and one.mention.role is PlaceRole.FOUND
    ]
    said, found = _by_episode(by_child), _by_episode(by_police)
    both = said.keys() & found.keys()
    return PlaceComparison(
        places=_places(by_child, by_police, names),
        child_episodes=len(said),
        police_episodes=len(found),
        both=len(both),
        agreeing=sum(_agree(said[one], found[one], agree_within_m) for one in both),
        agree_within_m=agree_within_m,
    )


def _places(
    by_child: Iterable[Sighting], by_police: Iterable[Sighting], names: Mapping[str, str]
) -> tuple[PlaceSeen, ...]:
    child, police = _by_place(by_child), _by_place(by_police)
    seen = [
        PlaceSeen(
            place_id=place_id,
            name=names.get(place_id, place_id),
            by_child=_tally(child.get(place_id, ())),
            by_police=_tally(police.get(place_id, ())),
        )
        for place_id in {*child, *police}
    ]
    return tuple(sorted(seen, key=lambda one: (-_most(one), one.name, one.place_id)))


def _most(place: PlaceSeen) -> int:
    return place.by_child.episodes + place.by_police.episodes


def _agree(said: Sequence[Sighting], found: Sequence[Sighting], within_m: float) -> bool:
    return any(_same(one, other, within_m) for one in said for other in found)


def _same(one: Sighting, other: Sighting, within_m: float) -> bool:
    if one.where.place_id is not None and one.where.place_id == other.where.place_id:
        return True
    here, there = one.where.point, other.where.point
    return here is not None and there is not None and here.distance_m(there) <= within_m


def _by_place(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    held: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in sightings:
        if one.where.place_id is not None:
            held[one.where.place_id].append(one)
    return held


def _by_episode(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    held: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in sightings:
        held[one.episode.episode_id].append(one)
    return held


def _tally(sightings: Iterable[Sighting]) -> Tally:
    return tally_of({one.episode.episode_id: one.episode for one in sightings}.values())


def _ids(sightings: Iterable[Sighting]) -> set[str]:
    return {one.episode.episode_id for one in sightings}
