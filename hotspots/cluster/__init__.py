"""Exact DBSCAN in metres: one call, whose result depends on nothing but the points."""

from __future__ import annotations

from hotspots.cluster.density import ENGINES, NOISE, dbscan
from hotspots.cluster.params import ClusterParams
from hotspots.cluster.sightings import PlacedSightings, cluster_sightings, split_by_place

__all__ = [
    "ENGINES",
    "NOISE",
    "ClusterParams",
    "PlacedSightings",
    "cluster_sightings",
    "dbscan",
    "split_by_place",
]
