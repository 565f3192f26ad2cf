"""Which reader opens which file, and what can be said of a file before it is opened."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotspots.confined import MEBIBYTE, Limits, Task, reading_apart
from hotspots.errors import InputError
from hotspots.ingest.document import MAX_FILE_BYTES, Document
from hotspots.ingest.wire import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# CSV streams; a workbook's texts are held, up to `preflight.MAX_STRINGS` of them.
_CSV = Task(
    reader="hotspots.ingest.csvfile:serve_csv",
    limits=Limits(seconds=300, memory_bytes=512 * MEBIBYTE),
)
_XLSX = Task(
    reader="hotspots.ingest.xlsxfile:serve_xlsx",
    limits=Limits(seconds=600, memory_bytes=1024 * MEBIBYTE),
    # openpyxl would write arrays with it, and loads it for that: a tenth of a second.
    without=("numpy",),
)
READERS = {".csv": _CSV, ".txt": _CSV, ".tsv": _CSV, ".xlsx": _XLSX}

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_STARTS = {
    b"%PDF": ("a PDF document", "Ask for the table itself, as XLSX or CSV."),
    b"\xff\xd8\xff": ("a picture", "Ask for the table itself, as XLSX or CSV."),
    b"\x89PNG": ("a picture", "Ask for the table itself, as XLSX or CSV."),
    b"{\\rtf": ("a text document", "Ask for the table itself, as XLSX or CSV."),
    b"<html": ("a web page", "Open it in Excel and save it as XLSX."),
    b"<!doct": ("a web page", "Open it in Excel and save it as XLSX."),
    b"<?xml": ("an XML document", "Open it in Excel and save it as XLSX."),
    b"\x1f\x8b": ("a compressed file", "Unpack it first."),
}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def open_document(path: Path, *, max_bytes: int | None = None) -> Iterator[Document]:
    """Open a file with the reader of its extension, in a process of its own.

    Raises:
        InputError: as `check_file`, or refused by its reader, or it took more time or memory
            than a table may; also while lines are read.
    """
    task = check_file(path, max_bytes=max_bytes)
    with reading_apart(task, path) as answers:
        yield document_of(answers, file=path.name)


def check_file(path: Path, *, max_bytes: int | None = None) -> Task:
    """What will read the file, after a look at its size and first bytes.

    Raises:
        InputError: missing, empty, larger than `max_bytes` (`MAX_FILE_BYTES` if None),
            or of another kind than its name says.
    """
    most = MAX_FILE_BYTES if max_bytes is None else max_bytes
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            "not a kind of file that can be read",
            file=path.name,
            mend=f"Save it as one of {', '.join(sorted(READERS))}.",
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            start = handle.read(4096)
    except OSError as error:
        raise InputError(
            f"the file cannot be opened ({type(error).__name__})",
            file=path.name,
            mend="Check the path, and that no other program has it open.",
        ) from None
    if not start.strip():
        raise InputError("the file is empty", file=path.name, mend="Export it again.")
    if size > most:
        raise InputError(
            f"the file is larger than {most // MEBIBYTE} MiB",
            file=path.name,
            mend="Split it by year.",
        )
    _check_kind(path, start)
    return reader


def _check_kind(path: Path, start: bytes) -> None:
    is_workbook = path.suffix.lower() == ".xlsx"
    if start.startswith(_OLD_OFFICE):
        raise _old_office(path)
    if start.startswith(_ZIP) != is_workbook:
        problem, mend = _true_kind(start)
        raise InputError(
            f"the file is {problem}, not what its name says", file=path.name, mend=mend
        )
    if not is_workbook:
        problem, mend = _true_kind(start)
        if problem != _PLAIN[0]:
            raise InputError(f"the file is {problem}", file=path.name, mend=mend)


_PLAIN = ("not a workbook", "Save it as XLSX, or give it the ending .csv if it is one.")


def _true_kind(start: bytes) -> tuple[str, str]:
    if start.startswith(_ZIP):
        return ("a workbook or an archive", "Give it the ending .xlsx if it is a workbook.")
    lower = start.lstrip().lower()
    kinds = (kind for sign, kind in _KNOWN_STARTS.items() if lower.startswith(sign.lower()))
    return next(kinds, _PLAIN)


def _old_office(path: Path) -> InputError:
    if _ENCRYPTED_STREAM in path.read_bytes():
        return InputError(
            "the workbook is protected by a password",
            file=path.name,
            mend="Open it, take the password off (File, Info, Protect workbook), and save it.",
        )
    return InputError(
        "the file is an old Excel file (.xls)",
        file=path.name,
        mend="Open it in Excel and save it as XLSX.",
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
