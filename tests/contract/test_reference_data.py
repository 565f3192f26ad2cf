"""What the packaged data promise, and how they agree with the official wards."""

import csv
import hashlib
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from hotspots.boundaries import Boundaries, read_boundaries
from hotspots.gazetteer import Gazetteer, Place, read_gazetteer
from hotspots.geo import PointM

ROOT = Path(__file__).resolve().parents[2]
BOUNDARIES = ROOT / "data" / "boundaries"
GAZETTEER = ROOT / "data" / "gazetteer"
REFERENCE = ROOT.parent / "shared" / "data"

WARD_NAMES = {
    "E05015507": "Abbey",
    "E05015508": "Allestree",
    "E05015509": "Alvaston North",
    "E05015510": "Alvaston South",
    "E05015511": "Arboretum",
    "E05015512": "Blagreaves",
    "E05015513": "Chaddesden East",
    "E05015514": "Chaddesden North",
    "E05015515": "Chaddesden West",
    "E05015516": "Chellaston & Shelton Lock",
    "E05015517": "Darley",
    "E05015518": "Littleover",
    "E05015519": "Mackworth & New Zealand",
    "E05015520": "Mickleover",
    "E05015521": "Normanton",
    "E05015522": "Oakwood",
    "E05015523": "Sinfin & Osmaston",
    "E05015524": "Spondon",
}
# The hotspots of paragraph 4.6 of the council's report, under its three bullets.
REPORT_ZONES = {
    "Aldi Alvaston": "Alvaston and Allenton",
    "Blue Peter public house, Alvaston": "Alvaston and Allenton",
    "Lidl Alvaston": "Alvaston and Allenton",
    "Spider Island (Mitre Island), Allenton": "Alvaston and Allenton",
    "Derby Bus Station": "City centre",
    "Assembly Rooms Car Park": "City centre",
    "Markeaton Park": "Markeaton Park",
}


@pytest.fixture(scope="module")
def wards() -> Boundaries:
    return read_boundaries(BOUNDARIES / "derby_wards.geojson")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_gazetteer(GAZETTEER / "derby.csv")


@pytest.fixture(scope="module")
def official() -> Boundaries:
    path = REFERENCE / "boundaries" / "derby_wards_2023_codes_WD24_bgc.geojson"
    if not path.exists():
        pytest.skip("the official wards are not at hand")
    return read_boundaries(path)


def named(gazetteer: Gazetteer, name: str) -> Place:
    return next(place for place in gazetteer.places if place.name == name)


def ward_code(boundaries: Boundaries, place: Place) -> str:
    ward = boundaries.ward_of(place.point)
    return ward.code if ward else "outside"


@pytest.mark.parametrize("folder", [BOUNDARIES, GAZETTEER], ids=lambda path: path.name)
def test_every_file_has_an_origin_and_its_bytes_are_the_ones_described(folder: Path) -> None:
    sources: dict[str, Any] = tomllib.loads((folder / "SOURCES.toml").read_text("utf-8"))
    described = {entry["name"]: entry for entry in sources["file"]}
    present = {path.name for path in folder.iterdir()} - {"SOURCES.toml"}
    assert set(described) == present
    for name, entry in described.items():
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert digest == entry["sha256"], name
        assert {"what", "crs", "date", "licence", "attribution", "origin"} <= set(entry), name
        assert all({"what", "holder", "licence"} <= set(origin) for origin in entry["origin"])


def test_the_wards_are_all_there_under_their_official_names(wards: Boundaries) -> None:
    assert {ward.code: ward.name for ward in wards.wards} == WARD_NAMES


@pytest.mark.parametrize("name", ["derby_wards.geojson", "derby_outline.geojson"])
def test_a_layer_keeps_to_rfc_7946_and_names_its_holders(name: str) -> None:
    content = (BOUNDARIES / name).read_bytes()
    assert len(content) < 150_000
    layer = json.loads(content)
    assert layer["type"] == "FeatureCollection"
    assert "crs" not in layer
    for holder in ("Ordnance Survey", "Royal Mail", "National Statistics", "Government Licence"):
        assert holder in layer["attribution"]
    assert "not the official boundaries" in layer["note"]
    for feature in layer["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        assert shape.geom_type == "Polygon", "no ward is in pieces"
        assert shape.exterior.is_ccw
        coordinates = shapely.get_coordinates(shape)
        assert (coordinates == coordinates.round(6)).all()
        lon, lat = coordinates.T
        assert ((lon > -1.6) & (lon < -1.3) & (lat > 52.8) & (lat < 53.0)).all()


def test_the_wards_cover_the_outline_once_and_whole(wards: Boundaries) -> None:
    shapes = [ward.geometry_m for ward in wards.wards]
    layer = json.loads((BOUNDARIES / "derby_wards.geojson").read_bytes())
    degrees = [shapely.geometry.shape(feature["geometry"]) for feature in layer["features"]]
    assert shapely.coverage_is_valid(degrees)
    assert sum(shape.area for shape in shapes) == pytest.approx(wards.outline_m.area, rel=1e-9)
    outline = json.loads((BOUNDARIES / "derby_outline.geojson").read_bytes())
    (city,) = (shapely.geometry.shape(feature["geometry"]) for feature in outline["features"])
    assert shapely.equals(city, shapely.coverage_union_all(degrees))
    assert outline["features"][0]["properties"] == {"LAD24CD": "E06000015", "LAD24NM": "Derby"}


def test_the_wards_agree_with_the_official_ones(wards: Boundaries, official: Boundaries) -> None:
    exact = {ward.code: ward.geometry_m for ward in official.wards}
    agreement = [
        shapely.intersection(ward.geometry_m, exact[ward.code]).area
        / shapely.union(ward.geometry_m, exact[ward.code]).area
        for ward in wards.wards
    ]
    # docs/data.md states 0.860 on average, 0.751 at worst, 0.979 for the outline.
    assert sum(agreement) / len(agreement) >= 0.85
    assert min(agreement) >= 0.74
    inside = shapely.intersection(wards.outline_m, official.outline_m).area
    assert inside / shapely.union(wards.outline_m, official.outline_m).area >= 0.97


def test_nearly_every_place_gets_its_official_ward(
    wards: Boundaries, official: Boundaries, gazetteer: Gazetteer
) -> None:
    other = {p.name for p in gazetteer.places if ward_code(wards, p) != ward_code(official, p)}
    assert other == {"Peartree railway station", "Wardwick"}


def test_every_place_is_in_the_city_in_a_zone_and_has_a_source(
    wards: Boundaries, gazetteer: Gazetteer
) -> None:
    for place in gazetteer.places:
        assert wards.contains(place.point), place.name
        assert place.zone, place.name
        assert place.source, place.name
        assert place.aliases == tuple(dict.fromkeys(place.aliases)), place.name
        assert place.name not in place.aliases, place.name


def test_the_reports_seven_places_stand_in_its_three_zones(gazetteer: Gazetteer) -> None:
    for name, zone in REPORT_ZONES.items():
        place = named(gazetteer, name)
        assert place.zone == zone
        assert place.publishable
        assert not place.is_coarse
        assert gazetteer.at(place.point) == place


def test_zones_are_groups_and_not_single_places(gazetteer: Gazetteer) -> None:
    sizes = Counter(place.zone for place in gazetteer.places)
    assert min(sizes.values()) >= 2
    assert len(sizes) == 13


def test_the_park_covers_its_village_and_lies_in_no_other_places_way(
    gazetteer: Gazetteer,
) -> None:
    park, village = (
        named(gazetteer, name) for name in ("Markeaton Park", "Markeaton Craft Village")
    )
    assert park.extent_m == 600
    assert park.point.distance_m(village.point) + village.extent_m < park.extent_m
    assert gazetteer.at(village.point) == village
    edge = PointM(park.point.easting - 550, park.point.northing)
    assert gazetteer.at(edge) == park


def test_the_car_park_closed_and_the_centre_changed_its_name(gazetteer: Gazetteer) -> None:
    closed = named(gazetteer, "Assembly Rooms Car Park").valid_to
    assert closed is not None
    assert closed.isoformat() == "2024-09-30"
    assert {"intu Derby", "Westfield", "Eagle Centre"} <= set(named(gazetteer, "Derbion").aliases)


@pytest.mark.parametrize("category", ["school", "education", "health"])
def test_where_children_are_enrolled_or_treated_is_never_named(
    gazetteer: Gazetteer, category: str
) -> None:
    chosen = [place for place in gazetteer.places if place.category == category]
    assert chosen
    assert not any(place.publishable for place in chosen)


def test_the_reference_places_are_all_there_where_they_should_be(gazetteer: Gazetteer) -> None:
    path = REFERENCE / "derby_places.csv"
    if not path.exists():
        pytest.skip("the reference places are not at hand")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 87
    for row in rows:
        place = named(gazetteer, row["name"])
        assert place.point == PointM(float(row["easting"]), float(row["northing"])), row["name"]
        assert place.category == row["category"], row["name"]
        assert place.postcode == row["postcode"], row["name"]
