"""A small town of invented places, and clusters in it. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.boundaries import Boundaries, Ward
from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM
from hotspots.model import (
    Cluster,
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
    from collections.abc import Callable

EAST, NORTH = 437_000.0, 333_000.0


def _place(place_id: str, category: str, x: float, zone: str = "Town") -> Place:
    return Place(
        place_id=place_id,
        name=place_id.title(),
        category=category,
        point=PointM(EAST + x, NORTH),
        extent_m=60.0,
        accuracy_m=30.0,
        zone=zone,
    )


@pytest.fixture
def gazetteer() -> Gazetteer:
    places = [
        _place("shop", "supermarket", 0),
        _place("pub", "pub", 100),
        _place("road", "street", 50),
        _place("station", "transport", 9_000),
    ]
    return Gazetteer(places, name="town")


@pytest.fixture
def boundaries() -> Boundaries:
    ward = Ward(
        code="E05000001",
        name="Middle",
        geometry_m=shapely.box(EAST - 500, NORTH - 500, EAST + 500, NORTH + 500),
    )
    return Boundaries((ward,), geojson={}, attribution="")


@pytest.fixture
def make_sighting() -> Callable[..., Sighting]:
    """A sighting at a place, `x` metres east of the town's middle."""

    def make(
        episode_id: str,
        place_id: str | None = "shop",
        *,
        child: str = "c_1",
        x: float | None = 0.0,
        role: PlaceRole = PlaceRole.VISITED,
        started: datetime = datetime(2021, 2, 1, 20, tzinfo=UTC),
    ) -> Sighting:
        return Sighting(
            episode=Episode(
                episode_id=episode_id,
                child_id=child,
                status=EpisodeStatus.MISSING,
                started_at=started,
                returned_at=started + timedelta(hours=10),
            ),
            mention=PlaceMention(key=role.value, role=role, source=PlaceSource.POLICE, text=""),
            part=1,
            where=Geocoded(
                text="",
                status=GeocodeStatus.LOCATED,
                method=GeocodeMethod.NAME,
                confidence=1.0,
                point=None if x is None else PointM(EAST + x, NORTH),
                precision_m=50.0,
                place_id=place_id,
            ),
        )

    return make


@pytest.fixture
def make_cluster() -> Callable[..., Cluster]:
    def make(number: int, *sightings: Sighting) -> Cluster:
        return Cluster(number=number, sightings=sightings)

    return make
