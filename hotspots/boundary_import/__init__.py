"""Official ward boundaries in, our checked GeoJSON layer out."""

from hotspots.boundary_import.checks import BoundaryExpectations
from hotspots.boundary_import.layer import BoundaryReport, import_boundaries

__all__ = ["BoundaryExpectations", "BoundaryReport", "import_boundaries"]
