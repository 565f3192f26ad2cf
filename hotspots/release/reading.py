"""The parts of a release from the JSON of its canonical bytes."""

from __future__ import annotations

from datetime import date
from typing import Any

from hotspots.period import Period
from hotspots.release.parts import (
    Change,
    Comparison,
    FormerHotspot,
    ReleasedHotspot,
    ReleasedZone,
    ShownAction,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownDirection,
    ShownPlaceRisk,
    ShownPosition,
    Withheld,
)

SINCE_FORMAT_2 = ("firmness", "direction", "actions")
"""What a hotspot of a release of the first format does not have."""
WHERE_TOLD = "place_risks"
"""What a hotspot has only where something of it is told: without it nothing else changes."""


def period_from(raw: dict[str, Any]) -> Period:
    """First and last day, both included."""
    return Period(first=date.fromisoformat(raw["first"]), last=date.fromisoformat(raw["last"]))


def count_from(raw: dict[str, Any]) -> ShownCount:
    """A shown count, or a withheld one with its reason."""
    reason = raw["reason"]
    return ShownCount(
        text=raw["text"],
        value=raw["value"],
        reason=None if reason is None else Withheld(reason),
    )


def zone_from(raw: dict[str, Any]) -> ReleasedZone:
    """A zone of hotspots that are shown."""
    return ReleasedZone(
        name=raw["name"],
        hotspot_ids=tuple(raw["hotspot_ids"]),
        episodes=count_from(raw["episodes"]),
    )


def comparison_from(raw: dict[str, Any] | None) -> Comparison | None:
    """The release compared with, if there was one."""
    if raw is None:
        return None
    former = tuple(
        FormerHotspot(
            hotspot_id=one["hotspot_id"],
            name=one["name"],
            area=_area(one["area"]),
            position=ShownPosition(**one["position"]),
        )
        for one in raw["former"]
    )
    return Comparison(period=period_from(raw["period"]), former=former)


def hotspot_from(raw: dict[str, Any]) -> ReleasedHotspot:
    """A hotspot; one of the first format has no firmness, direction or actions."""
    return ReleasedHotspot(
        hotspot_id=raw["hotspot_id"],
        name=raw["name"],
        category=raw["category"],
        zone=raw["zone"],
        area=_area(raw["area"]),
        position=ShownPosition(**raw["position"]),
        extent_m=raw["extent_m"],
        episodes=count_from(raw["episodes"]),
        children=count_from(raw["children"]),
        first_month=raw["first_month"],
        last_month=raw["last_month"],
        time_bands=tuple((name, count_from(count)) for name, count in raw["time_bands"]),
        cells=tuple(_cell(cell) for cell in raw["cells"]),
        firmness=raw.get("firmness", ""),
        direction=_direction(raw.get("direction")),
        actions=tuple(ShownAction(**action) for action in raw.get("actions", ())),
        place_risks=tuple(_place_risk(one) for one in raw.get(WHERE_TOLD, ())),
    )


def _area(raw: dict[str, str] | None) -> ShownArea | None:
    return None if raw is None else ShownArea(**raw)


def _cell(raw: dict[str, Any]) -> ShownCell:
    ring = tuple((float(lon), float(lat)) for lon, lat in raw["ring"])
    return ShownCell(easting=raw["easting"], northing=raw["northing"], ring=ring)


def _place_risk(raw: dict[str, Any]) -> ShownPlaceRisk:
    day = raw["next_review"]
    return ShownPlaceRisk(
        about=raw["about"],
        themes=tuple(raw["themes"]),
        guardians=tuple(raw["guardians"]),
        lead=raw["lead"],
        next_review=None if day is None else date.fromisoformat(day),
    )


def _direction(raw: dict[str, Any] | None) -> ShownDirection | None:
    return None if raw is None else ShownDirection(**(raw | {"change": Change(raw["change"])}))
