"""What is kept of an erased child: that there was one, so that no file brings the child back.

A tombstone is made of the pseudonym with the project's key. Without the key it cannot be
held beside the pseudonyms of an old backup; it says nothing of the child.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Table, Text, delete, insert, select, update

from hotspots.database import UtcDateTime, require_utc
from hotspots.errors import StoreError
from hotspots.register.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from hotspots.model import Episode

ERASED = Table(
    "erased",
    METADATA,
    Column("tombstone", String(64), primary_key=True),
    Column("erased_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", UtcDateTime),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureOrder:
    """Whose data go, as a tombstone, who says so, why and when (UTC); no name of a child."""

    tombstone: str
    by: str
    reason: str
    at: datetime


def tombstones(connection: Connection) -> frozenset[str]:
    """Those that hold; a lifted one does not."""
    return frozenset(
        connection.scalars(select(ERASED.c.tombstone).where(ERASED.c.lifted_at.is_(None)))
    )


def set_tombstone(connection: Connection, order: ErasureOrder) -> None:
    """From now on no file brings the child back; an earlier one that was lifted holds again.

    Raises:
        StoreError: nobody says so, or gives no reason.
    """
    by, reason = order.by.strip(), order.reason.strip()
    if not by or not reason:
        msg = "Say who asks for the erasure and why, without naming the child. Nothing was erased."
        raise StoreError(msg)
    if order.tombstone in tombstones(connection):
        return
    connection.execute(delete(ERASED).where(ERASED.c.tombstone == order.tombstone))
    connection.execute(
        insert(ERASED),
        {
            "tombstone": order.tombstone,
            "erased_by": by,
            "reason": reason,
            "erased_at": require_utc(order.at, "The time of an erasure"),
            "lifted_by": None,
            "lifted_at": None,
        },
    )


def lift_tombstone(connection: Connection, tombstone: str, *, by: str, at: datetime) -> bool:
    """Let files bring the child again; False if nothing barred it."""
    done = connection.execute(
        update(ERASED)
        .where(ERASED.c.tombstone == tombstone, ERASED.c.lifted_at.is_(None))
        .values(lifted_by=by, lifted_at=require_utc(at, "The time of lifting"))
    )
    return done.rowcount > 0


def refuse_erased(
    connection: Connection,
    episodes: Iterable[Episode],
    tombstone_of: Callable[[str], str] | None,
) -> None:
    """See that no child of these was erased.

    Raises:
        StoreError: one was, or nobody can tell without the key.
    """
    barred = tombstones(connection)
    if not barred:
        return
    if tombstone_of is None:
        msg = (
            "Children were erased from this register, so episodes are recorded only with the "
            "key for pseudonyms. Use `hotspots ingest`; nothing was recorded."
        )
        raise StoreError(msg)
    if not barred.isdisjoint(tombstone_of(child) for child in {e.child_id for e in episodes}):
        msg = (
            "A child of these files was erased while they were read. "
            "Do it again; nothing was recorded."
        )
        raise StoreError(msg)
