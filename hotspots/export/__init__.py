"""EXPORT: a release as files: GeoJSON, GeoPackage, CSV, and the release itself."""

from hotspots.export.features import feature, feature_collection, properties_of
from hotspots.export.files import csv_bytes, write_release

__all__ = ["csv_bytes", "feature", "feature_collection", "properties_of", "write_release"]
