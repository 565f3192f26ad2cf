"""A release as a GeoPackage in metres (EPSG:27700), the same bytes for the same release.

GDAL stamps a GeoPackage with the time of writing; it takes another time from the
configuration option OGR_CURRENT_DATE, and the release's own last day is put there.
Only ever writes: what GDAL reads can make it open the machine's other files.

GDAL brings pandas with it, so a process that must stay small runs this module as a
program of its own: the digest as its argument, a release in, the file out.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from hotspots.export.features import PROPERTIES, about, cells_m, properties_of
from hotspots.geo import BNG
from hotspots.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.release import ReleasedHotspot

_METRES = frozenset({"extent_m", "easting", "northing"})
_COUNT = "episodes"
_CLOCK = "OGR_CURRENT_DATE"


def geopackage_bytes(release: Release, *, digest: str) -> bytes:
    """The file that `write_geopackage` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hotspots.gpkg"
        write_geopackage(release, path, digest=digest)
        return path.read_bytes()


def write_geopackage(release: Release, path: Path, *, digest: str) -> None:
    """Write the layers `hotspots` (points), `cells` (where there are any) and `about`.

    `about` is a table of `item` and `text`: title, audience, period, classification,
    banner, digest, notices and attribution. `episodes` is a number or null.
    """
    with _fixed_clock(f"{release.period.last.isoformat()}T00:00:00.000Z"):
        _write_points(release.hotspots, path)
        with_cells = [hotspot for hotspot in release.hotspots if hotspot.cells]
        if with_cells:
            _write_cells(with_cells, path)
        _write_about(release, path, digest=digest)


@contextmanager
def _fixed_clock(moment: str) -> Iterator[None]:
    before = pyogrio.get_gdal_config_option(_CLOCK)
    pyogrio.set_gdal_config_options({_CLOCK: moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_CLOCK: before})


def _write_points(hotspots: Sequence[ReleasedHotspot], path: Path) -> None:
    points = [shapely.Point(h.position.easting, h.position.northing) for h in hotspots]
    _write_layer(path, "hotspots", "Point", points, hotspots)


def _write_cells(hotspots: Sequence[ReleasedHotspot], path: Path) -> None:
    shapes = [cells_m(hotspot.cells) for hotspot in hotspots]
    _write_layer(path, "cells", "MultiPolygon", shapes, hotspots)


def _write_layer(
    path: Path,
    layer: str,
    geometry_type: str,
    shapes: Sequence[shapely.Geometry],
    hotspots: Sequence[ReleasedHotspot],
) -> None:
    rows = [properties_of(hotspot) for hotspot in hotspots]
    pyogrio.raw.write(
        path,
        layer=layer,
        driver="GPKG",
        geometry_type=geometry_type,
        crs=BNG,
        geometry=np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
        fields=list(PROPERTIES),
        field_data=[_column([row[name] for row in rows], name) for name in PROPERTIES],
        field_mask=[_nulls([row[name] for row in rows], name) for name in PROPERTIES],
        append=path.exists(),
        promote_to_multi=False,
    )


def _column(values: Sequence[str | float | None], name: str) -> NDArray[np.generic]:
    if name in _METRES:
        return np.array(values, dtype=np.float64)
    if name == _COUNT:
        # What stands in for a missing count is masked (`_nulls`): the file has NULL, never 0.
        return np.array([0 if value is None else value for value in values], dtype=np.int32)
    return np.array(values, dtype=object)


def _nulls(values: Sequence[str | float | None], name: str) -> NDArray[np.bool_] | None:
    return np.array([value is None for value in values], dtype=bool) if name == _COUNT else None


def _write_about(release: Release, path: Path, *, digest: str) -> None:
    items: list[str] = []
    texts: list[str] = []
    for item, text in about(release, digest=digest).items():
        for line in text if isinstance(text, list) else [text]:
            items.append(item)
            texts.append(line)
    pyogrio.raw.write(
        path,
        layer="about",
        driver="GPKG",
        geometry_type=None,
        geometry=None,
        crs=None,
        fields=["item", "text"],
        field_data=[np.array(items, dtype=object), np.array(texts, dtype=object)],
        append=True,
    )


if __name__ == "__main__":
    whole = Release.from_bytes(sys.stdin.buffer.read())
    sys.stdout.buffer.write(geopackage_bytes(whole, digest=sys.argv[1]))
