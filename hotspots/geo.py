"""Metres (EPSG:27700, British National Grid) and degrees (CRS84: longitude, latitude).

Inside, everything is in metres; degrees are made on the way out. The transformation
is PROJ's, through pyproj. The best one (OSTN15) needs a grid file that pip's pyproj
does not carry; without it PROJ uses the seven-parameter Helmert transformation,
whose error is a few metres (Ordnance Survey, *A guide to coordinate systems in
Great Britain*, section 6.6): less than the extent of any place that is shown. The network is
switched off so that results do not depend on a download.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pyproj.network

if TYPE_CHECKING:
    from numpy.typing import NDArray

BNG = "EPSG:27700"
CRS84 = "OGC:CRS84"
# The extent for which EPSG:27700 is defined, in metres: anything else is a mistake.
EASTING_RANGE_M = (0.0, 700_000.0)
NORTHING_RANGE_M = (0.0, 1_300_000.0)
GRID_M = 100
# 6 decimals are 0.1 m: finer would claim a precision that no published place has.
DEGREE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class PointM:
    """A position in metres, EPSG:27700.

    Ordered comparisons go through `key`, so that ties break the same way everywhere.
    """

    easting: float
    northing: float

    @property
    def key(self) -> tuple[float, float]:
        """Sort key: easting, then northing."""
        return (self.easting, self.northing)

    def distance_m(self, other: PointM) -> float:
        """Straight-line distance on the grid, in metres."""
        return float(np.hypot(self.easting - other.easting, self.northing - other.northing))


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    # pyproj documents this name, but imports it without declaring that it exports it.
    pyproj.network.set_network_enabled(active=False)  # type: ignore[attr-defined]
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def to_lon_lat(point: PointM) -> tuple[float, float]:
    """Longitude and latitude in degrees (CRS84), rounded to `DEGREE_DECIMALS`."""
    lon, lat = _transformer(BNG, CRS84).transform(point.easting, point.northing)
    return round(float(lon), DEGREE_DECIMALS), round(float(lat), DEGREE_DECIMALS)


def from_lon_lat(lon: float, lat: float) -> PointM:
    """The position in metres (EPSG:27700) of a longitude and latitude in degrees."""
    easting, northing = _transformer(CRS84, BNG).transform(lon, lat)
    return PointM(float(easting), float(northing))


def coordinates_to_lon_lat(coordinates_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (n, 2) eastings and northings in, shape (n, 2) longitudes and latitudes out."""
    lon, lat = _transformer(BNG, CRS84).transform(coordinates_m[:, 0], coordinates_m[:, 1])
    return np.round(np.column_stack([lon, lat]), DEGREE_DECIMALS)


def coordinates_from_lon_lat(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (n, 2) longitudes and latitudes in, shape (n, 2) eastings and northings out."""
    easting, northing = _transformer(CRS84, BNG).transform(coordinates[:, 0], coordinates[:, 1])
    return np.column_stack([easting, northing]).astype(np.float64)


def in_great_britain(point: PointM) -> bool:
    """Whether the position is finite and inside the extent of EPSG:27700."""
    low_e, high_e = EASTING_RANGE_M
    low_n, high_n = NORTHING_RANGE_M
    return bool(
        np.isfinite(point.easting)
        and np.isfinite(point.northing)
        and low_e <= point.easting <= high_e
        and low_n <= point.northing <= high_n
    )


@dataclass(frozen=True, slots=True, order=True)
class GridCell:
    """A cell of the fixed 100 m grid, named by its south-west corner in metres.

    The grid is the national one, so it does not depend on any data.
    """

    easting: int
    northing: int

    @property
    def centre(self) -> PointM:
        """The middle of the cell."""
        return PointM(self.easting + GRID_M / 2, self.northing + GRID_M / 2)


def grid_cell(point: PointM) -> GridCell:
    """The cell of the fixed 100 m grid in which the position lies."""
    return GridCell(
        int(point.easting // GRID_M) * GRID_M,
        int(point.northing // GRID_M) * GRID_M,
    )
