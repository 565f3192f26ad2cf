"""One column of anybody's table as text, a row at a time: CSV, XLSX or Parquet by its ending."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.cli.heading import heading_of, in_a_row, position_of, words_of
from hotspots.cli.textfile import DELIMITERS, examine, records
from hotspots.errors import InputError
from hotspots.ingest.cells import Special, is_blank, no_saved_result
from hotspots.ingest.readers import check_file, open_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from hotspots.ingest.document import Line, Sheet

_BATCH_ROWS = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """The column's cells as text, blank ones as empty text, to be read once.

    `count` says about how many there will be, for a progress bar; it is asked for where
    somebody looks at one, for a workbook has to be gone through to know.
    """

    texts: Iterator[str]
    count: Callable[[], int]


@contextmanager
def open_column(source: Path, column: str, *, sheet: str | None = None) -> Iterator[TextColumn]:
    """Open a table and find the column by its heading; `sheet` names one of a workbook's.

    Blank rows at the end are left out; in between they count, so that the number of a
    row is the spreadsheet's less one for the heading.

    Raises:
        InputError: not a table, no such column or two, or a cell that cannot be read;
            also while the texts are read.
    """
    reader = _READERS.get(source.suffix.lower())
    if reader is None:
        raise InputError(
            "not a kind of file that can be read",
            file=source.name,
            mend=f"Save it as one of {', '.join(sorted(_READERS))}.",
        )
    with reader(source, column, sheet) as found:
        yield found


@contextmanager
def _open_text(source: Path, column: str, _sheet: str | None) -> Iterator[TextColumn]:
    check_file(source, max_bytes=sys.maxsize)
    written = examine(source)
    delimiter = _delimiter(source, written.encoding, column)
    heading_row, heading = heading_of(records(source, written.encoding, delimiter))
    at = position_of(column, heading, source)
    texts = (
        _cell(row, cells, at, len(heading), source)
        for row, cells in records(source, written.encoding, delimiter)
        if row > heading_row
    )
    yield TextColumn(texts=_without_blank_end(texts), count=lambda: written.line_ends)


def _delimiter(source: Path, encoding: str, column: str) -> str:
    """The one by which the column is in the heading; if none is, the one with most columns."""
    headings: dict[str, list[str]] = {}
    for one in DELIMITERS:
        try:
            headings[one] = heading_of(records(source, encoding, one))[1]
        except InputError:  # a comma after a closed quotation mark, where a tab is tried
            headings[one] = []
    having = [one for one in DELIMITERS if column.strip() in headings[one]]
    return having[0] if having else max(DELIMITERS, key=lambda one: len(headings[one]))


def _cell(row: int, cells: list[str], at: int, most: int, source: Path) -> str | None:
    """The row's cell; None for a row in which nothing stands."""
    if len(cells) > most and any(cell.strip() for cell in cells[most:]):
        raise InputError(
            "more cells than headings",
            file=source.name,
            row=row,
            mend="Put a text with a separator in it in quotation marks.",
        )
    if at < len(cells) and cells[at].strip():
        return cells[at]
    return "" if any(cell.strip() for cell in cells) else None


@contextmanager
def _open_workbook(source: Path, column: str, sheet: str | None) -> Iterator[TextColumn]:
    with open_document(source) as document:
        chosen, heading_row, at = _sheet_with(column, document.sheets, sheet, source)
        texts = (
            _words_in(line, at, column, source) for line in chosen.lines() if line.row > heading_row
        )
        yield TextColumn(
            texts=_without_blank_end(texts),
            count=lambda: sum(line.row > heading_row for line in chosen.lines()),
        )


def _sheet_with(
    column: str, sheets: Sequence[Sheet], named: str | None, source: Path
) -> tuple[Sheet, int, int]:
    """The sheet, the row of its heading, and where in it the column is."""
    wanted = [one for one in sheets if named is None or one.name == named]
    if not wanted:
        mend = f"Name one of: {in_a_row(one.name for one in sheets)}"
        raise InputError("no such sheet", file=source.name, mend=mend)
    headings = [
        (one, *heading_of((line.row, line.cells) for line in one.lines())) for one in wanted
    ]
    having = [found for found in headings if column.strip() in found[2]]
    if len(having) > 1:
        names = in_a_row(one.name for one, _, _ in having)
        raise InputError(
            "several sheets have this column",
            file=source.name,
            column=column,
            mend=f"Name one with --sheet: {names}",
        )
    chosen, row, heading = having[0] if having else headings[0]
    return chosen, row, position_of(column, heading, source)


def _words_in(line: Line, at: int, column: str, source: Path) -> str | None:
    """The row's cell as text; None for a row in which nothing stands."""
    cell = line.cells[at] if at < len(line.cells) else None
    if cell is Special.NO_SAVED_RESULT:
        fault = no_saved_result()
        raise InputError(
            fault.problem, file=source.name, row=line.row, column=column, mend=fault.mend
        )
    return None if cell is None and all(map(is_blank, line.cells)) else words_of(cell)


@contextmanager
def _open_parquet(source: Path, column: str, _sheet: str | None) -> Iterator[TextColumn]:
    with _damage_in_words(source):
        # Without the buffer a row group is read page by page, not as a whole.
        file = pq.ParquetFile(source, pre_buffer=False)
    with file:
        names = file.schema_arrow.names
        at = position_of(column, names, source)
        if not _holds_words(file.schema_arrow.field(at).type):
            raise InputError(
                "the column holds lists, records or bytes, not words",
                file=source.name,
                column=column,
                mend="Give a column of texts.",
            )
        yield TextColumn(
            texts=_parquet_texts(file, names[at], source), count=lambda: file.metadata.num_rows
        )


def _parquet_texts(file: pq.ParquetFile, column: str, source: Path) -> Iterator[str]:
    with _damage_in_words(source):
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=[column]):
            yield from map(words_of, batch.column(column).to_pylist())


@contextmanager
def _damage_in_words(source: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise InputError(
            "the Parquet file is damaged, or is none",
            file=source.name,
            mend="Write it again with the program that it comes from.",
        ) from None


def _holds_words(kind: pa.DataType) -> bool:
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(
        is_kind(value)
        for is_kind in (
            *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
            *(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
            *(pa.types.is_temporal, pa.types.is_boolean, pa.types.is_null),
        )
    )


def _without_blank_end(texts: Iterable[str | None]) -> Iterator[str]:
    """Blank rows as blank texts, but for those at the end."""
    blank = 0
    for text in texts:
        if text is None:
            blank += 1
            continue
        yield from repeat("", blank)
        blank = 0
        yield text


_READERS: dict[str, Callable[[Path, str, str | None], AbstractContextManager[TextColumn]]] = {
    ".csv": _open_text,
    ".tsv": _open_text,
    ".txt": _open_text,
    ".xlsx": _open_workbook,
    ".parquet": _open_parquet,
}
