"""What people settled about texts: the latest decision holds, the earlier ones are kept.

A decision that somebody took back is kept too, with who did and when; its text has then
no answer until it is settled again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hotspots.database import require_utc
from hotspots.errors import StoreError
from hotspots.geo import PointM
from hotspots.model import Decision, GeocodeStatus
from hotspots.register.tables import DECISION, DECISION_FORGOTTEN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenDecision:
    """A decision that was taken back, and by whom and when (UTC)."""

    decision: Decision
    forgotten_by: str
    forgotten_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The last word on a text: a decision, or the taking back of one."""

    number: int
    decision: Decision
    forgotten: ForgottenDecision | None


def write_decisions(connection: Connection, decisions: Iterable[Decision]) -> int:
    """Write the decisions that change an answer; returns how many did.

    Taken in the order in which they were made, not given: an older decision never
    displaces a newer word on the same text, and the same answer again is no news.

    Raises:
        StoreError: a text cannot be kept.
    """
    held = _last_words(connection)
    changed = 0
    for decision in sorted(decisions, key=_order):
        before = held.get(decision.text)
        if before is not None and not _changes(decision, before):
            continue
        number = 1 if before is None else before.number + 1
        connection.execute(insert(DECISION), _row(decision, number))
        held[decision.text] = _Entry(number=number, decision=decision, forgotten=None)
        changed += 1
    return changed


def write_forgotten(connection: Connection, texts: Iterable[str], *, by: str, at: datetime) -> int:
    """Take back what holds for these very texts; returns for how many something did.

    Raises:
        StoreError: nobody says so.
    """
    moment, who = require_utc(at, "The time of forgetting"), by.strip()
    if not who:
        msg = "Say who takes the decision back: initials or a role. Nothing was forgotten."
        raise StoreError(msg)
    held = _last_words(connection)
    standing = [
        held[text] for text in sorted(set(texts)) if text in held and held[text].forgotten is None
    ]
    for entry in standing:
        connection.execute(
            insert(DECISION_FORGOTTEN),
            {
                "text_hash": text_hash_of(entry.decision.text),
                "number": entry.number,
                "forgotten_by": who,
                "forgotten_at": moment,
            },
        )
    return len(standing)


def current_decisions(connection: Connection) -> tuple[Decision, ...]:
    """The decision that holds for each text, by text."""
    held = _last_words(connection)
    return tuple(held[text].decision for text in sorted(held) if held[text].forgotten is None)


def forgotten_decisions(connection: Connection) -> tuple[ForgottenDecision, ...]:
    """What was taken back and not settled again since, by text."""
    held = _last_words(connection)
    found = (held[text].forgotten for text in sorted(held))
    return tuple(one for one in found if one is not None)


def _last_words(connection: Connection) -> dict[str, _Entry]:
    """The last entry of each text."""
    mine = (DECISION_FORGOTTEN.c.text_hash == DECISION.c.text_hash) & (
        DECISION_FORGOTTEN.c.number == DECISION.c.number
    )
    query = (
        select(DECISION, DECISION_FORGOTTEN.c.forgotten_by, DECISION_FORGOTTEN.c.forgotten_at)
        .join(DECISION_FORGOTTEN, mine, isouter=True)
        .order_by(DECISION.c.number)
    )
    return {row["text"]: _entry(row) for row in connection.execute(query).mappings()}


def _entry(row: RowMapping) -> _Entry:
    decision = Decision(
        text=row["text"],
        status=GeocodeStatus(row["status"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        place_id=row["place_id"],
        point=None if row["easting"] is None else PointM(row["easting"], row["northing"]),
    )
    forgotten = None
    if row["forgotten_at"] is not None:
        forgotten = ForgottenDecision(
            decision=decision,
            forgotten_by=row["forgotten_by"],
            forgotten_at=row["forgotten_at"],
        )
    return _Entry(number=row["number"], decision=decision, forgotten=forgotten)


def _order(decision: Decision) -> tuple[str, datetime, str]:
    """By text and time; what is left is settled by content, never by the order given."""
    moment = require_utc(decision.decided_at, "A decision's time")
    return (decision.text, moment, repr((_answer(decision), decision.decided_by)))


def _changes(decision: Decision, before: _Entry) -> bool:
    if before.forgotten is not None:
        return decision.decided_at >= before.forgotten.forgotten_at
    newer = decision.decided_at >= before.decision.decided_at
    return newer and _answer(decision) != _answer(before.decision)


def _answer(decision: Decision) -> tuple[str, str | None, tuple[float, float] | None]:
    point = None if decision.point is None else decision.point.key
    return (decision.status.value, decision.place_id, point)


def _row(decision: Decision, number: int) -> dict[str, object]:
    point = decision.point
    return {
        "text_hash": text_hash_of(decision.text),
        "number": number,
        "text": decision.text,
        "status": decision.status.value,
        "place_id": decision.place_id,
        "easting": None if point is None else point.easting,
        "northing": None if point is None else point.northing,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at,
    }


def text_hash_of(text: str) -> str:
    """The text's SHA-256, 64 hexadecimal digits.

    Raises:
        StoreError: the text holds a character that no database keeps.
    """
    try:
        text_hash = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        text_hash = ""
    if not text_hash or "\0" in text:
        msg = "A decision's text holds a character that no database keeps; nothing was settled."
        raise StoreError(msg)
    return text_hash
