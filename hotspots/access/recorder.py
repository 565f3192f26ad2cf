"""Events of many requests in one transaction: each waits for its own to be kept, none alone.

A commit waits for the disk. Whoever's turn it is writes down everything that has come in
meanwhile, so a crowd costs few commits; SQLite's threads never poll for its one lock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from hotspots.access.quotas import use_all
from hotspots.access.trail import append_events
from hotspots.database import writing
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from hotspots.access.quotas import Quota
    from hotspots.access.records import AuditEvent

_MOST_AT_ONCE = 100


@dataclass(slots=True, kw_only=True, eq=False)
class Slip:
    """An event to be written, and what came of it."""

    event: AuditEvent
    now: datetime
    quota: Quota | None
    wait_s: int = 0
    is_done: bool = False
    error: StoreError | None = None


class Recorder:
    """Writes slips at the end of the trail, in the order in which they came."""

    def __init__(self, engine: Engine, *, turn: str, pepper: bytes, audit_key: bytes) -> None:
        self._engine = engine
        self._turn = turn
        self._pepper = pepper
        self._audit_key = audit_key
        self._pending: deque[Slip] = deque()
        self._lock = Lock()

    def write(self, slip: Slip) -> int:
        """Return when the slip is kept, with its seconds to wait.

        Raises:
            StoreError: it could not be kept.
        """
        return self.write_all([slip])[0]

    def write_all(self, slips: Sequence[Slip]) -> tuple[int, ...]:
        """Return when all of them are kept, in this order, with the seconds to wait of each.

        Raises:
            StoreError: one could not be kept.
        """
        self._pending.extend(slips)
        for slip in slips:
            while not slip.is_done:
                with self._lock:
                    if not slip.is_done:
                        self._write_batch(slip)
            if slip.error is not None:
                raise StoreError(*slip.error.args) from slip.error
        return tuple(slip.wait_s for slip in slips)

    def _write_batch(self, own: Slip) -> None:
        batch = [self._pending.popleft() for _ in range(min(len(self._pending), _MOST_AT_ONCE))]
        if own not in batch and own not in self._pending:
            batch.append(own)  # whoever took it broke off
        try:
            with writing(self._engine, turn=self._turn) as connection:
                self._put(connection, batch)
        except StoreError as error:
            for slip in batch:
                slip.error = error
        for slip in batch:
            slip.is_done = True

    def _put(self, connection: Connection, batch: Sequence[Slip]) -> None:
        counted = [(slip, slip.quota) for slip in batch if slip.quota is not None]
        uses = [(quota, slip.now) for slip, quota in counted]
        waits = use_all(connection, uses, pepper=self._pepper)
        for (slip, _), wait_s in zip(counted, waits, strict=True):
            slip.wait_s = wait_s
        events = [(_kept(slip), slip.now) for slip in batch]
        append_events(connection, events, audit_key=self._audit_key)


def _kept(slip: Slip) -> AuditEvent:
    """The event as it is written: beyond the quota it is a denial of nothing."""
    return replace(slip.event, decision="denied", count=0) if slip.wait_s else slip.event
