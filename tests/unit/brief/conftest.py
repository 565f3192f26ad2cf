"""Releases made by hand: no child was ever behind these figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.brief import Ground, area_brief
from hotspots.geo import PointM, to_lon_lat
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Release,
    ReleasedHotspot,
    ReleasedZone,
    ShownArea,
    ShownCount,
    ShownPosition,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.brief import AreaBrief

EAST, WEST = "E05000001", "E05000002"
HOSTILE = (
    "<script>alert(1)</script>",
    "]]><svg onload=alert(2)>",
    "</text></svg><img src=x onerror=alert(3)>",
    '"><b x="',
    '#import "@preview/x:1.0.0": *',
    "#panic() $x^2$ *bold* _em_ `raw` @ref <label> \\ //",
    "{{ 7*7 }}{% raw %}",
    "&amp; &#60;b&#62;",
    "\u202egnp.exe\u202c \u2067x\u2069 \u200fy",
    "null\x00bell\x07esc\x1b[31m\ufffe \ue000",
    "طريق 中文 😀 \u200d zero\u200bwidth",
    "=cmd|' /C calc'!A0",
    "a" * 300,
)


@pytest.fixture
def wards() -> dict[str, Any]:
    """Two square wards side by side, and a feature that is no ward."""
    features: list[dict[str, Any]] = [{"type": "Feature", "properties": None, "geometry": None}]
    for code, name, west in ((WEST, "West ward", 434000), (EAST, "East ward", 436000)):
        corners = ((west, 334000), (west + 2000, 334000), (west + 2000, 336000), (west, 336000))
        ring = [list(to_lon_lat(PointM(*corner))) for corner in (*corners, corners[0])]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        properties = {"LAD24CD": "E06000015", "WD24CD": code, "WD24NM": name}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "attribution": "Ward source", "features": features}


@pytest.fixture
def make_hotspot() -> Callable[..., ReleasedHotspot]:
    """A hotspot by its name; any field of it can be replaced."""

    def made(name: str = "Bus Station", **changes: Any) -> ReleasedHotspot:  # noqa: ANN401 - any field
        fields: dict[str, Any] = {
            "hotspot_id": "bus-station",
            "name": name,
            "category": "transport",
            "zone": "Centre",
            "area": ShownArea(code=EAST, name="East ward"),
            "position": ShownPosition(easting=437000.0, northing=335000.0, lon=-1.45, lat=52.91),
            "extent_m": 60.0,
            "episodes": ShownCount(text="20", value=20),
            "children": ShownCount(text="5 to 9"),
            "first_month": None,
            "last_month": None,
        }
        return ReleasedHotspot(**(fields | changes))

    return made


@pytest.fixture
def make_release() -> Callable[..., Release]:
    """A release of these hotspots; any text of it can be replaced."""

    def made(*hotspots: ReleasedHotspot, **changes: Any) -> Release:  # noqa: ANN401 - any field
        zone = ReleasedZone(
            name="Centre",
            hotspot_ids=tuple(one.hotspot_id for one in hotspots),
            episodes=ShownCount(text="95", value=95),
        )
        fields: dict[str, Any] = {
            "audience": Audience.BRIEF,
            "period": Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
            "title": "Area brief",
            "classification": "OFFICIAL-SENSITIVE",
            "policy_version": "brief-1",
            "banner": "SYNTHETIC DATA",
            "notices": ("Only public places are named.",),
            "total_episodes": ShownCount(
                text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE
            ),
            "hotspots": hotspots,
            "zones": (zone,),
            "attribution": ("Contains OS data",),
        }
        return Release(**(fields | changes))

    return made


@pytest.fixture
def make_brief(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> Callable[..., AreaBrief]:
    """The brief of the east of a release of these hotspots."""

    def made(*hotspots: ReleasedHotspot, terms: Any = None, **changes: Any) -> AreaBrief:  # noqa: ANN401 - any field
        one = area_brief(make_release(*hotspots, **changes), Ground.of(wards), EAST, terms=terms)
        assert one is not None
        return one

    return made


@pytest.fixture
def hostile(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> AreaBrief:
    """A brief every text of which tries to be something else."""
    hotspots = [
        make_hotspot(
            text,
            hotspot_id=text,
            category=text,
            zone=text,
            episodes=ShownCount(text=text),
            children=ShownCount(text=text),
            first_month=text,
            last_month="2021-06",
            time_bands=((text, ShownCount(text=text)),),
        )
        for text in HOSTILE
    ]
    return make_brief(
        *hotspots,
        banner=HOSTILE[0],
        classification=HOSTILE[1],
        notices=HOSTILE,
        attribution=HOSTILE,
    )


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE
