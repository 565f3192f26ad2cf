"""INSIDE words: what only the co-ordinator's side of the wall may name.

Children are keyed pseudonyms from the moment a row is read (`ingest`), never a name
or a case number. Times are UTC; `Europe/London` is applied where a local hour or
date is meant. Positions are metres, EPSG:27700. Nothing here is ever published: the
gate (`hotspots.protect`) turns it into `hotspots.release`.
"""

from __future__ import annotations

from hotspots.model.episode import (
    LONDON,
    Episode,
    EpisodeStatus,
    InterviewState,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    ReturnInterview,
)
from hotspots.model.evidence import (
    Chance,
    ChanceVerdict,
    Concentration,
    Direction,
    Evidence,
    Firmness,
    Stability,
    Travel,
)
from hotspots.model.geocoded import (
    Candidate,
    Decision,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
)
from hotspots.model.hotspot import (
    Cluster,
    Hotspot,
    HotspotFacts,
    Sighting,
    UnlistedCluster,
    WithheldHotspot,
)

__all__ = [
    "LONDON",
    "Candidate",
    "Chance",
    "ChanceVerdict",
    "Cluster",
    "Concentration",
    "Decision",
    "Direction",
    "Episode",
    "EpisodeStatus",
    "Evidence",
    "Firmness",
    "GeocodeMethod",
    "GeocodeStatus",
    "Geocoded",
    "Hotspot",
    "HotspotFacts",
    "InterviewState",
    "PlaceMention",
    "PlaceRole",
    "PlaceSource",
    "PlacementType",
    "ReturnInterview",
    "Sighting",
    "Stability",
    "Travel",
    "UnlistedCluster",
    "WithheldHotspot",
]
