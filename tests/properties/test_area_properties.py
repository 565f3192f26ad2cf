"""Saved areas tell nothing that the release does not, wherever they lie and overlap."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import shapely
from hypothesis import given
from hypothesis import strategies as st

from hotspots.brief import Ground
from hotspots.brief.areas import NEAR_M, AreaKind, SavedArea, SavedAreas
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCount,
    ShownPosition,
)

WEST, SOUTH = 434000, 334000
# Six decimals of a degree, in which an area is kept, are a tenth of a metre.
ON_THE_LINE_M = 0.5
_corner = st.integers(0, 40).map(lambda steps: steps * 100)
_side = st.integers(8, 30).map(lambda steps: steps * 100)
boxes = st.tuples(_corner, _corner, _side, _side)
spots = st.lists(st.tuples(st.integers(-500, 7500), st.integers(-500, 7500)), max_size=8)


def saved(box: tuple[int, int, int, int]) -> SavedArea:
    east, north, width, height = box
    return SavedArea.made(
        name=f"Area {box}",
        kind=AreaKind.LOCALITY,
        shape_m=shapely.box(
            WEST + east, SOUTH + north, WEST + east + width, SOUTH + north + height
        ),
        valid_from=date(2021, 1, 1),
    )


def released(places: list[tuple[int, int]], *, figure: int = 20) -> Release:
    one = ReleasedHotspot(
        hotspot_id="",
        name="Place",
        category="retail",
        zone="Centre",
        area=ShownArea(code="E05000001", name="Ward"),
        position=ShownPosition(easting=0.0, northing=0.0, lon=-1.45, lat=52.91),
        extent_m=60.0,
        episodes=ShownCount(text=str(figure), value=figure),
        children=ShownCount(text="5 to 9"),
        first_month=None,
        last_month=None,
    )
    hotspots = tuple(
        replace(
            one,
            hotspot_id=f"h{number}",
            position=replace(
                one.position, easting=float(WEST + east), northing=float(SOUTH + north)
            ),
        )
        for number, (east, north) in enumerate(places)
    )
    zone = ReleasedZone(
        name="Centre",
        hotspot_ids=tuple(h.hotspot_id for h in hotspots),
        episodes=ShownCount(text="95", value=95),
    )
    return Release(
        audience=Audience.BRIEF,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Brief",
        classification="OFFICIAL-SENSITIVE",
        policy_version="brief-1",
        banner="SYNTHETIC DATA",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=hotspots,
        zones=(zone,) if hotspots else (),
    )


def outside_m(spot: tuple[int, int], box: tuple[int, int, int, int]) -> float:
    """Metres from a box, worked out without a library."""
    across = max(box[0] - spot[0], 0, spot[0] - box[0] - box[2])
    up = max(box[1] - spot[1], 0, spot[1] - box[1] - box[3])
    return math.hypot(across, up)


@given(places=spots, areas=st.lists(boxes, min_size=1, max_size=3, unique=True))
def test_an_area_shows_the_release_s_own_places_in_and_near_it(
    places: list[tuple[int, int]], areas: list[tuple[int, int, int, int]]
) -> None:
    made = [saved(box) for box in areas]
    ground = Ground.of({}, json.loads(SavedAreas().with_areas(*made).layer()))
    release = released(places)
    for area, box in zip(made, areas, strict=True):
        part = ground.part_of(release, frozenset({area.code}))
        assert set(part.hotspots) <= set(release.hotspots)
        assert part.total_episodes.value is None
        assert all(zone.episodes.value is None for zone in part.zones)
        shown = {one.hotspot_id for one in part.hotspots}
        for number, spot in enumerate(places):
            away_m = outside_m(spot, box)
            if abs(away_m - NEAR_M) > ON_THE_LINE_M:
                assert (f"h{number}" in shown) is (away_m < NEAR_M)


@given(places=spots, box=boxes, other=boxes)
def test_what_happens_elsewhere_changes_no_byte_of_an_area(
    places: list[tuple[int, int]],
    box: tuple[int, int, int, int],
    other: tuple[int, int, int, int],
) -> None:
    area = saved(box)
    every = SavedAreas().with_areas(area, saved(other))
    ground = Ground.of({}, json.loads(every.layer()))
    whole = released(places)
    part = ground.part_of(whole, frozenset({area.code}))
    own = {one.hotspot_id for one in part.hotspots}
    changed = replace(
        whole,
        hotspots=tuple(
            one
            if one.hotspot_id in own
            else replace(one, episodes=ShownCount(text="90", value=90), name="Elsewhere")
            for one in whole.hotspots
        ),
        total_episodes=ShownCount(text="900", value=900),
    )
    again = ground.part_of(changed, frozenset({area.code}))
    assert again.canonical_bytes() == part.canonical_bytes()
