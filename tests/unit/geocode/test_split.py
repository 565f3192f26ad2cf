from __future__ import annotations

import pytest

from hotspots.geocode.split import strong_parts, weak_parts


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
    ],
)
def test_signs_that_part_places_only(text: str, parts: tuple[str, ...]) -> None:
    assert weak_parts(text) == parts
