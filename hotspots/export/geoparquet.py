"""A release as GeoParquet 1.1 (https://geoparquet.org/releases/v1.1.0/): points in CRS84."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from hotspots.export.features import PROPERTIES, about, properties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.release import Release

_NUMBERS = {"episodes": pa.int32()} | dict.fromkeys(
    ("extent_m", "easting", "northing"), pa.float64()
)


def parquet_bytes(release: Release, *, digest: str, fields: Sequence[str] = PROPERTIES) -> bytes:
    """The hotspots with these of their properties and their places as WKB.

    Each is at its public place's own position; without `crs` in the metadata the
    specification means longitude and latitude (OGC:CRS84). What must stand on every
    product is in the file's metadata under `hotspots`.
    """
    rows = [properties_of(hotspot) for hotspot in release.hotspots]
    points = [shapely.Point(h.position.lon, h.position.lat) for h in release.hotspots]
    columns = {
        name: pa.array([row[name] for row in rows], _NUMBERS.get(name, pa.string()))
        for name in fields
    }
    columns["geometry"] = pa.array([shapely.to_wkb(point) for point in points], pa.binary())
    table = pa.table(columns).replace_schema_metadata(
        {
            "geo": json.dumps(_geo(points)),
            "hotspots": json.dumps(about(release, digest=digest), ensure_ascii=False),
        }
    )
    data = io.BytesIO()
    pq.write_table(table, data, compression="zstd")
    return data.getvalue()


def _geo(points: Sequence[shapely.Point]) -> dict[str, Any]:
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if points else []}
    if points:
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(points)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
