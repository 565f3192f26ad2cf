"""The files of the publishers: which format they are, and their rows, one at a time.

CSV and JSON are parsed with `csv` and `json` alone, never with GDAL, which opens
whatever the bytes say.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, TextIO

from hotspots.errors import InputError
from hotspots.gazetteer_import.features import cells_of_collection
from hotspots.gazetteer_import.record import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
# JSON can only be read whole.
MAX_GEOJSON_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was looked at: its format, its encoding, the sum of its bytes."""

    path: Path
    format: str
    encoding: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return plain(self.path.name)


def look_at(path: Path, format_name: str | None = None) -> SourceFile:
    """Find out a file's encoding, sum and, if it is not given, format.

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
    return SourceFile(path, format_name or _format_of(path, encoding), encoding, digest.hexdigest())


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


def rows_of(source: SourceFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Number (from 1, a heading row counted; of GeoJSON the feature's) and cells of each row.

    A row that is longer than the headings loses what stands beyond them, a shorter one
    has blanks. Blank lines are no rows.

    Raises:
        InputError: no heading row with the columns of the format, not CSV or GeoJSON, or a
            line, cell or file too large to be part of a list of places.
    """
    if source.format == GEOJSON:
        yield from enumerate(cells_of_collection(_parsed(source), source.name), start=1)
        return
    with source.path.open(encoding=source.encoding, newline="") as handle:
        reader = csv.reader(_lines(handle, source.name))
        headings: list[str] = []
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if headings:
                    if any(row):
                        yield number, _cells(headings, row)
                elif source.format == OS_OPEN_NAMES and "NAME1" not in row:
                    headings = list(OPEN_NAMES_COLUMNS)
                    yield number, _cells(headings, row)
                else:
                    headings = _headings(row, source)
        except csv.Error:
            problem, mend = "not CSV, or a cell without end", "Check the quotation marks."
            raise InputError(problem, file=source.name, row=number + 1, mend=mend) from None


def _cells(headings: list[str], row: list[str]) -> dict[str, str]:
    return dict.fromkeys(headings, "") | dict(zip(headings, row, strict=False))


def _headings(row: list[str], source: SourceFile) -> list[str]:
    headings = [cell.strip() for cell in row]
    missing = [column for column in NEEDED_COLUMNS[source.format] if column not in headings]
    if missing:
        raise InputError(
            f"the file lacks the columns {', '.join(missing)}",
            file=source.name,
            row=1,
            mend=f"Give the file as published ({source.format}), or choose another --format.",
        )
    return headings


def _lines(handle: TextIO, file: str) -> Iterator[str]:
    while line := handle.readline(_MAX_LINE_CHARS):
        if len(line) == _MAX_LINE_CHARS:
            problem, mend = "a line without end", "Check that it is a CSV file."
            raise InputError(problem, file=file, mend=mend)
        yield line


def _parsed(source: SourceFile) -> object:
    problem, mend = "not GeoJSON", "Export it again as GeoJSON in longitude and latitude."
    if source.path.stat().st_size > MAX_GEOJSON_BYTES:
        problem, mend = "more GeoJSON than can be read at once", "Cut it to the area, or give CSV."
        raise InputError(problem, file=source.name, mend=mend)
    try:
        text = source.path.read_text(encoding=source.encoding)
        parsed: object = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InputError(problem, file=source.name, mend=mend) from None
    return parsed


def _refuse_constant(_: str) -> NoReturn:
    msg = "NaN and Infinity are not JSON"
    raise ValueError(msg)
