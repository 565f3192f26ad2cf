"""Hotspots with as many episodes a child as a test asks for. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.boundaries import Ward
from hotspots.describe import facts_of
from hotspots.gazetteer import Place
from hotspots.geo import PointM
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    Hotspot,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.period import Period
from hotspots.protect import GateContext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A moment in the third quarter of 2021, and a day long after that year.
STARTED = datetime(2021, 8, 2, 19, tzinfo=UTC)
LATE = date(2022, 6, 1)


@pytest.fixture
def make_place() -> Callable[..., Place]:
    def make(
        name: str = "Shop",
        *,
        category: str = "supermarket",
        zone: str = "Town",
        publishable: bool = True,
        east_m: float = 0.0,
    ) -> Place:
        return Place(
            place_id=name.lower().replace(" ", "-"),
            name=name,
            category=category,
            point=PointM(437_434.0 + east_m, 332_993.0),
            extent_m=60.0,
            accuracy_m=30.0,
            zone=zone,
            publishable=publishable,
        )

    return make


@pytest.fixture
def make_episode() -> Callable[..., Episode]:
    """An episode of twelve hours, or one that is still going on (`hours=None`)."""

    def make(
        number: int, *, child: int = 0, started: datetime = STARTED, hours: float | None = 12
    ) -> Episode:
        return Episode(
            episode_id=f"e{number:04}",
            child_id=f"c_{child:04}",
            status=EpisodeStatus.MISSING,
            started_at=started,
            returned_at=None if hours is None else started + timedelta(hours=hours),
        )

    return make


@pytest.fixture
def make_sighting() -> Callable[..., Sighting]:
    def make(
        episode: Episode, place_id: str | None = "shop", *, role: PlaceRole = PlaceRole.VISITED
    ) -> Sighting:
        return Sighting(
            episode=episode,
            mention=PlaceMention(key=role.value, role=role, source=PlaceSource.POLICE, text=""),
            part=1,
            where=Geocoded(
                text="",
                status=GeocodeStatus.LOCATED,
                method=GeocodeMethod.NAME,
                confidence=1.0,
                point=PointM(437_400.0, 333_000.0),
                precision_m=50.0,
                place_id=place_id,
            ),
        )

    return make


@pytest.fixture
def episodes_of(make_episode: Callable[..., Episode]) -> Callable[..., tuple[Episode, ...]]:
    """So many episodes for each child: (4, 3, 1) is three children with eight episodes."""

    def make(by_child: Sequence[int], **changes: object) -> tuple[Episode, ...]:
        children = [child for child, number in enumerate(by_child) for _ in range(number)]
        return tuple(
            make_episode(number, child=child, **changes) for number, child in enumerate(children)
        )

    return make


@pytest.fixture
def make_hotspot(
    make_place: Callable[..., Place], make_sighting: Callable[..., Sighting]
) -> Callable[..., Hotspot]:
    """A hotspot of the episodes given: each one sighting at its place."""

    def make(
        episodes: Sequence[Episode],
        *,
        place: Place | None = None,
        hotspot_id: str | None = None,
        ward: bool = True,
        sightings: Sequence[Sighting] = (),
    ) -> Hotspot:
        at = place or make_place()
        own = (*(make_sighting(episode, at.place_id) for episode in episodes), *sightings)
        area = Ward(code="E05000001", name="Middle", geometry_m=shapely.Point())
        return Hotspot(
            hotspot_id=hotspot_id or at.place_id,
            place=at,
            places=(at,),
            ward=area if ward else None,
            sightings=own,
            facts=facts_of(own),
        )

    return make


@pytest.fixture
def make_context() -> Callable[..., GateContext]:
    def make(
        first: date = date(2021, 7, 1),
        last: date = date(2021, 9, 30),
        *,
        as_of: date = LATE,
        episodes: tuple[Episode, ...] = (),
    ) -> GateContext:
        return GateContext(
            period=Period(first=first, last=last),
            episodes=episodes,
            as_of=as_of,
            banner="SYNTHETIC",
            attribution=("Nobody",),
        )

    return make


@pytest.fixture
def whole_year(make_context: Callable[..., GateContext]) -> Callable[..., GateContext]:
    def make(episodes: tuple[Episode, ...], *, as_of: date = LATE) -> GateContext:
        return make_context(date(2021, 1, 1), date(2021, 12, 31), as_of=as_of, episodes=episodes)

    return make
