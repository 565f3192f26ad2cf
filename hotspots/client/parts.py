"""The parts of which the answers are made, as the service's `/docs` describes them.

Counts are as released: `value` is None where only `text` may be shown, and never 0.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base: frozen, and infinite numbers are refused."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Count(Answer):
    """A protected count: show people `text`; `reason` says why there is no number."""

    value: int | None
    text: str
    reason: str | None


class Area(Answer):
    """A ward, by its official (GSS) code."""

    code: str
    name: str


class Position(Answer):
    """Where the public place is: metres, and degrees."""

    easting: float
    northing: float
    lon: float
    lat: float


class TimeBand(Answer):
    """A six-hour part of the local day."""

    name: str
    episodes: Count


class Dates(Answer):
    """Whole local days, both included."""

    first: date
    last: date


class Direction(Answer):
    """Which way a hotspot goes; `ratio` is episodes a day, now over then, if it is told."""

    change: str
    text: str
    ratio: float | None
    low: float | None
    high: float | None


class ToldAction(Answer):
    """What agencies do about a place; months are YYYY-MM."""

    what: str
    lead: str
    first_month: str
    last_month: str | None


class ToldPlaceRisk(Answer):
    """What partners agree about a place or its zone, in words of controlled lists."""

    about: str
    themes: tuple[str, ...]
    guardians: tuple[str, ...]
    lead: str
    next_review: date | None
