"""Releases made by hand: no child was ever behind these figures."""

from __future__ import annotations

from datetime import date

import pytest

from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownPosition,
    Withheld,
)

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))


def _hotspot(number: int, name: str, *, cells: tuple[ShownCell, ...] = ()) -> ReleasedHotspot:
    return ReleasedHotspot(
        hotspot_id=f"place-{number}",
        name=name,
        category="supermarket",
        zone="Alvaston and Allenton",
        area=ShownArea(code="E05015508", name="Allenton") if number % 2 else None,
        position=ShownPosition(
            easting=437000.0 + number, northing=332900.0, lon=-1.45 + number / 1000, lat=52.893
        ),
        extent_m=60.0,
        episodes=ShownCount(text="about 20", value=20)
        if number % 2
        else ShownCount(text="5 to 7", reason=Withheld.TOO_FEW),
        children=ShownCount(text="5 to 7"),
        first_month="2021-01",
        last_month=None,
        cells=cells,
    )


def _cell(east: int, north: int) -> ShownCell:
    west, south = -1.45 + east * 0.0015, 52.89 + north * 0.0009
    right, top = round(west + 0.0015, 6), round(south + 0.0009, 6)
    west, south = round(west, 6), round(south, 6)
    return ShownCell(
        easting=437000 + east * 100,
        northing=332900 + north * 100,
        ring=((west, south), (right, south), (right, top), (west, top), (west, south)),
    )


def _release(*hotspots: ReleasedHotspot, audience: Audience = Audience.PARTNER) -> Release:
    return Release(
        audience=audience,
        period=PERIOD,
        title="Hotspots",
        classification="OFFICIAL-SENSITIVE",
        policy_version="partner-1",
        banner="SYNTHETIC DATA",
        notices=("Only public places are shown.",),
        total_episodes=ShownCount(text="about 245", value=245),
        hotspots=hotspots,
        zones=(),
        attribution=("Source: made by hand",),
    )


@pytest.fixture
def places() -> Release:
    """Two places, one with a number of episodes and one with a band alone."""
    return _release(_hotspot(1, "Aldi Alvaston"), _hotspot(2, "St Peter's"))


@pytest.fixture
def cells() -> Release:
    """One open-data hotspot of three cells in two parts."""
    shape = (_cell(0, 0), _cell(1, 0), _cell(5, 5))
    return _release(_hotspot(1, "Cluster 1", cells=shape), audience=Audience.OPEN_DATA)


@pytest.fixture
def nothing() -> Release:
    """A release in which nothing may be shown."""
    return _release()


@pytest.fixture
def hostile() -> Release:
    """A place whose name a spreadsheet would run."""
    return _release(_hotspot(1, '=HYPERLINK("http://x","y")'))
