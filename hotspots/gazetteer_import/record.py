"""A place as found in a source, and the cells that it is made from."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell
from hotspots.gazetteer import place_id_of
from hotspots.geo import PointM, from_lon_lat, in_great_britain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.gazetteer_import.kinds import Kind

_MAX_TEXT = 200
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


class UnusableRowError(Exception):
    """A row that gives no place: in which column, why, and what would mend it.

    Never leaves the package: such rows are counted.
    """

    def __init__(self, column: str, problem: str, mend: str) -> None:
        self.column, self.problem, self.mend = column, problem, mend
        super().__init__(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place of a source, checked. `source` names the source and the row's key in it."""

    name: str
    kind: Kind
    point: PointM
    extent_m: float
    accuracy_m: float
    source: str
    locality: str = ""
    aliases: tuple[str, ...] = ()
    postcode: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def plain(value: str | None) -> str:
    """The text in one line and one Unicode form, without characters that cannot be seen."""
    flat = unicodedata.normalize("NFC", value or "")
    return " ".join(
        "".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in flat).split()
    )


def harmless(value: str) -> str:
    """The text, or an empty one where it is too long or a spreadsheet would run it."""
    return value if len(value) <= _MAX_TEXT and safe_cell(value) == value else ""


def name_of(cells: Mapping[str, str], column: str, suffix: str = "") -> str:
    """The place's name.

    Raises:
        UnusableRowError: none, one without Latin letters or digits, too long, or a formula.
    """
    name = plain(cells.get(column))
    if suffix and name and not name.casefold().endswith(suffix):
        name = f"{name} {suffix}"
    if not place_id_of(name):
        raise UnusableRowError(column, "no name in Latin letters", "Give the place a name.")
    if not harmless(name):
        mend = "Shorten it, and take signs such as = from its beginning."
        raise UnusableRowError(column, "a name that is too long, or reads as a formula", mend)
    return name


def grid_point(cells: Mapping[str, str], easting: str, northing: str) -> PointM:
    """The position from two columns in metres, EPSG:27700.

    Raises:
        UnusableRowError: not numbers, or not in Great Britain.
    """
    return _checked(
        PointM(_number(cells, easting), _number(cells, northing)),
        easting,
        "Give easting and northing in metres (EPSG:27700).",
    )


def degree_point(cells: Mapping[str, str], longitude: str, latitude: str) -> PointM:
    """The position from two columns in degrees.

    Raises:
        UnusableRowError: not numbers, or not in Great Britain.
    """
    lon, lat = _number(cells, longitude), _number(cells, latitude)
    mend = "Give longitude and latitude in degrees; check that they are not exchanged."
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 - degrees of a circle
        raise UnusableRowError(latitude, "no longitude and latitude", mend)
    return _checked(from_lon_lat(lon, lat), latitude, mend)


def _checked(point: PointM, column: str, mend: str) -> PointM:
    # Publishers write 0, 0 where they do not know.
    if not in_great_britain(point) or point.key == (0.0, 0.0):
        raise UnusableRowError(column, "no position in Great Britain", mend)
    # Finer than a decimetre is noise of a transformation.
    return PointM(round(point.easting, 1), round(point.northing, 1))


def _number(cells: Mapping[str, str], column: str) -> float:
    try:
        value = float(cells.get(column) or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UnusableRowError(column, "no number", "Give the position as two numbers.")
    return value


def metres_of(cells: Mapping[str, str], column: str, default: float) -> float:
    """A length in metres above 0, or the default where the cell is blank.

    Raises:
        UnusableRowError: anything else.
    """
    if not (cells.get(column) or "").strip():
        return default
    value = _number(cells, column)
    if value <= 0:
        raise UnusableRowError(column, "no length", "Give metres, or leave the cell blank.")
    return value


def day_of(cells: Mapping[str, str], column: str) -> date | None:
    """The day in the cell, 2024-09-30 or 30-09-2024 or 30/09/2024; None where it is blank.

    Raises:
        UnusableRowError: anything else.
    """
    text = (cells.get(column) or "").strip()
    if not text:
        return None
    british = _DAY.fullmatch(text)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableRowError(column, "no date", "Write it as 2024-09-30.") from None


def days_open(cells: Mapping[str, str], first: str, last: str) -> tuple[date | None, date | None]:
    """First and last day.

    Raises:
        UnusableRowError: no dates, or the last before the first.
    """
    opened, closed = day_of(cells, first), day_of(cells, last)
    if opened and closed and closed < opened:
        raise UnusableRowError(last, "the place closed before it opened", "Swap the two days.")
    return opened, closed
