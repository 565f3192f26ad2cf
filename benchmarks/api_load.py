"""The service under load on loopback: requests a second and p99, and what each safeguard costs.

The releases are synthetic. `--pygeoapi PYTHON` names the interpreter of a virtual
environment with pygeoapi, which then serves the same GeoJSON in the same run.

Example: python benchmarks/api_load.py --seconds 4 --pygeoapi /tmp/peer/bin/python
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from api.app import create_app
from hotspots.access import AccessStore, Principal
from hotspots.export import feature_collection
from hotspots.keyfile import load_or_create_key
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ShownArea,
    ShownCount,
    ShownPosition,
)
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONNECTIONS = 16
_ROUNDS = 3
_START_LIMIT_S = 60
_PAGE = 100
_GEOJSON = "application/geo+json"
_OGC_ITEMS = "/ogc/collections/hotspots/items?f=json&limit={limit}"
_WARDS = {"type": "FeatureCollection", "features": []}
_PYGEOAPI = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  language: en-GB
  limits: {{default_items: 10000, max_items: 10000}}
  map: {{url: "http://localhost/", attribution: none}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: t, description: d, keywords: [k], keywords_type: theme,
    terms_of_service: t, url: "http://localhost"}}
  license: {{name: l, url: "http://localhost"}}
  provider: {{name: p, url: "http://localhost"}}
  contact: {{name: c}}
resources:
  hotspots:
    type: collection
    title: hotspots
    description: hotspots
    keywords: [k]
    extents: {{spatial: {{bbox: [-180, -90, 180, 90]}}}}
    providers:
      - {{type: feature, name: GeoJSON, data: {data}, id_field: hotspot_id}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one target did in one round."""

    per_second: float
    p99_ms: float


def release(count: int) -> Release:
    """A synthetic release of so many hotspots."""
    hotspots = tuple(
        ReleasedHotspot(
            hotspot_id=f"place-{number}",
            name=f"Synthetic place {number}",
            category="retail",
            zone=f"Zone {number % 7}",
            area=ShownArea(code=f"E0500{number % 17:04d}", name=f"Ward {number % 17}"),
            position=ShownPosition(
                easting=430000.0 + number % 100 * 100,
                northing=330000.0 + number // 100 * 100,
                lon=round(-1.5 + number % 100 * 0.001, 6),
                lat=round(52.9 + number // 100 * 0.001, 6),
            ),
            extent_m=60.0,
            episodes=ShownCount(text="about 25", value=25),
            children=ShownCount(text="5 to 9"),
            first_month="2021-01",
            last_month="2021-06",
        )
        for number in range(count)
    )
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title=f"{count} synthetic hotspots",
        classification="OFFICIAL",
        policy_version="benchmark",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=hotspots,
        zones=(),
    )


async def _ask(port: int, request: bytes, until: float) -> list[float]:
    """Ask the same again on one connection; the seconds that each answer took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)
    took = []
    while (began := time.perf_counter()) < until:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        if status not in {200, 304}:
            raise RuntimeError(f"status {status}")
        if status == 200:  # noqa: PLR2004 - the status itself
            await _body(reader, head)
        took.append(time.perf_counter() - began)
    writer.close()
    return took


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def _round(port: int, request: bytes, seconds: float) -> Load:
    until = time.perf_counter() + seconds
    each = await asyncio.gather(*(_ask(port, request, until) for _ in range(_CONNECTIONS)))
    took = sorted(one for answers in each for one in answers)
    return Load(
        per_second=len(took) / seconds, p99_ms=took[min(len(took) - 1, int(len(took) * 0.99))] * 1e3
    )


def load(port: int, path: str, seconds: float, headers: dict[str, str]) -> Load:
    """The median of the rounds, after one short round to warm up."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    asyncio.run(_round(port, request, 0.5))
    rounds = [asyncio.run(_round(port, request, seconds)) for _ in range(_ROUNDS)]
    return sorted(rounds, key=lambda one: one.per_second)[_ROUNDS // 2]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, told: dict[str, str]) -> Iterator[tuple[int, float]]:
    """A server that takes connections: its process and the seconds until it did."""
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env=os.environ | told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            while child.poll() is None and time.perf_counter() - began < _START_LIMIT_S:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                except OSError:
                    time.sleep(0.02)
                else:
                    break
            yield child.pid, time.perf_counter() - began
        finally:
            child.terminate()
            child.wait()


def resident_mb(pid: int) -> float:
    """Resident memory of a process, MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:", 1)[1].split()[0]) / 1024


def serve_variant(variant: str, folder: Path, port: int) -> None:
    """The service with one safeguard after another taken away: for this measurement alone."""
    key = (folder / "keys" / "pepper.key", folder / "keys" / "audit.key")
    pepper, audit = (load_or_create_key(one) for one in key)
    access = AccessStore.open(f"sqlite:///{folder}/access.db", pepper=pepper, audit_key=audit)
    releases = ReleaseStore.open(f"sqlite:///{folder}/releases.db")
    recorded = access.record
    if variant == "no limits":
        access.record = lambda event, *, now, quota=None: recorded(event, now=now)  # type: ignore[method-assign] # noqa: ARG005
    if variant in {"no audit", "nothing"}:
        access.record = lambda *_, **__: 0  # type: ignore[method-assign]
    if variant == "nothing":
        somebody = Principal(
            principal_id="x",
            name="x",
            audience=Audience.PARTNER,
            areas=frozenset(),
            kind="key",
        )
        access.principal_of_key = lambda *_, **__: somebody  # type: ignore[method-assign]
    settings = ServiceSettings(port=port, requests_per_minute=1_000_000)
    app = create_app(settings, releases=releases, access=access, clock=lambda: datetime.now(tz=UTC))
    uvicorn.run(app, port=port, access_log=False, log_config=None, http="h11", ws="none")


def prepared(folder: Path, count: int) -> dict[str, str]:
    """Stores with the release, and the header with a key."""
    store = ReleaseStore.open(f"sqlite:///{folder}/releases.db")
    layers = {"wards.geojson": json.dumps(_WARDS).encode()}
    store.seal(release(count), layers=layers, sealed_at=datetime.now(tz=UTC))
    store.close()
    names = ("pepper", "audit")
    pepper, audit = (load_or_create_key(folder / "keys" / f"{name}.key") for name in names)
    access = AccessStore.open(f"sqlite:///{folder}/access.db", pepper=pepper, audit_key=audit)
    now = datetime.now(tz=UTC)
    key = access.create_key(
        name="load",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=now + timedelta(days=1),
        now=now,
    )
    access.close()
    return {"X-API-Key": key.secret}


def measure_ours(folder: Path, count: int, seconds: float) -> None:
    """Our rows: the service as it is, then without its safeguards."""
    headers = prepared(folder, count)
    told = {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.db",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.db",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
        "HOTSPOTS_REQUESTS_PER_MINUTE": "1000000",
    }
    port = free_port()
    tag = f'"{release(count).digest}'
    with running([sys.executable, "-m", "api", "--port", str(port)], port, told) as (pid, start_s):
        print(f"| {count} | start-up {start_s:.2f} s, {resident_mb(pid):.0f} MB | | |")
        show(count, "hotspots", load(port, "/v1/hotspots", seconds, headers))
        etag = asyncio.run(_etag(port, "/v1/hotspots", headers))
        show(
            count,
            "hotspots, 304",
            load(port, "/v1/hotspots", seconds, headers | {"If-None-Match": etag}),
        )
        measure_items(port, count, seconds, headers)
        show(count, "map HTML", load(port, "/maps/latest", seconds, headers))
        print(f"| {count} | after the load {resident_mb(pid):.0f} MB | | |")
    assert etag.startswith(tag)  # noqa: S101 - what was asked for conditionally is this release
    for variant in ("no limits", "no audit", "nothing"):
        port = free_port()
        command = [sys.executable, __file__, "--variant", variant, str(folder), str(port)]
        with running(command, port, {}):
            show(count, f"hotspots, {variant}", load(port, "/v1/hotspots", seconds, headers))


def measure_items(port: int, count: int, seconds: float, headers: dict[str, str]) -> None:
    """The rows of OGC items: a page of 100, everything in one page, and nothing new."""
    headers = headers | {"Accept": _GEOJSON}
    page, whole = (_OGC_ITEMS.format(limit=limit) for limit in (_PAGE, count))
    show(count, "OGC items, 100 a page", load(port, page, seconds, headers))
    show(count, "OGC items, all", load(port, whole, seconds, headers))
    known = headers | {"If-None-Match": asyncio.run(_etag(port, page, headers))}
    show(count, "OGC items, 304", load(port, page, seconds, known))


async def _etag(port: int, path: str, headers: dict[str, str]) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{sent}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    return head.split("etag: ", 1)[1].split("\r\n", 1)[0]


def measure_pygeoapi(python: str, folder: Path, count: int, seconds: float) -> None:
    """The peer's row: the same GeoJSON, one uvicorn worker, no authentication and no audit."""
    port, data = free_port(), folder / "hotspots.geojson"
    data.write_text(json.dumps(feature_collection(release(count))), encoding="utf-8")
    config = folder / "pygeoapi.yml"
    config.write_text(_PYGEOAPI.format(port=port, data=data), encoding="utf-8")
    told = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(folder / "openapi.yml")}
    subprocess.run(  # noqa: S603 - the interpreter that was named
        [
            str(Path(python).with_name("pygeoapi")),
            "openapi",
            "generate",
            str(config),
            "--output-file",
            told["PYGEOAPI_OPENAPI"],
        ],
        env=os.environ | told,
        check=True,
        capture_output=True,
    )
    command = [
        python,
        "-m",
        "uvicorn",
        "pygeoapi.starlette_app:APP",
        "--port",
        str(port),
        "--no-access-log",
    ]
    with running(command, port, told) as (pid, start_s):
        print(f"| {count} | pygeoapi: start-up {start_s:.2f} s, {resident_mb(pid):.0f} MB | | |")
        for what, limit in (("100 a page", _PAGE), ("all", count)):
            path = f"/collections/hotspots/items?f=json&limit={limit}"
            done = load(port, path, seconds, {"Accept": _GEOJSON})
            show(count, f"pygeoapi items, {what}", done)


def show(count: int, what: str, done: Load) -> None:
    """One row of the table."""
    print(f"| {count} | {what} | {done.per_second:.0f} | {done.p99_ms:.1f} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The service under load.")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--hotspots", type=int, nargs="+", default=[7, 10_000])
    parser.add_argument("--pygeoapi", help="python of an environment with pygeoapi")
    parser.add_argument("--variant", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.variant:
        variant, folder, port = chosen.variant
        serve_variant(variant, Path(folder), int(port))
        return
    print("| hotspots | what | requests/s | p99 ms |\n|---:|---|---:|---:|")
    for count in chosen.hotspots:
        with tempfile.TemporaryDirectory() as name:
            measure_ours(Path(name), count, chosen.seconds)
            if chosen.pygeoapi:
                measure_pygeoapi(chosen.pygeoapi, Path(name), count, chosen.seconds)


if __name__ == "__main__":
    main()
