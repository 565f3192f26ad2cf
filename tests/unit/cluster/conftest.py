"""Sightings as the cluster stage gets them. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

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
    from collections.abc import Callable


@pytest.fixture
def make_sighting() -> Callable[..., Sighting]:
    """A sighting by episode and position in metres; located within 50 m unless said otherwise."""

    def make(
        episode_id: str,
        at: tuple[float, float] | None,
        *,
        place_id: str | None = None,
        precision_m: float | None = 50.0,
        status: GeocodeStatus = GeocodeStatus.LOCATED,
        child: str = "c_synthetic",
    ) -> Sighting:
        return Sighting(
            episode=Episode(
                episode_id=episode_id,
                child_id=child,
                status=EpisodeStatus.MISSING,
                started_at=datetime(2021, 2, 1, 20, tzinfo=UTC),
                returned_at=datetime(2021, 2, 2, 8, tzinfo=UTC),
            ),
            mention=PlaceMention(
                key="found", role=PlaceRole.FOUND, source=PlaceSource.POLICE, text=""
            ),
            part=1,
            where=Geocoded(
                text="",
                status=status,
                method=GeocodeMethod.NAME,
                confidence=1.0,
                point=None if at is None else PointM(*at),
                precision_m=precision_m,
                place_id=place_id,
            ),
        )

    return make
