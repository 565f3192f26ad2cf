"""The reference systems of OGC API Features Part 2, with the axis order of each authority.

CRS84 is the one that features are stored in (longitude, latitude). EPSG:4326 is the
same position with the latitude first, as its authority defines it; EPSG:27700 and
EPSG:3857 are easting and northing in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely
from shapely.geometry import mapping

from hotspots.geo import CRS84, DEGREE_DECIMALS, coordinates_from_lon_lat

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

_METRE_DECIMALS = 1  # as fine as six decimals of a degree, and no finer


@dataclass(frozen=True, slots=True, kw_only=True)
class Crs:
    """One reference system: its URI, its name, and the way to it from CRS84."""

    uri: str
    name: str
    decimals: int
    is_degrees: bool
    from_crs84: Callable[[Floats], Floats]

    @property
    def header(self) -> str:
        """The value of the `Content-Crs` header."""
        return f"<{self.uri}>"

    def shapes(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """CRS84 geometries (shape (n,), None for no geometry) in this system."""
        moved: NDArray[np.object_] = shapely.transform(geometries, self.from_crs84)
        return moved

    def geometry(self, geometry: dict[str, Any] | None) -> dict[str, Any] | None:
        """A CRS84 GeoJSON geometry in this system, rounded to `decimals`."""
        if geometry is None or self is DEFAULT:
            return geometry
        shape = shape_of(geometry)
        moved = shapely.transform(shape, lambda xy: np.round(self.from_crs84(xy), self.decimals))
        return plain(moved)


def shape_of(geometry: dict[str, Any]) -> BaseGeometry:
    """The shape that a GeoJSON geometry describes."""
    return shapely.geometry.shape(geometry)


def plain(shape: BaseGeometry) -> dict[str, Any]:
    """A shape as a GeoJSON geometry, with lists as JSON has them."""
    geometry = mapping(shape)
    return {"type": geometry["type"], "coordinates": _lists(geometry["coordinates"])}


def _lists(value: Any) -> Any:  # noqa: ANN401 - coordinates nest to a depth that depends on the type
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else float(value)


def _same(coordinates: Floats) -> Floats:
    return coordinates


def _latitude_first(coordinates: Floats) -> Floats:
    return coordinates[:, ::-1]


@cache
def _web_mercator() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(CRS84, "EPSG:3857", always_xy=True)


def _to_web_mercator(coordinates: Floats) -> Floats:
    x, y = _web_mercator().transform(coordinates[:, 0], coordinates[:, 1])
    return np.column_stack([x, y]).astype(np.float64)


_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
DEFAULT = Crs(
    uri="http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    name="CRS84, longitude and latitude",
    decimals=DEGREE_DECIMALS,
    is_degrees=True,
    from_crs84=_same,
)
SYSTEMS = {
    one.uri: one
    for one in (
        DEFAULT,
        Crs(
            uri=f"{_EPSG}27700",
            name="British National Grid, easting and northing in metres",
            decimals=_METRE_DECIMALS,
            is_degrees=False,
            from_crs84=coordinates_from_lon_lat,
        ),
        Crs(
            uri=f"{_EPSG}4326",
            name="WGS 84, latitude and longitude",
            decimals=DEGREE_DECIMALS,
            is_degrees=True,
            from_crs84=_latitude_first,
        ),
        Crs(
            uri=f"{_EPSG}3857",
            name="Web Mercator, metres",
            decimals=_METRE_DECIMALS,
            is_degrees=False,
            from_crs84=_to_web_mercator,
        ),
    )
}
"""By URI, in the order in which a collection lists them."""
