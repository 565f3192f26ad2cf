"""A city whose truth is known: which places children share, and which are one child's habit.

Everything is drawn from a seed; there is no real child and no real place in it. How children
behave is assumed, not observed: what is planted is what the words in the tables mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from hotspots.geo import PointM
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACES = 120
SHARED = 7
_SIDE_M = 10_000.0
_SOUTH_WEST_M = (430_000.0, 330_000.0)
_START = datetime(2021, 1, 1, 20, tzinfo=UTC)
_MONTH_DAYS = 30.4
# The council's report: 245 episodes of 25 children in six months, five of them 67 %.
_EPISODES_A_MONTH = 245 / 25 / 6
_SPREAD = 1.3  # of the logarithm of a child's rate: the top fifth then make about two thirds
_JITTERED, _JITTER_M = 0.3, 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is planted. Shares are of sightings; what is left over wanders anywhere.

    `shared` of the places are known to many children, of whom each goes to `shared_each`.
    A private haunt is one child's own, at a place drawn by popularity; two may fall on one
    place by chance. `unevenness` is the spread of the logarithm of the places' popularity.
    """

    children: int = 25
    months: int = 6
    shared: int = SHARED
    shared_each: int = 2
    share_shared: float = 0.35
    share_private: float = 0.40
    unevenness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a run would see, and the truth: the ids of the places that are shared."""

    sightings: tuple[Sighting, ...]
    shared: frozenset[str]
    positions_m: NDArray[np.float64]
    popularity: NDArray[np.float64]


def planted(plan: Plan, generator: np.random.Generator) -> World:
    """One world after the plan."""
    positions_m = np.round(generator.uniform(0, _SIDE_M, (PLACES, 2)) + _SOUTH_WEST_M)
    popularity = np.exp(generator.normal(0, plan.unevenness, PLACES))
    popularity /= popularity.sum()
    shared = generator.choice(PLACES, size=plan.shared, replace=False)
    sightings: list[Sighting] = []
    for child in range(plan.children):
        rate = _EPISODES_A_MONTH * np.exp(generator.normal(-(_SPREAD**2) / 2, _SPREAD))
        haunts = _Haunts(plan, shared, popularity, generator)
        episodes = 1 + generator.poisson(rate * plan.months)
        for number in range(int(episodes)):
            for part in range(1, 2 + int(generator.random() < 0.5)):  # noqa: PLR2004 - even odds
                place = haunts.one(generator)
                sightings.append(
                    _sighting(
                        (child, number, part),
                        place,
                        at_m=_at(positions_m[place], generator),
                        on=_START + timedelta(generator.uniform(0, plan.months * _MONTH_DAYS)),
                    )
                )
    return World(
        sightings=tuple(sightings),
        shared=frozenset(f"p{place:03d}" for place in shared),
        positions_m=positions_m,
        popularity=popularity,
    )


class _Haunts:
    """Where one child goes."""

    def __init__(
        self,
        plan: Plan,
        shared: NDArray[np.int64],
        popularity: NDArray[np.float64],
        generator: np.random.Generator,
    ) -> None:
        self._plan, self._popularity = plan, popularity
        each = min(plan.shared_each, len(shared))
        self._shared = generator.choice(shared, size=each, replace=False) if each else shared
        others = np.setdiff1d(np.arange(len(popularity)), shared)
        odds = popularity[others] / popularity[others].sum()
        self._private = generator.choice(
            others, size=int(generator.integers(1, 3)), replace=False, p=odds
        )

    def one(self, generator: np.random.Generator) -> int:
        """The place of one sighting."""
        mood = generator.random()
        if mood < self._plan.share_shared and len(self._shared):
            return int(generator.choice(self._shared))
        if mood < self._plan.share_shared + self._plan.share_private:
            return int(generator.choice(self._private))
        return int(generator.choice(len(self._popularity), p=self._popularity))


def _at(position_m: NDArray[np.float64], generator: np.random.Generator) -> PointM:
    """The place's own position, as a name gives it, or a fix near it."""
    jitter_m = generator.normal(0, _JITTER_M, 2) if generator.random() < _JITTERED else (0.0, 0.0)
    easting, northing = np.round(position_m + jitter_m)
    return PointM(float(easting), float(northing))


def _sighting(number: tuple[int, int, int], place: int, *, at_m: PointM, on: datetime) -> Sighting:
    child, episode, part = number
    return Sighting(
        episode=Episode(
            episode_id=f"e{child:04d}-{episode:04d}",
            child_id=f"c{child:04d}",
            status=EpisodeStatus.MISSING,
            started_at=on,
            returned_at=on + timedelta(hours=10),
        ),
        mention=PlaceMention(
            key="visited", role=PlaceRole.VISITED, source=PlaceSource.RETURN_INTERVIEW, text=""
        ),
        part=part,
        where=Geocoded(
            text="",
            status=GeocodeStatus.LOCATED,
            method=GeocodeMethod.NAME,
            confidence=1.0,
            point=at_m,
            precision_m=20.0,
            place_id=f"p{place:03d}",
        ),
    )
