"""The public places of a city: names, positions and extents, with their sources.

Neutral ground: a gazetteer holds facts about places and nothing about people, so
both sides of the wall may read it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import InputError
from hotspots.geo import PointM, in_great_britain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

# A name that covers a suburb or a road is too coarse to say where somebody was.
COARSE_CATEGORIES = frozenset({"area", "street"})
# Positions are a building's or a site's middle; a doorway or car park lies within this.
DEFAULT_EXTENT_M = {
    "park": 400.0,
    "retail park": 200.0,
    "shopping centre": 150.0,
    "district centre": 120.0,
    "education": 200.0,
    "school": 150.0,
    "health": 250.0,
    "stadium": 150.0,
    "area": 1000.0,
    "street": 250.0,
    "transport": 80.0,
}
FALLBACK_EXTENT_M = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A public place.

    `extent_m` is the radius within which somebody is *at* the place; `accuracy_m` is
    how well its position is known. `publishable` is false where a place must never be
    named in a release (it shares a building with a protected site): a static decision,
    taken without looking at any data. `valid_from` and `valid_to` are the days of its
    first and last opening, where known.
    """

    place_id: str
    name: str
    category: str
    point: PointM
    extent_m: float
    accuracy_m: float
    zone: str
    aliases: tuple[str, ...] = ()
    postcode: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    publishable: bool = True
    source: str = ""

    @property
    def is_coarse(self) -> bool:
        """Whether the name covers too much ground to found or name a hotspot."""
        return self.category in COARSE_CATEGORIES

    def open_on(self, day: date) -> bool:
        """Whether the place existed on that day, as far as is known."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)


class Gazetteer:
    """Places by id, with a look-up of the place that a position is at.

    Raises:
        InputError: two places share an id (from `read`).
    """

    def __init__(self, places: Iterable[Place], *, name: str) -> None:
        self.name = name
        self.places: tuple[Place, ...] = tuple(sorted(places, key=lambda place: place.place_id))
        self._by_id: Mapping[str, Place] = {place.place_id: place for place in self.places}

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, place_id: str) -> Place:
        return self._by_id[place_id]

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._by_id

    @cached_property
    def _coordinates_m(self) -> NDArray[np.float64]:
        return np.array([p.point.key for p in self.places], dtype=np.float64).reshape(-1, 2)

    def distances_m(self, point: PointM) -> NDArray[np.float64]:
        """Shape (n,): distance in metres to every place, in the order of `places`."""
        delta = self._coordinates_m - np.array(point.key)
        return np.asarray(np.hypot(delta[:, 0], delta[:, 1]))

    def at(self, point: PointM, *, on: date | None = None) -> Place | None:
        """The place in whose extent the position lies; the one it is deepest in wins.

        Depth is distance over extent; a tie goes to the lower id. Suburbs and streets
        do not count: being in a suburb is not being at a place. Nor, if the day is
        given, does a place that was not open on it.
        """
        inside = [
            (float(distance) / place.extent_m, place.place_id, place)
            for distance, place in zip(self.distances_m(point), self.places, strict=True)
            if distance <= place.extent_m and not place.is_coarse
            if on is None or place.open_on(on)
        ]
        return min(inside)[2] if inside else None


def place_id_of(name: str) -> str:
    """A stable id made from a name: lower case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def read_gazetteer(path: Path) -> Gazetteer:
    """Read a gazetteer from a CSV file (UTF-8, headed).

    Needed columns: `name, category, easting, northing` (metres, EPSG:27700). Known
    beside them: `place_id, aliases` (separated by `;`), `postcode, zone, extent_m,
    accuracy_m, valid_from, valid_to` (ISO dates), `publishable` (yes/no), `source`,
    and `confidence` (high/medium/low), which stands for an accuracy where none is given.

    Raises:
        InputError: the file is not UTF-8 text, a column is missing, a row has no name or
            no usable position, extent, day or flag, or two rows are the same place.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        headings, rows = set(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError(
            problem="the gazetteer cannot be read as CSV in UTF-8",
            file=path.name,
            mend="Save it as CSV UTF-8.",
        ) from None
    missing = _NEEDED_COLUMNS - headings
    if missing:
        raise InputError(
            problem=f"the gazetteer lacks the columns {', '.join(sorted(missing))}",
            file=path.name,
            mend="Add them; positions are easting and northing in metres.",
        )
    places = [_place(row, path.name, number) for number, row in enumerate(rows, start=2)]
    _refuse_duplicates(places, path.name)
    return Gazetteer(places, name=path.stem)


def _refuse_duplicates(places: list[Place], file: str) -> None:
    seen: dict[str, int] = {}
    for row, place in enumerate(places, start=2):
        if place.place_id in seen:
            raise InputError(
                problem=f"the same place stands in row {seen[place.place_id]}",
                file=file,
                row=row,
                column="name",
                mend="Merge the two rows, or give them different names.",
            )
        seen[place.place_id] = row


_NEEDED_COLUMNS = frozenset({"name", "category", "easting", "northing"})
_ACCURACY_BY_CONFIDENCE_M = {"high": 30.0, "medium": 100.0, "low": 400.0}


# A blank cell is a yes: most public places may be named.
_FLAGS = {"": True, "yes": True, "no": False}


def _place(row: Mapping[str | None, str | None], file: str, number: int) -> Place:
    # `csv` files what stands beyond the last heading under None.
    cell = {key: (value or "").strip() for key, value in row.items() if key is not None}
    name = cell["name"]
    place_id = cell.get("place_id") or place_id_of(name)
    if not name or not place_id:
        raise InputError(
            problem="no name, or none from which an id can be made",
            file=file,
            row=number,
            column="name",
            mend="Give a name, and a place_id if the name has no Latin letters.",
        )
    category = cell["category"].lower()
    extent = DEFAULT_EXTENT_M.get(category, FALLBACK_EXTENT_M)
    accuracy = _ACCURACY_BY_CONFIDENCE_M.get(cell.get("confidence", "").lower(), 100.0)
    first, last = _days_open(cell, file, number)
    return Place(
        place_id=place_id,
        name=name,
        category=category,
        point=_position(cell, file, number),
        extent_m=_extent(cell, file, number, default=extent),
        accuracy_m=_number(cell, "accuracy_m", file, number, default=accuracy),
        zone=cell.get("zone", ""),
        aliases=tuple(a.strip() for a in cell.get("aliases", "").split(";") if a.strip()),
        postcode=cell.get("postcode", ""),
        valid_from=first,
        valid_to=last,
        publishable=_flag(cell, "publishable", file, number),
        source=cell.get("source", ""),
    )


def _position(cell: Mapping[str, str], file: str, row: int) -> PointM:
    point = PointM(_number(cell, "easting", file, row), _number(cell, "northing", file, row))
    if not in_great_britain(point):
        raise InputError(
            problem="the position is outside the British National Grid",
            file=file,
            row=row,
            column="easting",
            mend="Give easting and northing in metres (EPSG:27700).",
        )
    return point


def _number(
    cell: Mapping[str, str], column: str, file: str, row: int, *, default: float | None = None
) -> float:
    text = cell.get(column, "")
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value) or value < 0:
        raise InputError(
            problem="not a number of metres", file=file, row=row, column=column, mend="Give metres."
        )
    return value


def _day(cell: Mapping[str, str], column: str, file: str, row: int) -> date | None:
    text = cell.get(column, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            problem="not a date", file=file, row=row, column=column, mend="Write it as 2024-09-30."
        ) from None


def _extent(cell: Mapping[str, str], file: str, row: int, *, default: float) -> float:
    value = _number(cell, "extent_m", file, row, default=default)
    if value == 0:
        mend = "Give a radius in metres, or leave the cell blank."
        raise InputError(
            problem="an extent of nothing", file=file, row=row, column="extent_m", mend=mend
        )
    return value


def _days_open(cell: Mapping[str, str], file: str, row: int) -> tuple[date | None, date | None]:
    first = _day(cell, "valid_from", file, row)
    last = _day(cell, "valid_to", file, row)
    if first and last and last < first:
        problem, mend = "the place closed before it opened", "Swap the two days."
        raise InputError(problem=problem, file=file, row=row, column="valid_to", mend=mend)
    return first, last


def _flag(cell: Mapping[str, str], column: str, file: str, row: int) -> bool:
    flag = _FLAGS.get(cell.get(column, "").lower())
    if flag is None:
        # Guessing here could name a place that must never be named.
        raise InputError(
            problem="neither yes nor no", file=file, row=row, column=column, mend="Write yes or no."
        )
    return flag
