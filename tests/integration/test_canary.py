"""Unmistakable secrets pushed through the whole pipeline are found nowhere outside.

The canaries stand for what must never travel: child references, dates of birth, home
postcodes, free text and exact coordinates. Every file of every audience, every HTTP
response and every log line is searched for each of them in every form in which a
program might write it.
"""

from __future__ import annotations

import csv
import json
import logging
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.app import create_app
from hotspots.access import AccessStore
from hotspots.cli.main import hotspots
from hotspots.geo import PointM, to_lon_lat
from hotspots.pipeline import Workspace
from hotspots.release import Audience
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS = [
    "Episode ID",
    "Child ID",
    "Date of Birth",
    "Status",
    "Reported At",
    "Missing From Date",
    "Missing From Time",
    "Return Date",
    "Return Time",
    "Risk Level",
    "Placement Type Code",
    "Placement Provider",
    "Responsible LA",
    "Placement Postcode",
    "Last Seen Location",
    "Places Visited",
    "Found Location",
    "Found By",
    "Return Interview Offered",
    "Return Interview Date",
    "Return Interview Outcome",
    "Push Factors",
    "Pull Factors",
    "Interview Location",
    "Case Notes",
    "Child Name",
]
# A real postcode is needed for a home that can be located; this is a public building's.
HOME = "DE23 8GW"
SECRET_POINT = PointM(
    435564.0, 336235.0
)  # at the bus station, and near no ward or place to 4 decimals
CANARY = "ZZCANARY"
CHILDREN = 12
AUDIENCES = ("partner", "brief", "public")


def _row(child: int, week: int) -> dict[str, str]:
    day = datetime(2021, 1, 4, tzinfo=UTC) + timedelta(weeks=week, days=child % 5)
    place = ("bus stn", "Markeaton Park", "Aldi Alvaston")[week % 3]
    return {
        "Episode ID": f"ZZCANARY-EP-{child}-{week}",
        "Child ID": f"ZZCANARY-CH-{child:04d}",
        "Date of Birth": "17/11/2006",
        "Status": "M",
        "Reported At": "",
        "Missing From Date": f"{day:%d/%m/%Y}",
        "Missing From Time": "17:43",
        "Return Date": f"{day + timedelta(days=1):%d/%m/%Y}",
        "Return Time": "06:19",
        "Risk Level": "ZZCANARY-RISK",
        "Placement Type Code": "K2",
        "Placement Provider": "PR1",
        "Responsible LA": "Derby",
        "Placement Postcode": HOME,
        "Last Seen Location": place,
        "Places Visited": f"{SECRET_POINT.easting:.0f}, {SECRET_POINT.northing:.0f}",
        "Found Location": ("ZZCANARY House, secret lane", HOME, "friend ZZCANARY")[child % 3],
        "Found By": "police",
        "Return Interview Offered": "Y",
        "Return Interview Date": "",
        "Return Interview Outcome": "Completed",
        "Push Factors": "ZZCANARY-PUSH",
        "Pull Factors": "",
        "Interview Location": "",
        "Case Notes": "ZZCANARY free text about a child",
        "Child Name": "ZZCANARY Surname",
    }


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A finished run, and everything that it logged or printed."""
    folder = tmp_path_factory.mktemp("canary")
    source = folder / "export.csv"
    with source.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEADINGS)
        writer.writeheader()
        writer.writerows(_row(child, week) for child in range(CHILDREN) for week in range(9))
        broken = _row(1, 10) | {"Return Date": "01/01/2021", "Missing From Time": "ZZCANARY"}
        writer.writerow(broken)
    lines: list[str] = []
    handler = logging.Handler(level=logging.DEBUG)
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.__dict__}")  # type: ignore[method-assign] - a listener of one line
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    result = CliRunner().invoke(
        hotspots,
        [
            "run",
            str(source),
            "--out",
            str(folder / "out"),
            "--from",
            "2021-01-01",
            "--to",
            "2021-06-30",
        ],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    yield folder / "out", "\n".join([*lines, result.output])
    root.removeHandler(handler)
    root.setLevel(level)


def _needles(out: Path) -> list[bytes]:
    lon, lat = to_lon_lat(SECRET_POINT)
    words = [
        CANARY,
        "17/11/2006",
        "2006-11-17",
        HOME,
        HOME.replace(" ", ""),
        f"{SECRET_POINT.easting:.0f}",
        f"{SECRET_POINT.northing:.0f}",
        f"{lat:.4f}",
        f"{lon:.4f}",
        "17:43",
        "06:19",
        "secret lane",
    ]
    return [word.encode() for word in words] + _pseudonyms(out)


def _pseudonyms(out: Path) -> list[bytes]:
    """The children's pseudonyms: inside only, although they are no names."""
    from hotspots.register import Register  # noqa: PLC0415 - the one test that opens it

    register = Register.open(Workspace(out).register_url)
    try:
        children = {episode.child_id for episode in register.episodes()}
    finally:
        register.close()
    assert len(children) == CHILDREN
    return [child.encode() for child in sorted(children)]


def _contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def test_something_is_published_so_that_the_search_means_something(
    canaries: tuple[Path, str],
) -> None:
    release = json.loads((canaries[0] / "partner" / "release.json").read_bytes())
    assert len(release["hotspots"]) == 3


def test_no_canary_in_any_file_that_is_shared(canaries: tuple[Path, str]) -> None:
    out, _ = canaries
    folders = (*AUDIENCES, "service")
    files = [path for name in folders for path in (out / name).rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        for data in _contents(path):
            for needle in _needles(out):
                assert needle not in data, (path.name, needle)


def test_no_canary_in_what_is_logged_or_printed(canaries: tuple[Path, str]) -> None:
    out, said = canaries
    for needle in _needles(out):
        assert needle.decode() not in said


def test_the_rejects_name_the_cell_and_not_its_content(canaries: tuple[Path, str]) -> None:
    text = (canaries[0] / "inside" / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "Missing From Time" in text
    assert CANARY not in text


def _responses(out: Path) -> Iterator[tuple[str, bytes]]:
    """Every readable page and file of the service, as each audience sees it, and as nobody does."""
    workspace, now = Workspace(out), datetime.now(tz=UTC)
    releases = ReleaseStore.open(workspace.release_url)
    access = AccessStore.open(workspace.access_url, pepper=b"p" * 32, audit_key=b"a" * 32)
    app = create_app(
        ServiceSettings(), releases=releases, access=access, clock=lambda: datetime.now(tz=UTC)
    )
    try:
        with TestClient(app, base_url="http://127.0.0.1") as client:
            for audience in (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC):
                key = access.create_key(
                    name="Test",
                    audience=audience,
                    areas=frozenset({"E05015507"}) if audience is Audience.BRIEF else frozenset(),
                    expires_at=now + timedelta(days=1),
                    now=now,
                )
                headers = {"Authorization": f"Bearer {key.secret}"}
                latest = releases.latest(audience)
                assert latest is not None
                for path in (
                    *("/", "/v1/hotspots", "/v1/zones", "/v1/releases", "/maps/latest", "/docs"),
                    *("/openapi.json", f"/v1/releases/{latest.digest}", f"/maps/{latest.digest}"),
                    *("/v1/hotspots/derby-bus-station", "/v1/hotspots/derby-bus-station/history"),
                    *("/healthz", "/readyz", "/v1/hotspots/none-such", "/v1/hotspots?zone=x"),
                ):
                    answer = client.get(path, headers=headers)
                    yield path, repr(answer.headers).encode() + answer.content
            yield "/login", client.get("/login").content
            yield "nobody", client.get("/v1/hotspots").content
    finally:
        access.close()
        releases.close()


def test_no_canary_in_any_response(canaries: tuple[Path, str]) -> None:
    out, _ = canaries
    needles = _needles(out)
    seen = 0
    for path, data in _responses(out):
        seen += 1
        for needle in needles:
            assert needle not in data, (path, needle)
    assert seen == 3 * 15 + 2
