"""Open street-level records as data.police.uk publishes them, transformed in columns, not rows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots.errors import InputError, ParameterError, shown
from hotspots.geo import (
    EASTING_RANGE_M,
    NORTHING_RANGE_M,
    PointM,
    coordinates_from_lon_lat,
)
from hotspots.ingest.cells import clean
from hotspots.ingest.headings import find_table
from hotspots.ingest.openbatch import OpenBatch
from hotspots.ingest.profilefile import load_profile
from hotspots.ingest.readers import open_document, sha256_of
from hotspots.ledger import FileLedger, RowNote
from hotspots.openrecord import OpenRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.ingest.cells import Cell
    from hotspots.ingest.profile import Profile

# The largest force publishes some 20 MB a month.
MAX_OPEN_FILE_BYTES = 512 * 1024 * 1024
_PROFILE = "police-uk"
_DIGEST_CHARS = 20
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
# A box around Great Britain, in degrees; PROJ would make nonsense of what lies far outside.
_LONGITUDES = (-9.5, 2.5)
_LATITUDES = (49.0, 61.5)
_MEND = "Download the file again from data.police.uk."
_OVERFLOW = "overflow"
_HEADINGS = {
    _OVERFLOW: "",
    "longitude": "Longitude",
    "month": "Month",
    "category": "Crime type",
    "record_id": "Crime ID",
}
_REASONS = {
    _OVERFLOW: ("the row has more cells than the heading", _MEND),
    "longitude": (
        "no position",
        "Nothing to mend: some records are published without a position.",
    ),
    "month": ("the month is not of the form 2021-06", _MEND),
    "category": ("no category", _MEND),
    "record_id": ("the same record was there before", "Nothing to mend: it is kept once."),
}


def read_police_uk(paths: Sequence[Path]) -> OpenBatch:
    """Read street-level CSV files; every record is kept or rejected with a reason.

    Columns that the profile does not name, an index that a program added among them,
    are not read. A record that has a crime ID counts once. One that has none (as
    all anti-social behaviour) gets an id from its contents, with a number for each
    that is like it. Records are sorted by month and id, so row order changes nothing.

    Raises:
        InputError: a file is missing, empty, given twice, or lacks a needed heading.
        ParameterError: no file was given.
    """
    if not paths:
        msg = "No file was given. Name at least one."
        raise ParameterError(msg)
    profile = load_profile(_PROFILE)
    ledgers: list[FileLedger] = []
    records: list[OpenRecord] = []
    rejects: list[RowNote] = []
    seen: set[tuple[str, ...]] = set()
    for path in paths:
        table = _table(path, profile)
        digest = sha256_of(path)
        if any(one.sha256 == digest for one in ledgers):
            raise InputError(
                "the same contents were given twice", file=path.name, mend="Name each file once."
            )
        kept, notes = _records(table, shown(path.name), seen)
        ledgers.append(
            FileLedger(
                file=shown(path.name),
                sha256=digest,
                sheet="",
                rows_in=len(table),
                kept=len(kept),
                rejected=len(notes),
            )
        )
        records.extend(kept)
        rejects.extend(notes)
    records.sort(key=lambda record: (record.month, record.record_id))
    return OpenBatch(ledgers=tuple(ledgers), records=tuple(records), rejects=tuple(rejects))


def _table(path: Path, profile: Profile) -> pd.DataFrame:
    """The profile's columns as text; the index is the row as a spreadsheet counts it."""
    if path.suffix.lower() == ".xlsx":
        raise InputError("the file is not a CSV file", file=path.name, mend=_MEND)
    with open_document(path, max_bytes=MAX_OPEN_FILE_BYTES) as document:
        sheet, heading = find_table(document, profile, file=path.name)
        rows = [
            (line.row, line.cells)
            for line in sheet.lines()
            if line.row > heading.row and any(map(str.strip, map(str, line.cells)))
        ]
    shift = _shift(rows, heading.cells)
    picked = {key: index + shift for key, index in heading.columns.items()}
    table = pd.DataFrame(
        {key: [_text(cells, picked.get(key)) for _, cells in rows] for key in profile.columns},
        index=[row for row, _ in rows],
        dtype=object,
    )
    table[_OVERFLOW] = ["x" * max(len(cells) - heading.cells - shift, 0) for _, cells in rows]
    return table


def _shift(rows: Sequence[tuple[int, tuple[Cell, ...]]], width: int) -> int:
    """1 where a program put an index before each row and gave it no heading, else 0."""
    return int(
        bool(rows) and all(len(cells) == width + 1 and str(cells[0]).isdigit() for _, cells in rows)
    )


def _text(cells: tuple[Cell, ...], index: int | None) -> str:
    return "" if index is None or index >= len(cells) else str(cells[index]).strip()


def _records(
    table: pd.DataFrame, file: str, seen: set[tuple[str, ...]]
) -> tuple[list[OpenRecord], list[RowNote]]:
    points_m, located = _positions(table)
    checks: Mapping[str, NDArray[np.bool_]] = {
        _OVERFLOW: (table[_OVERFLOW] == "").to_numpy(dtype=bool),
        "longitude": located,
        "month": table["month"].str.fullmatch(_MONTH).to_numpy(dtype=bool),
        "category": (table["category"] != "").to_numpy(dtype=bool),
        "record_id": _first_of_their_id(table, seen),
    }
    good = np.logical_and.reduce(list(checks.values()))
    notes = [_note(file, table, checks, int(n)) for n in np.flatnonzero(~good)]
    return _made(table[good], points_m[good]), notes


def _first_of_their_id(table: pd.DataFrame, seen: set[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which records were not there before; those without an ID always count."""
    columns = ["record_id", "month", "category", "longitude", "latitude"]
    first = np.ones(len(table), dtype=bool)
    for n, key in enumerate(zip(*(table[column].tolist() for column in columns), strict=True)):
        first[n] = not key[0] or key not in seen
        seen.add(key)
    return first


def _positions(table: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Shape (n, 2) eastings and northings, and which of them are positions in Great Britain."""
    degrees = np.column_stack(
        [
            pd.to_numeric(table[key], errors="coerce").to_numpy(dtype=np.float64)
            for key in ("longitude", "latitude")
        ]
    )
    low = np.array([_LONGITUDES[0], _LATITUDES[0]])
    high = np.array([_LONGITUDES[1], _LATITUDES[1]])
    located = ((degrees >= low) & (degrees <= high)).all(axis=1)
    points_m: NDArray[np.float64] = np.full((len(degrees), 2), np.nan, dtype=np.float64)
    if located.any():
        points_m[located] = coordinates_from_lon_lat(degrees[located])
    low_m = np.array([EASTING_RANGE_M[0], NORTHING_RANGE_M[0]])
    high_m = np.array([EASTING_RANGE_M[1], NORTHING_RANGE_M[1]])
    inside: NDArray[np.bool_] = np.all((points_m >= low_m) & (points_m <= high_m), axis=1)
    return points_m, inside


def _note(
    file: str, table: pd.DataFrame, checks: Mapping[str, NDArray[np.bool_]], n: int
) -> RowNote:
    failed = next(key for key, passed in checks.items() if not passed[n])
    problem, mend = _REASONS[failed]
    blank = table[failed].iloc[n] == ""
    if failed == "longitude" and not blank:
        problem, mend = "the position is not one in Great Britain", _MEND
    return RowNote(
        file=file,
        row=int(table.index.to_numpy()[n]),
        column=_HEADINGS[failed],
        value_class="blank" if blank else "text",
        rule=problem,
        problem=problem,
        mend=mend,
    )


def _made(table: pd.DataFrame, points_m: NDArray[np.float64]) -> list[OpenRecord]:
    return [
        OpenRecord(
            record_id=record_id,
            category=category,
            month=month,
            point=PointM(easting, northing),
            location=clean(location),
        )
        for record_id, category, month, location, (easting, northing) in zip(
            _ids(table),
            table["category"].tolist(),
            table["month"].tolist(),
            table["location"].tolist(),
            points_m.tolist(),
            strict=True,
        )
    ]


def _ids(table: pd.DataFrame) -> list[str]:
    """The publisher's id, or a digest of the contents and the number among its equals."""
    columns = ["month", "category", "longitude", "latitude", "location"]
    numbers = table.groupby(columns, sort=False).cumcount().tolist()
    contents = zip(*(table[column].tolist() for column in columns), strict=True)
    return [
        record_id or f"{_digest(content)}-{number}"
        for record_id, content, number in zip(
            table["record_id"].tolist(), contents, numbers, strict=True
        )
    ]


def _digest(content: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(content).encode()).hexdigest()[:_DIGEST_CHARS]
