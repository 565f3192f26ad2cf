"""A service over real SQLite stores, with a release for each audience made by hand.

Everything in them is synthetic. Each audience's release has a hotspot whose name
occurs nowhere else, so that a leak from one to another shows.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from hotspots.access import AccessStore
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCount,
    ShownPosition,
    Withheld,
)
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EAST, WEST = "E05000001", "E05000002"
AREAS = {EAST: ShownArea(code=EAST, name="East ward"), WEST: ShownArea(code=WEST, name="West ward")}
WARDS = {
    "type": "FeatureCollection",
    "attribution": "Synthetic boundaries",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code, "name": area.name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, 52.85], [x + 0.1, 52.85], [x + 0.1, 52.95], [x, 52.95], [x, 52.85]]
                ],
            },
        }
        for x, (code, area) in zip((-1.5, -1.4), AREAS.items(), strict=True)
    ],
}
MARKS = {
    Audience.PARTNER: "Partnermark Arcade",
    Audience.BRIEF: "Briefmark Market",
    Audience.PUBLIC: "Publicmark Park",
}


def hotspot(
    name: str, *, area: str = EAST, zone: str = "Centre", value: int = 25
) -> ReleasedHotspot:
    """A released hotspot at a place that does not exist."""
    return ReleasedHotspot(
        hotspot_id=name.lower().replace(" ", "-"),
        name=name,
        category="retail",
        zone=zone,
        area=AREAS[area],
        position=ShownPosition(easting=436000.0, northing=335000.0, lon=-1.46, lat=52.91),
        extent_m=60.0,
        episodes=ShownCount(text=f"about {value}", value=value),
        children=ShownCount(text="5 to 9"),
        first_month="2021-01",
        last_month="2021-06",
        time_bands=(("18:00 to 24:00", ShownCount(text="about 15", value=15)),),
    )


def release(
    audience: Audience, *hotspots: ReleasedHotspot, months: tuple[int, int] = (1, 6)
) -> Release:
    """A release of these hotspots, with a zone for each zone's name among them."""
    zones = {one.zone: None for one in hotspots}
    return Release(
        audience=audience,
        period=Period(first=date(2021, months[0], 1), last=date(2021, months[1], 30)),
        title=f"Hotspots for {audience.value}",
        classification="OFFICIAL-SENSITIVE",
        policy_version="test-1",
        banner="SYNTHETIC DATA",
        notices=("Figures are rounded.",),
        total_episodes=ShownCount(
            text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE
        ),
        hotspots=hotspots,
        zones=tuple(
            ReleasedZone(
                name=zone,
                hotspot_ids=tuple(one.hotspot_id for one in hotspots if one.zone == zone),
                episodes=ShownCount(text="about 25", value=25),
            )
            for zone in zones
        ),
        attribution=("Synthetic gazetteer",),
    )


@dataclass(kw_only=True)
class World:
    """The stores, their service, and ready-made ways in."""

    settings: ServiceSettings
    releases: ReleaseStore
    access: AccessStore
    folder: Path
    digests: dict[Audience, str] = field(default_factory=dict)
    now: datetime = NOW

    def app(self, **changes: object) -> FastAPI:
        """A service over these stores whose clock is `now`."""
        settings = ServiceSettings.model_validate(self.settings.model_dump() | changes)
        return create_app(
            settings, releases=self.releases, access=self.access, clock=lambda: self.now
        )

    def seal(self, one: Release, *, at: datetime = NOW, context: Release | None = None) -> str:
        """Seal a release with the layers of its map."""
        layers = {"wards.geojson": json.dumps(WARDS).encode()}
        if context is not None:
            layers["context.json"] = context.canonical_bytes()
        return self.releases.seal(one, layers=layers, sealed_at=at)[0]

    def key(self, audience: Audience, *areas: str) -> str:
        """A new key's secret."""
        return self.access.create_key(
            name=f"test {audience.value}",
            audience=audience,
            areas=frozenset(areas),
            expires_at=self.now + timedelta(days=30),
            now=self.now,
        ).secret

    def link(self, audience: Audience, *areas: str) -> str:
        """A new sign-in link's token."""
        return self.access.create_link(
            name=f"test {audience.value}",
            audience=audience,
            areas=frozenset(areas),
            valid_until=self.now + timedelta(hours=1),
            now=self.now,
        )

    def client(
        self,
        audience: Audience | None = None,
        *areas: str,
        app: FastAPI | None = None,
        **changes: object,
    ) -> TestClient:
        """A client with a key of this audience, or with none."""
        headers = {} if audience is None else {"X-API-Key": self.key(audience, *areas)}
        return TestClient(
            app or self.app(**changes),
            base_url="http://127.0.0.1:8000",
            headers=headers,
            follow_redirects=False,
        )


def open_world(folder: Path) -> World:
    """The stores in this folder, made if they are not there."""
    return World(
        settings=ServiceSettings(),
        releases=ReleaseStore.open(f"sqlite:///{folder}/releases.sqlite"),
        access=AccessStore.open(
            f"sqlite:///{folder}/access.sqlite", pepper=b"p" * 32, audit_key=b"a" * 32
        ),
        folder=folder,
    )


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with empty stores: making their tables takes longer than a test does."""
    folder = tmp_path_factory.mktemp("stores")
    world = open_world(folder)
    world.access.close()
    world.releases.close()
    return folder


@pytest.fixture
def empty_world(tmp_path: Path, made_once: Path) -> Iterator[World]:
    """Stores with nothing in them."""
    shutil.copytree(made_once, tmp_path / "stores")
    world = open_world(tmp_path / "stores")
    yield world
    world.access.close()
    world.releases.close()


@pytest.fixture
def world(empty_world: World) -> World:
    """A release for each audience; the brief has one hotspot in each ward."""
    contents = {
        Audience.PARTNER: (hotspot("Partnermark Arcade"), hotspot("Shared Square", area=WEST)),
        Audience.BRIEF: (
            hotspot("Briefmark Market", value=10),
            hotspot("Westmark Green", area=WEST, zone="Westside", value=40),
        ),
        Audience.PUBLIC: (hotspot("Publicmark Park", value=35),),
    }
    for audience, hotspots in contents.items():
        empty_world.digests[audience] = empty_world.seal(release(audience, *hotspots))
    return empty_world


@pytest.fixture
def make_hotspot() -> Callable[..., ReleasedHotspot]:
    return hotspot


@pytest.fixture
def make_release() -> Callable[..., Release]:
    return release


@pytest.fixture
def later(world: World) -> World:
    """The same, with a second release for partners in which a hotspot is gone."""
    newer = release(Audience.PARTNER, hotspot("Partnermark Arcade", value=30), months=(4, 9))
    world.digests[Audience.PARTNER] = world.seal(
        replace(newer, title="Autumn hotspots"), at=NOW + timedelta(days=1)
    )
    return world
