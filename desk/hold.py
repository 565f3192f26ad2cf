"""One desk for a folder: a lock that ends with the process, however that ends."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the desk's folder, free of what a desk that was killed left, and keep uploads in it.

    SQLite's lock is used because every system has it and frees it with the process.

    Raises:
        StoreError: another desk holds it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(folder / "desk.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            msg = "Another desk is open on this folder. Use that one, or end it first."
            raise StoreError(msg) from None
        for left in (*folder.glob("upload-*"), folder / "arriving"):
            shutil.rmtree(left, ignore_errors=True)
        before = tempfile.tempdir
        # A large upload is spooled to a file while it arrives: inside, and nowhere else.
        (folder / "arriving").mkdir(mode=0o700)
        tempfile.tempdir = str(folder / "arriving")
        try:
            yield
        finally:
            tempfile.tempdir = before
            shutil.rmtree(folder / "arriving", ignore_errors=True)
