"""The features of a GeoJSON collection, as the cells of a table."""

from __future__ import annotations

import json
import math
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from hotspots.boundaries import polygon_of
from hotspots.confined import Served
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# JSON can only be read whole.
MAX_GEOJSON_BYTES = 128 << 20

_DEGREES, _METRES = ("longitude", "latitude"), ("easting", "northing")
_SYSTEMS = {"CRS84": _DEGREES, "4326": _DEGREES, "4258": _DEGREES, "27700": _METRES}


@contextmanager
def serve_features(path: Path, encoding: str) -> Iterator[Served]:
    """The features of the file, each as the cells of a row.

    Raises:
        InputError: not GeoJSON, larger than can be read whole, or as `cells_of_collection`.
    """
    cells = partial(cells_of_collection, _parsed(path, encoding), path.name)
    yield Served(about=None, streams=(cells,))


def cells_of_collection(collection: object, file: str) -> Iterator[dict[str, str]]:
    """The properties of each feature, and its position as two cells.

    The position is that of a point or the middle of a polygon; any other feature has none.

    Raises:
        InputError: not a feature collection, or in an unknown reference system.
    """
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(collection, dict) or not isinstance(features, list):
        raise InputError(
            "not a GeoJSON feature collection", file=file, mend="Export the layer as GeoJSON."
        )
    columns = _columns(collection.get("crs"), file)
    for feature in features:
        yield _properties(feature) | dict(zip(columns, _position(feature), strict=False))


def _columns(crs: object, file: str) -> tuple[str, str]:
    if crs is None:
        return _DEGREES
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    columns = _SYSTEMS.get(str(name).rsplit(":", maxsplit=1)[-1])
    if columns is None:
        raise InputError(
            "an unknown reference system", file=file, mend="Export it in EPSG:4326 or EPSG:27700."
        )
    return columns


def _properties(feature: object) -> dict[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}
    return {key: _text(value) for key, value in properties.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _position(feature: object) -> tuple[str, ...]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return ()
    if geometry.get("type") == "Point":
        pair = geometry.get("coordinates")
        return tuple(_text(value) for value in pair[:2]) if isinstance(pair, list) else ()
    polygon = polygon_of(feature)
    # GEOS may warn about what is not finite.
    if polygon is None or polygon.is_empty or not all(map(math.isfinite, polygon.bounds)):
        return ()
    return (repr(float(polygon.centroid.x)), repr(float(polygon.centroid.y)))


def _parsed(path: Path, encoding: str) -> object:
    problem, mend = "not GeoJSON", "Export it again as GeoJSON in longitude and latitude."
    if path.stat().st_size > MAX_GEOJSON_BYTES:
        problem, mend = "more GeoJSON than can be read at once", "Cut it to the area, or give CSV."
        raise InputError(problem, file=path.name, mend=mend)
    try:
        text = path.read_text(encoding=encoding)
        parsed: object = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InputError(problem, file=path.name, mend=mend) from None
    return parsed


def _refuse_constant(_: str) -> NoReturn:
    msg = "NaN and Infinity are not JSON"
    raise ValueError(msg)
