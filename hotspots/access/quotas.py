"""Shares of the service by the minute, counted where all its processes see it.

Windows are fixed: a minute of the clock. Each has a row of its own, so that two machines
whose clocks differ by a second never set one another's count back. Who it is about is
kept as a code under the pepper: neither an address nor a key's id can be read back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, insert, update

from hotspots.access.tables import QUOTA_USE
from hotspots.access.tokens import code_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_WINDOW_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What somebody may do in a minute: `requests` of a principal, `sign-ins` of an address."""

    kind: Literal["requests", "sign-ins"]
    subject: str
    per_minute: int


def use(connection: Connection, quota: Quota, *, now: datetime, pepper: bytes) -> int:
    """Count one use; the seconds to wait if that was one too many, else 0.

    Writers must take turns, as those of the audit trail do: the count is then exact
    whatever the number of processes.
    """
    seconds = now.timestamp()
    minute = int(seconds // _WINDOW_S)
    code = code_of(f"quota|{quota.kind}|{quota.subject}", pepper=pepper)
    uses = connection.scalar(
        update(QUOTA_USE)
        .where(QUOTA_USE.c.code == code, QUOTA_USE.c.minute == minute)
        .values(uses=QUOTA_USE.c.uses + 1)
        .returning(QUOTA_USE.c.uses)
    )
    if uses is None:
        uses = _begin(connection, code, minute)
    return 0 if uses <= quota.per_minute else math.ceil((minute + 1) * _WINDOW_S - seconds)


def _begin(connection: Connection, code: str, minute: int) -> int:
    """Begin somebody's minute, and forget the minutes that are over."""
    # The one before stays: another machine's clock may still be in it.
    connection.execute(delete(QUOTA_USE).where(QUOTA_USE.c.minute < minute - 1))
    connection.execute(insert(QUOTA_USE), {"code": code, "minute": minute, "uses": 1})
    return 1
