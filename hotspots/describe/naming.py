"""From a cluster to a hotspot: which public place it is named after."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from hotspots.describe.centre import centre_of
from hotspots.describe.facts import facts_of
from hotspots.describe.ground import ground_of
from hotspots.describe.identity import kept_ids, shown_place
from hotspots.errors import InternalError
from hotspots.model import Hotspot, Memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer, Place
    from hotspots.model import Cluster


def describe(
    clusters: Iterable[Cluster],
    *,
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    memory: Memory | None = None,
) -> tuple[Hotspot, ...]:
    """Clusters of sightings at public places → hotspots, in the order of their numbers.

    A hotspot is named after the place with most of its sightings; of equals the one
    nearest to the cluster's mean, then the lower id. A suburb or a street names a
    hotspot only where there is nothing else, and the gate will not show it. One that was
    found before keeps its id. One that was shown before keeps the place that named it
    for as long as any of its sightings are there. A name or zone that people chose stays
    with the id. A new one's id is its place's; where that was ever used for another it
    gets `-2`.

    Raises:
        InternalError: a sighting is at no place, or at one that the gazetteer lacks.
    """
    remembered = memory or Memory()
    ordered = sorted(clusters, key=attrgetter("number"))
    ranked = [_places_by_rank(cluster, gazetteer) for cluster in ordered]
    names = [places[0].place_id for places in ranked]
    ids = kept_ids(names, [ground_of(cluster.sightings) for cluster in ordered], remembered)
    return tuple(
        _hotspot(cluster, places, hotspot_id, boundaries=boundaries, memory=remembered)
        for hotspot_id, places, cluster in zip(ids, ranked, ordered, strict=True)
    )


def _hotspot(
    cluster: Cluster,
    places: tuple[Place, ...],
    hotspot_id: str,
    *,
    boundaries: Boundaries,
    memory: Memory,
) -> Hotspot:
    places = _faithful(places, shown_place(hotspot_id, memory))
    return Hotspot(
        hotspot_id=hotspot_id,
        place=places[0],
        places=places,
        ward=boundaries.ward_of(places[0].point),
        sightings=cluster.sightings,
        facts=facts_of(cluster.sightings),
        chosen_name=memory.names.get(hotspot_id, ""),
        chosen_zone=memory.zones.get(hotspot_id, ""),
        probable=len(cluster.probable),
    )


def _faithful(places: tuple[Place, ...], shown: str | None) -> tuple[Place, ...]:
    """The place under which it was shown before comes first again, if it is still one of them."""
    return tuple(sorted(places, key=lambda p: p.is_coarse or p.place_id != shown))


def _places_by_rank(cluster: Cluster, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Every place of the cluster, the one that names it first."""
    centre = centre_of(cluster.sightings)
    counts = Counter(sighting.where.place_id for sighting in cluster.sightings)

    def rank(place: Place) -> tuple[bool, int, float, str]:
        distance_m = place.point.distance_m(centre)
        return (place.is_coarse, -counts[place.place_id], distance_m, place.place_id)

    return tuple(sorted((_place(place_id, gazetteer) for place_id in counts), key=rank))


def _place(place_id: str | None, gazetteer: Gazetteer) -> Place:
    if place_id is None or place_id not in gazetteer:
        msg = "A sighting in a cluster is at no place of the gazetteer."
        raise InternalError(msg)
    return gazetteer[place_id]
