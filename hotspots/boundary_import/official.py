"""An official layer, whatever its format, read by a process of its own."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from hotspots.confined import MEBIBYTE, Limits, Task, reading_apart
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from hotspots.confined.served import Arguments, Plain

# The systems that a layer may be in, and whether its coordinates are degrees. ETRS89
# (4258) and WGS 84 differ by less than a metre, which no boundary here can show.
DEGREES_BY_EPSG = {27700: False, 4326: True, 4258: True}
# Every ward of the United Kingdom is 9,000; a full-resolution coast has a million vertices.
_MAX_FEATURES = 100_000
_LIMITS = Limits(
    seconds=600,
    memory_bytes=4096 * MEBIBYTE,
    item_bytes=64 * MEBIBYTE,
    answer_bytes=96 * MEBIBYTE,
    written_bytes=MEBIBYTE,  # SQLite may want a log beside its file
)
_GEOJSON = Task(reader="hotspots.boundary_import.source:serve_geojson", limits=_LIMITS)
_GDAL = Task(reader="hotspots.boundary_import.source:serve_gdal", limits=_LIMITS)

_SQLITE = b"SQLite format 3\x00"
# The application id in SQLite's header says which kind of database it is.
_GEOPACKAGE, _GEOPACKAGE_AT = b"GPKG", 68
_SHAPEFILE = b"\x00\x00\x27\x0a"
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


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
        InputError: none of the three, damaged, larger than may be, or in an unknown
            reference system.
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
        return _taken(_GEOJSON, real, {}, name=source.name, format_name="GeoJSON")
    raise InputError(
        problem="not GeoJSON, GeoPackage or a shapefile",
        file=source.name,
        mend="Download the layer in one of the three; give the .shp of a shapefile, unpacked.",
    )


def _read_with_gdal(source: Path, parts: Sequence[str], driver: str) -> SourceLayer:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for part in parts:
            found = source if part == parts[0] else _beside(source, part)
            if found is not None:
                shutil.copyfile(found, folder / f"layer{part}")
        how: Arguments = {"driver": driver, "suffix": parts[0]}
        return _taken(_GDAL, folder, how, name=source.name, format_name=driver)


def _beside(source: Path, suffix: str) -> Path | None:
    """The shapefile's other part, its ending in lower or upper case."""
    candidates = (source.with_suffix(suffix), source.with_suffix(suffix.upper()))
    return next((path for path in candidates if path.is_file()), None)


def _taken(task: Task, path: Path, how: Arguments, *, name: str, format_name: str) -> SourceLayer:
    with reading_apart(task, path, how, name=name) as answers:
        epsg = answers.about
        if not isinstance(epsg, int) or epsg not in DEGREES_BY_EPSG:
            raise InputError(
                problem="the layer's reference system is missing, or is neither the National Grid"
                " nor longitude and latitude",
                file=name,
                mend="Download it in EPSG:27700 or EPSG:4326.",
            )
        return SourceLayer(format_name, epsg, _features(answers.items(0), name))


def _features(items: Iterable[Plain], file: str) -> tuple[Feature, ...]:
    features: list[Feature] = []
    for number, item in enumerate(items, start=1):
        match item:
            case (dict() as properties, None | bytes() as wkb) if number <= _MAX_FEATURES:
                shape = None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
                features.append(Feature(number, properties, shape))
            case _:
                raise InputError(
                    f"more than {_MAX_FEATURES:,} features, or not features at all",
                    file=file,
                    mend="Download the layer of wards again.",
                )
    return tuple(features)
