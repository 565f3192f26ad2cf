from __future__ import annotations

import math

import pytest

from hotspots.geo import PointM
from hotspots.geocode.fix import as_written
from hotspots.geocode.gridref import find_grid_reference


@pytest.mark.parametrize(
    ("text", "point", "cell_m"),
    [
        ("SK3536", PointM(435500, 336500), 1000),
        ("SK356362", PointM(435650, 336250), 100),
        ("sk 356 362", PointM(435650, 336250), 100),
        ("SK 3560 3620", PointM(435605, 336205), 10),
        ("SK 35601 36203", PointM(435601.5, 336203.5), 1),
        ("SK3560136203", PointM(435601.5, 336203.5), 1),
        ("TQ 300 800", PointM(530050, 180050), 100),
        ("SV 900 100", PointM(90050, 10050), 100),
        ("HU 450 420", PointM(445050, 1142050), 100),
    ],
)
def test_a_reference_is_the_middle_of_its_square(text: str, point: PointM, cell_m: float) -> None:
    fix = find_grid_reference(as_written(text))
    assert fix is not None
    assert fix.point == point
    assert fix.precision_m == pytest.approx(cell_m / math.sqrt(2))


def test_the_rest_of_the_text_is_kept() -> None:
    fix = find_grid_reference(as_written("seen SK356362 twice"))
    assert fix is not None
    assert fix.rest.split() == ["SEEN", "TWICE"]


@pytest.mark.parametrize(
    "text",
    [
        *("SK35", "SK 356 36", "SK35636", "no 1234", "so 20 21 people", "at SK3536 or so"),
        *("ZZ 356 362", "ASK356362", "SK356362B", "HA 356 362"),
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert find_grid_reference(as_written(text)) is None
