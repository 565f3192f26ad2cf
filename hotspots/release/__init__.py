"""OUTSIDE words: what a named audience may see. No child, episode or address exists here.

A `Release` is immutable and named by the SHA-256 of its canonical bytes: the same
content always has the same digest, whatever machine, day or row order made it.
Everything that people are shown (map, file, API) is a pure function of a release.
"""

from hotspots.release.parts import (
    PEOPLE_AUDIENCES,
    Audience,
    Change,
    Comparison,
    FormerHotspot,
    ReleasedHotspot,
    ReleasedZone,
    ShownAction,
    ShownArea,
    ShownCell,
    ShownCount,
    ShownDirection,
    ShownPlaceRisk,
    ShownPosition,
    Withheld,
)
from hotspots.release.release import FORMAT_VERSION, NOTHING_YET, Release

__all__ = [
    "FORMAT_VERSION",
    "NOTHING_YET",
    "PEOPLE_AUDIENCES",
    "Audience",
    "Change",
    "Comparison",
    "FormerHotspot",
    "Release",
    "ReleasedHotspot",
    "ReleasedZone",
    "ShownAction",
    "ShownArea",
    "ShownCell",
    "ShownCount",
    "ShownDirection",
    "ShownPlaceRisk",
    "ShownPosition",
    "Withheld",
]
