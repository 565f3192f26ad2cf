"""CSV in the encodings and with the delimiters that case systems and Excel write."""

from __future__ import annotations

import codecs
import csv
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TextIO

from hotspots.errors import InputError
from hotspots.ingest.document import MAX_COLUMNS, Document, Line, Sheet
from hotspots.ingest.wire import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.confined import Served

# In this order: where two read the heading equally well, the first is taken.
DELIMITERS = (",", ";", "\t", "|")
_CHUNK_BYTES = 1 << 20
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# In Western text every other byte of UTF-16 is NUL; a stray NUL here and there is only dirt.
_UTF_16_NUL_SHARE = 0.2
# No export has a line like that; one that has would be held in memory whole.
_MAX_LINE_CHARS = 1 << 20
# Four times the columns that any table of ours may have: a row torn apart still is one.
_MAX_CELLS = 4 * MAX_COLUMNS
# Blank lines are rows, too. A month of the largest force has a twentieth of it.
_MAX_LINES = 5_000_000
WINDOWS_1252 = "cp1252"


@contextmanager
def open_csv(path: Path) -> Iterator[Document]:
    """The file read with each delimiter in turn.

    Raises:
        InputError: neither UTF-8, UTF-16 with a byte order mark, nor Windows-1252.
    """
    encoding = _encoding(path)
    yield Document(
        sheets=tuple(
            Sheet(name="", lines=partial(_lines, path, encoding, delimiter))
            for delimiter in DELIMITERS
        ),
        alternatives=True,
        encoding_note="not UTF-8: read as Windows-1252" if encoding == WINDOWS_1252 else "",
    )


@contextmanager
def serve_csv(path: Path) -> Iterator[Served]:
    """The same, to go over to another process."""
    with open_csv(path) as document:
        yield served(document)


def _encoding(path: Path) -> str:
    with path.open("rb") as handle:
        start = handle.read(4096)
    if start.startswith(_UTF_16_MARKS):
        candidates: tuple[str, ...] = ("utf-16",)
    elif start.count(0) > _UTF_16_NUL_SHARE * len(start):
        candidates = ()
    else:
        candidates = ("utf-8-sig", WINDOWS_1252)
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise InputError(
        "the characters are in no encoding that can be told (UTF-8, Windows-1252)",
        file=path.name,
        mend="In Excel use 'Save as' with the type 'CSV UTF-8'.",
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    """Rows as a spreadsheet would number them: a quoted line break does not end one.

    The parser is strict, because a lenient one swallows every row after a quote that
    is never closed.
    """
    with path.open(encoding=encoding, newline="") as handle:
        reader = csv.reader(_bounded(handle, path.name), delimiter=delimiter, strict=True)
        row = 0
        try:
            for row, record in enumerate(reader, start=1):
                if len(record) > _MAX_CELLS or row > _MAX_LINES:
                    raise _too_much(path.name, row)
                yield Line(row, tuple(record))
        except csv.Error:
            raise InputError(
                "a quotation mark is not closed or not doubled, or a cell is extremely long",
                file=path.name,
                row=row + 1,
                mend="Export the file again; a quotation mark inside a cell is written twice.",
            ) from None


def _too_much(file: str, row: int) -> InputError:
    problem = (
        f"there are more than {_MAX_LINES:,} rows"
        if row > _MAX_LINES
        else f"a row has more than {_MAX_CELLS:,} cells"
    )
    return InputError(
        problem,
        file=file,
        row=row,
        mend="Export the file again, as a table with one episode in a row.",
    )


def _bounded(handle: TextIO, file: str) -> Iterator[str]:
    """The physical lines, without NUL characters."""
    while line := handle.readline(_MAX_LINE_CHARS):
        if len(line) == _MAX_LINE_CHARS:
            raise InputError(
                "a line has more than a million characters",
                file=file,
                mend="Export the file again, as a table with one episode in a row.",
            )
        yield line.replace("\0", "")
