"""Saved areas: what may be one, where they are kept, and what a brief of one tells."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from hotspots.brief import Ground, area_brief, html_of, json_of
from hotspots.brief.areas import (
    MIN_AREA_M2,
    AreaKind,
    SavedArea,
    SavedAreas,
    circle_m,
    read_areas,
    write_areas,
)
from hotspots.brief.papers import write_briefs
from hotspots.errors import InputError, ParameterError, StoreError
from hotspots.geo import PointM
from hotspots.period import Period
from hotspots.release import Comparison, FormerHotspot, ShownPosition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.release import Release, ReleasedHotspot

MIDDLE = PointM(437000.0, 335000.0)
DAY = date(2021, 1, 1)


def made(name: str = "Hill School", **changes: Any) -> SavedArea:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": name,
        "kind": AreaKind.SCHOOL,
        "shape_m": circle_m(MIDDLE, 500.0),
        "valid_from": DAY,
    }
    return SavedArea.made(**(fields | changes))


def layer(*areas: SavedArea) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SavedAreas().with_areas(*areas).layer())
    return loaded


def at(easting: float, northing: float) -> ShownPosition:
    return ShownPosition(easting=easting, northing=northing, lon=-1.45, lat=52.91)


@pytest.mark.parametrize("radius_m", [0.0, 399.9, 5000.1, math.nan, math.inf])
def test_no_surroundings_that_are_a_pin_point_or_a_town(radius_m: float) -> None:
    with pytest.raises(ParameterError, match="400 to 5000 metres"):
        circle_m(MIDDLE, radius_m)


def test_the_smallest_circle_is_large_enough_for_an_area() -> None:
    area = made(shape_m=circle_m(MIDDLE, 400.0))
    assert MIN_AREA_M2 < shapely.area(area.shape_m) < math.pi * 400.0**2


@pytest.mark.parametrize(
    "shape_m",
    [
        shapely.box(436900, 334900, 437100, 335100),
        shapely.box(0, 0, 1, 1),
        shapely.box(-9000, 0, 9000, 9000),
        shapely.Point(437000, 335000),
        shapely.Polygon(),
    ],
)
def test_no_shape_that_is_small_or_elsewhere(shape_m: Any) -> None:  # noqa: ANN401 - any shape
    with pytest.raises(ParameterError, match="An area"):
        made(shape_m=shape_m)


def test_no_shape_of_too_many_corners() -> None:
    fine = shapely.buffer(shapely.Point(MIDDLE.key), 4000.0, quad_segs=6000)
    with pytest.raises(ParameterError, match="corners"):
        made(shape_m=fine)


@pytest.mark.parametrize("name", ["", " \u202e ", "a" * 81])
def test_no_name_that_nobody_can_read(name: str) -> None:
    with pytest.raises(ParameterError, match="1 to 80"):
        made(name)


def test_a_ward_is_not_saved() -> None:
    with pytest.raises(ParameterError, match="Wards"):
        made(kind=AreaKind.WARD)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Dale School"},
        {"kind": AreaKind.OTHER},
        {"shape_m": circle_m(MIDDLE, 501.0)},
        {"valid_from": date(2021, 1, 2)},
    ],
)
def test_an_area_that_is_made_anew_has_another_code(change: dict[str, Any]) -> None:
    assert made().code == made().code
    other = made(**change).code
    assert other != made().code
    assert other.isascii()
    assert other.isalnum()


def test_areas_are_kept_whole_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    kept = tmp_path / "areas.geojson"
    one, other = made(), made("Dale", kind=AreaKind.LOCALITY, shape_m=circle_m(MIDDLE, 900.0))
    write_areas(SavedAreas().with_areas(one, other), kept)
    first = kept.read_bytes()
    again = read_areas(kept)
    assert {area.code: (area.name, area.kind, area.valid_from) for area in again.areas} == {
        area.code: (area.name, area.kind, area.valid_from) for area in (one, other)
    }
    write_areas(again.with_areas(one), kept)
    assert kept.read_bytes() == first
    write_areas(again.without(one.code).without(other.code), kept)
    assert not kept.exists()
    assert read_areas(kept) == SavedAreas()


def test_the_last_area_leaves_no_layer_and_a_missing_one_is_told() -> None:
    with pytest.raises(ParameterError, match="no area of this code"):
        SavedAreas().without("A000000000")


def test_no_more_areas_than_anybody_looks_after() -> None:
    one = made()
    many = [replace(one, code=f"A{number:09d}") for number in range(501)]
    with pytest.raises(ParameterError, match="At most 500"):
        SavedAreas().with_areas(*many)


def test_an_area_holds_from_its_day() -> None:
    areas = SavedAreas().with_areas(made(valid_from=date(2021, 7, 1)))
    assert areas.on(date(2021, 6, 30)) == SavedAreas()
    assert areas.on(date(2021, 7, 1)) == areas


@pytest.mark.parametrize(
    "change",
    [
        {"code": "../../etc"},
        {"kind": "ward"},
        {"kind": "castle"},
        {"valid_from": "soon"},
        {"code": None, "valid_from": None},
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    raw = layer(made())
    raw["features"][0]["properties"] |= change
    kept = tmp_path / "areas.geojson"
    kept.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError, match=r"areas\.geojson"):
        read_areas(kept)
    raw["features"][0] = layer(made())["features"][0] | {"geometry": None}
    kept.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError, match="polygon"):
        read_areas(kept)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"areas\.geojson cannot be written"):
        write_areas(SavedAreas().with_areas(made()), tmp_path / "none" / "areas.geojson")


def test_a_school_s_brief_has_the_places_in_and_near_it_and_no_other(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    release = make_release(
        make_hotspot("Inside", hotspot_id="in", position=at(437400, 335000), area=None),
        make_hotspot("Beside", hotspot_id="near", position=at(437000, 335795)),
        make_hotspot("Beyond", hotspot_id="far", position=at(437000, 335805)),
    )
    area = made()
    brief = area_brief(release, Ground.of(wards, layer(area)), area.code)
    assert brief is not None
    assert [(one.name, one.where) for one in brief.places] == [
        ("Inside", "in the area"),
        ("Beside", "near the area"),
    ]
    assert brief.heading == "Places in and near this area"
    assert brief.foot.startswith(f"School {area.code}. Digest ")
    assert "Near is up to 300 m" in brief.lead
    for text in (html_of(brief), json_of(brief).decode()):
        assert "Beyond" not in text
    figures = {one.hotspot_id: one.episodes.text for one in release.hotspots}
    assert all(one.episodes == figures[one.hotspot_id] for one in brief.places)


def test_nothing_of_the_city_and_the_zones_is_in_an_area_s_part(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    place = make_hotspot()
    former = FormerHotspot(
        hotspot_id="gone", name="Gone Market", area=None, position=at(437010, 335000)
    )
    before = Comparison(
        period=Period(first=date(2020, 7, 1), last=date(2020, 12, 31)),
        former=(former, replace(former, hotspot_id="away", position=at(430000, 335000))),
    )
    area = made()
    ground = Ground.of(wards, layer(area))
    part = ground.part_of(make_release(place, comparison=before), frozenset({area.code}))
    assert [one.hotspot_id for one in part.hotspots] == [place.hotspot_id]
    assert part.zones[0].episodes.value is None
    assert part.comparison is not None
    assert [one.hotspot_id for one in part.comparison.former] == ["gone"]


def test_an_area_without_a_place_says_so_in_its_own_words(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    area = made()
    brief = area_brief(make_release(), Ground.of(wards, layer(area)), area.code)
    assert brief is not None
    assert brief.lead.startswith("No place in or near this area is shown. That does not mean")


@pytest.mark.parametrize(
    "change",
    [{"kind": "ward"}, {"kind": ""}, {"near_m": "nan"}, {"near_m": "-1"}, {"near_m": "far"}],
)
def test_what_is_no_saved_area_is_no_area(wards: dict[str, Any], change: dict[str, Any]) -> None:
    raw = layer(made())
    raw["features"][0]["properties"] |= change
    assert len(Ground.of(wards, raw).areas) == 2
    raw = layer(made())
    raw["features"].append({"type": "Feature", "properties": None, "geometry": None})
    assert len(Ground.of(wards, raw).areas) == 3


def test_a_ward_comes_before_a_saved_area_of_its_code(wards: dict[str, Any]) -> None:
    saved = layer(replace(made("Not the ward"), code="E05000001"))
    area = Ground.of(wards, saved).area("E05000001")
    assert area is not None
    assert area.name == "East ward"


def test_the_files_of_hostile_names_lie_where_they_belong(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
    hostile_texts: tuple[str, ...],
    tmp_path: Path,
) -> None:
    names = ("../../up", "C:\\con", "<script>alert(1)</script>", hostile_texts[4], "=1+1")
    saved = [made(name) for name in names]
    paths = write_briefs(
        make_release(make_hotspot()), tmp_path / "areas", wards=wards, saved=layer(*saved)
    )
    assert len(paths) == 4 * (2 + len(names))
    folders = {path.parent.name for path in paths}
    assert folders == {area.code for area in saved} | {"E05000001", "E05000002"}
    assert {path.parent.parent for path in paths} == {tmp_path / "areas"}
    assert {path.name for path in tmp_path.iterdir()} == {"areas"}
    pages = [p.read_text(encoding="utf-8") for p in paths if p.suffix == ".html"]
    assert not [page for page in pages if "<script>alert" in page]
