from __future__ import annotations

import pytest

from hotspots.geocode.split import put_right, strong_parts, weak_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bus stn/Rooms?", ("Bus stn", "Rooms?")),
        ("a place then another", ("a place", "another")),
        ("here; there\nand there", ("here", "there", "and there")),
        ("here -> there > home", ("here", "there", "home")),
        ("B/Station", ("B/Station",)),
        ("c/pk", ("c/pk",)),
        ("n/k", ("n/k",)),
        ("shop 24/7", ("shop 24/7",)),
        ("12/05/2021", ("12/05/2021",)),
        ("A&E/433123, 337673", ("A&E", "433123, 337673")),
        ("/", ("/",)),
        ("", ("",)),
    ],
)
def test_signs_that_always_part(text: str, parts: tuple[str, ...]) -> None:
    assert strong_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Aldi, Alvaston", ("Aldi", "Alvaston")),
        ("park & station", ("park", "station")),
        ("park&station", ("park", "station")),
        ("A&E", ("A&E",)),
        ("433123, 337673 & park", ("433123, 337673", "park")),
        ("52.92, -1.47, park", ("52.92, -1.47", "park")),
        ("park 2, station", ("park 2", "station")),
        ("M&S and A & E", ("M&S", "A & E")),
        ("station to park", ("station", "park")),
        ("here - there", ("here", "there")),
        ("co-op", ("co-op",)),
        ("corner of one street and another", ("corner of one street and another",)),
        ("between the park and the station", ("between the park and the station",)),
        ("btwn park and station", ("btwn park and station",)),
        ("1) park 2) station", ("park", "station")),
        ("1. Park 2. station", ("Park", "station")),
        ("Left: park. Found: station", ("Left: park", "Found: station")),
        ("St. Peter Rd. shops", ("St. Peter Rd. shops",)),
    ],
)
def test_signs_that_part_places_only(text: str, parts: tuple[str, ...]) -> None:
    assert weak_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("the park (not the station)", ("the park (", "the station)")),
        ("Park NOT at station", ("Park", "at station")),
        ("not at the park", None),
        ("the park, not", None),
        ("park not station not museum", None),
        ("nothing", None),
    ],
)
def test_what_is_said_and_what_it_is_not(text: str, both: tuple[str, str] | None) -> None:
    assert put_right(text) == both
