"""INSIDE words: what only the co-ordinator's side of the wall may name.

Children are keyed pseudonyms from the moment a row is read (`ingest`), never a name
or a case number. Times are UTC; `Europe/London` is applied where a local hour or
date is meant. Positions are metres, EPSG:27700. Nothing here is ever published: the
gate (`hotspots.protect`) turns it into `hotspots.release`.
"""

from __future__ import annotations

from hotspots.model.action import (
    Action,
    ActionPlace,
    ActionStatus,
    BeforeAfter,
    Difference,
    Disruption,
    DisruptionVerdict,
)
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
    ChanceBackground,
    ChanceVerdict,
    Concentration,
    Direction,
    Evidence,
    Firmness,
    Stability,
    Travel,
)
from hotspots.model.finding import (
    Change,
    Finding,
    FoundHotspot,
    Ground,
    Lineage,
    Memory,
    Remark,
    point_digest,
)
from hotspots.model.forward import Forecast, ForwardCheck, ForwardVerdict, HoldOut
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
    Zone,
)
from hotspots.model.sealed import Approval, SealedCell, SealedRelease, sealed_digest
from hotspots.model.sweep import BadSign, KDistance, Setting, Sweep

__all__ = [
    "LONDON",
    "Action",
    "ActionPlace",
    "ActionStatus",
    "Approval",
    "BadSign",
    "BeforeAfter",
    "Candidate",
    "Chance",
    "ChanceBackground",
    "ChanceVerdict",
    "Change",
    "Cluster",
    "Concentration",
    "Decision",
    "Difference",
    "Direction",
    "Disruption",
    "DisruptionVerdict",
    "Episode",
    "EpisodeStatus",
    "Evidence",
    "Finding",
    "Firmness",
    "Forecast",
    "ForwardCheck",
    "ForwardVerdict",
    "FoundHotspot",
    "GeocodeMethod",
    "GeocodeStatus",
    "Geocoded",
    "Ground",
    "HoldOut",
    "Hotspot",
    "HotspotFacts",
    "InterviewState",
    "KDistance",
    "Lineage",
    "Memory",
    "PlaceMention",
    "PlaceRole",
    "PlaceSource",
    "PlacementType",
    "Remark",
    "ReturnInterview",
    "SealedCell",
    "SealedRelease",
    "Setting",
    "Sighting",
    "Stability",
    "Sweep",
    "Travel",
    "UnlistedCluster",
    "WithheldHotspot",
    "Zone",
    "point_digest",
    "sealed_digest",
]
