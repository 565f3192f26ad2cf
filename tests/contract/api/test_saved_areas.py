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
