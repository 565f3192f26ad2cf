"""A position that a person types is read as the texts of staff are, and nothing is guessed."""

from __future__ import annotations

import pytest

from hotspots.geo import PointM
from hotspots.geocode.typed import typed_position
from hotspots.postcodes import Postcodes

POSTCODES = Postcodes.load()


@pytest.mark.parametrize(
    ("typed", "easting", "northing"),
    [
        ("435601, 336203", 435601, 336203),
        ("  435601 / 336203 ", 435601, 336203),
        ("SK 356 362", 435650, 336250),
        ("sk3560136203", 435601.5, 336203.5),
        ("DE1 2AY", 435601, 336203),
        ("de24 0jh", 438537, 333378),
        ("52.9225, -1.4746", 435421, 336250),
        ("52.9225\N{DEGREE SIGN}N 1.4746\N{DEGREE SIGN}W", 435421, 336250),
    ],
)
def test_a_position_is_read(typed: str, easting: float, northing: float) -> None:
    found = typed_position(typed, postcodes=POSTCODES)
    assert isinstance(found, PointM)
    assert (found.easting, found.northing) == pytest.approx((easting, northing), abs=0.6)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Lidl",
        "SK3536",  # a kilometre is no place
        "SK 356 362 behind the pub",
        "435601, 336203 or so",
        "DE24",
        "DE1 2AY near",
        "DE1 2AY DE24 0JH",
        "ZZ9 9ZZ",
        "99.0000, -1.4746",
    ],
)
def test_what_is_more_or_less_than_a_position_is_none(typed: str) -> None:
    assert typed_position(typed, postcodes=POSTCODES) is None
