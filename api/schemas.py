"""What goes over the wire, field by field: never a stored row, so nothing can ride along.

Counts are as released: rounded, or only a text where only a text may be shown.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import Field

from api.parts import (
    Area,
    Count,
    Dates,
    Direction,
    Position,
    TimeBand,
    ToldAction,
    ToldPlaceRisk,
    Wire,
)
from hotspots.release import Comparison, ReleasedHotspot, ReleasedZone


class ReleaseLine(Wire):
    """A release without its content."""

    digest: str = Field(description="SHA-256 of what you may see: 64 hexadecimal digits.")
    audience: str = Field(description="Who it is for.", examples=["partner"])
    period: Dates = Field(description="The period that is counted.")
    title: str = Field(description="Its title.")
    sealed_at: datetime = Field(description="When it was sealed, UTC.")


class ReleaseList(Wire):
    """The releases of your audience, newest first."""

    releases: tuple[ReleaseLine, ...] = Field(description="Newest first.")


class Hotspot(Wire):
    """A hotspot of a release."""

    hotspot_id: str = Field(description="Stable from release to release.", examples=["bus-station"])
    name: str = Field(description="The public place's name.", examples=["Bus Station"])
    category: str = Field(description="Kind of place.", examples=["transport"])
    zone: str = Field(description="The zone that it belongs to.", examples=["City centre"])
    area: Area | None = Field(description="The ward that it lies in.")
    position: Position = Field(description="Where the place is.")
    extent_m: float = Field(description="Radius of the place, metres.")
    episodes: Count = Field(description="Episodes connected with it.")
    children: Count = Field(description="Distinct young people.")
    first_month: str | None = Field(description="First month with an episode, YYYY-MM.")
    last_month: str | None = Field(description="Last month with an episode, YYYY-MM.")
    time_bands: tuple[TimeBand, ...] = Field(description="Empty where they may not be shown.")
    firmness: str = Field(description="How firm it is; empty where nothing is said.")
    direction: Direction | None = Field(
        description="Beside the earlier release of as long a period; null if there is none."
    )
    actions: tuple[ToldAction, ...] = Field(description="What is being done, as far as told.")
    place_risks: tuple[ToldPlaceRisk, ...] = Field(
        description="What is agreed about the place and its zone, as far as told."
    )

    @classmethod
    def of(cls, hotspot: ReleasedHotspot) -> Self:
        """From a released hotspot."""
        area, at = hotspot.area, hotspot.position
        return cls(
            hotspot_id=hotspot.hotspot_id,
            name=hotspot.name,
            category=hotspot.category,
            zone=hotspot.zone,
            area=None if area is None else Area(code=area.code, name=area.name),
            position=Position(easting=at.easting, northing=at.northing, lon=at.lon, lat=at.lat),
            extent_m=hotspot.extent_m,
            episodes=Count.of(hotspot.episodes),
            children=Count.of(hotspot.children),
            first_month=hotspot.first_month,
            last_month=hotspot.last_month,
            time_bands=tuple(
                TimeBand(name=name, episodes=Count.of(count)) for name, count in hotspot.time_bands
            ),
            firmness=hotspot.firmness,
            direction=None if hotspot.direction is None else Direction(**asdict(hotspot.direction)),
            actions=tuple(ToldAction(**asdict(action)) for action in hotspot.actions),
            place_risks=tuple(ToldPlaceRisk(**asdict(one)) for one in hotspot.place_risks),
        )


class HistoryLine(Wire):
    """One release's word on a hotspot."""

    release: ReleaseLine = Field(description="Which release.")
    hotspot: Hotspot = Field(description="The hotspot as it was released then.")


class History(Wire):
    """A hotspot over the releases of your audience."""

    hotspot_id: str = Field(description="The hotspot.")
    history: tuple[HistoryLine, ...] = Field(description="Newest first.")


class Zone(Wire):
    """A named grouping of hotspots; its figure is built from the shown figures of theirs."""

    name: str = Field(description="The zone's name.", examples=["City centre"])
    hotspot_ids: tuple[str, ...] = Field(description="Its hotspots.")
    episodes: Count = Field(description="Sum of the shown figures of its hotspots.")

    @classmethod
    def of(cls, zone: ReleasedZone) -> Self:
        """From a released zone."""
        episodes = Count.of(zone.episodes)
        return cls(name=zone.name, hotspot_ids=zone.hotspot_ids, episodes=episodes)


class ZoneList(Wire):
    """The zones of the latest release."""

    release: ReleaseLine = Field(description="Which release.")
    zones: tuple[Zone, ...] = Field(description="In the release's order.")


class Former(Wire):
    """A place that the release compared with shows, and this one does not."""

    hotspot_id: str = Field(description="Its id in that release.")
    name: str = Field(description="The public place's name.")
    area: Area | None = Field(description="The ward that it lies in.")
    position: Position = Field(description="Where the place is.")


class Compared(Wire):
    """The earlier release that directions are beside."""

    period: Dates = Field(description="Its period, of as many months.")
    former: tuple[Former, ...] = Field(
        description="Shown then and not now: none are there now, or too few young people."
    )

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """From a release's comparison."""
        return cls(**asdict(comparison))


class WholeRelease(ReleaseLine):
    """A whole release as you may see it."""

    classification: str = Field(description="How it must be handled.")
    banner: str = Field(description="Must be shown with it; marks synthetic data.")
    policy_version: str = Field(description="The disclosure policy that it was made under.")
    notices: tuple[str, ...] = Field(description="What is and is not shown.")
    attribution: tuple[str, ...] = Field(description="Sources to name.")
    total_episodes: Count = Field(description="Episodes in the whole city.")
    zones: tuple[Zone, ...] = Field(description="Its zones.")
    hotspots: tuple[Hotspot, ...] = Field(description="Its hotspots.")
    comparison: Compared | None = Field(
        description="What directions are beside; null if nothing fits."
    )


class AreaLine(Wire):
    """A ward or a saved area with what is shown in it."""

    area: Area = Field(description="The ward, or the saved area with a code of its own.")
    kind: str = Field(description="`ward`, `school`, `locality` or `other`.", examples=["ward"])
    hotspot_ids: tuple[str, ...] = Field(
        description="Its hotspots, in the release's order; a saved area's are in or near it.",
        examples=[["bus-station"]],
    )


class AreaList(Wire):
    """Wards and saved areas of yours that have a hotspot; of the others nothing is said."""

    release: ReleaseLine = Field(description="Which release.")
    areas: tuple[AreaLine, ...] = Field(description="By code.")


class WholeArea(Wire):
    """One ward or saved area of the latest release."""

    release: ReleaseLine = Field(description="Which release.")
    area: Area = Field(description="The ward, or the saved area with a code of its own.")
    kind: str = Field(description="`ward`, `school`, `locality` or `other`.", examples=["ward"])
    hotspots: tuple[Hotspot, ...] = Field(description="Its hotspots, as in the list.")


class Changes(Wire):
    """What was sealed for your audience since a moment."""

    since: datetime | None = Field(description="The moment that was asked about, UTC.")
    next_since: datetime | None = Field(
        description="What to send as `since` next time; null while there is no release."
    )
    releases: tuple[ReleaseLine, ...] = Field(
        description="Sealed later than `since`, newest first."
    )


class Geometry(Wire):
    """RFC 7946 geometry, longitude and latitude (CRS84)."""

    type: Literal["Point", "Polygon", "MultiPolygon"] = Field(description="Kind of geometry.")
    coordinates: list[Any] = Field(description="Degrees, at most 6 decimals.")


class Properties(Wire):
    """Flat properties, so that a GIS can show them as columns."""

    hotspot_id: str = Field(description="Stable from release to release.")
    name: str = Field(description="The public place's name.")
    category: str = Field(description="Kind of place.")
    zone: str = Field(description="The zone that it belongs to.")
    area_code: str | None = Field(description="Official (GSS) code of the ward.")
    area_name: str | None = Field(description="Name of the ward.")
    episodes: int | None = Field(description="Rounded number; null where only a text is shown.")
    episodes_text: str = Field(description="Episodes, as people should be shown them.")
    children_text: str = Field(description="Young people, as people should be shown them.")
    first_month: str | None = Field(description="First month with an episode, YYYY-MM.")
    last_month: str | None = Field(description="Last month with an episode, YYYY-MM.")
    direction: str | None = Field(
        description="Which way it goes, beside the earlier release.", examples=["rising"]
    )
    direction_text: str | None = Field(description="The same as a sentence, with an interval.")
    firmness: str | None = Field(description="How firm it is; null where nothing is said.")
    actions_text: str | None = Field(description="What is being done, as far as it is told.")
    place_risk_text: str | None = Field(description="What is agreed about it, as far as told.")
    extent_m: float = Field(description="Radius of the place, metres.")
    easting: float = Field(description="Metres, EPSG:27700.")
    northing: float = Field(description="Metres, EPSG:27700.")


class Feature(Wire):
    """One hotspot."""

    type: Literal["Feature"] = Field(description="Always Feature.")
    id: str = Field(description="The hotspot's id.")
    geometry: Geometry = Field(description="A public place, or cells of the fixed grid.")
    properties: Properties = Field(description="About it.")


class FeatureCollection(Wire):
    """A GeoJSON feature collection of the latest release's hotspots."""

    type: Literal["FeatureCollection"] = Field(description="Always FeatureCollection.")
    title: str = Field(description="Title of the release.")
    audience: str = Field(description="Who it is for.")
    period_from: date = Field(description="First day that is counted.")
    period_to: date = Field(description="Last day that is counted.")
    classification: str = Field(description="How it must be handled.")
    banner: str = Field(description="Must be shown with it; marks synthetic data.")
    digest: str = Field(description="Digest of the release, as you may see it.")
    notices: tuple[str, ...] = Field(description="What is and is not shown.")
    attribution: tuple[str, ...] = Field(description="Sources to name.")
    features: tuple[Feature, ...] = Field(description="The hotspots.")


class State(Wire):
    """Whether the process runs, or can serve."""

    status: Literal["ok", "ready"] = Field(description="The only good news there is.")
