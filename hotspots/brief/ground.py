"""The fixed areas that briefs are made for: the wards a release was sealed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import shapely

from hotspots.boundaries import code_and_name, polygon_of
from hotspots.brief.wording import plain
from hotspots.geo import coordinates_from_lon_lat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A ward by its official code and name; `shape_m` is in EPSG:27700."""

    code: str
    name: str
    shape_m: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All areas, in the order of their codes, and whom the layer is owed to."""

    areas: tuple[Area, ...]
    attribution: str

    @classmethod
    def of(cls, wards: Mapping[str, Any]) -> Self:
        """The areas of a GeoJSON feature collection in degrees: a release's `wards.geojson`.

        A feature without a code, a name or a polygon is no area.
        """
        found = (_area(feature) for feature in wards.get("features", ()))
        areas = sorted((area for area in found if area is not None), key=lambda area: area.code)
        return cls(areas=tuple(areas), attribution=str(wards.get("attribution", "")))

    def area(self, code: str) -> Area | None:
        """The area of this code, if there is one."""
        return next((area for area in self.areas if area.code == code), None)


def _area(feature: Mapping[str, Any]) -> Area | None:
    code, name = code_and_name(feature.get("properties") or {})
    shape = polygon_of(feature)
    if not code or not name or shape is None:
        return None
    shape_m = shapely.transform(shape, coordinates_from_lon_lat)
    return Area(code=code, name=plain(name), shape_m=shape_m)
