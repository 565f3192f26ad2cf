"""Tables as text: in which characters they are written, and their rows one at a time."""

from __future__ import annotations

import codecs
import csv
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# In this order: a heading of one word reads the same with each, and a comma is usual.
DELIMITERS = (",", ";", "\t", "|")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# In Western text every other byte of UTF-16 is NUL; a stray NUL here and there is only dirt.
_UTF_16_NUL_SHARE = 0.2
# What Excel on a council's Windows writes where it does not write UTF-8.
_WINDOWS = "cp1252"
_CHARACTERS_AT_ONCE = 1 << 20
# A line is held in memory whole; ten megabytes pasted into a cell still are no reason to stop.
MAX_LINE_CHARACTERS = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """How a text file is written, and how many line ends it has: about as many as rows."""

    encoding: str
    line_ends: int


def examine(source: Path) -> TextFile:
    """Look through the file: UTF-8 if all of it is; UTF-16 if it says so; else Windows-1252.

    Raises:
        InputError: none of these.
    """
    for encoding in _candidates(source):
        try:
            return TextFile(encoding=encoding, line_ends=_line_ends(source, encoding))
        except UnicodeError:
            continue
    raise InputError(
        "the characters are in no encoding that can be told (UTF-8, Windows-1252)",
        file=source.name,
        mend="In Excel use 'Save as' with the type 'CSV UTF-8'.",
    )


def _candidates(source: Path) -> tuple[str, ...]:
    with source.open("rb") as handle:
        start = handle.read(4096)
    if start.startswith(_UTF_16_MARKS):
        return ("utf-16",)
    return () if start.count(0) > _UTF_16_NUL_SHARE * len(start) else ("utf-8-sig", _WINDOWS)


def _line_ends(source: Path, encoding: str) -> int:
    count = 0
    with source.open(encoding=encoding) as handle:
        while characters := handle.read(_CHARACTERS_AT_ONCE):
            count += characters.count("\n")
    return count


def records(source: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number, which counts from 1 as a spreadsheet does; blank ones too.

    The parser is strict, because a lenient one swallows every row after a quotation mark
    that is never closed.

    Raises:
        InputError: the quotation marks do not match, or a line is longer than any should be.
    """
    row = 0
    with source.open(encoding=encoding, newline="") as handle, _long_cells():
        reader = csv.reader(_bounded(handle, source), delimiter=delimiter, strict=True)
        try:
            for row, cells in enumerate(reader, start=1):
                yield row, cells
        except csv.Error:
            raise InputError(
                "a quotation mark is not closed or not doubled, or a cell is extremely long",
                file=source.name,
                row=row + 1,
                mend="Export the file again; a quotation mark inside a cell is written twice.",
            ) from None


def _bounded(handle: TextIO, source: Path) -> Iterator[str]:
    while line := handle.readline(MAX_LINE_CHARACTERS):
        if len(line) == MAX_LINE_CHARACTERS:
            raise InputError(
                f"a line has more than {MAX_LINE_CHARACTERS:,} characters",
                file=source.name,
                mend="Export the file again, as a table with a line for each row.",
            )
        yield line


@contextmanager
def _long_cells() -> Iterator[None]:
    """The module's own limit of 131,072 characters is one for the process: put back after."""
    before = csv.field_size_limit(MAX_LINE_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
