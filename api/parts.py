"""The parts of which the bodies are made: counts, places, directions, what is agreed and done."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from hotspots.release import ShownCount


class Wire(BaseModel):
    """Base of the bodies: only declared fields, and no infinite numbers."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Count(Wire):
    """A protected count."""

    value: int | None = Field(
        description="Rounded number; null where only a text may be shown. Never 0.", examples=[25]
    )
    text: str = Field(description="What people should be shown.", examples=["about 25"])
    reason: str | None = Field(description="Why there is no number, if there is none.")

    @classmethod
    def of(cls, count: ShownCount) -> Self:
        """From a released count."""
        reason = None if count.reason is None else count.reason.value
        return cls(value=count.value, text=count.text, reason=reason)


class Area(Wire):
    """A ward."""

    code: str = Field(description="Official (GSS) code.", examples=["E05001767"])
    name: str = Field(description="Official name.", examples=["Alvaston"])


class Position(Wire):
    """The public place's own position from the gazetteer, never computed from episodes."""

    easting: float = Field(description="Metres, EPSG:27700.")
    northing: float = Field(description="Metres, EPSG:27700.")
    lon: float = Field(description="Degrees, CRS84.")
    lat: float = Field(description="Degrees, CRS84.")


class TimeBand(Wire):
    """A six-hour part of the local day."""

    name: str = Field(description="The band.", examples=["18:00 to 24:00"])
    episodes: Count = Field(description="Episodes in it.")


class Dates(Wire):
    """Whole local days, both included."""

    first: date = Field(description="First day.", examples=["2021-01-01"])
    last: date = Field(description="Last day.", examples=["2021-06-30"])


class Direction(Wire):
    """Which way a hotspot goes, from the shown figures of two releases alone."""

    change: str = Field(description="The word for it.", examples=["rising"])
    text: str = Field(description="What people should be shown.")
    ratio: float | None = Field(description="Episodes a day, now over then, if it is told.")
    low: float | None = Field(description="Lower end of the ratio's 95 % interval.")
    high: float | None = Field(description="Upper end of the ratio's 95 % interval.")


class ToldPlaceRisk(Wire):
    """What partners agree about a place or its zone, as far as it is told."""

    about: str = Field(description="The place or zone.", examples=["Derby Bus Station"])
    themes: tuple[str, ...] = Field(
        description="What puts children at risk there, in words of a controlled list.",
        examples=[["adults who approach children"]],
    )
    guardians: tuple[str, ...] = Field(
        description="Who looks after the place, in words of a controlled list.",
        examples=[["transport staff"]],
    )
    lead: str = Field(description="The agency that leads; empty if untold.", examples=["Council"])
    next_review: date | None = Field(description="When it is looked at again; null if untold.")


class ToldAction(Wire):
    """What agencies do about a place, as far as it is told."""

    what: str = Field(description="What is done.", examples=["Evening patrols"])
    lead: str = Field(description="The agency or role that leads.", examples=["Police"])
    first_month: str = Field(description="Since when, YYYY-MM.", examples=["2021-05"])
    last_month: str | None = Field(description="Until when, YYYY-MM; null if no end is known.")
