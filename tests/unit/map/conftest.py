"""Releases made by hand: no child was ever behind these figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.period import Period
from hotspots.release import (
    Audience,
    Comparison,
    FormerHotspot,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownPosition,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SQUARE = [[-1.5, 52.8], [-1.4, 52.8], [-1.4, 52.9], [-1.5, 52.9], [-1.5, 52.8]]


@pytest.fixture
def make_hotspot() -> Callable[..., ReleasedHotspot]:
    """A hotspot by its name."""

    def made(name: str, *, cells: tuple[ShownCell, ...] = ()) -> ReleasedHotspot:
        return ReleasedHotspot(
            hotspot_id="place",
            name=name,
            category="supermarket",
            zone="City centre",
            area=ShownArea(code="E05015508", name="Arboretum"),
            position=ShownPosition(easting=435601.0, northing=336203.0, lon=-1.47, lat=52.92),
            extent_m=60.0,
            episodes=ShownCount(text="about 20", value=20),
            children=ShownCount(text="5 to 7"),
            first_month="2021-01",
            last_month="2021-06",
            time_bands=(("18:00 to 24:00", ShownCount(text="about 10", value=10)),),
            cells=cells,
        )

    return made


@pytest.fixture
def make_release() -> Callable[..., Release]:
    """A release of these hotspots; any text of it can be replaced."""

    def made(*hotspots: ReleasedHotspot, **changes: Any) -> Release:  # noqa: ANN401 - any field
        fields: dict[str, Any] = {
            "audience": Audience.PARTNER,
            "period": Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
            "title": "Hotspots of missing episodes",
            "classification": "OFFICIAL-SENSITIVE",
            "policy_version": "partner-1",
            "banner": "Synthetic data",
            "notices": ("Only public places are shown.",),
            "total_episodes": ShownCount(text="about 245", value=245),
            "hotspots": hotspots,
            "zones": (
                ReleasedZone(
                    name="City centre",
                    hotspot_ids=("place",),
                    episodes=ShownCount(text="about 20", value=20),
                ),
            ),
            "attribution": ("Contains OS data",),
        }
        return Release(**(fields | changes))

    return made


@pytest.fixture
def wards() -> dict[str, Any]:
    """Two wards: one of one part, one of two."""
    smaller = [[[lon + 0.2, lat] for lon, lat in SQUARE]]
    return {
        "type": "FeatureCollection",
        "attribution": "Ward source",
        "features": [
            {
                "type": "Feature",
                "properties": {"LAD24NM": "Derby", "WD24CD": "E05015508", "WD24NM": "Arboretum"},
                "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
            },
            {
                "type": "Feature",
                "properties": {"code": "E05015509", "name": "Spondon"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE], smaller]},
            },
        ],
    }


@pytest.fixture
def comparison() -> Comparison:
    """The half-year before, with two places that are no longer shown."""
    position = ShownPosition(easting=435000.0, northing=336000.0, lon=-1.48, lat=52.92)
    area = ShownArea(code="E05015508", name="Arboretum")
    return Comparison(
        period=Period(first=date(2020, 7, 1), last=date(2020, 12, 31)),
        former=(
            FormerHotspot(hotspot_id="old", name="Old Arcade", area=area, position=position),
            FormerHotspot(hotspot_id="older", name="Old Market", area=None, position=position),
        ),
    )
