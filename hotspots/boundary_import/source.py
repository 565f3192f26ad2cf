"""What stands in an official layer, whatever its format.

The file is one that the operator has fetched from the Open Geography portal: trusted,
but not blindly. GeoJSON is parsed with `json` and shapely. GeoPackage and shapefile go
through GDAL, which opens whatever the bytes or the name say (a VRT reads other files,
a `/vsicurl/` name reads the network). So the first bytes must be those of one of the
two formats, GDAL gets a copy under a plain name of ours in an empty folder, and the
driver that it chose is checked before a feature is read.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
import pyogrio.raw
import pyproj
import pyproj.exceptions
import shapely

from hotspots.boundaries import polygon_of, read_feature_collection
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

# The systems that a layer may be in, and whether its coordinates are degrees. ETRS89
# (4258) and WGS 84 differ by less than a metre, which no boundary here can show.
DEGREES_BY_EPSG = {27700: False, 4326: True, 4258: True}

_CRS_NAME = re.compile(
    r"(?:urn:ogc:def:crs:)?(?:OGC:(?:1\.3)?:?(CRS84)|EPSG:(?:[\d.]*:)?(\d{4,6}))"
)
_SQLITE = b"SQLite format 3\x00"
# The application id in SQLite's header says which kind of database it is.
_GEOPACKAGE, _GEOPACKAGE_AT = b"GPKG", 68
_SHAPEFILE = b"\x00\x00\x27\x0a"
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as read: its number from 1, its properties, its shape if it is a polygon."""

    number: int
    properties: dict[str, Any]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class SourceLayer:
    """A layer as read; `shape`s are in the units of `epsg`, x before y."""

    format: str
    epsg: int
    features: tuple[Feature, ...]


def read_source(source: Path) -> SourceLayer:
    """Read a GeoJSON, GeoPackage or shapefile layer; the first bytes say which it is.

    Raises:
        InputError: none of the three, damaged, or in an unknown reference system.
    """
    try:
        # Through links and `..` to a file that is really there: never a URL.
        real = source.resolve(strict=True)
        with real.open("rb") as handle:
            head = handle.read(100)
    except OSError:
        head = b""
    if head.startswith(_SQLITE) and head[_GEOPACKAGE_AT:].startswith(_GEOPACKAGE):
        return _read_with_gdal(real, (".gpkg",), "GPKG")
    if head.startswith(_SHAPEFILE):
        return _read_with_gdal(real, _SHAPEFILE_PARTS, "ESRI Shapefile")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _read_geojson(real)
    raise InputError(
        problem="not GeoJSON, GeoPackage or a shapefile",
        file=source.name,
        mend="Download the layer in one of the three; give the .shp of a shapefile, unpacked.",
    )


def _read_geojson(source: Path) -> SourceLayer:
    raw = read_feature_collection(source)
    features = tuple(
        Feature(number, _properties(feature), polygon_of(feature))
        for number, feature in enumerate(raw["features"], start=1)
    )
    return SourceLayer("GeoJSON", _known(_epsg_named(raw.get("crs")), source.name), features)


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


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


def _read_with_gdal(source: Path, parts: Sequence[str], driver: str) -> SourceLayer:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"layer{parts[0]}"
        for part in parts:
            found = source if part == parts[0] else _beside(source, part)
            if found is not None:
                shutil.copyfile(found, plain.with_suffix(part))
        try:
            if pyogrio.read_info(plain)["driver"] != driver:
                raise _unreadable(source.name)
            meta, _, wkb, columns = pyogrio.raw.read(plain, force_2d=True)
        except (RuntimeError, ValueError):  # all that pyogrio raises is one of the two
            raise _unreadable(source.name) from None
    if wkb is None:
        raise _unreadable(source.name)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    columns_of_rows = [column.tolist() for column in columns]
    features = tuple(
        Feature(
            number,
            dict(zip(meta["fields"], (c[number - 1] for c in columns_of_rows), strict=True)),
            _polygon(shape),
        )
        for number, shape in enumerate(shapes, start=1)
    )
    return SourceLayer(driver, _known(_epsg_of(meta["crs"]), source.name), features)


def _beside(source: Path, suffix: str) -> Path | None:
    """The shapefile's other part, its ending in lower or upper case."""
    candidates = (source.with_suffix(suffix), source.with_suffix(suffix.upper()))
    return next((path for path in candidates if path.is_file()), None)


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


def _known(epsg: int, file: str) -> int:
    if epsg not in DEGREES_BY_EPSG:
        raise InputError(
            problem="the layer's reference system is missing, or is neither the National Grid"
            " nor longitude and latitude",
            file=file,
            mend="Download it in EPSG:27700 or EPSG:4326.",
        )
    return epsg
