"""Exact DBSCAN in metres: one call, whose result depends on nothing but the points."""

from __future__ import annotations

from hotspots.cluster.advice import choice_sentences
from hotspots.cluster.background import Background
from hotspots.cluster.chance import chance_of
from hotspots.cluster.coarse import coarse_groups
from hotspots.cluster.density import ENGINES, NOISE, dbscan
from hotspots.cluster.forward import City, forward_check, hold_out_last_month
from hotspots.cluster.forward_words import forward_sentences
from hotspots.cluster.hierarchical import hdbscan
from hotspots.cluster.kdistance import k_distance
from hotspots.cluster.params import ClusterParams
from hotspots.cluster.people import ClustersByPeople, split_by_people
from hotspots.cluster.sightings import PlacedSightings, cluster_sightings, split_by_place
from hotspots.cluster.spacetime import dbscan_spacetime
from hotspots.cluster.stability import stability_of
from hotspots.cluster.sweep import sweep, sweep_points
from hotspots.cluster.sweepgrid import SweepGrid

__all__ = [
    "ENGINES",
    "NOISE",
    "Background",
    "City",
    "ClusterParams",
    "ClustersByPeople",
    "PlacedSightings",
    "SweepGrid",
    "chance_of",
    "choice_sentences",
    "cluster_sightings",
    "coarse_groups",
    "dbscan",
    "dbscan_spacetime",
    "forward_check",
    "forward_sentences",
    "hdbscan",
    "hold_out_last_month",
    "k_distance",
    "split_by_people",
    "split_by_place",
    "stability_of",
    "sweep",
    "sweep_points",
]
