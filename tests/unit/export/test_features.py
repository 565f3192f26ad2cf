from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from shapely.geometry import shape

from hotspots.export import feature, feature_collection
from hotspots.export.features import PROPERTIES

if TYPE_CHECKING:
    from hotspots.release import Release


def test_a_place_is_a_point_at_its_own_position(places: Release) -> None:
    collection = feature_collection(places)
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-1.449, 52.893]}
    assert first["id"] == "place-1"
    assert tuple(first["properties"]) == tuple(second["properties"]) == PROPERTIES


def test_a_withheld_number_is_null_and_never_nought(places: Release) -> None:
    properties = feature_collection(places)["features"][1]["properties"]
    assert properties["episodes"] is None
    assert properties["episodes_text"] == "5 to 7"
    assert properties["area_code"] is None


def test_the_collection_says_what_it_is(places: Release) -> None:
    collection = feature_collection(places)
    assert collection["type"] == "FeatureCollection"
    assert collection["audience"] == "partner"
    assert (collection["period_from"], collection["period_to"]) == ("2021-01-01", "2021-06-30")
    assert collection["classification"] == "OFFICIAL-SENSITIVE"
    assert collection["banner"] == "SYNTHETIC DATA"
    assert collection["digest"] == places.digest
    assert collection["notices"] == ["Only public places are shown."]
    assert "crs" not in collection


def test_a_part_of_a_release_keeps_the_sealed_digest(places: Release) -> None:
    part = places.for_areas(frozenset({"E05015508"}))
    collection = feature_collection(part, digest=places.digest)
    assert [f["id"] for f in collection["features"]] == ["place-1"]
    assert collection["digest"] == places.digest


def test_it_is_plain_json(cells: Release) -> None:
    collection = feature_collection(cells)
    assert json.loads(json.dumps(collection, allow_nan=False)) == collection


def test_cells_are_dissolved_and_wound_as_the_standard_wants(cells: Release) -> None:
    geometry = feature(cells.hotspots[0])["geometry"]
    assert geometry["type"] == "MultiPolygon"
    drawn = shape(geometry)
    assert drawn.is_valid
    assert len(drawn.geoms) == 2
    assert all(part.exterior.is_ccw for part in drawn.geoms)


def test_the_order_of_cells_does_not_matter(cells: Release) -> None:
    (hotspot,) = cells.hotspots
    turned = replace(hotspot, cells=tuple(reversed(hotspot.cells)))
    assert feature(turned) == feature(hotspot)
