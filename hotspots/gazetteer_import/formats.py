"""From a row of a publisher's table to a place, to the publishers' documented columns.

OS Open Names: Ordnance Survey, technical specification. NaPTAN: Department for
Transport, `Stops.csv`. GIAS: Department for Education, `edubasealldata`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hotspots.gazetteer_import.kinds import Kind, kind_table
from hotspots.gazetteer_import.published import CSV, GIAS, NAPTAN, OS_OPEN_NAMES
from hotspots.gazetteer_import.record import (
    Found,
    UnusableRowError,
    days_open,
    degree_point,
    grid_point,
    harmless,
    metres_of,
    name_of,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.geo import PointM

    Cells = Mapping[str, str]

_IN_USE = frozenset({"", "act", "active"})
_LARGEST_EXTENT_M = 3_000.0
# Headings of one's own lists, compared in lower case; the first that is there is taken.
_SYNONYMS = {
    "name": ("name", "place", "place_name", "title", "name1"),
    "category": ("category", "type", "kind", "amenity"),
    "easting": ("easting", "eastings", "x_coordinate", "geometry_x"),
    "northing": ("northing", "northings", "y_coordinate", "geometry_y"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "postcode": ("postcode", "post_code"),
}
_YES_NO = {"": None, "yes": True, "true": True, "no": False, "false": False}


def place_of(format_name: str, cells: Cells, file: str) -> Found:
    """The place in a row of a file of that name.

    Raises:
        UnusableRowError: the row gives none.
    """
    if format_name in _READERS:
        return _READERS[format_name](cells)
    return _own(cells, file)


def _kind(format_name: str, cells: Cells, column: str) -> Kind:
    kind = kind_table(format_name).kind_of(cells.get(column) or "")
    if kind is None:
        mend = "Nothing to do, unless such places are wanted: then add the kind to the table."
        raise UnusableRowError(column, "a kind of place that is left out", mend)
    return kind


def _open_names(cells: Cells) -> Found:
    kind = _kind(OS_OPEN_NAMES, cells, "LOCAL_TYPE")
    other = harmless(plain(cells.get("NAME2")).replace(";", ","))
    return Found(
        name=name_of(cells, "NAME1"),
        kind=kind,
        point=grid_point(cells, "GEOMETRY_X", "GEOMETRY_Y"),
        extent_m=_box_extent_m(cells) or kind.default_extent_m,
        accuracy_m=kind_table(OS_OPEN_NAMES).accuracy_m,
        source=_source("OS Open Names", cells.get("ID")),
        locality=plain(cells.get("POPULATED_PLACE")),
        aliases=(other,) if other else (),
    )


def _box_extent_m(cells: Cells) -> float:
    """Half the diagonal of the feature's box in metres; 0 where it has none."""
    try:
        west, south, east, north = (
            float(cells.get(f"MBR_{side}") or "") for side in ("XMIN", "YMIN", "XMAX", "YMAX")
        )
    except ValueError:
        return 0.0
    half = math.hypot(east - west, north - south) / 2
    return round(min(half, _LARGEST_EXTENT_M)) if math.isfinite(half) else 0.0


def _naptan(cells: Cells) -> Found:
    kind = _kind(NAPTAN, cells, "StopType")
    if (cells.get("Status") or "").strip().casefold() not in _IN_USE:
        raise UnusableRowError("Status", "a stop that is not in use", "Nothing to do.")
    return Found(
        name=name_of(cells, "CommonName", kind.suffix),
        kind=kind,
        point=_either_point(cells, ("Easting", "Northing"), ("Longitude", "Latitude")),
        extent_m=kind.default_extent_m,
        accuracy_m=kind_table(NAPTAN).accuracy_m,
        source=_source("NaPTAN", cells.get("ATCOCode")),
        locality=plain(cells.get("LocalityName") or cells.get("Locality")),
    )


def _gias(cells: Cells) -> Found:
    kind = _kind(GIAS, cells, "PhaseOfEducation (name)")
    opened, closed = days_open(cells, "OpenDate", "CloseDate")
    status = (cells.get("EstablishmentStatus (name)") or "").strip().casefold()
    if status == "closed" and closed is None:
        mend = "Give the day; without it the school would count as open."
        raise UnusableRowError("CloseDate", "a closed school without its last day", mend)
    if status == "proposed to open" and opened is None:
        raise UnusableRowError("OpenDate", "a school that is not open yet", "Nothing to do.")
    return Found(
        name=name_of(cells, "EstablishmentName"),
        kind=kind,
        point=grid_point(cells, "Easting", "Northing"),
        extent_m=kind.default_extent_m,
        accuracy_m=kind_table(GIAS).accuracy_m,
        source=_source("GIAS URN", cells.get("URN")),
        locality=plain(cells.get("Locality") or cells.get("Town")),
        postcode=harmless(plain(cells.get("Postcode"))),
        valid_from=opened,
        valid_to=closed,
    )


def _own(cells: Cells, file: str) -> Found:
    lower = {heading.strip().casefold(): value for heading, value in cells.items()}
    column = {
        meaning: next((w for w in words if w in lower), meaning)
        for meaning, words in _SYNONYMS.items()
    }
    kind = _own_kind(lower, column["category"])
    opened, closed = days_open(lower, "valid_from", "valid_to")
    grid, degrees = (
        (column["easting"], column["northing"]),
        (column["longitude"], column["latitude"]),
    )
    aliases = (harmless(plain(alias)) for alias in lower.get("aliases", "").split(";"))
    return Found(
        name=name_of(lower, column["name"]),
        kind=kind,
        point=_either_point(lower, grid, degrees),
        extent_m=metres_of(lower, "extent_m", kind.default_extent_m),
        accuracy_m=metres_of(lower, "accuracy_m", kind_table(CSV).accuracy_m),
        source=harmless(plain(lower.get("source"))) or _source("list", file),
        locality=plain(lower.get("locality")),
        aliases=tuple(alias for alias in aliases if alias),
        postcode=harmless(plain(lower.get(column["postcode"]))),
        valid_from=opened,
        valid_to=closed,
    )


def _own_kind(lower: Cells, column: str) -> Kind:
    word = harmless(plain(lower.get(column)))
    kind = kind_table(CSV).own_kind_of(word)
    text = plain(lower.get("publishable")).casefold()
    if text not in _YES_NO:
        # Guessing here could name a place that must never be named.
        raise UnusableRowError("publishable", "neither yes nor no", "Write yes or no.")
    stated = _YES_NO[text]
    # A yes is believed where nothing speaks against it: a guarded kind stays guarded.
    publishable = bool(stated) if stated is False or not word else kind.publishable
    return Kind(category=kind.category, publishable=publishable, extent_m=kind.extent_m)


def _either_point(cells: Cells, grid: tuple[str, str], degrees: tuple[str, str]) -> PointM:
    if any(plain(cells.get(column)) for column in grid) or not plain(cells.get(degrees[0])):
        return grid_point(cells, *grid)
    return degree_point(cells, *degrees)


def _source(publisher: str, key: str | None) -> str:
    return harmless(f"{publisher} {plain(key)}".replace(";", ",").strip()) or publisher


_READERS: dict[str, Callable[[Cells], Found]] = {
    OS_OPEN_NAMES: _open_names,
    NAPTAN: _naptan,
    GIAS: _gias,
}
