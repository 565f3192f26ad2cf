"""The publishers' files as the process that reads them sees them: CSV, a row at a time.

Parsed with `csv` alone. GeoJSON is read by `features`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TextIO

from hotspots.confined import Served
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.confined.served import Plain

OS_OPEN_NAMES, NAPTAN, GIAS, CSV, GEOJSON = "os-open-names", "naptan", "gias", "csv", "geojson"
FORMATS = (OS_OPEN_NAMES, NAPTAN, GIAS, CSV, GEOJSON)
# The tiles have no heading row; these are the columns of the product's header file.
OPEN_NAMES_COLUMNS = (
    "ID",
    "NAMES_URI",
    "NAME1",
    "NAME1_LANG",
    "NAME2",
    "NAME2_LANG",
    "TYPE",
    "LOCAL_TYPE",
    "GEOMETRY_X",
    "GEOMETRY_Y",
    "MOST_DETAIL_VIEW_RES",
    "LEAST_DETAIL_VIEW_RES",
    "MBR_XMIN",
    "MBR_YMIN",
    "MBR_XMAX",
    "MBR_YMAX",
    "POSTCODE_DISTRICT",
    "POSTCODE_DISTRICT_URI",
    "POPULATED_PLACE",
    "POPULATED_PLACE_URI",
    "POPULATED_PLACE_TYPE",
    "DISTRICT_BOROUGH",
    "DISTRICT_BOROUGH_URI",
    "DISTRICT_BOROUGH_TYPE",
    "COUNTY_UNITARY",
    "COUNTY_UNITARY_URI",
    "COUNTY_UNITARY_TYPE",
    "REGION",
    "REGION_URI",
    "COUNTRY",
    "COUNTRY_URI",
    "RELATED_SPATIAL_OBJECT",
    "SAME_AS_DBPEDIA",
    "SAME_AS_GEONAMES",
)
NEEDED_COLUMNS = {
    OS_OPEN_NAMES: ("NAME1", "LOCAL_TYPE", "GEOMETRY_X", "GEOMETRY_Y"),
    NAPTAN: ("ATCOCode", "CommonName", "StopType"),
    GIAS: ("URN", "EstablishmentName", "Easting", "Northing"),
    CSV: (),
}
_CHUNK_BYTES = 1 << 20
# No list has such a line; a file of one endless line would be held in memory whole.
_MAX_LINE_CHARS = 1 << 20
# Four times those of the widest publisher.
_MAX_CELLS = 1_024


@contextmanager
def serve_look(path: Path, format_name: str | None) -> Iterator[Served]:
    """Format, encoding and sum of the file.

    Raises:
        InputError: it cannot be read, or is neither UTF-8 nor Windows-1252.
    """
    digest = hashlib.sha256()
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8-sig", "cp1252")}
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK_BYTES):
                digest.update(chunk)
                decoders = {n: d for n, d in decoders.items() if _decodes(d, chunk)}
        decoders = {n: d for n, d in decoders.items() if _decodes(d, b"", final=True)}
    except OSError:
        raise _unreadable(path.name) from None
    if not decoders:
        raise _unreadable(path.name)
    encoding = next(iter(decoders))
    found = format_name or _format_of(path, encoding)
    yield Served(about=(found, encoding, digest.hexdigest()))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(file: str) -> InputError:
    return InputError(
        "the file cannot be read as text in UTF-8 or Windows-1252",
        file=file,
        mend="Unpack it if it is a ZIP; otherwise download it again or save it as CSV UTF-8.",
    )


def _format_of(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as handle:
        start = handle.read(4096)
    if start.lstrip().startswith("{"):
        return GEOJSON
    head = next(csv.reader(start.splitlines()), [])
    if _is_open_names_row(head):
        return OS_OPEN_NAMES
    for name in (OS_OPEN_NAMES, NAPTAN, GIAS):
        if set(NEEDED_COLUMNS[name]) <= {cell.strip() for cell in head}:
            return name
    return CSV


def _is_open_names_row(row: list[str]) -> bool:
    return len(row) == len(OPEN_NAMES_COLUMNS) and "ordnancesurvey" in row[1]


@contextmanager
def serve_rows(path: Path, format_name: str, encoding: str) -> Iterator[Served]:
    """The rows of a CSV: first the headings, then the number and the cells of each row.

    Raises:
        InputError: no heading row with the columns of the format, not CSV, or a line, a row or
            a cell too large to be part of a list of places; all while rows are taken.
    """
    yield Served(about=None, streams=(partial(_rows, path, format_name, encoding),))


def _rows(path: Path, format_name: str, encoding: str) -> Iterator[Plain]:
    with path.open(encoding=encoding, newline="") as handle:
        reader = csv.reader(_lines(handle, path.name))
        headings: list[str] = []
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if not headings:
                    headings, is_row = _headings(row, format_name, path.name)
                    yield headings
                    if not is_row:
                        continue
                if len(row) > _MAX_CELLS:
                    problem, mend = f"over {_MAX_CELLS:,} cells", "Check the separators."
                    raise InputError(problem, file=path.name, row=number, mend=mend)
                if any(row):
                    yield number, row
        except csv.Error:
            problem, mend = "not CSV, or a cell without end", "Check the quotation marks."
            raise InputError(problem, file=path.name, row=number + 1, mend=mend) from None


def _headings(row: list[str], format_name: str, file: str) -> tuple[list[str], bool]:
    """The headings, and whether the row is one of places: the tiles of Open Names have none."""
    if format_name == OS_OPEN_NAMES and "NAME1" not in row:
        return list(OPEN_NAMES_COLUMNS), True
    headings = [cell.strip() for cell in row]
    missing = [column for column in NEEDED_COLUMNS[format_name] if column not in headings]
    if missing:
        raise InputError(
            f"the file lacks the columns {', '.join(missing)}",
            file=file,
            row=1,
            mend=f"Give the file as published ({format_name}), or choose another --format.",
        )
    return headings, False


def _lines(handle: TextIO, file: str) -> Iterator[str]:
    while line := handle.readline(_MAX_LINE_CHARS):
        if len(line) == _MAX_LINE_CHARS:
            problem, mend = "a line without end", "Check that it is a CSV file."
            raise InputError(problem, file=file, mend=mend)
        yield line
