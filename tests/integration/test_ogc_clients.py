"""The clients that people have: GDAL's OAPIF driver and owslib, against a server on loopback."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import geopandas
import pyogrio
import pytest
from owslib.ogcapi.features import Features

from hotspots.access import AccessStore
from hotspots.geo import PointM, to_lon_lat
from hotspots.keyfile import load_or_create_key
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCount,
    ShownPosition,
)
from hotspots.resources import data_path
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_LIMIT_S = 60
COUNT = 57
ZONES = ("Centre", "Élan & Söhne", "Riverside/North")


def _hotspot(number: int) -> ReleasedHotspot:
    at = PointM(436_000.0 + 50 * number, 335_000.0 + 25 * number)
    lon, lat = to_lon_lat(at)
    return ReleasedHotspot(
        hotspot_id=f"place-{number:03d}",
        name=f"Made-up place {number}",
        category="park" if number % 2 else "retail",
        zone=ZONES[number % len(ZONES)],
        area=ShownArea(code="E05000001", name="East ward") if number % 3 else None,
        position=ShownPosition(easting=at.easting, northing=at.northing, lon=lon, lat=lat),
        extent_m=60.0,
        episodes=ShownCount(text=f"about {5 * number}", value=5 * number or None),
        children=ShownCount(text="5 to 9"),
        first_month="2021-01",
        last_month="2021-06",
    )


def _release() -> Release:
    hotspots = tuple(_hotspot(number) for number in range(COUNT))
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Synthetic hotspots",
        classification="OFFICIAL-SENSITIVE",
        policy_version="test-1",
        banner="SYNTHETIC DATA",
        notices=(),
        total_episodes=ShownCount(text="about 500", value=500),
        hotspots=hotspots,
        zones=tuple(
            ReleasedZone(
                name=zone,
                hotspot_ids=tuple(one.hotspot_id for one in hotspots if one.zone == zone),
                episodes=ShownCount(text="about 100", value=100),
            )
            for zone in ZONES
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where the service is, and a key that opens it."""

    url: str
    key: str


def _stored(folder: Path) -> str:
    """Make the stores in this folder; the secret of a key that opens them."""
    pepper, audit = (
        load_or_create_key(folder / "keys" / f"{name}.key") for name in ("pepper", "audit")
    )
    releases = ReleaseStore.open(f"sqlite:///{folder}/releases.sqlite")
    access = AccessStore.open(f"sqlite:///{folder}/access.sqlite", pepper=pepper, audit_key=audit)
    wards = data_path("boundaries/derby_wards.geojson").read_bytes()
    now = datetime.now(UTC)
    releases.seal(_release(), layers={"wards.geojson": wards}, sealed_at=now)
    key = access.create_key(
        name="a GIS",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=now + timedelta(days=1),
        now=now,
    )
    access.close()
    releases.close()
    return key.secret


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    give_up = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the service did not start")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A process of its own: GDAL holds the interpreter while it waits for an answer."""
    folder = tmp_path_factory.mktemp("served")
    key, port = _stored(folder), _free_port()
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    told |= {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.sqlite",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.sqlite",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
        "HOTSPOTS_REQUESTS_PER_MINUTE": "100000",
    }
    command = [sys.executable, "-m", "api", "--port", str(port)]
    with subprocess.Popen(command, env=told, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        try:
            _wait(child, port)
            yield Served(url=f"http://127.0.0.1:{port}/ogc", key=key)
        finally:
            child.terminate()


@pytest.fixture(params=["header", "bearer", "basic"])
def gdal(served: Served, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """GDAL with the key in a header, as a bearer token, or as the password of Basic."""
    headers = tmp_path / "headers.txt"  # the OAPIF driver does not take GDAL_HTTP_HEADERS
    headers.write_text(f"X-API-Key: {served.key}\n")
    options: dict[str, str | None] = {
        "header": {"GDAL_HTTP_HEADER_FILE": str(headers)},
        "bearer": {"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": served.key},
        "basic": {"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": f"any:{served.key}"},
    }[request.param]
    pyogrio.set_gdal_config_options(options)
    yield served
    pyogrio.set_gdal_config_options(dict.fromkeys(options))


def test_gdal_lists_the_collections(gdal: Served) -> None:
    layers = [name for name, _ in pyogrio.list_layers(f"OAPIF:{gdal.url}")]
    assert layers[:3] == ["hotspots", "zones", "areas"]
    assert len(layers) == 4


@pytest.mark.parametrize("size", [1000, 10, 1])
def test_gdal_reads_every_feature_once_whatever_the_page(gdal: Served, size: int) -> None:
    frame = geopandas.read_file(f"OAPIF:{gdal.url}", layer="hotspots", PAGE_SIZE=size)
    assert list(frame.hotspot_id) == [one.hotspot_id for one in _release().hotspots]
    assert frame.crs == "OGC:CRS84"
    shown = [(one.position.lon, one.position.lat) for one in _release().hotspots]
    assert [(point.x, point.y) for point in frame.geometry] == shown


def test_gdal_reads_a_collection_by_its_own_address(gdal: Served) -> None:
    frame = geopandas.read_file(f"OAPIF:{gdal.url}/collections/hotspots")
    assert len(frame) == COUNT


def test_gdal_asks_for_a_box(gdal: Served) -> None:
    middle = _release().hotspots[20].position
    box = (middle.lon - 1e-5, middle.lat - 1e-5, middle.lon + 1e-5, middle.lat + 1e-5)
    frame = geopandas.read_file(f"OAPIF:{gdal.url}", layer="hotspots", bbox=box)
    assert list(frame.hotspot_id) == ["place-020"]


def test_gdal_filters_by_attributes(gdal: Served) -> None:
    frame = geopandas.read_file(
        f"OAPIF:{gdal.url}", layer="hotspots", where="category = 'park' AND episodes > 200"
    )
    expected = [one for one in _release().hotspots if one.category == "park"]
    assert list(frame.hotspot_id) == [
        one.hotspot_id for one in expected if (one.episodes.value or 0) > 200
    ]


def test_gdal_reads_the_national_grid(gdal: Served) -> None:
    frame = geopandas.read_file(f"OAPIF:{gdal.url}", layer="hotspots", CRS="EPSG:27700")
    assert frame.crs == "EPSG:27700"
    assert all(abs(frame.geometry.x - frame.easting) <= 0.11)
    assert all(abs(frame.geometry.y - frame.northing) <= 0.11)


def test_gdal_keeps_latitude_and_longitude_apart(gdal: Served) -> None:
    frame = geopandas.read_file(f"OAPIF:{gdal.url}", layer="hotspots", CRS="EPSG:4326")
    assert frame.geometry.x.between(-1.6, -1.3).all()
    assert frame.geometry.y.between(52.8, 53.0).all()


def test_gdal_reads_zones_and_areas(gdal: Served) -> None:
    zones = geopandas.read_file(f"OAPIF:{gdal.url}", layer="zones")
    assert set(zones.name) == set(ZONES)
    areas = geopandas.read_file(f"OAPIF:{gdal.url}", layer="areas")
    assert areas.area_code.str.startswith("E05").all()
    assert areas.geometry.is_valid.all()


def test_gdal_gets_nothing_without_a_key(served: Served) -> None:
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.list_layers(f"OAPIF:{served.url}")


def test_owslib_walks_the_api(served: Served) -> None:
    basic = base64.b64encode(f"any:{served.key}".encode()).decode()
    client = Features(f"{served.url}/", headers={"Authorization": f"Basic {basic}"})
    assert (
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
        in (client.conformance()["conformsTo"])
    )
    assert client.feature_collections()[:3] == ["hotspots", "zones", "areas"]
    assert client.collection("hotspots")["storageCrs"].endswith("CRS84")
    assert "episodes" in client.collection_queryables("hotspots")["properties"]
    page = client.collection_items("hotspots", limit=10, offset=10)
    assert (page["numberMatched"], page["numberReturned"]) == (COUNT, 10)
    found = client.collection_items("hotspots", filter="hotspot_id = 'place-007'", limit=5)
    assert [one["id"] for one in found["features"]] == ["place-007"]
    assert client.collection_item("hotspots", "place-007")["id"] == "place-007"
    assert client.api()["openapi"] == "3.0.3"
