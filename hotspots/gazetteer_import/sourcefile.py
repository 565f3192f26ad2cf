"""The files of the publishers: which format they are, and their rows, one at a time.

A process of its own reads them, with `csv` and `json` alone: never with GDAL, which opens
whatever the bytes say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotspots.confined import MEBIBYTE, Limits, Task, reading_apart
from hotspots.errors import InputError
from hotspots.gazetteer_import.published import FORMATS, GEOJSON
from hotspots.gazetteer_import.record import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The largest list is of the whole country: three million rows. CSV streams, JSON does not.
_CSV = Limits(seconds=900, memory_bytes=512 * MEBIBYTE, total_bytes=4096 * MEBIBYTE)
_JSON = Limits(seconds=300, memory_bytes=3072 * MEBIBYTE)
_LOOK = Task(reader="hotspots.gazetteer_import.published:serve_look", limits=_CSV)
_ROWS = Task(reader="hotspots.gazetteer_import.published:serve_rows", limits=_CSV)
_FEATURES = Task(reader="hotspots.gazetteer_import.features:serve_features", limits=_JSON)


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
    name = plain(path.name)
    with reading_apart(_LOOK, path, {"format_name": format_name}, name=name) as answers:
        match answers.about:
            case (str(found), "utf-8-sig" | "cp1252" as encoding, str(sha256)) if found in FORMATS:
                return SourceFile(path, found, encoding, sha256)
            case _:
                raise _garbled(name)


def rows_of(source: SourceFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Number (from 1, a heading row counted; of GeoJSON the feature's) and cells of each row.

    A row that is longer than the headings loses what stands beyond them, a shorter one
    has blanks. Blank lines are no rows.

    Raises:
        InputError: no heading row with the columns of the format, not CSV or GeoJSON, or a
            line, cell or file too large to be part of a list of places.
    """
    if source.format == GEOJSON:
        yield from _features_of(source)
        return
    how: dict[str, str | int | None]
    how = {"format_name": source.format, "encoding": source.encoding}
    headings: tuple[str, ...] = ()
    with reading_apart(_ROWS, source.path, how, name=source.name) as answers:
        for item in answers.items(0):
            match item:
                case (int(number), tuple(cells)) if headings and _texts(cells):
                    blank = dict.fromkeys(headings, "")
                    yield number, blank | dict(zip(headings, cells, strict=False))
                case tuple(told) if not headings and _texts(told):
                    headings = told
                case _:
                    raise _garbled(source.name)


def _features_of(source: SourceFile) -> Iterator[tuple[int, dict[str, str]]]:
    how: dict[str, str | int | None] = {"encoding": source.encoding}
    with reading_apart(_FEATURES, source.path, how, name=source.name) as answers:
        for number, cells in enumerate(answers.items(0), start=1):
            if not isinstance(cells, dict) or not _texts((*cells, *cells.values())):
                raise _garbled(source.name)
            yield number, cells


def _texts(values: tuple[Any, ...]) -> bool:
    return {str}.issuperset(map(type, values))


def _garbled(file: str) -> InputError:
    return InputError(
        "the program that reads it gave no list", file=file, mend="Download the file again."
    )
