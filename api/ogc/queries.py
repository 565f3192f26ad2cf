"""The query of an items page, checked: what cannot be used is refused with 400, as Part 1 asks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import shapely

from api.ogc.crs import DEFAULT, SYSTEMS
from api.problems import bad_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from api.ogc.crs import Crs
    from api.problems import Problem
    from hotspots.period import Period

DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000
_MAX_DIGITS = 9
_FLAT, _SOLID = 4, 6
_LONDON = ZoneInfo("Europe/London")
_RELEASE = re.compile(r"[0-9a-f]{12}")
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2}))?", re.ASCII
)
_BOX_FORM = (
    "Four numbers, west,south,east,north, or six with heights, in the axis order of bbox-crs."
)
_TIME_FORM = (
    "A date or a moment of RFC 3339, or an interval of two with a slash, either end of which "
    "may be open: 2025-01-01/.. for instance."
)


def bad_query(parameter: str, detail: str, *, allowed: tuple[str, ...] | None = None) -> Problem:
    """400 that names our parameter and what it may be, never what was sent."""
    return bad_parameter(parameter, detail, allowed=allowed, status=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bounding box in one system; two parts where it crosses the antimeridian."""

    shape: BaseGeometry
    crs: Crs


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days, both included; None where the end is open."""

    first: date | None
    last: date | None

    def meets(self, period: Period) -> bool:
        """Whether it and the period have a day in common."""
        begins_in_time = self.first is None or self.first <= period.last
        return begins_in_time and (self.last is None or self.last >= period.first)


def limit_of(query: Mapping[str, str]) -> int:
    """How many features; more than the largest is taken as the largest, as Part 1 asks."""
    return min(_whole(query, "limit", default=DEFAULT_LIMIT, least=1), MAX_LIMIT)


def offset_of(query: Mapping[str, str]) -> int:
    """How many features come before the page; `next` links carry it."""
    return _whole(query, "offset", default=0, least=0)


def crs_of(query: Mapping[str, str], name: str) -> Crs:
    """The reference system that a parameter names by its URI."""
    found = SYSTEMS.get(query.get(name, DEFAULT.uri))
    if found is None:
        raise bad_query(name, "Name one of these reference systems.", allowed=tuple(SYSTEMS))
    return found


def release_of(query: Mapping[str, str]) -> str | None:
    """The release that a page was begun with: the first twelve digits of its digest."""
    text = query.get("release")
    if text is not None and not _RELEASE.fullmatch(text):
        raise bad_query("release", "The first twelve digits of a release's digest.")
    return text


def box_of(query: Mapping[str, str]) -> Box | None:
    """The bounding box, if one was asked for."""
    crs = crs_of(query, "bbox-crs")
    text = query.get("bbox")
    if text is None:
        return None
    numbers = _numbers(text)
    half = len(numbers) // 2
    if half not in {_FLAT // 2, _SOLID // 2} or len(numbers) % 2:
        raise bad_query("bbox", _BOX_FORM)
    if half == _SOLID // 2 and numbers[2] > numbers[5]:
        raise bad_query("bbox", _BOX_FORM)
    return Box(shape=_box((*numbers[:2], *numbers[half : half + 2]), crs), crs=crs)


def interval_of(query: Mapping[str, str]) -> Interval | None:
    """The days that were asked for."""
    text = query.get("datetime")
    if text is None:
        return None
    ends = text.split("/")
    if len(ends) == 1:
        day = _day(ends[0])
        return Interval(first=day, last=day)
    if len(ends) != _FLAT // 2:
        raise bad_query("datetime", _TIME_FORM)
    first, last = (None if end in {"", ".."} else _day(end) for end in ends)
    if (first is None and last is None) or (first and last and first > last):
        raise bad_query("datetime", _TIME_FORM)
    return Interval(first=first, last=last)


def _whole(query: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    text = query.get(name, str(default))
    is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    if not is_number or int(text) < least:
        raise bad_query(name, f"A whole number from {least}.")
    return int(text)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(",", _SOLID))
    except ValueError as error:
        raise bad_query("bbox", _BOX_FORM) from error
    if not all(math.isfinite(one) for one in numbers):
        raise bad_query("bbox", _BOX_FORM)
    return numbers


def _box(corners: tuple[float, ...], crs: Crs) -> BaseGeometry:
    """The box in the axes of its system; longitudes alone may run backwards, over 180 degrees."""
    low, high = list(corners[:2]), list(corners[2:])
    longitude = 0 if crs is DEFAULT else 1
    if low[1 - longitude] > high[1 - longitude]:
        raise bad_query("bbox", _BOX_FORM)
    if low[longitude] <= high[longitude]:
        return shapely.box(*low, *high)
    if not crs.is_degrees:
        raise bad_query("bbox", _BOX_FORM)
    east, west = [*high], [*low]
    east[longitude], west[longitude] = 180.0, -180.0
    return shapely.union_all([shapely.box(*low, *east), shapely.box(*west, *high)])


def _day(text: str) -> date:
    if not _MOMENT.fullmatch(text):
        raise bad_query("datetime", _TIME_FORM)
    try:
        if len(text) == len("2025-01-01"):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text.upper()).astimezone(UTC).astimezone(_LONDON).date()
    except (ValueError, OverflowError) as error:
        raise bad_query("datetime", _TIME_FORM) from error
