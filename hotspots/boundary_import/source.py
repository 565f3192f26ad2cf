"""What stands in an official layer, as the process that reads it sees it.

The file is one that the operator has fetched from the Open Geography portal: trusted,
but not blindly. GeoJSON is parsed with `json` and shapely. GeoPackage and shapefile go
through GDAL, which opens whatever the bytes or the name say (a VRT reads other files,
a `/vsicurl/` name reads the network). So `official` has found the first bytes to be those of
one of the two formats, GDAL gets a copy under a plain name of ours in an empty folder, and the
driver that it chose is checked before a feature is read. A GeoPackage is a database, in
which a virtual table may stand for another file: no such table may be in it.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pyogrio
import pyogrio.raw
import pyproj
import pyproj.exceptions
import shapely

from hotspots.boundaries import polygon_of, read_feature_collection
from hotspots.confined import Served
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from hotspots.confined.served import Plain

_CRS_NAME = re.compile(
    r"(?:urn:ogc:def:crs:)?(?:OGC:(?:1\.3)?:?(CRS84)|EPSG:(?:[\d.]*:)?(\d{4,6}))"
)
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})


# A virtual table of any other kind may read what is not in the file.
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b(?!.*\bUSING\s+\"?rtree\b)", re.IGNORECASE | re.DOTALL)
_PLAIN_TYPES = (str, int, float, bool, type(None))


@contextmanager
def serve_geojson(path: Path) -> Iterator[Served]:
    """The reference system's number, and the features: properties, and WKB if it is a polygon.

    Raises:
        InputError: not a feature collection, or of none of the known reference systems.
    """
    raw = read_feature_collection(path)

    def features() -> Iterator[Plain]:
        for feature in raw["features"]:
            yield _said(_properties(feature), polygon_of(feature))

    yield Served(about=_epsg_named(raw.get("crs")), streams=(features,))


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _said(properties: dict[str, Any], shape: BaseGeometry | None) -> Plain:
    plain = {key: value for key, value in properties.items() if isinstance(value, _PLAIN_TYPES)}
    return plain, None if shape is None else shapely.to_wkb(shape, output_dimension=2)


def _epsg_named(crs: object) -> int:
    """The code in GeoJSON's old `crs` member; degrees where there is none (RFC 7946)."""
    if crs is None:
        return 4326
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    match = _CRS_NAME.fullmatch(str(name))
    if match is None:
        return 0
    return 4326 if match[1] else int(match[2])


@contextmanager
def serve_gdal(path: Path, driver: str, suffix: str) -> Iterator[Served]:
    """The same, of the copy in that folder.

    Raises:
        InputError: not what it seems, or damaged.
    """
    plain = path / f"layer{suffix}"
    try:
        if suffix == ".gpkg":
            _refuse_virtual_tables(plain)
        if pyogrio.read_info(plain)["driver"] != driver:
            raise _unreadable(plain.name)
        meta, _, wkb, columns = pyogrio.raw.read(plain, force_2d=True)
    except (RuntimeError, ValueError, sqlite3.Error):  # all that pyogrio raises is one of two
        raise _unreadable(plain.name) from None
    if wkb is None:
        raise _unreadable(plain.name)

    def features() -> Iterator[Plain]:
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        for values, shape in zip(zip(*columns, strict=True), shapes, strict=True):
            cells = (getattr(value, "item", lambda v=value: v)() for value in values)
            yield _said(dict(zip(meta["fields"], cells, strict=True)), _polygon(shape))

    yield Served(about=_epsg_of(meta["crs"]), streams=(features,))


def _refuse_virtual_tables(path: Path) -> None:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.execute("PRAGMA trusted_schema=OFF")
        made = database.execute("SELECT type, sql FROM sqlite_master").fetchall()
    if any(kind == "view" or _VIRTUAL.match(str(sql)) for kind, sql in made):
        raise _unreadable(path.name)


def _polygon(shape: BaseGeometry | None) -> BaseGeometry | None:
    return shape if shape is not None and shape.geom_type in _POLYGONS else None


def _unreadable(file: str) -> InputError:
    return InputError(
        "the layer cannot be read",
        file=file,
        mend="Download it again; a shapefile needs its .shx, .dbf and .prj beside it.",
    )


def _epsg_of(crs: str | None) -> int:
    try:
        return int(pyproj.CRS.from_user_input(crs).to_epsg() or 0)
    except pyproj.exceptions.CRSError:
        return 0
