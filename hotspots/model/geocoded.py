"""What the words of a mention turned out to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.geo import PointM


class GeocodeStatus(StrEnum):
    """What became of the words; only `located` and `outside` may carry a position."""

    LOCATED = "located"
    OUTSIDE = "outside"
    PRIVATE = "private"
    NONE = "none"
    REVIEW = "review"


class GeocodeMethod(StrEnum):
    """The step of the ladder that decided, first good step wins."""

    DECISION = "decision"
    NO_INFORMATION = "no information"
    PRIVATE_WORDS = "private words"
    ORIGIN = "origin"
    LAT_LON = "latitude and longitude"
    EASTING_NORTHING = "easting and northing"
    GRID_REFERENCE = "grid reference"
    POSTCODE = "postcode"
    NAME = "name"
    ALIAS = "alias"
    FUZZY = "fuzzy name"
    ELSEWHERE = "place elsewhere"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person settled for a text: applied to its equals from then on.

    `status` is `located` (then `place_id` or `point` says where), `outside`,
    `private` or `none`.
    """

    text: str
    status: GeocodeStatus
    decided_by: str
    decided_at: datetime
    place_id: str | None = None
    point: PointM | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that the words may mean, with its score from 0 to 1."""

    place_id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """What one mention's words (or one part of them) turned out to mean.

    `precision_m` is the radius within which the true position lies. `place_id` is set
    where the mention is *at* a public place of the gazetteer: by name, or by a
    position inside the place's extent. `confidence` runs from 0 to 1.
    """

    text: str
    status: GeocodeStatus
    method: GeocodeMethod
    confidence: float
    point: PointM | None = None
    precision_m: float | None = None
    place_id: str | None = None
    matched_name: str = ""
    candidates: tuple[Candidate, ...] = ()
    note: str = ""
