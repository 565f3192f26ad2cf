"""The list and its account of sources, written whole or not at all."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell
from hotspots.errors import InternalError, StoreError
from hotspots.gazetteer import read_gazetteer
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from hotspots.gazetteer import Place

COLUMNS = (
    "place_id",
    "name",
    "aliases",
    "category",
    "easting",
    "northing",
    "postcode",
    "zone",
    "extent_m",
    "accuracy_m",
    "valid_from",
    "valid_to",
    "publishable",
    "source",
)


def list_bytes(places: Sequence[Place]) -> bytes:
    """The CSV that `read_gazetteer` reads; the same places, the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in _cells(place)] for place in places)
    return out.getvalue().encode("utf-8")


def _cells(place: Place) -> tuple[str, ...]:
    return (
        place.place_id,
        place.name,
        ";".join(place.aliases),
        place.category,
        _number(place.point.easting),
        _number(place.point.northing),
        place.postcode,
        place.zone,
        _number(place.extent_m),
        _number(place.accuracy_m),
        _day(place.valid_from),
        _day(place.valid_to),
        "yes" if place.publishable else "no",
        place.source,
    )


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def write_whole(target: Path, content: bytes, account: Path, account_content: bytes) -> None:
    """Write both beside their targets, read the list back, then swap them in.

    Raises:
        StoreError: the folder cannot be written.
        InternalError: our own list cannot be read again.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(account) as told, written_whole(target) as part:
            told.write_bytes(account_content)
            part.write_bytes(content)
            if list_bytes(read_gazetteer(part).places) != content:
                msg = "The list of places reads otherwise than it was written."
                raise InternalError(msg)
    except OSError:
        msg = f"{target.name} cannot be written. Check the folder and the free space."
        raise StoreError(msg) from None
