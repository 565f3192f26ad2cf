"""OUTSIDE words: what a named audience may see. No child, episode or address exists here.

A `Release` is immutable and named by the SHA-256 of its canonical bytes: the same
content always has the same digest, whatever machine, day or row order made it.
Everything that people are shown (map, file, API) is a pure function of a release.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from hotspots.errors import ParameterError, StoreError
from hotspots.period import Period

FORMAT_VERSION = 1
NOTHING_YET = "Nothing is shown here"
"""How the notice begins that a period is not, or not yet, one that the audience is shown."""


class Audience(StrEnum):
    """Who a release is for; `OPEN_DATA` is the context layer, which has no people in it."""

    PARTNER = "partner"
    BRIEF = "brief"
    PUBLIC = "public"
    OPEN_DATA = "open-data"


PEOPLE_AUDIENCES = (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC)


class Withheld(StrEnum):
    """Why a figure is null; the texts never tell suppressed from zero."""

    TOO_FEW = "too few young people to show"
    NOT_FOR_AUDIENCE = "not shown to this audience"
    PERIOD = "not shown for a period of this length"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCount:
    """A protected count: a rounded value, or a band in words, or withheld with a reason.

    `value` is null where only a band may be shown or nothing may; it is never 0.
    `text` is what people read.
    """

    text: str
    value: int | None = None
    reason: Withheld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPosition:
    """A public place's own coordinate from the gazetteer, never computed from points."""

    easting: float
    northing: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell of the fixed 100 m grid by its south-west corner in metres, with its ring.

    `ring` is a closed counter-clockwise ring of longitude and latitude.
    """

    easting: int
    northing: int
    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArea:
    """A fixed area (a ward) by its official code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedHotspot:
    """A hotspot as one audience may see it.

    `footprint` is `place` (a circle of `extent_m` round the gazetteer's position) or
    `cells` (only where no person is in the data). `time_bands` names four six-hour
    bands of the local day; empty where they may not be shown.
    """

    hotspot_id: str
    name: str
    category: str
    zone: str
    area: ShownArea | None
    position: ShownPosition
    extent_m: float
    episodes: ShownCount
    children: ShownCount
    first_month: str | None
    last_month: str | None
    time_bands: tuple[tuple[str, ShownCount], ...] = ()
    cells: tuple[ShownCell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedZone:
    """A named grouping of the hotspots that are shown; its figure is built from theirs."""

    name: str
    hotspot_ids: tuple[str, ...]
    episodes: ShownCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """All that one audience may see of one period.

    `banner` marks synthetic data and is shown on everything. `notices` are sentences
    for people about what is and is not shown. `total_episodes` is the whole city's.
    `layers` names what its map is drawn on (wards, a context layer) with the SHA-256 of
    each, so that a map too is a function of what the digest names.
    """

    audience: Audience
    period: Period
    title: str
    classification: str
    policy_version: str
    banner: str
    notices: tuple[str, ...]
    total_episodes: ShownCount
    hotspots: tuple[ReleasedHotspot, ...]
    zones: tuple[ReleasedZone, ...]
    attribution: tuple[str, ...] = ()
    layers: tuple[tuple[str, str], ...] = ()
    format_version: int = field(default=FORMAT_VERSION)

    def canonical_bytes(self) -> bytes:
        """UTF-8 JSON with sorted keys and no spaces: the bytes that the digest names."""
        return json.dumps(
            asdict(self),
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
            default=_plain,
        ).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()

    @property
    def is_for_its_period(self) -> bool:
        """Whether its audience is shown this period at all: the calendar decides, not the data."""
        return not any(notice.startswith(NOTHING_YET) for notice in self.notices)

    def for_areas(self, codes: frozenset[str]) -> Self:
        """The same release cut down to the hotspots of these areas, with their zones.

        Zone figures and the city's are dropped: what the areas show could be subtracted.
        """
        kept = tuple(h for h in self.hotspots if h.area is not None and h.area.code in codes)
        ids = {h.hotspot_id for h in kept}
        hidden = ShownCount(text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE)
        zones = tuple(
            replace(zone, hotspot_ids=own, episodes=hidden)
            for zone in self.zones
            if (own := tuple(i for i in zone.hotspot_ids if i in ids))
        )
        return replace(self, hotspots=kept, zones=zones, total_episodes=hidden)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The release that these canonical bytes describe.

        Raises:
            StoreError: the bytes are of another format version or not a release.
        """
        try:
            raw = json.loads(data)
            if raw["format_version"] != FORMAT_VERSION:
                raise StoreError(
                    f"This release has format {raw['format_version']}, "
                    f"this program reads {FORMAT_VERSION}."
                )
            return cls(
                audience=Audience(raw["audience"]),
                period=Period(
                    first=date.fromisoformat(raw["period"]["first"]),
                    last=date.fromisoformat(raw["period"]["last"]),
                ),
                title=raw["title"],
                classification=raw["classification"],
                policy_version=raw["policy_version"],
                banner=raw["banner"],
                notices=tuple(raw["notices"]),
                total_episodes=_count(raw["total_episodes"]),
                hotspots=tuple(_hotspot(h) for h in raw["hotspots"]),
                zones=tuple(_zone(z) for z in raw["zones"]),
                attribution=tuple(raw["attribution"]),
                layers=tuple((name, checksum) for name, checksum in raw["layers"]),
            )
        except (ValueError, KeyError, TypeError, ParameterError) as error:
            msg = "A stored release cannot be read: its bytes are not those of a release."
            raise StoreError(msg) from error


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    msg = f"no canonical form for {type(value).__name__}"
    raise TypeError(msg)


def _count(raw: dict[str, Any]) -> ShownCount:
    reason = raw["reason"]
    return ShownCount(
        text=raw["text"],
        value=raw["value"],
        reason=None if reason is None else Withheld(reason),
    )


def _zone(raw: dict[str, Any]) -> ReleasedZone:
    return ReleasedZone(
        name=raw["name"],
        hotspot_ids=tuple(raw["hotspot_ids"]),
        episodes=_count(raw["episodes"]),
    )


def _cell(raw: dict[str, Any]) -> ShownCell:
    ring = tuple((float(lon), float(lat)) for lon, lat in raw["ring"])
    return ShownCell(easting=raw["easting"], northing=raw["northing"], ring=ring)


def _hotspot(raw: dict[str, Any]) -> ReleasedHotspot:
    return ReleasedHotspot(
        hotspot_id=raw["hotspot_id"],
        name=raw["name"],
        category=raw["category"],
        zone=raw["zone"],
        area=None if raw["area"] is None else ShownArea(**raw["area"]),
        position=ShownPosition(**raw["position"]),
        extent_m=raw["extent_m"],
        episodes=_count(raw["episodes"]),
        children=_count(raw["children"]),
        first_month=raw["first_month"],
        last_month=raw["last_month"],
        time_bands=tuple((name, _count(count)) for name, count in raw["time_bands"]),
        cells=tuple(_cell(c) for c in raw["cells"]),
    )
