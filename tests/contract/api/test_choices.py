"""Parts of a release, its formats, its areas, and the feed of changes."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

from hotspots.period import Period
from hotspots.release import (
    Audience,
    Change,
    Comparison,
    FormerHotspot,
    ShownAction,
    ShownCount,
    ShownDirection,
    ShownPlaceRisk,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import World
    from starlette.testclient import TestClient

    from hotspots.release import Release, ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"
EVIL = "=cmd|' /C calc'!A0 <b>&amp;\x07"
ACTIONS = (
    ShownAction(what="Patrols", lead="Police", first_month="2021-05", last_month=None),
    ShownAction(what="Lights", lead="Council", first_month="2021-05", last_month="2021-06"),
)
AGREED = ShownPlaceRisk(about="Beta", themes=("a theme",), next_review=date(2021, 9, 15))
FORMS = ("geojson", "csv", "xlsx", "gpkg", "parquet", "kml")


@pytest.fixture
def partner(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> TestClient:
    """Four hotspots; one has no figures, one has a name that means harm."""
    rising = ShownDirection(change=Change.RISING, text="Rising.", ratio=3.0, low=1.2, high=8.0)
    few = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)
    hotspots = (
        replace(
            make_hotspot("Beta"),
            children=ShownCount(text="10 to 14"),
            direction=rising,
            actions=ACTIONS,
            place_risks=(AGREED,),
        ),
        replace(make_hotspot("Alpha", area=WEST, zone="Westside", value=40), category="park"),
        replace(make_hotspot("Gamma", value=5), episodes=few, children=few),
        replace(make_hotspot("Harm", value=30), name=EVIL),
    )
    empty_world.seal(make_release(Audience.PARTNER, *hotspots))
    return empty_world.client(Audience.PARTNER)


def ids(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/v1/hotspots?{query}")
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["beta", "alpha", "gamma", "harm"]),
        ("zone=Westside", ["alpha"]),
        (f"area={EAST}&limit=2", ["beta", "gamma"]),
        ("category=park", ["alpha"]),
        ("min_children=5", ["beta", "alpha", "harm"]),
        ("min_children=6", ["beta"]),
        ("min_children=11", []),
        ("direction=rising", ["beta"]),
        ("direction=falling", []),
        ("sort=name", ["harm", "alpha", "beta", "gamma"]),
        ("sort=-name", ["gamma", "beta", "alpha", "harm"]),
        ("sort=episodes", ["beta", "harm", "alpha", "gamma"]),
        ("sort=-episodes", ["alpha", "harm", "beta", "gamma"]),
        (f"area={EAST}&category=park", []),
    ],
)
def test_a_part_can_be_chosen(partner: TestClient, query: str, expected: list[str]) -> None:
    assert ids(partner, query) == expected


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("zone=ZZCANARY", "zone", ["Centre", "Westside"]),
        ("area=ZZCANARY", "area", [EAST, WEST]),
        ("category=ZZCANARY", "category", ["park", "retail"]),
        ("sort=ZZCANARY", "sort", None),
        ("fields=name,ZZCANARY", "fields", None),
        ("limit=0", "limit", None),
        ("limit=ZZCANARY", "limit", None),
        ("min_children=0", "min_children", None),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_can(
    partner: TestClient, query: str, parameter: str, allowed: list[str] | None
) -> None:
    answer = partner.get(f"/v1/hotspots?{query}")
    assert answer.status_code == 422
    assert answer.json()["parameter"] == parameter
    assert "ZZCANARY" not in answer.text
    if allowed is not None:
        assert answer.json()["allowed"] == allowed


def test_columns_can_be_chosen(partner: TestClient) -> None:
    features = partner.get("/v1/hotspots?fields=episodes,name&limit=1").json()["features"]
    assert features[0]["properties"] == {"name": "Beta", "episodes": 25}
    heading = partner.get("/v1/hotspots.csv?fields=name").text.splitlines()[0]
    assert heading.startswith('\ufeff"name","audience"')
    assert partner.get("/v1/hotspots.gpkg?fields=name").status_code == 422


def test_which_way_it_goes_and_what_is_done_are_told(partner: TestClient) -> None:
    told, *_ = partner.get("/v1/hotspots?zone=Centre").json()["features"]
    assert told["properties"]["direction_text"] == "Rising."
    assert told["properties"]["actions_text"] == (
        "Patrols (Police, 2021-05 on); Lights (Council, 2021-05 to 2021-06)"
    )
    agreed = "Themes: a theme. Next review: 15 September 2021."
    assert told["properties"]["place_risk_text"] == agreed
    assert told["properties"]["firmness"] is None
    digest = partner.get("/v1/hotspots").json()["digest"]
    whole = partner.get(f"/v1/releases/{digest}").json()["hotspots"][0]
    assert whole["direction"]["ratio"] == 3.0
    assert [one["lead"] for one in whole["actions"]] == ["Police", "Council"]
    assert whole["place_risks"] == [
        {
            "about": "Beta",
            "themes": ["a theme"],
            "guardians": [],
            "lead": "",
            "next_review": "2021-09-15",
        }
    ]
    item = partner.get("/ogc/collections/hotspots/items/beta").json()
    assert item["properties"]["place_risk_text"] == agreed


def test_a_release_names_what_it_is_compared_with(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> None:
    gone = make_hotspot("Gone")
    former = FormerHotspot(
        hotspot_id=gone.hotspot_id, name=gone.name, area=gone.area, position=gone.position
    )
    before = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
    release = make_release(Audience.PARTNER, make_hotspot("Beta"))
    digest = empty_world.seal(
        replace(release, comparison=Comparison(period=before, former=(former,)))
    )
    partner = empty_world.client(Audience.PARTNER)
    told = partner.get(f"/v1/releases/{digest}").json()["comparison"]
    assert told["period"] == {"first": "2020-07-01", "last": "2020-12-31"}
    assert [one["name"] for one in told["former"]] == ["Gone"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_takes_the_same_choice_and_has_a_validator(
    partner: TestClient, form: str
) -> None:
    answer = partner.get(f"/v1/hotspots.{form}?zone=Westside")
    assert answer.status_code == 200
    same = {"If-None-Match": answer.headers["etag"]}
    assert partner.get(f"/v1/hotspots.{form}?zone=Westside", headers=same).status_code == 304


def test_csv_has_both_kinds_of_date_and_no_formula(partner: TestClient) -> None:
    text = partner.get("/v1/hotspots.csv").text
    assert '"01/01/2021 to 30/06/2021"' in text
    assert '"2021-01-01","2021-06-30"' in text
    assert '"=cmd' not in text


def test_xlsx_is_typed_and_safe(partner: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(partner.get("/v1/hotspots.xlsx").content))
    sheet, notes = book["Hotspots"], book["Notes"]
    rows = [dict(zip([c.value for c in sheet[1]], row, strict=True)) for row in sheet.iter_rows(2)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:S5")
    assert [row["episodes"].value for row in rows] == [25, 40, None, 30]
    assert all(cell.data_type != "f" for row in rows for cell in row.values())
    assert rows[3]["name"].value.startswith("'=cmd")
    said = {row[0].value: row[1] for row in notes.iter_rows(2)}
    assert said["period_from"].is_date
    assert said["period_from"].number_format == "dd/mm/yyyy"
    assert said["banner"].value == "SYNTHETIC DATA"


def test_geopackage_is_in_metres(partner: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "h.gpkg"
    path.write_bytes(partner.get("/v1/hotspots.gpkg").content)
    frame = pyogrio.read_dataframe(path, layer="hotspots")
    assert frame.crs.to_epsg() == 27700
    assert len(frame) == 4


def test_geoparquet_is_what_geopandas_reads(partner: TestClient) -> None:
    content = partner.get("/v1/hotspots.parquet?sort=name").content
    frame = geopandas.read_parquet(io.BytesIO(content))
    assert frame.crs.to_string() in {"OGC:CRS84", "EPSG:4326"}
    assert shapely.equals(frame.geometry.iloc[0], shapely.Point(-1.46, 52.91))
    assert [None if v != v else v for v in frame["episodes"]] == [30, 40, 25, None]  # noqa: PLR0124 - NaN
    empty = geopandas.read_parquet(
        io.BytesIO(partner.get("/v1/hotspots.parquet?min_children=99").content)
    )
    assert len(empty) == 0


def test_kml_is_well_formed_and_escaped(partner: TestClient) -> None:
    answer = partner.get("/v1/hotspots.kml")
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = ET.fromstring(answer.content).findall(".//k:Placemark", space)  # noqa: S314 - our own bytes
    names = [mark.findtext("k:name", namespaces=space) for mark in marks]
    assert names == ["Beta", "Alpha", "Gamma", EVIL.replace("\x07", " ")]
    assert marks[0].findtext("k:Point/k:coordinates", namespaces=space) == "-1.46,52.91"
    assert b"<b>" not in answer.content


def test_areas_are_those_with_something_to_see(partner: TestClient) -> None:
    lines = partner.get("/v1/areas").json()["areas"]
    assert [(line["area"]["code"], line["hotspot_ids"]) for line in lines] == [
        (EAST, ["beta", "gamma", "harm"]),
        (WEST, ["alpha"]),
    ]
    one = partner.get(f"/v1/areas/{WEST}").json()
    assert [hotspot["hotspot_id"] for hotspot in one["hotspots"]] == ["alpha"]


def test_the_feed_tells_what_was_sealed_since(later: World) -> None:
    client = later.client(Audience.PARTNER)
    first = client.get("/v1/changes").json()
    assert len(first["releases"]) == 2
    middle = "2026-03-02T12:00:00%2B01:00"
    newer = client.get(f"/v1/changes?since={middle}").json()
    assert [one["title"] for one in newer["releases"]] == ["Autumn hotspots"]
    assert newer["next_since"] == first["next_since"]
    nothing = client.get("/v1/changes", params={"since": first["next_since"]})
    assert nothing.json()["releases"] == []
    again = {"If-None-Match": nothing.headers["etag"]}
    assert (
        client.get("/v1/changes", params={"since": first["next_since"]}, headers=again).status_code
        == 304
    )


@pytest.mark.parametrize(
    "since", ["ZZCANARY", "2026-03-01T12:00:00", "2026-03-01", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_without_a_zone_is_refused(world: World, since: str) -> None:
    answer = world.client(Audience.PARTNER).get("/v1/changes", params={"since": since})
    assert (answer.status_code, answer.json()["parameter"]) == (422, "since")
    assert since not in answer.text


def test_nothing_published_is_said_so(empty_world: World) -> None:
    client = empty_world.client(Audience.PARTNER)
    assert client.get("/v1/changes").json() == {"since": None, "next_since": None, "releases": []}
    assert client.get("/v1/areas").status_code == 404


def test_what_was_made_once_is_kept(partner: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = partner.get("/v1/hotspots?sort=name")
    monkeypatch.setattr("api.products.FeatureCollection", None)
    assert partner.get("/v1/hotspots?sort=name").content == first.content


def test_a_file_that_cannot_be_made_is_an_error_of_ours(
    partner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workroom.sys.executable", "/nowhere/python")
    answer = partner.get("/v1/hotspots.gpkg?limit=1")
    assert answer.status_code == 503
    assert "nowhere" not in answer.text


def test_what_does_the_heavy_work_is_told_nothing(
    partner: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(_: list[str], **options: Any) -> Any:  # noqa: ANN401 - subprocess.run's own
        seen.update(options)
        raise OSError

    monkeypatch.setenv("HOTSPOTS_ACCESS_URL", "sqlite:///secret.db")
    monkeypatch.setattr("api.workroom.subprocess.run", run)
    assert partner.get("/v1/hotspots.gpkg").status_code == 503
    assert not any(name.startswith("HOTSPOTS_") for name in seen["env"])
    assert json.loads(seen["input"])["audience"] == "partner"
