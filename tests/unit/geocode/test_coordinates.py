from __future__ import annotations

import pytest

from hotspots.geo import PointM
from hotspots.geocode.coordinates import find_easting_northing, find_lat_lon
from hotspots.geocode.fix import as_written

SPOT = PointM(435601, 336203)


@pytest.mark.parametrize(
    "text",
    [
        "52.922068, -1.471928",
        "-1.471928 52.922068",
        "52.922068 \N{MINUS SIGN}1.471928",
        "lat 52.922068 lon -1.471928",
        "N52.922068 W1.471928",
        "52.922068\N{DEGREE SIGN}N, 1.471928\N{DEGREE SIGN}W",
        "found at 52.922068,-1.471928 by the bins",
    ],
)
def test_latitude_and_longitude_in_either_order(text: str) -> None:
    fix = find_lat_lon(as_written(text))
    assert fix is not None
    assert fix.point.distance_m(SPOT) < 5
    assert fix.precision_m == 5
    assert fix.doubt == ""


def test_degrees_minutes_and_seconds() -> None:
    fix = find_lat_lon(as_written("52\N{DEGREE SIGN}55'19.4\"N 1\N{DEGREE SIGN}28'18.9\"W"))
    assert fix is not None
    assert fix.point.distance_m(SPOT) < fix.precision_m
    assert fix.precision_m == pytest.approx(18, abs=1)


def test_fewer_decimals_are_less_precise() -> None:
    fix = find_lat_lon("52.92, -1.47")
    assert fix is not None
    assert fix.precision_m == pytest.approx(650, abs=10)
    assert fix.point.distance_m(SPOT) < fix.precision_m


def test_a_lost_minus_sign_is_doubted() -> None:
    fix = find_lat_lon("52.922068, 1.471928")
    assert fix is not None
    assert "minus" in fix.doubt


@pytest.mark.parametrize(
    "text", ["12.30 1.45", "52.9221", "52.92 and also at about 1.47", "5.50 10.20"]
)
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert find_lat_lon(as_written(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "435601, 336203",
        "435601 336203",
        "E435601 N336203",
        "435601E 336203N",
        "Easting: 435601 Northing: 336203",
        "northing 336203 easting 435601",
        "x=435601 y=336203",
        "by the bins (435601;336203)",
    ],
)
def test_easting_and_northing(text: str) -> None:
    fix = find_easting_northing(as_written(text))
    assert fix is not None
    assert fix.point == SPOT


def test_tenths_of_metres_are_kept() -> None:
    fix = find_easting_northing("435601.5, 336203.25")
    assert fix is not None
    assert fix.point == PointM(435601.5, 336203.25)


@pytest.mark.parametrize(
    "text", ["01332 642345", "435601", "435601 house 336203", "9435601 336203", "123456789012"]
)
def test_other_numbers_are_no_metres(text: str) -> None:
    assert find_easting_northing(as_written(text)) is None
