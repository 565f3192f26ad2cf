"""Zones: hotspots that a meeting takes together, each child counted once."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING

from hotspots.describe.facts import facts_of
from hotspots.geo import PointM
from hotspots.model import Zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.model import Hotspot


def zone_names(hotspots: Sequence[Hotspot], groups: Sequence[int]) -> Mapping[str, str]:
    """The zone of each hotspot, by its id; empty for one that lies alone.

    What people chose or the gazetteer says comes first. A hotspot of which neither says
    anything takes the zone of the nearest one of its group (`groups` has a number for
    each hotspot); a group without any zone is named after the hotspot in its middle.
    The names are made of the hotspots given and nothing else: of the ones that are shown
    come zones that tell nothing of the ones that are not.
    """
    members: defaultdict[int, list[Hotspot]] = defaultdict(list)
    for hotspot, group in zip(hotspots, groups, strict=True):
        members[group].append(hotspot)
    return {h.hotspot_id: h.zone or _derived(h, own) for own in members.values() for h in own}


def zones_of(hotspots: Sequence[Hotspot], groups: Sequence[int]) -> tuple[Zone, ...]:
    """The zones by name, with exact figures; a child or episode counts once in each."""
    names = zone_names(hotspots, groups)
    members: defaultdict[str, list[Hotspot]] = defaultdict(list)
    for hotspot in sorted(hotspots, key=lambda one: one.hotspot_id):
        members[names[hotspot.hotspot_id]].append(hotspot)
    return tuple(
        Zone(
            name=name,
            hotspot_ids=tuple(hotspot.hotspot_id for hotspot in members[name]),
            facts=facts_of([s for hotspot in members[name] for s in hotspot.sightings]),
        )
        for name in sorted(members)
        if name
    )


def _derived(hotspot: Hotspot, group: Sequence[Hotspot]) -> str:
    if len(group) == 1:
        return ""
    named = [other for other in group if other.zone]
    if named:
        return _nearest(hotspot.place.point, named).zone
    middle = PointM(
        fsum(other.place.point.easting for other in group) / len(group),
        fsum(other.place.point.northing for other in group) / len(group),
    )
    return f"Around {_nearest(middle, group).name}"


def _nearest(point: PointM, hotspots: Sequence[Hotspot]) -> Hotspot:
    return min(hotspots, key=lambda h: (point.distance_m(h.place.point), h.hotspot_id))
