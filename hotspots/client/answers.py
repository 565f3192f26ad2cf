"""What the service answers, field by field, frozen; the fields' meanings are in `/docs`.

A field that this version does not know is left aside, as docs/api.md asks of every client.
Positions are degrees (CRS84) in `lon` and `lat`, metres (EPSG:27700) in the others.
"""

from datetime import date, datetime
from typing import Any

from hotspots.client.frames import GeoDataFrame, frame_of
from hotspots.client.parts import (
    Answer,
    Area,
    Count,
    Dates,
    Direction,
    Position,
    TimeBand,
    ToldAction,
    ToldPlaceRisk,
)


class ReleaseLine(Answer):
    """A release without its content; `digest` names it."""

    digest: str
    audience: str
    period: Dates
    title: str
    sealed_at: datetime


class ReleaseList(Answer):
    """The releases that are open to the key, newest first."""

    releases: tuple[ReleaseLine, ...]


class Hotspot(Answer):
    """A hotspot of a release; `extent_m` is the place's radius in metres."""

    hotspot_id: str
    name: str
    category: str
    zone: str
    area: Area | None
    position: Position
    extent_m: float
    episodes: Count
    children: Count
    first_month: str | None
    last_month: str | None
    time_bands: tuple[TimeBand, ...]
    firmness: str
    direction: Direction | None
    actions: tuple[ToldAction, ...]
    place_risks: tuple[ToldPlaceRisk, ...]


class HistoryLine(Answer):
    """One release's word on a hotspot."""

    release: ReleaseLine
    hotspot: Hotspot


class History(Answer):
    """A hotspot over the releases, newest first."""

    hotspot_id: str
    history: tuple[HistoryLine, ...]


class Zone(Answer):
    """A named grouping of hotspots."""

    name: str
    hotspot_ids: tuple[str, ...]
    episodes: Count


class ZoneList(Answer):
    """The zones of the latest release."""

    release: ReleaseLine
    zones: tuple[Zone, ...]


class Former(Answer):
    """A place that the release compared with shows, and this one does not."""

    hotspot_id: str
    name: str
    area: Area | None
    position: Position


class Compared(Answer):
    """The earlier release that directions are beside."""

    period: Dates
    former: tuple[Former, ...]


class WholeRelease(ReleaseLine):
    """A release as far as it is open to the key; `banner` must be shown with it."""

    classification: str
    banner: str
    policy_version: str
    notices: tuple[str, ...]
    attribution: tuple[str, ...]
    total_episodes: Count
    zones: tuple[Zone, ...]
    hotspots: tuple[Hotspot, ...]
    comparison: Compared | None


class AreaLine(Answer):
    """A ward, or a saved area (`kind` tells), with what is shown in it."""

    area: Area
    kind: str = "ward"
    hotspot_ids: tuple[str, ...]


class AreaList(Answer):
    """The wards and saved areas with a hotspot, by code."""

    release: ReleaseLine
    areas: tuple[AreaLine, ...]


class WholeArea(Answer):
    """One ward or saved area of the latest release."""

    release: ReleaseLine
    area: Area
    kind: str = "ward"
    hotspots: tuple[Hotspot, ...]


class Changes(Answer):
    """What was sealed since a moment; send `next_since` as `since` next time."""

    since: datetime | None
    next_since: datetime | None
    releases: tuple[ReleaseLine, ...]


class Geometry(Answer):
    """RFC 7946 geometry in degrees (CRS84)."""

    type: str
    coordinates: list[Any]


class Properties(Answer):
    """A hotspot's columns; counts are `episodes` (None where not shown) and the texts."""

    hotspot_id: str
    name: str
    category: str
    zone: str
    area_code: str | None
    area_name: str | None
    episodes: int | None
    episodes_text: str
    children_text: str
    first_month: str | None
    last_month: str | None
    direction: str | None
    direction_text: str | None
    firmness: str | None
    actions_text: str | None
    place_risk_text: str | None
    extent_m: float
    easting: float
    northing: float


class Feature(Answer):
    """One hotspot on the map."""

    type: str
    id: str
    geometry: Geometry
    properties: Properties


class FeatureCollection(Answer):
    """The hotspots of the latest release, whole or the part that was asked for."""

    type: str
    title: str
    audience: str
    period_from: date
    period_to: date
    classification: str
    banner: str
    digest: str
    notices: tuple[str, ...]
    attribution: tuple[str, ...]
    features: tuple[Feature, ...]

    def to_geodataframe(self, *, crs: str = "OGC:CRS84") -> GeoDataFrame:
        """The features as a `geopandas.GeoDataFrame`, a column for each property, in `crs`.

        `attrs` of the frame has the title, classification, banner and digest: they belong
        to the figures wherever these are shown.

        Raises:
            ParameterError: geopandas is not installed.
        """
        told = ("title", "classification", "banner", "digest")
        return frame_of(
            [feature.model_dump(mode="json") for feature in self.features],
            columns=tuple(Properties.model_fields),
            crs=crs,
            attrs={name: getattr(self, name) for name in told},
        )


class Item(Answer):
    """A feature of an OGC API collection; its columns are the collection's queryables."""

    id: str
    geometry: Geometry | None
    properties: dict[str, Any]


class Link(Answer):
    """A link of a page."""

    href: str
    rel: str


class ItemPage(Answer):
    """One page of a collection."""

    features: tuple[Item, ...]
    links: tuple[Link, ...] = ()
