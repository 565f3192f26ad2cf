"""Each publisher's rows become the places that they mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError
from hotspots.gazetteer import read_gazetteer
from hotspots.gazetteer_import import ImportOptions, ImportReport, import_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.gazetteer import Gazetteer

POINT = {"type": "Point", "coordinates": [-1.5, 52.9]}


def imported(*sources: Path, format_name: str | None = None) -> tuple[Gazetteer, ImportReport]:
    target = sources[0].with_name("out.csv")
    report = import_gazetteer(sources, target, options=ImportOptions(format=format_name))
    return read_gazetteer(target), report


def test_open_names_tiles_have_no_heading_row(tile: Callable[..., Path]) -> None:
    box = {"MBR_XMIN": 435000, "MBR_XMAX": 435600, "MBR_YMIN": 336000, "MBR_YMAX": 336800}
    path = tile(
        ("osgb1", "Elmstead", "Suburban Area", 435300, 336400, box | {"NAME2": "Llwyfen"}),
        ("osgb2", "Elm Row", "Named Road", 435000, 336000, {}),
        ("osgb3", "DE99 9ZZ", "Postcode", 435000, 336000, {}),
        ("osgb4", "Elm School", "Primary Education", "nowhere", 336000, {}),
        ("osgb5", "Oak School", "primary education", 435900, 336000, {"MBR_XMIN": "?"}),
    )
    places, report = imported(path)
    assert report.sources[0].format == "os-open-names"
    area, road, school = places["elmstead"], places["elm-row"], places["oak-school"]
    assert (area.category, area.extent_m, area.aliases) == ("area", 500, ("Llwyfen",))
    assert (road.category, road.is_coarse, road.source) == ("street", True, "OS Open Names osgb2")
    assert (school.category, school.publishable) == ("school", False)
    assert [(r.column, r.rows, r.first_row) for r in report.sources[0].rejects] == [
        ("GEOMETRY_X", 1, 4),
        ("LOCAL_TYPE", 1, 3),
    ]


def test_a_stop_in_a_street_is_not_mistaken_for_the_street(stops: Callable[..., Path]) -> None:
    path = stops(
        ["1", "Elm Row", "", "Elmstead", 435000, 336000, "", "", "BCT", "active"],
        ["2", "Elmstead Bus Stop", "", "", "", "", -1.5, 52.9, "BCT", "act"],
        ["3", "Elmstead Station", "", "", 436000, 336000, "", "", "RLY", ""],
        ["4", "Gone", "", "", 436000, 336000, "", "", "RLY", "inactive"],
        ["5", "Taxis", "", "", 436000, 336000, "", "", "TXR", "active"],
        ["6", "Exchanged", "", "", "", "", 52.9, -1.5, "RLY", "active"],
        ["7", "Far", "", "", "", "", 400, 95, "RLY", "active"],
        ["8", "Origin", "", "", 0, 0, "", "", "RLY", "active"],
    )
    places, report = imported(path)
    assert [p.name for p in places.places] == [
        "Elm Row bus stop",
        "Elmstead Bus Stop",
        "Elmstead Station",
    ]
    assert places["elm-row-bus-stop"].extent_m == 40
    assert (report.sources[0].kept, report.sources[0].rejected) == (3, 5)


def test_schools_are_never_published_and_keep_their_days(schools: Callable[..., Path]) -> None:
    path = schools(
        ["1", "Café School", "Closed", "01-09-1990", "31-08-2014", "Primary", "", 435000, 336000],
        ["2", "Elm College", "Open", "", "", "16 plus", "DE99 9ZZ", 436000, 336000],
        ["3", "No Day", "Closed", "", "", "Primary", "", 435000, 336000],
        ["4", "Not Yet", "Proposed to open", "", "", "Primary", "", 435000, 336000],
        ["5", "Odd", "Open", "31-02-2001", "", "Primary", "", 435000, 336000],
        ["6", "Odd", "Closed", "01-01-2001", "01-01-2000", "Primary", "", 435000, 336000],
    )
    places, report = imported(path)
    school, college = places["cafe-school"], places["elm-college"]
    assert school.name == "Café School"
    assert (school.valid_from, school.valid_to) == (date(1990, 9, 1), date(2014, 8, 31))
    assert (college.category, college.postcode) == ("education", "DE99 9ZZ")
    assert not any(place.publishable for place in places.places)
    assert {(r.column, r.first_row) for r in report.sources[0].rejects} == {
        ("CloseDate", 4),
        ("OpenDate", 5),
        ("OpenDate", 6),
        ("CloseDate", 7),
    }


def test_a_list_of_ones_own_by_its_headings(table: Callable[..., Path]) -> None:
    path = table(
        "own.csv",
        ["Name", "Type", "Lat", "Lng", "Aliases", "Publishable", "Extent_m", "valid_to"],
        ["Elm Park", "park", 52.90, -1.5, "The Elms;=run", "", "300", "2024-09-30"],
        ["Sure Start", "children's home", 52.91, -1.5, "", "yes", "", ""],
        ["Unknown", "", 52.92, -1.5, "", "", "", ""],
        ["Stated", "", 52.93, -1.5, "", "yes", "", ""],
        ["Hidden", "park", 52.94, -1.5, "", "no", "", ""],
        ["Maybe", "park", 52.94, -1.5, "", "maybe", "", ""],
        ["Flat", "park", 52.94, -1.5, "", "", "-1", ""],
        ["=HYPERLINK()", "park", 52.94, -1.5, "", "", "", ""],
        ["公園", "park", 52.94, -1.5, "", "", "", ""],
        ["Nowhere", "park", "inf", -1.5, "", "", "", ""],
        [],
        ["Short", "park", 52.95],
    )
    places, report = imported(path)
    park = places["elm-park"]
    assert (park.aliases, park.extent_m, park.source) == (("The Elms",), 300, "list own.csv")
    assert park.valid_to == date(2024, 9, 30)
    flags = {place.name: place.publishable for place in places.places}
    assert flags == {
        "Elm Park": True,
        "Sure Start": False,
        "Unknown": False,
        "Stated": True,
        "Hidden": False,
    }
    assert (report.sources[0].rows, report.sources[0].rejected) == (11, 6)


def test_geojson_points_and_polygons(layer: Callable[..., Path]) -> None:
    ring = [[-1.5, 52.9], [-1.48, 52.9], [-1.48, 52.92], [-1.5, 52.92], [-1.5, 52.9]]
    path = layer(
        ({"name": "Elm Shop", "category": "retail", "publishable": True}, POINT),
        ({"name": "Elm Park", "category": "park"}, {"type": "Polygon", "coordinates": [ring]}),
        ({"name": "No Place"}, None),
        ({"name": "A Line"}, {"type": "LineString", "coordinates": ring}),
        ({"name": "Empty"}, {"type": "Polygon", "coordinates": []}),
        ({"name": "Bare"}, {"type": "Polygon", "coordinates": [[]]}),
        ({"name": "Huge"}, {"type": "Point", "coordinates": [1e308, 1e308]}),
        ({"name": "Words"}, {"type": "Point", "coordinates": "here"}),
        ([], POINT),
    )
    places, report = imported(path)
    assert [place.name for place in places.places] == ["Elm Park", "Elm Shop"]
    assert (report.sources[0].format, report.sources[0].rejected) == ("geojson", 7)


def test_geojson_in_metres(layer: Callable[..., Path]) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    point = {"type": "Point", "coordinates": [435000, 336000]}
    places, _ = imported(layer(({"name": "Elm", "category": "park"}, point), crs=crs))
    assert places["elm"].point.key == (435000, 336000)


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "FeatureCollection", "features": [{"geometry": {"coordinates": [NaN, 1]}}]}',
        '{"a":' * 100_000,
        '{"features": ' + "1" * 5_000 + "}",
        '{"features": {}}',
        '{"features": [], "crs": {"properties": {"name": "EPSG:3857"}}}',
        '{"features": [], "crs": "x"}',
        '{"features": [',
    ],
    ids=["nan", "nested", "digits", "no-list", "mercator", "no-crs", "cut"],
)
def test_hostile_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match=r"bad\.geojson"):
        imported(path)


def test_too_large_geojson_is_refused(
    layer: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.gazetteer_import.features.MAX_GEOJSON_BYTES", 10)
    with pytest.raises(InputError, match="more GeoJSON than"):
        imported(layer(({"name": "Elm"}, POINT)))


@pytest.mark.parametrize(
    ("content", "format_name", "match"),
    [
        (b"a,b\n1,2\n", "naptan", "lacks the columns ATCOCode"),
        (b'name,easting\n"' + b"x" * 200_000, None, "not CSV"),
        (b"name," + b"x" * (1 << 21), None, "a line without end"),
        (b"name\x81,\xff\n", None, "cannot be read as text"),
        (b"name\nx\n", None, "no row gives a place"),
        (b"", None, "no row gives a place"),
    ],
)
def test_a_file_that_is_not_its_format_is_refused(
    tmp_path: Path, content: bytes, format_name: str | None, match: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=match):
        imported(path, format_name=format_name)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        imported(tmp_path)
