"""Features as a table of geopandas: the one place that looks for that library, if it is there."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# geopandas is an extra of whoever uses the client, and has no types of its own.
GeoDataFrame: TypeAlias = Any

_CRS84 = "OGC:CRS84"


def frame_of(
    features: Sequence[Mapping[str, Any]],
    *,
    columns: tuple[str, ...],
    crs: str,
    attrs: Mapping[str, str],
) -> GeoDataFrame:
    """A `GeoDataFrame` of GeoJSON features (degrees, CRS84), in `crs`; empty ones have columns.

    Raises:
        ParameterError: geopandas is not installed.
    """
    try:
        geopandas = import_module("geopandas")
    except ModuleNotFoundError as error:
        msg = "to_geodataframe needs geopandas. Install it: pip install geopandas"
        raise ParameterError(msg) from error
    frame = geopandas.GeoDataFrame.from_features(
        features, crs=_CRS84, columns=["geometry", *columns]
    )
    shown = frame if crs == _CRS84 else frame.to_crs(crs)
    shown.attrs.update(attrs)
    return shown
