"""Bytes kept under the hash of themselves: what is read is what was written, or an error."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hotspots.errors import StoreError
from hotspots.store.tables import CONTENT

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DIGEST = re.compile("[0-9a-f]{64}")


def keep_content(connection: Connection, data: bytes) -> str:
    """Keep the bytes, once, and return their digest.

    Raises:
        StoreError: other bytes are kept under this digest, so the store is damaged.
    """
    digest = hashlib.sha256(data).hexdigest()
    if find_content(connection, digest) is None:
        connection.execute(insert(CONTENT), {"digest": digest, "data": data})
    return digest


def find_content(connection: Connection, digest: str) -> bytes | None:
    """The bytes of this digest, verified; None if there are none.

    Raises:
        StoreError: the bytes do not hash to the digest.
    """
    if not is_digest(digest):
        return None
    data = connection.scalar(select(CONTENT.c.data).where(CONTENT.c.digest == digest))
    return None if data is None else verified(bytes(data), digest)


def is_digest(text: str) -> bool:
    """Whether it looks like a digest; anything else need not reach a database."""
    return _DIGEST.fullmatch(text) is not None


def verified(data: bytes, digest: str) -> bytes:
    """The bytes themselves.

    Raises:
        StoreError: they do not hash to the digest.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        msg = (
            f"The release store is damaged: the content {digest[:12]} is not what was sealed. "
            "Restore the store from your backup."
        )
        raise StoreError(msg)
    return data
