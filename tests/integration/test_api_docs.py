"""What docs/api.md and docs/webhooks.md give to copy and paste, run as it stands."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
import pytest

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
from hotspots.webhooks import Signer

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
_HEADING_OR_BLOCK = re.compile(r"^#+ ([^\n]+)$|^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SERVICE = "https://hotspots.example.gov.uk"
START_LIMIT_S = 60
NAMES = ("Made-up Station", "Made-up Park", "Made-up Arcade")
# What each block must print or leave behind, so that one that does nothing does not pass.
SAYS = {
    ("curl", 0): '"next_since"',
    ("Python", 0): "zone ('Centre',)",
    ("Python", 1): "0 new",
    ("Python", 2): "['Made-up Station', 'Made-up Park']",
    ("Python", 3): "Made-up Arcade",
    ("Python", 4): "EPSG:27700 3 2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: under which heading, which one of its language there, and its text."""

    heading: str
    number: int
    language: str
    text: str


def _blocks(name: str, languages: tuple[str, ...]) -> list[Block]:
    found, heading = [], ""
    text = (DOCS / name).read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for match in _HEADING_OR_BLOCK.finditer(text):
        if match[1]:
            heading = match[1]
        elif match[2] in languages:
            number = counts.get(heading, 0)
            counts[heading] = number + 1
            found.append(Block(heading=heading, number=number, language=match[2], text=match[3]))
    return found


BLOCKS = [one for one in _blocks("api.md", ("sh", "python")) if one.heading in ("curl", "Python")]


def _hotspot(number: int) -> ReleasedHotspot:
    at = PointM(436_000.0 + 500 * number, 335_000.0)
    lon, lat = to_lon_lat(at)
    value = 100 - 40 * number
    return ReleasedHotspot(
        hotspot_id=f"place-{number}",
        name=NAMES[number],
        category="park",
        zone="Centre",
        area=ShownArea(code="E05000001", name="East ward"),
        position=ShownPosition(easting=at.easting, northing=at.northing, lon=lon, lat=lat),
        extent_m=60.0,
        episodes=ShownCount(text=f"about {value}", value=value),
        children=ShownCount(text="5 to 9"),
        first_month="2021-01",
        last_month="2021-06",
    )


def _release() -> Release:
    hotspots = tuple(_hotspot(number) for number in range(len(NAMES)))
    zone = ReleasedZone(
        name="Centre",
        hotspot_ids=tuple(one.hotspot_id for one in hotspots),
        episodes=ShownCount(text="about 180", value=180),
    )
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
        zones=(zone,),
    )


def _stored(folder: Path) -> str:
    pepper, audit = (
        load_or_create_key(folder / "keys" / f"{name}.key") for name in ("pepper", "audit")
    )
    releases = ReleaseStore.open(f"sqlite:///{folder}/releases.sqlite")
    access = AccessStore.open(f"sqlite:///{folder}/access.sqlite", pepper=pepper, audit_key=audit)
    wards = data_path("boundaries/derby_wards.geojson").read_bytes()
    now = datetime.now(UTC)
    releases.seal(_release(), layers={"wards.geojson": wards}, sealed_at=now)
    key = access.create_key(
        name="a reader of the docs",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=now + timedelta(days=1),
        now=now,
    )
    access.close()
    releases.close()
    return key.secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where the service is, and a key that opens it."""

    address: str
    key: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    key = _stored(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    told |= {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.sqlite",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.sqlite",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
    }
    command = [sys.executable, "-m", "api", "--port", str(port)]
    with subprocess.Popen(command, env=told, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        try:
            _wait(child, port)
            yield Served(address=f"http://127.0.0.1:{port}", key=key)
        finally:
            child.terminate()


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    give_up = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the service did not start")


def _run(block: Block, folder: Path, served: Served) -> str:
    text = block.text.replace(SERVICE, served.address)
    assert served.address in text
    if block.language == "sh":
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed")
        command = ["sh", "-eu", "-c", text]
    else:
        command = [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", text]
    told = os.environ | {"HOTSPOTS_KEY": served.key}
    done = subprocess.run(  # noqa: S603 - the words of our own documentation
        command, cwd=folder, env=told, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert served.key not in done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("block", BLOCKS, ids=lambda one: f"{one.heading}-{one.number}")
def test_what_is_copied_from_the_docs_works(block: Block, served: Served, tmp_path: Path) -> None:
    assert SAYS[block.heading, block.number] in _run(block, tmp_path, served)


def test_every_promised_block_is_there() -> None:
    assert {(one.heading, one.number) for one in BLOCKS} == set(SAYS)


def test_the_second_time_curl_leaves_the_copy_as_it_is(served: Served, tmp_path: Path) -> None:
    (block,) = (one for one in BLOCKS if one.heading == "curl")
    _run(block, tmp_path, served)
    first = (tmp_path / "hotspots.csv").read_bytes()
    assert b"Made-up Station" in first
    os.utime(tmp_path / "hotspots.csv", (0, 0))
    _run(block, tmp_path, served)
    assert (tmp_path / "hotspots.csv").read_bytes() == first
    assert (tmp_path / "hotspots.csv").stat().st_mtime == 0


def test_qgis_s_way_in_is_gdal_s_with_basic(served: Served) -> None:
    """QGIS speaks OGC API Features itself; the sign-in and the pages are the same."""
    options: dict[str, str | None] = {
        "GDAL_HTTP_AUTH": "BASIC",
        "GDAL_HTTP_USERPWD": f"any:{served.key}",
    }
    pyogrio.set_gdal_config_options(options)
    try:
        frame = pyogrio.read_dataframe(f"OAPIF:{served.address}/ogc", layer="hotspots", PAGE_SIZE=1)
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))
    assert list(frame.name) == list(NAMES)


def test_both_checks_of_a_webhook_s_signature_agree() -> None:
    words: dict[str, object] = {}
    blocks = _blocks("webhooks.md", ("python",))
    for block in blocks:
        exec(block.text, words)  # noqa: S102 - the words of our own documentation
    signer = Signer(b"k" * 32)
    secret, now = signer.secret_of("0a1b2c3d"), datetime.now(UTC)
    body = (
        b'{"event_id":"e","event":"release.published","release_id":"r","digest":"d",'
        b'"audience":"partner","first":"2021-01-01","last":"2021-06-30","link":"https://h"}'
    )
    receive, is_genuine = words["receive"], words["is_genuine"]
    assert callable(receive)
    assert callable(is_genuine)
    for moment, sent, expected in (
        (now, body, True),
        (now - timedelta(minutes=6), body, False),
        (now, body + b" ", False),
    ):
        signature = signer.header_of("0a1b2c3d", body, now=moment)
        assert is_genuine(sent, signature, secret) is expected
        headers = {"Hotspots-Signature": signature}
        assert receive(sent, headers, secret) == (204 if expected else 400)
    assert words["seen"] == {"e"}
