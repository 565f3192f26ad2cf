"""From a located mention to a hotspot, exact and for the inside only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.boundaries import Ward
    from hotspots.gazetteer import Place
    from hotspots.geo import PointM
    from hotspots.model.episode import Episode, PlaceMention
    from hotspots.model.geocoded import Geocoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One place of one mention of one episode: the unit that is clustered.

    `part` numbers the places found in one cell ("bus stn / Assembly Rooms" has two).
    """

    episode: Episode
    mention: PlaceMention
    part: int
    where: Geocoded

    @property
    def key(self) -> tuple[str, str, int]:
        """Unique and stable: the order in which sightings are always taken."""
        return (self.episode.episode_id, self.mention.key, self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Sightings that DBSCAN put together; `number` counts from 0 by the stated rule.

    `probable` are sightings too vague to found a cluster whose position is in reach of this
    one. They are shown inside as "probable" and are in no figure, no test and no gate.
    """

    number: int
    sightings: tuple[Sighting, ...]
    probable: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotFacts:
    """Exact figures, for the inside only.

    `by_weekday` has 7 counts from Monday, `by_hour` 24 counts of local hours; both
    count only the sightings whose moment is known (`timed`).
    """

    sightings: int
    episodes: int
    children: int
    top_child_share: float
    first_month: str
    last_month: str
    timed: int
    by_weekday: tuple[int, ...]
    by_hour: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspot:
    """A cluster under the name that a partner would use: a public place's.

    `place` names it; `places` are all public places that its sightings are at. The gate
    counts only sightings at places it is told of and finds fit to show, so where `places`
    is left out only those at `place` can count. `chosen_name` and `chosen_zone` are what
    people called it instead; empty where nobody did. `probable` is the number of mentions
    that are too vague to count and probably of here.
    """

    hotspot_id: str
    place: Place
    ward: Ward | None
    sightings: tuple[Sighting, ...]
    facts: HotspotFacts
    places: tuple[Place, ...] = ()
    chosen_name: str = ""
    chosen_zone: str = ""
    probable: int = 0

    @property
    def name(self) -> str:
        """The name that people chose, or the public place's."""
        return self.chosen_name or self.place.name

    @property
    def zone(self) -> str:
        """The named grouping in which the council reports it, as people chose or by its place."""
        return self.chosen_zone or self.place.zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Hotspots that are taken together; `facts` count a child and an episode once."""

    name: str
    hotspot_ids: tuple[str, ...]
    facts: HotspotFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistedCluster:
    """Density away from any public place: for the co-ordinator's eyes alone."""

    centre: PointM
    sightings: int
    episodes: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldHotspot:
    """A hotspot that the gate kept from an audience, and the rules it failed."""

    hotspot: Hotspot
    audience: str
    failed: tuple[str, ...]
