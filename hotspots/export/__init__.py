"""EXPORT: a release as files: GeoJSON, tables, workbooks, GIS formats, and the release itself.

What needs GDAL, pandas, openpyxl or Arrow is looked up when it is first used (PEP 562):
the service starts without them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from hotspots.export.features import PROPERTIES, feature, feature_collection, properties_of
from hotspots.export.kml import kml_bytes
from hotspots.export.table import csv_bytes

if TYPE_CHECKING:
    from hotspots.export.files import write_release
    from hotspots.export.geoparquet import parquet_bytes
    from hotspots.export.workbook import xlsx_bytes

__all__ = [
    "PROPERTIES",
    "csv_bytes",
    "feature",
    "feature_collection",
    "kml_bytes",
    "parquet_bytes",
    "properties_of",
    "write_release",
    "xlsx_bytes",
]

_HOME = {
    "parquet_bytes": "hotspots.export.geoparquet",
    "write_release": "hotspots.export.files",
    "xlsx_bytes": "hotspots.export.workbook",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
