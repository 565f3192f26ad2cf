"""Spots turn into the words that staff would write."""

from __future__ import annotations

import re
from math import hypot
from random import Random
from typing import TYPE_CHECKING

import pytest

from hotspots.demo.texts import SPOT_TEXTS
from hotspots.demo.words import place_cells, spot_text
from hotspots.gazetteer import Gazetteer, read_gazetteer
from hotspots.resources import data_path

if TYPE_CHECKING:
    from hotspots.demo import DemoRows

FIX = re.compile(r"(\d{6}), (\d{6})")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_gazetteer(data_path("gazetteer/derby.csv"))


@pytest.fixture
def rng() -> Random:
    return Random(5)  # noqa: S311 - repeatable, not secret


@pytest.mark.parametrize(("spot", "jitter_m"), [("aldi-alvaston", 30), ("markeaton-park", 350)])
def test_a_fix_lies_as_near_as_a_phone_or_anywhere_in_a_park(
    spot: str, jitter_m: float, gazetteer: Gazetteer, rng: Random
) -> None:
    texts = [spot_text(spot, rng, gazetteer=gazetteer) for _ in range(2_000)]
    fixes = [match for text in texts if (match := FIX.fullmatch(text))]
    assert len(fixes) > 100
    centre = gazetteer[spot].point
    off = [hypot(int(m[1]) - centre.easting, int(m[2]) - centre.northing) for m in fixes]
    assert max(off) <= jitter_m + 1
    assert max(off) > jitter_m / 2
    assert set(texts) - {match[0] for match in fixes} == set(SPOT_TEXTS[spot])


def test_every_spot_is_written_somewhere(gazetteer: Gazetteer, rng: Random) -> None:
    spots = ["rollerworld", "derbion", "nottingham"]
    for _ in range(50):
        cells = place_cells(spots, rng, gazetteer=gazetteer, interviewed=True, returned=True)
        told = f"{cells.last_seen} | {cells.visited} | {cells.found} | {cells.interview}"
        for spot in spots:
            assert any(text in told for text in SPOT_TEXTS[spot]) or FIX.search(told), told


def test_who_is_still_missing_was_found_nowhere(gazetteer: Gazetteer, rng: Random) -> None:
    for _ in range(50):
        cells = place_cells(
            ["derbion"], rng, gazetteer=gazetteer, interviewed=False, returned=False
        )
        assert (cells.found, cells.interview, cells.met) == ("", "", False)


def test_the_cells_look_like_life(rows: DemoRows) -> None:
    texts = {text for row in rows.good for text in (row.last_seen, row.visited, row.found)}
    assert {"", "n/k", "bus stn"} <= texts
    assert any(" then " in text for text in texts)
    assert any(FIX.fullmatch(text) for text in texts)
    assert any(text == "DE1 2AY" for text in texts)
    assert any("friend" in text for text in texts)
