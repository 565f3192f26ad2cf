"""Hotspots of missing episodes: geocode, cluster, protect, show.

The public verbs are looked up when first used (PEP 562). The service for partners
imports `hotspots.release` and its like; it must load neither scikit-learn nor, above
all, the words of the inside, which an eager import here would drag into its process.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.cluster import cluster_sightings, dbscan
    from hotspots.export import write_release
    from hotspots.geocode import Geocoder, geocode_episodes
    from hotspots.ingest import read_episodes
    from hotspots.map import render_map

__all__ = [
    "Geocoder",
    "cluster_sightings",
    "dbscan",
    "geocode_episodes",
    "read_episodes",
    "render_map",
    "write_release",
]
__version__ = version("hotspots")

_HOME = {
    "Geocoder": "hotspots.geocode",
    "cluster_sightings": "hotspots.cluster",
    "dbscan": "hotspots.cluster",
    "geocode_episodes": "hotspots.geocode",
    "read_episodes": "hotspots.ingest",
    "render_map": "hotspots.map",
    "write_release": "hotspots.export",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
