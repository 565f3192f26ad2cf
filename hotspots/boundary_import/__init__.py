"""Official ward boundaries in, our checked GeoJSON layer out.

The names are looked up when first used (PEP 562): GDAL is loaded by the process that reads a
layer and by no other.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.boundary_import.checks import BoundaryExpectations
    from hotspots.boundary_import.layer import BoundaryReport, import_boundaries

__all__ = ["BoundaryExpectations", "BoundaryReport", "import_boundaries"]

_HOME = {
    "BoundaryExpectations": "hotspots.boundary_import.checks",
    "BoundaryReport": "hotspots.boundary_import.layer",
    "import_boundaries": "hotspots.boundary_import.layer",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
