import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.geo import (
    GRID_M,
    GridCell,
    PointM,
    coordinates_from_lon_lat,
    coordinates_to_lon_lat,
    from_lon_lat,
    grid_cell,
    in_great_britain,
    to_lon_lat,
)

# Easting and northing of Derby and a good way around it.
DERBY = st.builds(PointM, st.floats(420_000, 450_000), st.floats(320_000, 350_000))


def test_the_ordnance_surveys_worked_example() -> None:
    # Ordnance Survey, Transformations and OSGM15 User Guide, Annexe A (OSTN15): ETRS89
    # 52°39'28.8282"N 1°42'57.8663"E is E 651409.804 N 313177.450 on the National Grid.
    lat = 52 + 39 / 60 + 28.8282 / 3600
    lon = 1 + 42 / 60 + 57.8663 / 3600
    found = from_lon_lat(lon, lat)
    # Without the OSTN15 grid PROJ's Helmert transformation is good to a few metres.
    assert found.distance_m(PointM(651_409.804, 313_177.450)) < 5


def test_a_position_in_derby_agrees_with_its_published_pair() -> None:
    # Derby Bus Station, DE1 2AY: both pairs as the ONS Postcode Directory gives them.
    assert from_lon_lat(-1.471928, 52.922068).distance_m(PointM(435_601, 336_203)) < 5
    lon, lat = to_lon_lat(PointM(435_601, 336_203))
    assert lon == pytest.approx(-1.471928, abs=5e-5)
    assert lat == pytest.approx(52.922068, abs=5e-5)


@given(DERBY)
def test_there_and_back_is_the_same_place(point: PointM) -> None:
    # Six decimals of a degree are at most 0.06 m off in each direction.
    assert from_lon_lat(*to_lon_lat(point)).distance_m(point) < 0.1


def test_degrees_have_six_decimals() -> None:
    for degree in to_lon_lat(PointM(435_601.123, 336_203.456)):
        assert degree == round(degree, 6)


def test_many_positions_are_converted_as_one_is() -> None:
    points = [PointM(435_601, 336_203), PointM(433_353, 337_462), PointM(437_434, 332_993)]
    degrees = coordinates_to_lon_lat(np.array([point.key for point in points]))
    assert [tuple(pair) for pair in degrees.tolist()] == [to_lon_lat(p) for p in points]
    metres = coordinates_from_lon_lat(degrees)
    assert metres.shape == (3, 2)
    assert metres.tolist() == [list(from_lon_lat(*pair).key) for pair in degrees.tolist()]


def test_no_positions_are_no_positions() -> None:
    assert coordinates_to_lon_lat(np.empty((0, 2))).shape == (0, 2)
    assert coordinates_from_lon_lat(np.empty((0, 2))).shape == (0, 2)


@pytest.mark.parametrize(
    ("easting", "northing", "inside"),
    [
        (0, 0, True),
        (700_000, 1_300_000, True),
        (700_000.1, 1, False),
        (1, 1_300_000.1, False),
        (-0.1, 1, False),
        (1, -0.1, False),
        (math.nan, 1, False),
        (1, math.inf, False),
        (-1.47, 52.92, False),
        (52.92, -1.47, False),
    ],
)
def test_in_great_britain(easting: float, northing: float, *, inside: bool) -> None:
    assert in_great_britain(PointM(easting, northing)) is inside


def test_coordinates_that_are_no_degrees_are_in_no_country() -> None:
    assert not in_great_britain(from_lon_lat(435_601, 336_203))


def test_distance_is_pythagoras_in_metres() -> None:
    assert PointM(0, 0).distance_m(PointM(300, 400)) == 500
    assert PointM(300, 400).distance_m(PointM(0, 0)) == 500


@pytest.mark.parametrize(
    ("point", "cell"),
    [
        (PointM(435_600, 336_200), GridCell(435_600, 336_200)),
        (PointM(435_699.999, 336_299.999), GridCell(435_600, 336_200)),
        (PointM(435_700, 336_300), GridCell(435_700, 336_300)),
        (PointM(435_599.999, 336_200), GridCell(435_500, 336_200)),
    ],
)
def test_a_cell_holds_its_south_west_edges_only(point: PointM, cell: GridCell) -> None:
    assert grid_cell(point) == cell


@given(DERBY)
def test_every_position_lies_in_its_cell(point: PointM) -> None:
    cell = grid_cell(point)
    assert cell.easting % GRID_M == 0
    assert cell.northing % GRID_M == 0
    assert cell.easting <= point.easting < cell.easting + GRID_M
    assert cell.northing <= point.northing < cell.northing + GRID_M
    assert grid_cell(cell.centre) == cell
