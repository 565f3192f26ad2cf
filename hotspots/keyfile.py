"""Secret keys in files of their own, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from hotspots.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32


def load_or_create_key(path: Path) -> bytes:
    """The key in `path` (64 hexadecimal digits); made at random if there is no file.

    A new file is written under another name and linked into place, so that two
    processes that start at once agree on one key and nobody sees half of it.

    Raises:
        StoreError: the file cannot be written, or does not hold such a key.
    """
    try:
        if not path.exists():
            _create(path)
    except OSError as error:
        raise StoreError(
            f"The key file {path.name} cannot be used ({type(error).__name__}). "
            "Restore it from your backup."
        ) from error
    return load_key(path)


def load_key(path: Path) -> bytes:
    """The key in `path`, which must be there: a new one would not open what an old one closed.

    Raises:
        StoreError: the file cannot be read, or does not hold such a key.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The key file {path.name} cannot be used ({type(error).__name__}). "
            "Restore it from your backup."
        ) from error
    if len(key) != KEY_BYTES:
        raise StoreError(
            f"The key file {path.name} does not hold {KEY_BYTES} bytes. "
            "Restore it from your backup."
        )
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_hex(KEY_BYTES) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return  # another process was first: its key counts
    finally:
        temporary.unlink(missing_ok=True)
