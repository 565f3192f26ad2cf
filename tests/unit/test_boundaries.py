import json
from pathlib import Path

import pytest
import shapely

from hotspots.boundaries import (
    Layer,
    LayerFeature,
    layer_bytes,
    read_boundaries,
)
from hotspots.errors import InputError
from hotspots.geo import PointM

# Three squares of 1 km in a row, and one that lies apart; a ward may be in two parts.
WEST, MIDDLE, EAST, APART = (
    shapely.box(430_000 + 1_000 * column, 330_000, 431_000 + 1_000 * column, 331_000)
    for column in (0, 1, 2, 5)
)


def layer(*wards: tuple[str, str, shapely.Geometry], year: str = "WD24") -> bytes:
    features = (
        LayerFeature({f"{year}CD": code, f"{year}NM": name}, shape) for code, name, shape in wards
    )
    return layer_bytes(Layer(name="test", attribution="Made for a test.", features=tuple(features)))


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "wards.geojson"
    path.write_bytes(content)
    return path


def changed(**members: object) -> bytes:
    """The layer of one ward, with members of its feature replaced."""
    raw = json.loads(layer(("E05000001", "West", WEST)))
    raw["features"][0] |= members
    return json.dumps(raw).encode()


@pytest.fixture
def three(tmp_path: Path) -> Path:
    two_parts = shapely.union_all([EAST, APART])
    return written(
        tmp_path,
        layer(
            ("E05000003", "East & Apart", two_parts),
            ("E05000001", "West", WEST),
            ("E05000002", "Middle", MIDDLE),
        ),
    )


def test_wards_are_read_in_the_order_of_their_codes(three: Path) -> None:
    found = read_boundaries(three)
    assert [(ward.code, ward.name) for ward in found.wards] == [
        ("E05000001", "West"),
        ("E05000002", "Middle"),
        ("E05000003", "East & Apart"),
    ]
    assert found.attribution == "Made for a test."
    assert found.geojson == json.loads(three.read_bytes())


@pytest.mark.parametrize(
    ("easting", "code"),
    [
        (430_500, "E05000001"),
        (431_500, "E05000002"),
        (432_500, "E05000003"),
        (435_500, "E05000003"),
        (434_000, None),
        (429_990, None),
    ],
)
def test_the_ward_of_a_position(three: Path, easting: float, code: str | None) -> None:
    found = read_boundaries(three)
    ward = found.ward_of(PointM(easting, 330_500))
    assert (ward.code if ward else None) == code
    assert found.contains(PointM(easting, 330_500)) is (code is not None)


def test_a_position_on_the_line_belongs_to_the_lower_code(three: Path) -> None:
    found = read_boundaries(three)
    for lower, higher in ((0, 1), (1, 2)):
        shared = shapely.intersection(found.wards[lower].geometry_m, found.wards[higher].geometry_m)
        on_the_line = PointM(*shapely.get_coordinates(shared)[0])
        assert found.ward_of(on_the_line) == found.wards[lower]
        assert found.contains(on_the_line)


def test_neighbours_share_their_line_exactly(three: Path) -> None:
    found = read_boundaries(three)
    # No crack between the three, so the row and the part that lies apart are two pieces.
    assert len(shapely.get_parts(found.outline_m)) == 2
    assert shapely.get_num_interior_rings(shapely.get_parts(found.outline_m)).sum() == 0


@pytest.mark.parametrize(
    "properties",
    [
        {"WD24CD": "E05000001", "WD24NM": "West"},
        {"wd23cd": "E05000001", "wd23nm": "West"},
        {"code": "E05000001", "name": "West"},
        # As the Office for National Statistics publishes them.
        {
            "LAD24CD": "E06000015",
            "LAD24NM": "Derby",
            "WD24CD": "E05000001",
            "WD24NM": "West",
            "WD24NMW": "Gorllewin",
        },
        {"WD24NMW": "Gorllewin", "WD24NM": "West", "WD24CD": "E05000001", "LAD24CD": "W06000015"},
    ],
)
def test_code_and_name_are_the_wards_own(tmp_path: Path, properties: dict[str, str]) -> None:
    (ward,) = read_boundaries(written(tmp_path, changed(properties=properties))).wards
    assert (ward.code, ward.name) == ("E05000001", "West")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b"null",
        b'{"features": {"a": 1}}',
        b'{"features": [NaN]}',
        b'{"features": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_feature_collection_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="not a GeoJSON feature collection"):
        read_boundaries(written(tmp_path, content))


def test_a_layer_without_wards_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no wards"):
        read_boundaries(written(tmp_path, b'{"features": []}'))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.geojson"):
        read_boundaries(tmp_path / "nowhere.geojson")


@pytest.mark.parametrize(
    "members",
    [
        {"properties": None},
        {"properties": {"WD24CD": "E05000001"}},
        {"properties": {"WD24CD": None, "WD24NM": "West"}},
        {"properties": {"WD24CD": "E05000001", "WD24NM": " "}},
        {"geometry": None},
        {"geometry": {"type": "Point", "coordinates": [-1.5, 52.9]}},
        {"geometry": {"type": "Polygon"}},
        {"geometry": {"type": "Polygon", "coordinates": "here"}},
        {"geometry": {"type": "Nonsense", "coordinates": []}},
    ],
)
def test_a_ward_that_lacks_something_is_refused(tmp_path: Path, members: dict[str, object]) -> None:
    with pytest.raises(InputError, match="feature 1 lacks a code, a name or a polygon"):
        read_boundaries(written(tmp_path, changed(**members)))


BOW_TIE = [[[-1.5, 52.9], [-1.4, 53.0], [-1.4, 52.9], [-1.5, 53.0], [-1.5, 52.9]]]
PARIS = [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]
METRES = [[[430_000, 330_000], [431_000, 330_000], [431_000, 331_000], [430_000, 330_000]]]
HUGE = [[[1e308, 52.9], [1e308, 53.0], [-1.4, 53.0], [1e308, 52.9]]]
SWAPPED = [[[52.9, -1.5], [52.9, -1.4], [53.0, -1.4], [52.9, -1.5]]]


@pytest.mark.parametrize("coordinates", [BOW_TIE, PARIS, METRES, HUGE, SWAPPED, []])
def test_a_shape_that_cannot_be_a_ward_is_refused(tmp_path: Path, coordinates: object) -> None:
    geometry = {"type": "Polygon", "coordinates": coordinates}
    with pytest.raises(InputError, match="feature 1 is not a valid shape in Great Britain"):
        read_boundaries(written(tmp_path, changed(geometry=geometry)))


def test_one_code_twice_is_refused(tmp_path: Path) -> None:
    twice = layer(
        ("E05000001", "West", WEST), ("E05000002", "Middle", MIDDLE), ("E05000001", "East", EAST)
    )
    with pytest.raises(InputError, match="feature 3 has the same code as feature 1"):
        read_boundaries(written(tmp_path, twice))


def test_what_is_written_keeps_to_rfc_7946() -> None:
    holed = WEST.difference(shapely.box(430_400, 330_400, 430_600, 330_600))
    raw = json.loads(layer(("E05000001", "West", shapely.union_all([holed, EAST]))))
    assert raw["type"] == "FeatureCollection"
    assert "crs" not in raw
    (feature,) = raw["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    for outer, *holes in feature["geometry"]["coordinates"]:
        assert shapely.is_ccw(shapely.linearrings(outer))
        assert not any(shapely.is_ccw(shapely.linearrings(hole)) for hole in holes)
        assert outer[0] == outer[-1]
        for lon, lat in outer:
            assert (lon, lat) == (round(lon, 6), round(lat, 6))
            assert -2 < lon < -1


def test_a_layer_is_the_same_bytes_however_its_rings_are_turned() -> None:
    turned = shapely.Polygon(reversed([*WEST.exterior.coords[2:-1], *WEST.exterior.coords[:3]]))
    assert turned.equals(WEST)
    assert layer(("E05000001", "W", turned)) == layer(("E05000001", "W", WEST))


def test_a_note_is_written_where_there_is_one() -> None:
    with_note = Layer(name="n", attribution="a", features=(), note="Only a test.")
    assert json.loads(layer_bytes(with_note))["note"] == "Only a test."
    assert "note" not in json.loads(layer_bytes(Layer(name="n", attribution="a", features=())))


def test_a_spike_that_rounding_folds_is_mended(tmp_path: Path) -> None:
    # A notch 2 cm wide: in six decimals of a degree its two sides cross or coincide.
    notch = shapely.Polygon([(430_500, 330_400), (430_500.02, 331_001), (430_499.98, 331_001.3)])
    (ward,) = read_boundaries(
        written(tmp_path, layer(("E05000001", "West", WEST.difference(notch))))
    ).wards
    assert ward.geometry_m.is_valid
    assert ward.geometry_m.area == pytest.approx(WEST.area, rel=1e-3)
