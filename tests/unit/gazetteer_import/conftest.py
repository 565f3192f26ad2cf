"""Small files of the shapes in which the publishers give theirs; every place is made up."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from hotspots.gazetteer_import.published import OPEN_NAMES_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAPTAN_HEAD = [
    "ATCOCode",
    "CommonName",
    "Street",
    "LocalityName",
    "Easting",
    "Northing",
    "Longitude",
    "Latitude",
    "StopType",
    "Status",
]
GIAS_HEAD = [
    "URN",
    "EstablishmentName",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (name)",
    "Postcode",
    "Easting",
    "Northing",
]


def _write(path: Path, rows: list[list[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write rows, the headings first."""

    def write(name: str, *rows: list[object], encoding: str = "utf-8") -> Path:
        return _write(tmp_path / name, list(rows), encoding)

    return write


@pytest.fixture
def tile(table: Callable[..., Path]) -> Callable[..., Path]:
    """Write a tile of OS Open Names: id, name, kind, easting, northing and other columns."""

    def write(*places: tuple[str, str, str, object, object, dict[str, object]]) -> Path:
        rows = []
        for key, name, kind, easting, northing, more in places:
            cells: dict[str, object] = {
                "ID": key,
                "NAMES_URI": f"http://data.ordnancesurvey.co.uk/id/{key}",
                "NAME1": name,
                "LOCAL_TYPE": kind,
                "GEOMETRY_X": easting,
                "GEOMETRY_Y": northing,
            }
            rows.append([(cells | more).get(column, "") for column in OPEN_NAMES_COLUMNS])
        return table("SK33.csv", *rows)

    return write


@pytest.fixture
def stops(table: Callable[..., Path]) -> Callable[..., Path]:
    return lambda *rows: table("Stops.csv", NAPTAN_HEAD, *rows)


@pytest.fixture
def schools(table: Callable[..., Path]) -> Callable[..., Path]:
    return lambda *rows: table("edubasealldata.csv", GIAS_HEAD, *rows, encoding="cp1252")


@pytest.fixture
def layer(tmp_path: Path) -> Callable[..., Path]:
    """Write GeoJSON: properties and geometry of each feature."""

    def write(*features: tuple[object, object], **members: object) -> Path:
        path = tmp_path / "layer.geojson"
        listed = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
        content = {"type": "FeatureCollection", "features": listed} | members
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write
