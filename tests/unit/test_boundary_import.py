import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import pytest
import shapely

from hotspots.boundaries import read_boundaries
from hotspots.boundary_import import BoundaryExpectations, import_boundaries
from hotspots.errors import InputError, StoreError
from hotspots.geo import coordinates_to_lon_lat

WEST, MIDDLE, EAST = (
    shapely.box(430_000 + 1_000 * column, 330_000, 431_000 + 1_000 * column, 331_000)
    for column in range(3)
)
# As the Office for National Statistics heads them; the second authority has one ward.
ROWS: list[tuple[str, str, str, shapely.Geometry]] = [
    ("E05000003", "East", "E06000016", EAST),
    ("E05000001", "West", "E06000015", WEST),
    ("E05000002", "Middle & More", "E06000015", MIDDLE),
]
HEADINGS = ("WD24CD", "WD24NM", "LAD24CD")
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}


def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, coordinates_to_lon_lat)


def geojson(
    tmp_path: Path,
    rows: list[tuple[str, str, str, shapely.Geometry]],
    *,
    metres: bool = False,
    **members: object,
) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(HEADINGS, words, strict=True)),
            "geometry": shapely.geometry.mapping(shape if metres else in_degrees(shape)),
        }
        for *words, shape in rows
    ]
    path = tmp_path / "official.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | members))
    return path


def with_gdal(tmp_path: Path, suffix: str, *, crs: str | None = "EPSG:27700") -> Path:
    path = tmp_path / f"official{suffix}"
    shapes = [shape for *_, shape in ROWS]
    if crs == "EPSG:4326":
        shapes = [in_degrees(shape) for shape in shapes]
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes)),
        [np.array(column, dtype=object) for column in list(zip(*ROWS, strict=True))[:3]],
        HEADINGS,
        driver=DRIVERS[suffix],
        geometry_type="Polygon",
        crs=crs,
    )
    return path


def named_crs(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "wards.geojson"


def check_three_wards(target: Path) -> None:
    found = read_boundaries(target)
    assert [(ward.code, ward.name) for ward in found.wards] == [
        ("E05000001", "West"),
        ("E05000002", "Middle & More"),
        ("E05000003", "East"),
    ]
    for ward, shape in zip(found.wards, (WEST, MIDDLE, EAST), strict=True):
        difference_m2 = shapely.symmetric_difference(ward.geometry_m, shape).area
        assert difference_m2 < 1_000, "a millionth of a degree is a decimetre"


def test_geojson_in_degrees(tmp_path: Path, target: Path) -> None:
    report = import_boundaries(geojson(tmp_path, ROWS), target)
    check_three_wards(target)
    assert (report.format, report.epsg, report.read, report.wards) == ("GeoJSON", 4326, 3, 3)
    assert report.area_m2 == pytest.approx(3_000_000, rel=1e-3)
    assert report.overlap_m2 < 1
    assert report.gap_m2 < 1
    assert report.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert "Office for National Statistics" in read_boundaries(target).attribution


@pytest.mark.parametrize(
    ("name", "metres"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", False),
        ("urn:ogc:def:crs:EPSG::4326", False),
        ("EPSG:4326", False),
        ("urn:ogc:def:crs:EPSG::27700", True),
        ("EPSG:27700", True),
    ],
)
def test_geojson_that_names_its_reference_system(
    tmp_path: Path, target: Path, name: str, *, metres: bool
) -> None:
    import_boundaries(geojson(tmp_path, ROWS, metres=metres, crs=named_crs(name)), target)
    check_three_wards(target)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326"])
def test_geopackage_and_shapefile(tmp_path: Path, target: Path, suffix: str, crs: str) -> None:
    report = import_boundaries(with_gdal(tmp_path, suffix, crs=crs), target)
    check_three_wards(target)
    assert (report.format, report.epsg) == (DRIVERS[suffix], int(crs[5:]))


def test_the_name_of_the_file_says_nothing(tmp_path: Path, target: Path) -> None:
    odd = tmp_path / "vsizip!.vrt"
    shutil.copyfile(with_gdal(tmp_path, ".gpkg"), odd)
    import_boundaries(odd, target)
    check_three_wards(target)


def test_every_format_and_order_gives_the_same_bytes(tmp_path: Path) -> None:
    sources = [
        with_gdal(tmp_path, ".gpkg"),
        with_gdal(tmp_path, ".shp"),
        geojson(tmp_path, ROWS[::-1], metres=True, crs=named_crs("EPSG:27700")),
    ]
    digests = {import_boundaries(source, tmp_path / "w.geojson").sha256 for source in sources}
    assert len(digests) == 1


def test_one_authority_is_kept(tmp_path: Path, target: Path) -> None:
    report = import_boundaries(
        geojson(tmp_path, ROWS), target, expectations=BoundaryExpectations(lad_code="E06000015")
    )
    assert (report.read, report.wards) == (3, 2)
    assert [ward.name for ward in read_boundaries(target).wards] == ["West", "Middle & More"]


def test_an_authority_that_is_not_there_or_not_said_is_refused(
    tmp_path: Path, target: Path
) -> None:
    expected = BoundaryExpectations(lad_code="E06999999")
    with pytest.raises(InputError, match="none of that authority"):
        import_boundaries(geojson(tmp_path, ROWS), target, expectations=expected)
    source = geojson(tmp_path, ROWS)
    source.write_text(source.read_text().replace("LAD24CD", "BNG_E"))
    with pytest.raises(InputError, match="which authority"):
        import_boundaries(source, target, expectations=expected)


def row(code: str, shape: shapely.Geometry) -> tuple[str, str, str, shapely.Geometry]:
    return (code, "Name", "E06000015", shape)


BOW_TIE = shapely.Polygon(
    [(430_000, 330_000), (431_000, 331_000), (431_000, 330_000), (430_000, 331_000)]
)
RING = shapely.box(430_000, 330_000, 433_000, 333_000) - shapely.box(
    431_000, 331_000, 432_000, 332_000
)


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        (row("E05000001", EAST), "feature 2 has the same code as feature 1"),
        (row("E06000015", EAST), "feature 2 has no ward code"),
        (row("E05", EAST), "feature 2 has no ward code"),
        (row("", EAST), "feature 2 has no ward code"),
        (("E05000002", " ", "E06000015", EAST), "feature 2 has no ward code, or no name"),
        (row("E05000002", shapely.Point(430_000, 330_000)), "feature 2 has no valid polygon"),
        (row("E05000002", shapely.Polygon()), "feature 2 has no valid polygon"),
        (row("E05000002", BOW_TIE), "feature 2 has no valid polygon"),
        (row("E05000002", shapely.box(800_000, 0, 900_000, 9)), "feature 2 has no valid polygon"),
        (row("E05000002", shapely.box(430_500, 330_000, 431_500, 331_000)), "1 and feature 2 over"),
        (row("E05000002", WEST), "feature 1 and feature 2 overlap"),
    ],
)
def test_a_bad_feature_is_refused_by_its_number(
    tmp_path: Path, target: Path, second: tuple[str, str, str, shapely.Geometry], problem: str
) -> None:
    rows = [row("E05000001", WEST), second]
    source = geojson(tmp_path, rows, metres=True, crs=named_crs("EPSG:27700"))
    with pytest.raises(InputError, match=problem) as caught:
        import_boundaries(source, target)
    assert caught.value.file == "official.geojson"
    assert caught.value.mend
    assert not target.exists()


def test_a_hole_where_a_ward_is_missing_is_refused(tmp_path: Path, target: Path) -> None:
    source = geojson(tmp_path, [row("E05000001", RING)])
    with pytest.raises(InputError, match="gap"):
        import_boundaries(source, target)
    lake = BoundaryExpectations(max_gap_share=0.2)
    assert import_boundaries(source, target, expectations=lake).gap_m2 == pytest.approx(1e6, 1e-2)


def test_an_island_in_a_hole_does_not_hide_it(tmp_path: Path, target: Path) -> None:
    island = shapely.box(431_400, 331_400, 431_600, 331_600)
    source = geojson(tmp_path, [row("E05000001", RING), row("E05000002", island)])
    with pytest.raises(InputError, match="gap"):
        import_boundaries(source, target)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:nonsense", "", "urn:ogc:def:crs:EPSG::32630"])
def test_another_reference_system_is_refused(tmp_path: Path, target: Path, crs: str) -> None:
    with pytest.raises(InputError, match="reference system"):
        import_boundaries(geojson(tmp_path, ROWS, crs=named_crs(crs)), target)


@pytest.mark.parametrize("crs", [7, {}, {"properties": None}, {"properties": {"name": 4326}}])
def test_a_reference_system_that_is_no_name_is_refused(
    tmp_path: Path, target: Path, crs: object
) -> None:
    with pytest.raises(InputError, match="reference system"):
        import_boundaries(geojson(tmp_path, ROWS, crs=crs), target)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_another_reference_system_of_a_binary_layer_is_refused(
    tmp_path: Path, target: Path, suffix: str
) -> None:
    with pytest.raises(InputError, match="reference system"):
        import_boundaries(with_gdal(tmp_path, suffix, crs="EPSG:3857"), target)


def test_a_shapefile_without_its_projection_is_refused(tmp_path: Path, target: Path) -> None:
    source = with_gdal(tmp_path, ".shp")
    source.with_suffix(".prj").unlink()
    with pytest.raises(InputError, match="reference system is missing"):
        import_boundaries(source, target)


def test_a_shapefile_in_upper_case_is_found_whole(tmp_path: Path, target: Path) -> None:
    for path in list(with_gdal(tmp_path, ".shp").parent.glob("official.*")):
        path.rename(path.with_suffix(path.suffix.upper()))
    import_boundaries(tmp_path / "official.SHP", target)
    check_three_wards(target)


def test_degrees_that_are_said_to_be_metres_are_refused(tmp_path: Path, target: Path) -> None:
    source = geojson(tmp_path, ROWS, crs=named_crs("EPSG:27700"))
    with pytest.raises(InputError, match="feature 1 has no valid polygon in Great Britain"):
        import_boundaries(source, target)


VRT = """<OGRVRTDataSource><OGRVRTLayer name="secret">
<SrcDataSource>{path}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize("name", ["layer.vrt", "layer.gpkg", "layer.shp", "layer.geojson"])
def test_a_virtual_layer_reads_nothing(tmp_path: Path, target: Path, name: str) -> None:
    secret = with_gdal(tmp_path, ".gpkg")
    source = tmp_path / name
    source.write_text(VRT.format(path=secret))
    with pytest.raises(InputError, match="not GeoJSON, GeoPackage or a shapefile"):
        import_boundaries(source, target)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "layer.gpkg"
    database = sqlite3.connect(source)
    database.execute("create table t (x)")
    database.close()
    with pytest.raises(InputError, match="not GeoJSON, GeoPackage or a shapefile"):
        import_boundaries(source, target)


@pytest.mark.parametrize(
    ("suffix", "damaged", "problem"),
    [
        (".gpkg", ".gpkg", "the layer cannot be read"),
        (".shp", ".shx", "feature 1 has no valid polygon"),
        (".shp", ".shp", "feature 1 has no valid polygon"),
        (".shp", ".dbf", "the layer cannot be read"),
    ],
)
def test_a_damaged_layer_is_refused(
    tmp_path: Path, target: Path, suffix: str, damaged: str, problem: str
) -> None:
    source = with_gdal(tmp_path, suffix)
    part = source.with_suffix(damaged)
    part.write_bytes(part.read_bytes()[:100] + bytes(200))
    with pytest.raises(InputError, match=rf"official\{suffix}.*{problem}"):
        import_boundaries(source, target)


def test_a_layer_that_another_driver_claims_is_refused(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_gdal(tmp_path, ".gpkg")
    monkeypatch.setattr(pyogrio, "read_info", lambda _: {"driver": "OGR_VRT"})
    monkeypatch.setattr(pyogrio.raw, "read", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(InputError, match="cannot be read"):
        import_boundaries(source, target)


@pytest.mark.parametrize(
    "statement",
    [
        # The words as a database keeps them: this SQLite need not know the module.
        "CREATE VIRTUAL TABLE secret USING VirtualOGR('/etc/hostname')",
        "create virtual table secret using virtualtext('/etc/hostname', 'utf-8', 1)",
        "CREATE VIEW secret AS SELECT 1",
    ],
)
def test_a_database_with_tables_that_stand_for_something_else_is_refused(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    source = with_gdal(tmp_path, ".gpkg")
    kind = "view" if "VIEW" in statement else "table"
    with closing(sqlite3.connect(source)) as database:
        database.execute("PRAGMA writable_schema=ON")
        database.execute(
            "INSERT INTO sqlite_master VALUES (?, 'secret', 'secret', 0, ?)", (kind, statement)
        )
        database.commit()
    monkeypatch.setattr(pyogrio, "read_info", lambda _: pytest.fail("GDAL opened it"))
    with pytest.raises(InputError, match=r"official\.gpkg.*cannot be read"):
        import_boundaries(source, target)


@pytest.mark.parametrize("item", [None, ({}, "wkb"), ([], None), ({},)])
def test_features_that_are_none_are_refused(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, item: object
) -> None:
    class Told:
        about, streams = 27700, 1

        def items(self, _stream: int) -> Iterator[object]:
            yield item

    @contextmanager
    def reading(*_: object, **__: object) -> Iterator[Told]:
        yield Told()

    monkeypatch.setattr("hotspots.boundary_import.official.reading_apart", reading)
    with pytest.raises(InputError, match="not features at all"):
        import_boundaries(geojson(tmp_path, ROWS), target)


def test_more_features_than_any_layer_has_are_refused(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.boundary_import.official._MAX_FEATURES", 2)
    with pytest.raises(InputError, match="more than 2 features"):
        import_boundaries(geojson(tmp_path, ROWS), target)


def test_a_table_without_shapes_is_refused(tmp_path: Path, target: Path) -> None:
    source = with_gdal(tmp_path, ".gpkg")
    database = sqlite3.connect(source)
    database.execute("update gpkg_contents set data_type = 'attributes'")
    database.execute("delete from gpkg_geometry_columns")
    database.commit()
    database.close()
    with pytest.raises(InputError, match="cannot be read"):
        import_boundaries(source, target)


@pytest.mark.parametrize(
    "source", ["nowhere.geojson", "http://127.0.0.1/wards.geojson", "/vsicurl/http://x/y.gpkg", "."]
)
def test_what_is_no_file_is_refused(tmp_path: Path, target: Path, source: str) -> None:
    with pytest.raises(InputError, match="not GeoJSON"):
        import_boundaries(tmp_path / source if source != "." else tmp_path, target)


def test_an_empty_layer_is_refused(tmp_path: Path, target: Path) -> None:
    with pytest.raises(InputError, match="no wards in it"):
        import_boundaries(geojson(tmp_path, []), target)


def test_a_refusal_leaves_the_target_and_its_folder_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "boundaries"
    folder.mkdir()
    target = folder / "wards.geojson"
    target.write_text("what was there")
    with pytest.raises(InputError):
        import_boundaries(geojson(tmp_path, [ROWS[0], ROWS[0]]), target)
    assert target.read_text() == "what was there"
    assert list(folder.iterdir()) == [target]
    import_boundaries(geojson(tmp_path, ROWS), target)
    check_three_wards(target)
    assert list(folder.iterdir()) == [target]


def test_shapes_too_fine_for_six_decimals_are_refused(tmp_path: Path, target: Path) -> None:
    speck = shapely.box(430_000, 330_000, 430_000.01, 330_000.01)
    source = geojson(tmp_path, [row("E05000001", speck)], metres=True, crs=named_crs("EPSG:27700"))
    with pytest.raises(InputError, match=r"official\.geojson.*too fine"):
        import_boundaries(source, target)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"wards\.geojson cannot be written"):
        import_boundaries(geojson(tmp_path, ROWS), tmp_path / "file" / "wards.geojson")


def test_a_target_that_is_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        import_boundaries(geojson(tmp_path, ROWS), tmp_path)
