"""The fixed areas that briefs are made for: the wards and saved areas a release was sealed with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import shapely

from hotspots.boundaries import code_and_name, polygon_of
from hotspots.brief.areas import SAVED_KINDS, AreaKind
from hotspots.brief.wording import plain
from hotspots.geo import coordinates_from_lon_lat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from hotspots.release import Release, ShownPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area by its code and name; `shape_m` is in EPSG:27700.

    A place belongs to a ward by the release's own word; to a saved area by where it stands:
    in it, or within `near_m` metres of its edge.
    """

    code: str
    name: str
    shape_m: BaseGeometry
    kind: AreaKind = AreaKind.WARD
    near_m: float = 0.0

    @property
    def is_saved(self) -> bool:
        """Whether it is no ward."""
        return self.kind is not AreaKind.WARD

    def distance_m(self, position: ShownPosition) -> float:
        """Metres from the area's edge; 0 inside."""
        at = shapely.Point(position.easting, position.northing)
        return float(shapely.distance(self.shape_m, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All areas, in the order of their codes, and whom the layer is owed to."""

    areas: tuple[Area, ...]
    attribution: str

    @classmethod
    def of(cls, wards: Mapping[str, Any], saved: Mapping[str, Any] | None = None) -> Self:
        """The areas of GeoJSON feature collections in degrees: a release's own layers.

        A feature without a code, a name or a polygon is no area. A ward comes before a saved
        area of the same code.

        Args:
            wards: the layer `wards.geojson`.
            saved: the layer `areas.geojson`, if the release has one.
        """
        found = {area.code: area for area in _saved(saved or {})}
        found |= {area.code: area for area in _wards(wards)}
        areas = tuple(found[code] for code in sorted(found))
        return cls(areas=areas, attribution=str(wards.get("attribution", "")))

    def area(self, code: str) -> Area | None:
        """The area of this code, if there is one."""
        return next((area for area in self.areas if area.code == code), None)

    @property
    def wards(self) -> tuple[Area, ...]:
        """Those that a map's lines are of."""
        return tuple(area for area in self.areas if not area.is_saved)

    def part_of(self, release: Release, codes: frozenset[str]) -> Release:
        """What of a release is told of these areas, and nothing else of it.

        It holds places that the release shows and figures that it tells: nothing is counted.
        """
        saved = [area for area in self.areas if area.is_saved and area.code in codes]
        former = () if release.comparison is None else release.comparison.former
        at = [(one.hotspot_id, one.position) for one in release.hotspots]
        at += [(one.hotspot_id, one.position) for one in former]
        ids = frozenset(
            hotspot_id
            for hotspot_id, position in at
            if any(area.distance_m(position) <= area.near_m for area in saved)
        )
        return release.for_areas(codes, hotspot_ids=ids)


def _wards(layer: Mapping[str, Any]) -> Iterable[Area]:
    for feature in layer.get("features", ()):
        code, name = code_and_name(feature.get("properties") or {})
        shape_m = _shape_m(feature)
        if code and name and shape_m is not None:
            yield Area(code=code, name=plain(name), shape_m=shape_m)


def _saved(layer: Mapping[str, Any]) -> Iterable[Area]:
    for feature in layer.get("features", ()):
        own = feature.get("properties") or {}
        code, name, kind = (str(own.get(key) or "") for key in ("code", "name", "kind"))
        shape_m, near_m = _shape_m(feature), _metres(own.get("near_m"))
        if code and name and shape_m is not None and near_m is not None and kind in SAVED_KINDS:
            yield Area(
                code=code, name=plain(name), shape_m=shape_m, kind=AreaKind(kind), near_m=near_m
            )


def _shape_m(feature: Mapping[str, Any]) -> BaseGeometry | None:
    shape = polygon_of(feature)
    return None if shape is None else shapely.transform(shape, coordinates_from_lon_lat)


def _metres(said: object) -> float | None:
    try:
        metres = float(str(said))
    except ValueError:
        return None
    return metres if math.isfinite(metres) and metres >= 0 else None
