"""A hotspot that has passed, as its audience sees it: the place's own facts, and figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geo import to_lon_lat
from hotspots.model import LONDON
from hotspots.protect.agreed import shown_place_risks
from hotspots.protect.cell import Cell
from hotspots.protect.counting import counted_sightings
from hotspots.protect.figures import shown_children, shown_episodes, sum_of_shown
from hotspots.protect.told import shown_actions
from hotspots.release import ReleasedHotspot, ReleasedZone, ShownArea, ShownPosition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.boundaries import Ward
    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot, Sighting
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import PeopleRules
    from hotspots.release import ShownCount

_HOURS_IN_A_BAND = 6
TIME_BANDS = ("midnight to 6 am", "6 am to noon", "noon to 6 pm", "6 pm to midnight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a release calls a hotspot: its id and zone among the shown, and how firm it is."""

    hotspot_id: str
    zone: str
    firmness: str = ""


def show_hotspot(
    hotspot: Hotspot, *, named: Named, rules: PeopleRules, context: GateContext
) -> ReleasedHotspot:
    """A hotspot that passed every rule; the position is the gazetteer's, whatever the points."""
    counted = counted_sightings(hotspot, rules.timing, context)
    cell = Cell.of(sighting.episode for sighting in counted)
    first, last = _months(counted) if rules.shows.months else (None, None)
    return ReleasedHotspot(
        hotspot_id=named.hotspot_id,
        name=hotspot.name,
        category=hotspot.place.category,
        zone=named.zone,
        area=_area(hotspot.ward) if rules.shows.areas else None,
        position=_position(hotspot.place),
        extent_m=hotspot.place.extent_m,
        episodes=shown_episodes(cell, rules),
        children=shown_children(cell, rules),
        first_month=first,
        last_month=last,
        time_bands=_time_bands(counted, rules),
        firmness=named.firmness,
        actions=shown_actions(hotspot, zone=named.zone, context=context)
        if rules.shows.actions
        else (),
        place_risks=shown_place_risks(hotspot, zone=named.zone, shows=rules.shows, context=context),
    )


def show_zones(hotspots: Sequence[ReleasedHotspot]) -> tuple[ReleasedZone, ...]:
    """The zones of the hotspots that are shown, by name; each figure is built from theirs."""
    members: defaultdict[str, list[ReleasedHotspot]] = defaultdict(list)
    for hotspot in hotspots:
        if hotspot.zone:
            members[hotspot.zone].append(hotspot)
    return tuple(
        ReleasedZone(
            name=zone,
            hotspot_ids=tuple(hotspot.hotspot_id for hotspot in own),
            episodes=sum_of_shown(hotspot.episodes for hotspot in own),
        )
        for zone, own in sorted(members.items())
    )


def _position(place: Place) -> ShownPosition:
    lon, lat = to_lon_lat(place.point)
    easting, northing = place.point.key
    return ShownPosition(easting=easting, northing=northing, lon=lon, lat=lat)


def _area(ward: Ward | None) -> ShownArea | None:
    return None if ward is None else ShownArea(code=ward.code, name=ward.name)


def _months(counted: Sequence[Sighting]) -> tuple[str, str]:
    months = sorted(f"{sighting.episode.started_on:%Y-%m}" for sighting in counted)
    return months[0], months[-1]


def _time_bands(
    counted: Sequence[Sighting], rules: PeopleRules
) -> tuple[tuple[str, ShownCount], ...]:
    return tuple(
        (name, shown_episodes(Cell.of(own), rules)) for name, own in bands_shown(counted, rules)
    )


def bands_shown(
    counted: Sequence[Sighting], rules: PeopleRules
) -> tuple[tuple[str, tuple[Episode, ...]], ...]:
    """All four bands of the local day with their episodes, or none: a missing one stands out.

    Each band must pass every rule. So must what is in no band (nobody knows when), if
    there is anything: the bands could be taken from the hotspot's own figure.
    """
    if not rules.shows.time_bands:
        return ()
    bands: list[list[Episode]] = [[] for _ in TIME_BANDS]
    for sighting in counted:
        moment = sighting.episode.moment(sighting.mention.role)
        if moment is not None:
            bands[moment.astimezone(LONDON).hour // _HOURS_IN_A_BAND].append(sighting.episode)
    timed = {episode.episode_id for own in bands for episode in own}
    rest = [s.episode for s in counted if s.episode.episode_id not in timed]
    cells = [Cell.of(own) for own in (*bands, *([rest] if rest else []))]
    if any(cell.failures(rules.thresholds) for cell in cells):
        return ()
    return tuple((name, tuple(own)) for name, own in zip(TIME_BANDS, bands, strict=True))
