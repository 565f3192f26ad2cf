"""The servers that are measured: ours over synthetic releases, ours in parts, and pygeoapi."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
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

_START_LIMIT_S = 60
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
# From nothing to everything: what each adds is its cost. `long way` keeps no answers.
VARIANTS = ("bare", "authentication", "audit", "everything", "long way")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One that takes connections, and the seconds until it did."""

    port: int
    pid: int
    start_s: float

    @property
    def resident_mb(self) -> float:
        """Resident memory of its process, MB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:", 1)[1].split()[0]) / 1024

    @property
    def computed_s(self) -> float:
        """Processor time that its process has taken, seconds (Linux)."""
        told = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        return sum(int(one) for one in told.split()[11:13]) / os.sysconf("SC_CLK_TCK")


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


def prepared(folder: Path, count: int) -> dict[str, str]:
    """Stores with the release, and the header with a key."""
    store = ReleaseStore.open(f"sqlite:///{folder}/releases.db")
    layers = {"wards.geojson": json.dumps(_WARDS).encode()}
    store.seal(release(count), layers=layers, sealed_at=datetime.now(tz=UTC))
    store.close()
    access = _access(folder)
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


@contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """The service as people run it, with one worker."""
    told = {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.db",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.db",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
        "HOTSPOTS_REQUESTS_PER_MINUTE": "1000000",
    }
    port = _free_port()
    with _running([sys.executable, "-m", "api", "--port", str(port)], port, told) as server:
        yield server


@contextmanager
def ours_in_part(variant: str, folder: Path) -> Iterator[Server]:
    """The service with some of its safeguards; see `VARIANTS`."""
    port = _free_port()
    command = [sys.executable, __file__, variant, str(folder), str(port)]
    with _running(command, port, {"PYTHONPATH": os.pathsep.join(sys.path)}) as server:
        yield server


@contextmanager
def pygeoapi(python: str, folder: Path, count: int) -> Iterator[Server]:
    """The peer: the same GeoJSON, one uvicorn worker, no authentication and no audit."""
    port, data = _free_port(), folder / "hotspots.geojson"
    data.write_text(json.dumps(feature_collection(release(count))), encoding="utf-8")
    config = folder / "pygeoapi.yml"
    config.write_text(_PYGEOAPI.format(port=port, data=data), encoding="utf-8")
    document = str(folder / "openapi.yml")
    told = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": document}
    program = str(Path(python).with_name("pygeoapi"))
    subprocess.run(  # noqa: S603 - the interpreter that was named
        [program, "openapi", "generate", str(config), "--output-file", document],
        env=os.environ | told,
        check=True,
        capture_output=True,
    )
    served = ("-m", "uvicorn", "pygeoapi.starlette_app:APP", "--no-access-log")
    with _running([python, *served, "--port", str(port)], port, told) as server:
        yield server


def serve_in_part(variant: str, folder: Path, port: int) -> None:
    """Run a variant until it is told to stop: for this measurement alone."""
    access = _access(folder)
    releases = ReleaseStore.open(f"sqlite:///{folder}/releases.db")
    recorded = access.record_all
    if variant in {"bare", "authentication"}:
        access.record_all = lambda events, *, now: (0,) * len(events)  # type: ignore[method-assign] # noqa: ARG005
    if variant == "audit":
        access.record_all = lambda events, *, now: recorded(  # type: ignore[method-assign]
            [(event, None) for event, _ in events], now=now
        )
    if variant == "bare":
        somebody = Principal(
            principal_id="x",
            name="x",
            audience=Audience.PARTNER,
            areas=frozenset(),
            kind="key",
        )
        access.principals_of_keys = lambda sent, *, now: dict.fromkeys(sent, somebody)  # type: ignore[method-assign] # noqa: ARG005
    settings = ServiceSettings(port=port, requests_per_minute=1_000_000)
    app = create_app(settings, releases=releases, access=access, clock=lambda: datetime.now(tz=UTC))
    if variant == "long way":
        app.state.service.kept.keep = lambda *_, **__: None
    uvicorn.run(
        app,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        http="api.protocol:BoundedProtocol",
        ws="none",
    )


def _access(folder: Path) -> AccessStore:
    names = ("pepper", "audit")
    pepper, audit = (load_or_create_key(folder / "keys" / f"{name}.key") for name in names)
    return AccessStore.open(f"sqlite:///{folder}/access.db", pepper=pepper, audit_key=audit)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, told: dict[str, str]) -> Iterator[Server]:
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
            yield Server(port=port, pid=child.pid, start_s=time.perf_counter() - began)
        finally:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    serve_in_part(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
