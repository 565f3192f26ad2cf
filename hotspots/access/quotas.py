"""Shares of the service by the minute, counted where all its processes see it.

Windows are fixed: a minute of the clock. Each has a row of its own, so that two machines
whose clocks differ by a second never set one another's count back. Who it is about is
kept as a code under the pepper: neither an address nor a key's id can be read back.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, delete, insert, update

from hotspots.access.tables import QUOTA_USE
from hotspots.access.tokens import code_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_WINDOW_S = 60
# Made once: to put a statement together takes longer than the database needs to do it.
_ADD = (
    update(QUOTA_USE)
    .where(QUOTA_USE.c.code == bindparam("whose"), QUOTA_USE.c.minute == bindparam("when"))
    .values(uses=QUOTA_USE.c.uses + bindparam("more"))
    .returning(QUOTA_USE.c.uses)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What somebody may do in a minute: `requests` of a principal, `sign-ins` of an address."""

    kind: Literal["requests", "sign-ins"]
    subject: str
    per_minute: int


def use(connection: Connection, quota: Quota, *, now: datetime, pepper: bytes) -> int:
    """Count one use; the seconds to wait if that was one too many, else 0."""
    return use_all(connection, [(quota, now)], pepper=pepper)[0]


def use_all(
    connection: Connection, uses: Sequence[tuple[Quota, datetime]], *, pepper: bytes
) -> list[int]:
    """Count uses in this order, each at its moment; for each the seconds to wait, or 0.

    Those of one subject and minute are counted at once, and each is told as if it had
    been counted by itself. Writers must take turns, as those of the audit trail do: the
    count is then exact whatever the number of processes.
    """
    minutes = [int(now.timestamp() // _WINDOW_S) for _, now in uses]
    shares = [(q.kind, q.subject, minute) for (q, _), minute in zip(uses, minutes, strict=True)]
    counts = {
        share: _count(connection, share, count, pepper=pepper) - count
        for share, count in Counter(shares).items()
    }
    waits = []
    for (quota, now), share in zip(uses, shares, strict=True):
        counts[share] += 1
        is_within = counts[share] <= quota.per_minute
        end = (share[2] + 1) * _WINDOW_S
        waits.append(0 if is_within else math.ceil(end - now.timestamp()))
    return waits


def _count(
    connection: Connection, share: tuple[str, str, int], count: int, *, pepper: bytes
) -> int:
    """Add to somebody's minute; how much of it is used with that."""
    kind, subject, minute = share
    code = code_of(f"quota|{kind}|{subject}", pepper=pepper)
    uses = connection.scalar(_ADD, {"whose": code, "when": minute, "more": count})
    return _begin(connection, code, minute, count) if uses is None else int(uses)


def _begin(connection: Connection, code: str, minute: int, count: int) -> int:
    """Begin somebody's minute, and forget the minutes that are over."""
    # The one before stays: another machine's clock may still be in it.
    connection.execute(delete(QUOTA_USE).where(QUOTA_USE.c.minute < minute - 1))
    connection.execute(insert(QUOTA_USE), {"code": code, "minute": minute, "uses": count})
    return count
