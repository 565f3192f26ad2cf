"""Briefs of saved areas over HTTP: by grant, from what the release was sealed with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.brief.areas import AreaKind, SavedArea, SavedAreas, circle_m
from hotspots.geo import PointM
from hotspots.release import Audience, ShownPosition

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World

    from hotspots.release import Release, ReleasedHotspot

EAST = "E05000001"
SCHOOL = SavedArea.made(
    name="Hill School <b>",
    kind=AreaKind.SCHOOL,
    shape_m=circle_m(PointM(436000.0, 335000.0), 500.0),
    valid_from=date(2021, 1, 1),
)
OTHER = SavedArea.made(
    name="Dale",
    kind=AreaKind.LOCALITY,
    shape_m=shapely.box(430000, 330000, 431000, 331000),
    valid_from=date(2021, 1, 1),
)


@pytest.fixture
def areas_world(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> World:
    """Near the school one place of two; both audiences are shown the two."""
    near = make_hotspot("Nearmark Market")
    away = ShownPosition(easting=433000.0, northing=335000.0, lon=-1.5, lat=52.91)
    far = replace(make_hotspot("Farmark Green"), position=away)
    saved = SavedAreas().with_areas(SCHOOL, OTHER)
    layers = {
        "wards.geojson": (json.dumps({"type": "FeatureCollection", "features": []})).encode(),
        "areas.geojson": saved.layer(),
    }
    for audience in (Audience.BRIEF, Audience.PARTNER):
        one = make_release(audience, near, far)
        empty_world.digests[audience] = empty_world.releases.seal(
            one, layers=layers, sealed_at=empty_world.now
        )[0]
    return empty_world


@pytest.mark.parametrize("form", ["", ".html", ".json", ".pdf", ".docx"])
def test_a_grant_of_the_school_opens_its_brief_in_every_format(
    areas_world: World, form: str
) -> None:
    answer = areas_world.client(Audience.BRIEF, SCHOOL.code).get(
        f"/v1/areas/{SCHOOL.code}/brief{form}"
    )
    assert answer.status_code == 200
    assert areas_world.digests[Audience.BRIEF] not in answer.text
    if form in {"", ".html", ".json"}:
        assert "Nearmark Market" in answer.text
        assert "Farmark Green" not in answer.text
        assert "<b>" not in answer.text or form == ".json"


def test_it_opens_the_school_s_part_of_the_release_and_nothing_else(areas_world: World) -> None:
    client = areas_world.client(Audience.BRIEF, SCHOOL.code)
    for path in ("/v1/hotspots", "/v1/zones", "/v1/areas", "/v1/releases", "/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Farmark" not in answer.text
    assert "Nearmark Market" in client.get("/v1/hotspots").text
    for code in (OTHER.code, EAST, "A000000000"):
        refused = client.get(f"/v1/areas/{code}/brief.json")
        assert refused.status_code == 404
        assert "mark" not in refused.text


def test_a_ward_s_grant_does_not_open_the_school(areas_world: World) -> None:
    client = areas_world.client(Audience.BRIEF, EAST)
    assert client.get(f"/v1/areas/{SCHOOL.code}/brief").status_code == 404


def test_the_home_page_lists_the_areas_that_are_one_s_own(areas_world: World) -> None:
    page = areas_world.client(Audience.BRIEF, SCHOOL.code).get("/").text
    assert "Hill School &lt;b&gt; (school)" in page
    assert "Dale (locality)" not in page
    everything = areas_world.client(Audience.PARTNER).get("/").text
    assert "Hill School &lt;b&gt; (school)" in everything
    assert "Dale (locality)" in everything


def test_an_area_that_was_not_sealed_with_a_release_has_no_brief(world: World) -> None:
    client = world.client(Audience.BRIEF, SCHOOL.code)
    assert client.get(f"/v1/areas/{SCHOOL.code}/brief.json").status_code == 404
    assert "mark" not in client.get("/v1/hotspots").text


@pytest.mark.parametrize("damaged", [b"[]", b"{"])
def test_a_damaged_layer_is_told_to_whoever_looks_after_it(
    empty_world: World, make_release: Callable[..., Release], damaged: bytes
) -> None:
    layers = {"wards.geojson": b"{}", "areas.geojson": damaged}
    one = make_release(Audience.BRIEF)
    empty_world.releases.seal(one, layers=layers, sealed_at=empty_world.now)
    answer = empty_world.client(Audience.BRIEF, SCHOOL.code).get("/v1/hotspots")
    assert answer.status_code == 503
    assert "areas" not in answer.text


def listed(world: World, audience: Audience, *codes: str) -> dict[str, tuple[str, list[str]]]:
    lines = world.client(audience, *codes).get("/v1/areas").json()["areas"]
    return {line["area"]["code"]: (line["kind"], line["hotspot_ids"]) for line in lines}


def outlines(world: World, audience: Audience, *codes: str) -> dict[str, str]:
    page = world.client(audience, *codes).get("/ogc/collections/areas/items").json()
    return {one["id"]: one["properties"]["kind"] for one in page["features"]}


def test_areas_are_listed_with_what_they_are_and_hold(areas_world: World) -> None:
    school = {SCHOOL.code: ("school", ["nearmark-market"])}
    wards = {EAST: ("ward", ["nearmark-market", "farmark-green"])}
    assert listed(areas_world, Audience.PARTNER) == school | wards
    # The ward's line is of the part that the school's grant opens.
    own = school | {EAST: ("ward", ["nearmark-market"])}
    assert listed(areas_world, Audience.BRIEF, SCHOOL.code) == own
    assert listed(areas_world, Audience.BRIEF, EAST) == wards
    assert listed(areas_world, Audience.BRIEF, OTHER.code) == {}


def test_one_saved_area_is_told_with_its_hotspots(areas_world: World) -> None:
    path = f"/v1/areas/{SCHOOL.code}"
    for client in (
        areas_world.client(Audience.BRIEF, SCHOOL.code),
        areas_world.client(Audience.PARTNER),
    ):
        body = client.get(path).json()
        assert (body["area"], body["kind"]) == (
            {"code": SCHOOL.code, "name": "Hill School <b>"},
            "school",
        )
        assert [one["hotspot_id"] for one in body["hotspots"]] == ["nearmark-market"]
    absent = areas_world.client(Audience.BRIEF, EAST).get("/v1/areas/A000000000")
    for code, audience, path_code in (
        (EAST, Audience.BRIEF, SCHOOL.code),  # another's
        (OTHER.code, Audience.BRIEF, OTHER.code),  # one's own, with nothing in it
    ):
        refused = areas_world.client(audience, code).get(f"/v1/areas/{path_code}")
        assert (refused.status_code, refused.content) == (404, absent.content)


def test_the_outlines_of_saved_areas_are_for_those_who_may_see_them(areas_world: World) -> None:
    both = {SCHOOL.code: "school", OTHER.code: "locality"}
    assert outlines(areas_world, Audience.PARTNER) == both
    assert outlines(areas_world, Audience.BRIEF, SCHOOL.code) == {SCHOOL.code: "school"}
    assert outlines(areas_world, Audience.BRIEF, EAST) == {}
    stranger = areas_world.client(Audience.BRIEF, EAST)
    assert stranger.get(f"/ogc/collections/areas/items/{SCHOOL.code}").status_code == 404
    client = areas_world.client(Audience.PARTNER)
    one = client.get(f"/ogc/collections/areas/items/{SCHOOL.code}").json()
    drawn = shapely.geometry.shape(one["geometry"])
    assert drawn.is_valid
    assert drawn.covers(shapely.Point(-1.4666, 52.9115))
    schools = client.get("/ogc/collections/areas/items?filter=kind='school'").json()
    assert [found["id"] for found in schools["features"]] == [SCHOOL.code]


def test_the_public_is_told_of_no_saved_area(
    areas_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> None:
    layers = {
        "wards.geojson": b'{"type": "FeatureCollection", "features": []}',
        "areas.geojson": SavedAreas().with_areas(SCHOOL, OTHER).layer(),
    }
    one = make_release(Audience.PUBLIC, make_hotspot("Nearmark Market"))
    areas_world.releases.seal(one, layers=layers, sealed_at=areas_world.now)
    assert list(listed(areas_world, Audience.PUBLIC)) == [EAST]
    assert outlines(areas_world, Audience.PUBLIC) == {}
    for path in (f"/v1/areas/{SCHOOL.code}", f"/ogc/collections/areas/items/{SCHOOL.code}"):
        assert areas_world.client(Audience.PUBLIC).get(path).status_code == 404


def test_a_ward_comes_before_a_saved_area_of_its_code_and_what_is_none_is_left_out(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
) -> None:
    saved = json.loads(SavedAreas().with_areas(SCHOOL).layer())
    (school,) = saved["features"]
    same = {**school["properties"], "code": EAST, "name": "Not the ward"}
    broken = {**school["properties"], "code": "A111111111", "kind": "ward"}
    saved["features"] += [school | {"properties": own} for own in (same, broken, None)]
    ward = {"code": EAST, "name": "East ward"}
    wards = {"features": [school | {"properties": own} for own in (ward, {}, None)]}
    empty_world.releases.seal(
        make_release(Audience.PARTNER, make_hotspot("Nearmark Market")),
        layers={
            "wards.geojson": json.dumps(wards).encode(),
            "areas.geojson": json.dumps(saved).encode(),
        },
        sealed_at=empty_world.now,
    )
    kinds = {SCHOOL.code: "school", EAST: "ward"}
    assert outlines(empty_world, Audience.PARTNER) == kinds
    told = listed(empty_world, Audience.PARTNER)
    assert {code: kind for code, (kind, _) in told.items()} == kinds


@pytest.mark.parametrize(("metres_away", "is_near"), [(0, True), (299, True), (301, False)])
def test_near_an_area_is_as_far_as_its_brief_says(
    empty_world: World,
    make_hotspot: Callable[..., ReleasedHotspot],
    make_release: Callable[..., Release],
    metres_away: float,
    is_near: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    at = ShownPosition(easting=431000.0 + metres_away, northing=330500.0, lon=-1.53, lat=52.87)
    layers = {
        "wards.geojson": b'{"type": "FeatureCollection", "features": []}',
        "areas.geojson": SavedAreas().with_areas(OTHER).layer(),
    }
    one = make_release(Audience.PARTNER, replace(make_hotspot("Edge"), position=at))
    empty_world.releases.seal(one, layers=layers, sealed_at=empty_world.now)
    brief = empty_world.client(Audience.PARTNER).get(f"/v1/areas/{OTHER.code}/brief.json")
    assert bool(brief.json()["places"]) is is_near
    assert (OTHER.code in listed(empty_world, Audience.PARTNER)) is is_near
