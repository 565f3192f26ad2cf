"""Two service processes over one store: what is published appears whole, and nobody is refused.

Everything in the releases is made up.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import httpx2
import pytest
from sqlalchemy import create_engine, make_url, text

from hotspots.access import AccessStore
from hotspots.keyfile import load_or_create_key
from hotspots.period import Period
from hotspots.release import Audience, Release, ReleasedHotspot, ShownCount, ShownPosition
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READERS = 200
ROUNDS = 3
HOTSPOTS = 40
START_LIMIT_S = 90


def release(mark: int) -> Release:
    """A release whose every hotspot bears its mark, so that a mixture would show."""
    at = ShownPosition(easting=436000.0, northing=335000.0, lon=-1.46, lat=52.91)
    hotspots = tuple(
        ReleasedHotspot(
            hotspot_id=f"place-{number}",
            name=f"Mark {mark}",
            category="retail",
            zone="Centre",
            area=None,
            position=at,
            extent_m=60.0,
            episodes=ShownCount(text=f"{mark}", value=mark),
            children=ShownCount(text="5 to 9"),
            first_month=None,
            last_month=None,
        )
        for number in range(HOTSPOTS)
    )
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title=f"Mark {mark}",
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=hotspots,
        zones=(),
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the releases and the keys are: two files, or two schemas of one PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'releases.db'}", f"sqlite:///{tmp_path / 'access.db'}"
        return
    server = os.environ.get("HOTSPOTS_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set HOTSPOTS_TEST_POSTGRES, as by .ci/postgres start")
    names = [f"test_{uuid.uuid4().hex}" for _ in range(2)]
    engine = create_engine(server)
    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    own = [
        make_url(server)
        .update_query_dict({"options": f"-c search_path={name}"})
        .render_as_string(hide_password=False)
        for name in names
    ]
    yield own[0], own[1]
    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(urls: tuple[str, str], secrets: Path, *, workers: int = 1) -> Iterator[str]:
    """The address of a service that is ready; it is told to stop at the end, and must."""
    port = free_port()
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    told |= {
        "HOTSPOTS_RELEASE_URL": urls[0],
        "HOTSPOTS_ACCESS_URL": urls[1],
        "HOTSPOTS_SECRETS_FOLDER": str(secrets),
        "HOTSPOTS_REQUESTS_PER_MINUTE": "100000",
        "HOTSPOTS_MAX_CONCURRENCY": "1000",
        "HOTSPOTS_METRICS_KEY": "a-monitoring-key-of-the-test",
    }
    command = [sys.executable, "-m", "api", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, env=told, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        try:
            wait_until_ready(child, port)
            yield f"http://127.0.0.1:{port}"
            child.terminate()
            child.wait(timeout=40)
        finally:
            child.kill()


def wait_until_ready(child: subprocess.Popen[bytes], port: int) -> None:
    give_up = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < give_up:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    pytest.fail("the service did not become ready")


def open_access(url: str, secrets: Path) -> AccessStore:
    pepper, audit = (load_or_create_key(secrets / f"{name}.key") for name in ("pepper", "audit"))
    return AccessStore.open(url, pepper=pepper, audit_key=audit)


def make_key(access: AccessStore) -> str:
    now = datetime.now(tz=UTC)
    return access.create_key(
        name="reader",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=now + timedelta(days=1),
        now=now,
    ).secret


async def read(addresses: list[str], key: str, publish: asyncio.Event) -> list[httpx2.Response]:
    """What 200 readers are given, a third of it asked for before the publication begins."""
    limits = httpx2.Limits(max_connections=READERS)
    async with httpx2.AsyncClient(headers={"X-API-Key": key}, limits=limits, timeout=60) as client:

        async def reader(number: int) -> list[httpx2.Response]:
            answers = []
            for _ in range(ROUNDS):
                answers.append(await client.get(f"{addresses[number % 2]}/v1/hotspots"))
                publish.set()
            return answers

        every = await asyncio.gather(*(reader(number) for number in range(READERS)))
    return [answer for answers in every for answer in answers]


async def read_and_publish(
    addresses: list[str], key: str, store: ReleaseStore
) -> list[httpx2.Response]:
    publish = asyncio.Event()

    async def publisher() -> None:
        await publish.wait()
        moment = datetime.now(tz=UTC) + timedelta(seconds=1)
        await asyncio.to_thread(store.seal, release(30), layers={}, sealed_at=moment)

    answers, _ = await asyncio.gather(read(addresses, key, publish), publisher())
    return answers


def test_each_reader_gets_the_old_or_the_new_release_whole(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    secrets = tmp_path / "keys"
    with ExitStack() as held:
        store = ReleaseStore.open(urls[0])
        held.callback(store.close)
        access = open_access(urls[1], secrets)
        held.callback(access.close)
        key = make_key(access)
        store.seal(release(20), layers={}, sealed_at=datetime.now(tz=UTC))
        addresses = [held.enter_context(serving(urls, secrets)) for _ in range(2)]
        answers = asyncio.run(read_and_publish(addresses, key, store))
        after = [httpx2.get(f"{one}/v1/hotspots", headers={"X-API-Key": key}) for one in addresses]
        trail = access.verify_audit()
    assert {answer.status_code for answer in answers} == {200}
    digests = {20: release(20).digest, 30: release(30).digest}
    seen = set()
    for answer in (*answers, *after):
        body = json.loads(answer.content)
        marks = {feature["properties"]["episodes"] for feature in body["features"]}
        (mark,) = marks
        assert len(body["features"]) == HOTSPOTS
        assert body["title"] == f"Mark {mark}"
        assert body["digest"] == digests[mark]
        assert answer.headers["etag"].startswith(f'W/"{digests[mark]}.')
        seen.add(mark)
    assert seen == {20, 30}
    assert {json.loads(answer.content)["title"] for answer in after} == {"Mark 30"}
    assert trail.ok
    assert trail.events == READERS * ROUNDS + 2  # every one of them is in the trail


def test_workers_share_the_metrics(tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path / 'releases.db'}", f"sqlite:///{tmp_path / 'access.db'}")
    bearer = {"Authorization": "Bearer a-monitoring-key-of-the-test"}
    with serving(urls, tmp_path / "keys", workers=2) as address:
        for _ in range(20):
            assert httpx2.get(f"{address}/healthz").status_code == 200
        text = httpx2.get(f"{address}/metrics", headers=bearer).text
    wanted = 'hotspots_requests_total{method="GET",route="/healthz",status="200"} 20.0'
    assert wanted in text
