"""What the page's script reads: one block of JSON that can be nothing but data.

Names reach the page as JSON in a `<script type="application/json">`, which browsers do
not run, and from there through `textContent`, which they do not parse. So no
character of a name ever has a meaning, whatever it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape

from hotspots.map.signs import SIGNS
from hotspots.map.views import views_of
from hotspots.map.wording import facts_of, former_facts_of, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.map.basemap import Basemap
    from hotspots.map.ground import Ground
    from hotspots.map.views import View
    from hotspots.release import Release, ReleasedHotspot

# 5 decimals are 1 m: as fine as a ward's outline is drawn.
_WARD_DECIMALS = 5
# A degree of longitude is this much of a degree of latitude in the middle of England.
_LONGITUDE_SCALE = 0.6
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embedded_json(value: object) -> str:
    """JSON that cannot end or open an HTML element: ASCII, without `<`, `>` and `&`."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def payload(release: Release, *, ground: Ground) -> dict[str, Any]:
    """Everything the script draws: places, signs and views, wards, zones and what lies beneath."""
    views = views_of(release)
    context = ground.context
    return {
        "hotspots": _layer(release),
        "former": _former(release),
        "zones": _zones(release),
        "signs": {name: _sign(name) for name in _names_of_signs(views)},
        "views": [_view(view) for view in views],
        "wards": [w for f in ground.wards.get("features", ()) if (w := _ward(f)) is not None],
        "context": None if context is None else _layer(context),
        "basemap": None if ground.basemap is None else _tiles(ground.basemap),
    }


def _layer(release: Release) -> list[dict[str, Any]]:
    return [
        _drawn(number, hotspot) | {"facts": facts_of(hotspot, release.audience)}
        for number, hotspot in enumerate(release.hotspots, start=1)
    ]


def _drawn(number: int, hotspot: ReleasedHotspot) -> dict[str, Any]:
    return {
        "number": number,
        "name": plain(hotspot.name),
        "at": [hotspot.position.lat, hotspot.position.lon],
        "extent": hotspot.extent_m,
        "weight": hotspot.episodes.value or 0,
        # A ring's last corner repeats its first, which Leaflet does not need.
        "cells": [[[lat, lon] for lon, lat in cell.ring[:-1]] for cell in hotspot.cells],
    }


def _former(release: Release) -> list[dict[str, Any]]:
    """The places that the earlier release showed and this one does not."""
    if release.comparison is None:
        return []
    return [
        {
            "name": plain(one.name),
            "at": [one.position.lat, one.position.lon],
            "extent": 0,
            "weight": 0,
            "cells": [],
            "facts": former_facts_of(one, release.comparison),
        }
        for one in release.comparison.former
    ]


def _zones(release: Release) -> list[dict[str, Any]]:
    numbers = {one.hotspot_id: number for number, one in enumerate(release.hotspots, start=1)}
    return [
        {
            "name": plain(zone.name),
            "numbers": [numbers[one] for one in zone.hotspot_ids if one in numbers],
        }
        for zone in release.zones
    ]


def _names_of_signs(views: tuple[View, ...]) -> list[str]:
    return sorted({name for view in views for name, _ in view.legend} | set(views[0].signs))


def _sign(name: str) -> dict[str, Any]:
    sign = SIGNS[name]
    return {
        "radius": sign.radius,
        "fill": sign.fill,
        "line": sign.line,
        "dash": sign.dash,
        "corners": sign.corners,
    }


def _view(view: View) -> dict[str, Any]:
    return {"id": view.view_id, "signs": view.signs, "hasFormer": view.has_former}


def _tiles(basemap: Basemap) -> dict[str, Any]:
    return {"url": basemap.template, "lastZoom": basemap.last_zoom}


def _ward(feature: Mapping[str, Any]) -> dict[str, Any] | None:
    geometry = feature.get("geometry") or {}
    polygons = _polygons(geometry)
    if not polygons:
        return None
    return {
        "name": _name(feature.get("properties") or {}),
        "shape": [[[_lat_lon(p) for p in ring] for ring in polygon] for polygon in polygons],
        "at": _middle(geometry),
    }


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    kind = geometry.get("type")
    if kind == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if kind == "MultiPolygon" else []


def _lat_lon(position: list[float]) -> list[float]:
    lon, lat = position[0], position[1]
    return [round(lat, _WARD_DECIMALS), round(lon, _WARD_DECIMALS)]


def _middle(geometry: Mapping[str, Any]) -> list[float]:
    """Where the ward's name has most room: the middle of the largest circle inside it."""
    largest = max(shapely.get_parts(shape(geometry)), key=lambda part: part.area)
    flat = shapely.transform(largest, lambda points: points * [_LONGITUDE_SCALE, 1.0])
    circle = shapely.maximum_inscribed_circle(flat, tolerance=1e-4)
    x, y = circle.coords[0]
    return [round(y, _WARD_DECIMALS), round(x / _LONGITUDE_SCALE, _WARD_DECIMALS)]


def _name(properties: Mapping[str, Any]) -> str:
    """The ward's name as the Office for National Statistics heads it (`WD24NM`), or `name`."""
    for key, value in properties.items():
        if key == "name" or (key.upper().startswith("WD") and key.upper().endswith("NM")):
            return plain(str(value))
    return ""
