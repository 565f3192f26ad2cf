"""What people settled about texts: the latest decision holds, the earlier ones are kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hotspots.database import require_utc
from hotspots.errors import StoreError
from hotspots.geo import PointM
from hotspots.model import Decision, GeocodeStatus
from hotspots.register.tables import DECISION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


def write_decisions(connection: Connection, decisions: Iterable[Decision]) -> int:
    """Write the decisions that change an answer; returns how many did.

    Taken in the order in which they were made, not given: an older decision never
    displaces a newer one, and the same answer again is no news.

    Raises:
        StoreError: a text cannot be kept.
    """
    held = {decision.text: (number, decision) for number, decision in _numbered(connection)}
    changed = 0
    for decision in sorted(decisions, key=_order):
        number, before = held.get(decision.text, (0, None))
        if before is not None and not _changes(decision, before):
            continue
        connection.execute(insert(DECISION), _row(decision, number + 1))
        held[decision.text] = (number + 1, decision)
        changed += 1
    return changed


def current_decisions(connection: Connection) -> tuple[Decision, ...]:
    """The decision that holds for each text, by text."""
    held = {decision.text: decision for _number, decision in _numbered(connection)}
    return tuple(held[text] for text in sorted(held))


def _numbered(connection: Connection) -> list[tuple[int, Decision]]:
    """Every decision with its number, the older ones of a text first."""
    query = select(DECISION).order_by(DECISION.c.number)
    return [
        (
            row["number"],
            Decision(
                text=row["text"],
                status=GeocodeStatus(row["status"]),
                decided_by=row["decided_by"],
                decided_at=row["decided_at"],
                place_id=row["place_id"],
                point=None if row["easting"] is None else PointM(row["easting"], row["northing"]),
            ),
        )
        for row in connection.execute(query).mappings()
    ]


def _order(decision: Decision) -> tuple[str, datetime, str]:
    """By text and time; what is left is settled by content, never by the order given."""
    moment = require_utc(decision.decided_at, "A decision's time")
    return (decision.text, moment, repr((_answer(decision), decision.decided_by)))


def _changes(decision: Decision, before: Decision) -> bool:
    return decision.decided_at >= before.decided_at and _answer(decision) != _answer(before)


def _answer(decision: Decision) -> tuple[str, str | None, tuple[float, float] | None]:
    point = None if decision.point is None else decision.point.key
    return (decision.status.value, decision.place_id, point)


def _row(decision: Decision, number: int) -> dict[str, object]:
    try:
        text_hash = hashlib.sha256(decision.text.encode()).hexdigest()
    except UnicodeEncodeError:
        text_hash = ""
    if not text_hash or "\0" in decision.text:
        msg = "A decision's text holds a character that no database keeps; nothing was settled."
        raise StoreError(msg)
    point = decision.point
    return {
        "text_hash": text_hash,
        "number": number,
        "text": decision.text,
        "status": decision.status.value,
        "place_id": decision.place_id,
        "easting": None if point is None else point.easting,
        "northing": None if point is None else point.northing,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at,
    }
