"""What an XLSX file must be before any library opens it.

An XLSX is a zip of XML: 1,429 bytes of it can take six gigabytes of a reader that
trusts it. Everything here streams, so a hostile file is refused quickly and in
little memory. The bounds on the distance between rows (and between shared strings)
hold whatever the XML in between is, so no single cell, row or list can grow large.
"""

from __future__ import annotations

import itertools
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.confined import MEBIBYTE
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 512 * MEBIBYTE
# Deflate packs a long run of one byte 1,000 times; the rows of a real export 10 to 40 times.
MAX_RATIO = 100
_RATIO_COUNTS_FROM_BYTES = 4 * MEBIBYTE
MAX_SMALL_PART_BYTES = 4 * MEBIBYTE
MAX_STRINGS_BYTES = 96 * MEBIBYTE
MAX_STRINGS = 1_500_000
# Rows that hold only formatting count here: more than data rows, still bounded.
MAX_XML_ROWS = 300_000
MAX_GAP_BYTES = 2 * MEBIBYTE
_BLOCK_BYTES = MEBIBYTE

_SHEET = re.compile(r"xl/(?:work)?sheets/[^/]+\.xml", re.IGNORECASE)
_STRINGS = re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject|xl/macrosheets/|xl/activex/", re.IGNORECASE)
_EXTERNAL = re.compile(r"xl/externallinks/", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])(?:[^>]*?\sr=[\"'](\d{1,7})[\"'])?")
_STRING = re.compile(rb"<(?:\w+:)?si(?=[\s/>])()")
_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)[\"']")
_TYPE_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
# In a sheet a CDATA section could hide text that looks like rows from the bounds below.
_FORBIDDEN_IN_TABLES = (*_TYPE_DEFINITIONS, b"<![CDATA[")
# A formula whose result nobody saved: <c r="C7"><f>…</f></c>, or with an empty <v>.
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b"
    rb"(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
    rb"\s*</(?:\w+:)?c>"
)
# Something in a column after IV, the 256th and last that is looked at.
_BEYOND = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=[\"'](?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z])\d+[\"'][^>]*(?<!/)>"
)


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was seen on the way: for each sheet's part, its formulas without saved results.

    Each formula is (row, column), both counted from 1.
    """

    unsaved: dict[str, frozenset[tuple[int, int]]]


def preflight(path: Path) -> Preflight:
    """Look through the whole file without building anything from it.

    Raises:
        InputError: encrypted, damaged, with macros or links to other files, with a
            document type definition, or larger than the limits of this module.
    """
    unsaved = {}
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist(), path.name)
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels")):
                    unsaved[member.filename] = _check_part(archive, member, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise _refusal(
            path.name, "the workbook is damaged", "Export or save it again as XLSX."
        ) from None
    return Preflight(unsaved={name: cells for name, cells in unsaved.items() if cells})


def _refusal(file: str, problem: str, mend: str) -> InputError:
    return InputError(problem, file=file, mend=mend)


_TOO_BIG_MEND = "Copy the table alone into a new workbook, without formatting, and save that."


def _check_members(members: list[zipfile.ZipInfo], file: str) -> None:
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(names) > MAX_MEMBERS:
        raise _refusal(file, f"the workbook has more than {MAX_MEMBERS} parts", _TOO_BIG_MEND)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _refusal(file, "the workbook is too large when unpacked", _TOO_BIG_MEND)
    if len({name.lower() for name in names}) != len(names):
        raise _refusal(file, "two parts of the workbook have one name", "Save it again.")
    if any(member.flag_bits & 1 for member in members):
        raise _refusal(file, "the workbook is encrypted", "Save it without a password.")
    if any(_MACROS.search(name) for name in names):
        raise _refusal(file, "the workbook has macros", "Save it as XLSX, which cannot have any.")
    if any(_EXTERNAL.search(name) for name in names):
        raise _refusal(
            file,
            "the workbook is linked to other workbooks",
            "Copy the table into a new workbook with 'Paste special, values'.",
        )
    for member in members:
        _check_size(member, file)


def _check_size(member: zipfile.ZipInfo, file: str) -> None:
    packed = max(member.compress_size, 1)
    if member.file_size > _RATIO_COUNTS_FROM_BYTES and member.file_size / packed > MAX_RATIO:
        raise _refusal(file, f"a part unpacks to over {MAX_RATIO} times its size", _TOO_BIG_MEND)
    if _SHEET.fullmatch(member.filename):
        return  # bounded as it streams
    # Whatever its name: the workbook may call any part a sheet, a picture's file too.
    strings = _STRINGS.fullmatch(member.filename)
    if member.file_size > (MAX_STRINGS_BYTES if strings else MAX_SMALL_PART_BYTES):
        raise _refusal(file, "a part of the workbook is too large", _TOO_BIG_MEND)


def _check_part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str
) -> frozenset[tuple[int, int]]:
    """Stream one XML part; gives the unsaved formulas where it is a sheet."""
    if _SHEET.fullmatch(member.filename):
        scan = _Scan(file, marker=_ROW, most=MAX_XML_ROWS, look=_unsaved_in)
    elif _STRINGS.fullmatch(member.filename):
        scan = _Scan(file, marker=_STRING, most=MAX_STRINGS)
    else:
        scan = _Scan(file, marker=None, most=0)
    with archive.open(member) as part:
        while block := part.read(_BLOCK_BYTES):
            scan.feed(block)
    scan.end()
    return frozenset(scan.found)


class _Scan:
    """Reads XML in blocks, cut where a row (or a shared string) begins."""

    def __init__(
        self,
        file: str,
        *,
        marker: re.Pattern[bytes] | None,
        most: int,
        look: Callable[[bytes, str], list[tuple[int, int]]] | None = None,
    ) -> None:
        self.found: list[tuple[int, int]] = []
        self._file = file
        self._marker = marker
        self._most = most
        self._look = look
        self._carry = b""
        self._first = True
        self._count = 0
        self._last_row = 0

    def feed(self, block: bytes) -> None:
        if self._first:
            self._check_encoding(block)
            self._first = False
        buffer = self._carry + block
        forbidden = _TYPE_DEFINITIONS if self._marker is None else _FORBIDDEN_IN_TABLES
        if any(token in buffer for token in forbidden):
            raise _refusal(
                self._file,
                "the workbook has XML that no spreadsheet program writes",
                "Open it in the spreadsheet program and save it again.",
            )
        cut = self._cut(buffer)
        self._inspect(buffer[:cut])
        self._carry = buffer[cut:]

    def end(self) -> None:
        if self._marker is not None:
            self._count_rows(list(self._marker.finditer(self._carry)))
        self._inspect(self._carry)

    def _check_encoding(self, start: bytes) -> None:
        declared = _DECLARED_ENCODING.match(start.removeprefix(b"\xef\xbb\xbf")[:200])
        name = declared[1].lower() if declared else b"utf-8"
        if b"\0" in start[:200] or name not in {b"utf-8", b"us-ascii"}:
            raise _refusal(
                self._file, "the workbook is not written in UTF-8", "Save it again as XLSX."
            )

    def _cut(self, buffer: bytes) -> int:
        """Where the last row of the buffer begins: it may not be whole yet."""
        if self._marker is None:
            # Small parts: keep the end, in which a forbidden word may have begun.
            return max(len(buffer) - 16, 0)
        marks = list(self._marker.finditer(buffer))
        starts = [0, *(mark.start() for mark in marks)]
        gap = max((b - a for a, b in itertools.pairwise(starts)), default=0)
        if max(gap, len(buffer) - starts[-1] - _BLOCK_BYTES) > MAX_GAP_BYTES:
            raise _refusal(self._file, "a row or a cell is extremely long", _TOO_BIG_MEND)
        self._count_rows(marks[:-1])
        return starts[-1]

    def _count_rows(self, marks: list[re.Match[bytes]]) -> None:
        self._count += len(marks)
        if self._count > self._most:
            raise _refusal(
                self._file, f"there are more than {self._most:,} rows or texts", _TOO_BIG_MEND
            )
        for mark in marks:
            row = int(mark[1]) if mark[1] else self._last_row + 1
            if row <= self._last_row:
                raise _refusal(self._file, "rows are out of their order", "Save it again as XLSX.")
            self._last_row = row

    def _inspect(self, piece: bytes) -> None:
        if self._look is not None:
            self.found.extend(self._look(piece, self._file))


def _unsaved_in(piece: bytes, file: str) -> list[tuple[int, int]]:
    if _BEYOND.search(piece):
        raise _refusal(file, "a sheet has more than 256 columns", _TOO_BIG_MEND)
    if b"f>" not in piece and b"f " not in piece:
        return []
    return [(int(row), _column_number(letters)) for letters, row in _UNSAVED.findall(piece)]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
