"""A file as its readers give it: sheets of lines of cells, one line at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.confined import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.ingest.cells import Cell

# What one file may be. A year of a county's episodes is some thousand rows; these
# leave room for decades in one file and still bound time and memory.
MAX_FILE_BYTES = 64 * MEBIBYTE
MAX_DATA_ROWS = 200_000
MAX_COLUMNS = 256
# The heading is looked for in the first rows; what stands above it is a title.
HEADING_ROWS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet; `row` counts from 1 as the spreadsheet does."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table; `lines()` starts again from the top each time it is called.

    `serial_dates` is whether a bare number may be a date counted from 1899-12-30.
    """

    name: str
    lines: Callable[[], Iterator[Line]]
    serial_dates: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An opened file.

    Where `alternatives` is true its sheets are several readings of the same rows (one
    for each delimiter), of which the best is taken. `encoding_note` is set where
    the characters had to be read in another encoding than UTF-8.
    """

    sheets: tuple[Sheet, ...]
    alternatives: bool = False
    encoding_note: str = ""
