"""Invented episodes, made with as much as a test needs to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

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

START = datetime(2021, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def episode() -> Callable[..., Episode]:
    """`episode("a", 3, hours=5)`: of child a, from noon on the fourth of January, for 5 hours."""
    numbers = count()

    def make(child: str = "a", day: float = 0, *, hours: float | None = 5, **more: Any) -> Episode:  # noqa: ANN401 - any field
        started = more.pop("started_at", START + timedelta(days=day))
        known: dict[str, Any] = {
            "episode_id": f"E{next(numbers):04d}",
            "child_id": child,
            "status": EpisodeStatus.MISSING,
            "started_at": started,
            "returned_at": None if hours is None else started + timedelta(hours=hours),
        }
        return Episode(**{**known, **more})

    return make


@pytest.fixture
def sighting() -> Callable[..., Sighting]:
    """`sighting(episode, "police", at="park")`: a place of it, by that source."""

    def make(
        episode: Episode,
        source: str = "return interview",
        *,
        status: GeocodeStatus = GeocodeStatus.LOCATED,
        **more: Any,  # noqa: ANN401 - any field of the place
    ) -> Sighting:
        role = PlaceRole.FOUND if source == "police" else PlaceRole.VISITED
        mention = PlaceMention(
            key="one", role=more.pop("role", role), source=PlaceSource(source), text="words"
        )
        where = Geocoded(
            text="words",
            status=status,
            method=more.pop("method", GeocodeMethod.NAME),
            confidence=1.0,
            point=more.pop("point", PointM(435_000, 336_000)),
            place_id=more.pop("at", None),
            matched_name=more.pop("name", ""),
        )
        assert not more
        return Sighting(episode=episode, mention=mention, part=0, where=where)

    return make
