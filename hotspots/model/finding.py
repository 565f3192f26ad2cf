"""What earlier runs found, and what people said of it: the memory behind a hotspot's id.

A trend needs the same thing measured twice, so a hotspot keeps its id and its name from
run to run. `Finding` is what one publication found; `Memory` is everything remembered.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hotspots.period import Period


_DIGEST_BYTES = 12  # of 10 million sightings two share a digest with a chance below 1e-14


def point_digest(episode_id: str, mention: str, part: int) -> str:
    """What stands in a finding for the sighting of this key: 24 hexadecimal digits."""
    # Lengths first: no two keys are written alike, whatever is in them.
    written = f"{len(episode_id)}|{episode_id}|{len(mention)}|{mention}|{part}"
    return hashlib.blake2b(written.encode(), digest_size=_DIGEST_BYTES).hexdigest()


class Change(StrEnum):
    """What became of a hotspot since the period before."""

    NEW = "new"
    SAME = "same"
    GROWN = "grown"
    SHRUNK = "shrunk"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a hotspot stands on: its public places and its points.

    `places` has the number of sightings for each place id, sorted by id. `points` are
    digests of the sightings' keys: two runs may be compared without a record of episodes.
    """

    places: tuple[tuple[str, int], ...]
    points: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHotspot:
    """One hotspot of one finding; `place_id` is the public place that named it.

    `was_shown` tells whether any audience was shown it, so that its name is known outside.
    """

    hotspot_id: str
    place_id: str
    name: str
    zone: str
    ground: Ground
    was_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The hotspots of one publication; `number` counts publications from 1."""

    number: int
    run_id: str
    period: Period
    found_at: datetime
    hotspots: tuple[FoundHotspot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a person said of a hotspot: its name or its zone, from then on."""

    hotspot_id: str
    said: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All findings, the oldest first, and the names and zones that people chose, by id."""

    findings: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What became of one hotspot since the period before.

    `from_ids` are the hotspots of that period on whose ground it stands; for one that
    is gone, the hotspots that now stand on its ground.
    """

    hotspot_id: str
    name: str
    change: Change
    from_ids: tuple[str, ...] = ()
