"""What became of the words: the geocoding outcome as the report shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.model import Episode, Sighting

_MEANING = {
    GeocodeStatus.LOCATED: "A place on the map.",
    GeocodeStatus.OUTSIDE: "A place outside the city: kept, and not mapped.",
    GeocodeStatus.PRIVATE: "Somebody's home, or a placement: never a point.",
    GeocodeStatus.NONE: "Blank, or the words say that nothing is known.",
    GeocodeStatus.REVIEW: "Not certain enough to use: waiting in review.xlsx.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One line of the table; `part` runs from 0 to 1."""

    name: str
    count: int
    part: float
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodingView:
    """Counts and shares of place texts by outcome and by method, and the use that came of it."""

    places: int
    by_status: tuple[Share, ...]
    by_method: tuple[Share, ...]
    episodes: int
    episodes_with_place: int

    @property
    def usable_part(self) -> float:
        """From 0 to 1: the part of the episodes that have at least one located place."""
        return self.episodes_with_place / self.episodes if self.episodes else 0.0


def geocoding_view(episodes: Sequence[Episode], sightings: Sequence[Sighting]) -> GeocodingView:
    """Count the outcomes, the most frequent first."""
    ids = {episode.episode_id for episode in episodes}
    located = {
        sighting.episode.episode_id
        for sighting in sightings
        if sighting.where.status is GeocodeStatus.LOCATED
    }
    meanings = {status.value: text for status, text in _MEANING.items()}
    return GeocodingView(
        places=len(sightings),
        by_status=_shares((s.where.status.value for s in sightings), meanings),
        by_method=_shares((s.where.method.value for s in sightings), {}),
        episodes=len(ids),
        episodes_with_place=len(located & ids),
    )


def _shares(names: Iterable[str], meanings: dict[str, str]) -> tuple[Share, ...]:
    counts = Counter(names)
    total = counts.total()
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        Share(name=name, count=count, part=count / total, meaning=meanings.get(name, ""))
        for name, count in ordered
    )
