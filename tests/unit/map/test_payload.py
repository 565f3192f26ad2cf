from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.map import Basemap
from hotspots.map.ground import Ground
from hotspots.map.payload import embedded_json, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Comparison, Release, ReleasedHotspot


@given(st.text())
def test_embedded_json_is_only_ever_data(text: str) -> None:
    embedded = embedded_json({"name": text})
    assert json.loads(embedded) == {"name": text}
    assert embedded.isascii()
    assert not set("<>&") & set(embedded)


def test_line_separators_are_escaped() -> None:
    assert embedded_json("\u2028\u2029") == '"\\u2028\\u2029"'


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        embedded_json(float("nan"))


def test_positions_are_turned_for_the_script(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    data = payload(make_release(make_hotspot("Bus Station")), ground=Ground(wards=wards))
    (place,) = data["hotspots"]
    assert place["at"] == [52.92, -1.47]
    assert place["number"] == 1
    assert ["Time of day", "18:00 to 24:00: about 10"] in place["facts"]
    assert data["context"] is None
    assert data["basemap"] is None


def test_wards_carry_their_name_and_a_point_inside(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    first, second = payload(make_release(), ground=Ground(wards=wards))["wards"]
    assert (first["name"], second["name"]) == ("Arboretum", "Spondon")
    assert first["at"] == pytest.approx([52.85, -1.45], abs=0.02)
    assert len(second["shape"]) == 2


def test_what_is_no_area_is_left_out(make_release: Callable[..., Release]) -> None:
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}}
    empty = {"type": "Feature", "geometry": None, "properties": None}
    layer = {"type": "FeatureCollection", "features": [point, empty]}
    assert payload(make_release(), ground=Ground(wards=layer))["wards"] == []


def test_a_zone_names_the_places_that_are_shown(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    ground = Ground(wards=wards)
    shown = payload(make_release(make_hotspot("Bus Station")), ground=ground)
    assert shown["zones"] == [{"name": "City centre", "numbers": [1]}]
    assert payload(make_release(), ground=ground)["zones"][0]["numbers"] == []


def test_a_place_that_is_no_longer_shown_is_drawn_apart(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    comparison: Comparison,
    wards: dict[str, Any],
) -> None:
    release = make_release(make_hotspot("Bus Station"), comparison=comparison)
    data = payload(release, ground=Ground(wards=wards))
    assert [one["name"] for one in data["former"]] == ["Old Arcade", "Old Market"]
    assert ["Shown for", "July to December 2020"] in data["former"][0]["facts"]
    assert "former" in data["signs"]
    assert [view["id"] for view in data["views"]] == ["figures", "change", "band-1"]
    assert all(len(view["signs"]) == 1 for view in data["views"])


def test_tiles_go_into_the_page_with_leaflets_names(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    url = "https://tiles.example.org/wmts/{TileMatrix}/{TileRow}/{TileCol}.png"
    basemap = Basemap(url=url, attribution="Example", last_zoom=17)
    data = payload(make_release(), ground=Ground(wards=wards, basemap=basemap))
    expected = {"url": "https://tiles.example.org/wmts/{z}/{y}/{x}.png", "lastZoom": 17}
    assert data["basemap"] == expected


def test_a_ward_without_a_name_is_drawn_without_one(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    wards["features"][0]["properties"] = {"code": "E05015508"}
    first, _ = payload(make_release(), ground=Ground(wards=wards))["wards"]
    assert first["name"] == ""
