"""Coordinates in a text: latitude and longitude, easting and northing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from hotspots.geo import PointM, from_lon_lat, in_great_britain
from hotspots.geocode.fix import Fix, without

# Degrees with a fraction, and a hemisphere before or behind.
_DECIMAL = re.compile(
    r"(?<![0-9.A-Z])([NSEW]?)[ ]{0,2}([+-]?)([0-9]{1,3})\.([0-9]{2,15})"
    r"[ ]{0,2}\N{DEGREE SIGN}?[ ]{0,2}([NSEW]?)(?![0-9A-Z.])"
)
# 52°55'19.4"N
_DMS = re.compile(
    "([+-]?)([0-9]{1,3})[ ]{0,2}\N{DEGREE SIGN}[ ]{0,2}([0-9]{1,2})[ ]{0,2}'[ ]{0,2}"
    r"(?:([0-9]{1,2}(?:\.[0-9]{1,6})?)[ ]{0,2}(?:\"|''))?[ ]{0,2}([NSEW]?)(?![A-Z])"
)
# Without so many digits in a row there is no easting: sooner known.
_SIX_DIGITS = re.compile("[0-9]{6}")
_METRES = re.compile(r"(?<![0-9.])([0-9]{6,7})(?:\.([0-9]{1,6}))?[ ]?M?(?![0-9A-DF-MO-Z])")
# Between the two numbers: separators and the names of the axes, nothing else.
_BETWEEN = re.compile(
    r"[\s,;:/|()=&\N{DEGREE SIGN}]*"
    r"(?:(?:LAT|LATITUDE|LON|LONG|LONGITUDE|LNG|EASTING|EASTINGS|NORTHING|NORTHINGS|AND|X|Y|E|N)?"
    r"[\s,;:/|()=&]*)"
)
_NORTH_FIRST = re.compile(r"(?:NORTHINGS?|(?<![A-Z])[NY])[\s:=]*\Z")
# Great Britain in degrees, as far as EPSG:27700 is defined.
_LATITUDES, _LONGITUDES = (49.0, 61.5), (-9.5, 2.5)
_METRES_PER_DEGREE = 111_320.0
# The transformation itself and the receiver are no better than this.
_FINEST_M = 5.0
_LONGEST_BETWEEN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Angle:
    """A number of degrees; `step` is the value of its last digit; `axis` blank if not said."""

    degrees: float
    step: float
    axis: str
    start: int
    end: int


def find_lat_lon(text: str) -> Fix | None:
    """The first latitude and longitude in a text in capitals (see `as_written`).

    Either order, where only one is possible in Great Britain. A longitude east of
    Greenwich that would lie west of it with a minus sign is doubtful: the sign is often lost.
    """
    if "." not in text and "\N{DEGREE SIGN}" not in text:
        return None
    angles = sorted([*_decimals(text), *_sexagesimals(text)], key=lambda angle: angle.start)
    for first, second in pairwise(angles):
        if not _joined(text, first.end, second.start):
            continue
        pair = _as_lat_lon(first, second) or _as_lat_lon(second, first)
        if pair is not None:
            return _fix(*pair, rest=without(text, first.start, second.end))
    return None


def find_easting_northing(text: str) -> Fix | None:
    """The first easting and northing in metres in a text in capitals (see `as_written`)."""
    numbers = list(_METRES.finditer(text)) if _SIX_DIGITS.search(text) else []
    for first, second in pairwise(numbers):
        if not _joined(text, first.end(), second.start()):
            continue
        north_first = _NORTH_FIRST.search(text[: first.start()]) is not None
        easting, northing = (second, first) if north_first else (first, second)
        point = PointM(_number(easting), _number(northing))
        if in_great_britain(point):
            return Fix(
                point=point, precision_m=_FINEST_M, rest=without(text, first.start(), second.end())
            )
    return None


def _number(found: re.Match[str]) -> float:
    return float(f"{found[1]}.{found[2] or 0}")


def _joined(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return start - end <= _LONGEST_BETWEEN and bool(_BETWEEN.fullmatch(between))


def _decimals(text: str) -> list[_Angle]:
    return [
        _Angle(
            degrees=_signed(float(f"{found[3]}.{found[4]}"), found[2], found[1] or found[5]),
            step=10.0 ** -len(found[4]),
            axis=_axis(found[1] or found[5]),
            start=found.start(),
            end=found.end(),
        )
        for found in _DECIMAL.finditer(text)
    ]


def _sexagesimals(text: str) -> list[_Angle]:
    return [
        _Angle(
            degrees=_signed(
                int(found[2]) + int(found[3]) / 60 + float(found[4] or 0) / 3600,
                found[1],
                found[5],
            ),
            step=1 / 60 if found[4] is None else 1 / 3600,
            axis=_axis(found[5]),
            start=found.start(),
            end=found.end(),
        )
        for found in _DMS.finditer(text)
    ]


def _signed(degrees: float, sign: str, hemisphere: str) -> float:
    return -degrees if sign == "-" or hemisphere in {"S", "W"} else degrees


def _axis(hemisphere: str) -> str:
    if not hemisphere:
        return ""
    return "lat" if hemisphere in "NS" else "lon"


def _as_lat_lon(lat: _Angle, lon: _Angle) -> tuple[_Angle, _Angle] | None:
    fits = (
        lat.axis in {"", "lat"}
        and lon.axis in {"", "lon"}
        and _LATITUDES[0] <= lat.degrees <= _LATITUDES[1]
        and _LONGITUDES[0] <= lon.degrees <= _LONGITUDES[1]
    )
    return (lat, lon) if fits else None


def _fix(lat: _Angle, lon: _Angle, *, rest: str) -> Fix:
    half_north_m = lat.step / 2 * _METRES_PER_DEGREE
    half_east_m = lon.step / 2 * _METRES_PER_DEGREE * math.cos(math.radians(lat.degrees))
    unsigned_east = lon.degrees > 0 and not lon.axis
    return Fix(
        point=from_lon_lat(lon.degrees, lat.degrees),
        precision_m=max(_FINEST_M, math.hypot(half_north_m, half_east_m)),
        rest=rest,
        doubt="The longitude may have lost its minus sign." if unsigned_east else "",
    )
