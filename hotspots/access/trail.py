"""The audit trail: a chain of events that cannot be altered without its key.

Each event's code is an HMAC over the event and the code before it, so an edited,
deleted, inserted or moved event shows, also where the whole chain was computed anew.
The head, coded likewise, says where the trail ends, so a cut tail shows too; and since
new events continue from the head, the gap stays. Only somebody who puts back an older
copy of the whole trail goes unseen here: an anchor kept elsewhere finds that as well.
"""

from __future__ import annotations

import hmac
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from hotspots.access.records import AuditAnchor, AuditCheck, AuditEvent, RecordedEvent
from hotspots.access.tables import AUDIT_EVENT, AUDIT_HEAD
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Dialect, Row, RowMapping

_BEGINNING = "0" * 64
_TEXT_LENGTH = 200
_ROWS_AT_ONCE = 1_000
_WRITTEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
# Made once: to put a statement together takes longer than the database needs to do it.
_HEAD, _BEGIN, _MOVE = select(AUDIT_HEAD), insert(AUDIT_HEAD), update(AUDIT_HEAD)


def append_events(
    connection: Connection, events: Sequence[tuple[AuditEvent, datetime]], *, audit_key: bytes
) -> None:
    """Write events, each with its moment, at the end of the trail in this order.

    Raises:
        StoreError: the head does not hold. Nothing may then be read on the strength of
            this trail, so whoever asked is to be refused.
    """
    head = sound_head(connection, audit_key=audit_key)
    seq, code = (0, _BEGINNING) if head is None else (head.seq, head.event_code)
    rows = []
    for event, at in events:
        seq += 1
        row = _fields(event) | {"seq": seq, "at": at, "previous_code": code}
        code = row["code"] = _event_code(row, audit_key)
        rows.append(row)
    if not rows:
        return
    _add(connection, rows)
    end = {"head": 1, "seq": seq, "event_code": code, "code": _head_code(seq, code, audit_key)}
    connection.execute(_BEGIN if head is None else _MOVE, end)


def _add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert events as the driver takes them: no step of SQLAlchemy's for each row."""
    for row in rows:
        row["at"] = row["at"].isoformat(timespec="microseconds")  # as UtcDateTime writes it
    statement, order = _added(connection.dialect)
    given = rows if order is None else [tuple(row[name] for name in order) for row in rows]
    connection.exec_driver_sql(statement, given)


@lru_cache(maxsize=8)
def _added(dialect: Dialect) -> tuple[str, list[str] | None]:
    """The insertion of an event in this dialect; the columns' order where it goes by place."""
    written = insert(AUDIT_EVENT).compile(dialect=dialect)
    return str(written), written.positiontup


def sound_head(connection: Connection, *, audit_key: bytes) -> Row[Any] | None:
    """Where the trail ends; None while it is empty.

    Raises:
        StoreError: the head is missing or was altered.
    """
    head = connection.execute(_HEAD).first()
    problem = _problem_of_head(connection, head, audit_key)
    if problem:
        msg = (
            f"The audit trail was tampered with: {problem}. Nothing is served until it is restored."
        )
        raise StoreError(msg)
    return head


def touch_head(connection: Connection) -> None:
    """Write the head as it is: on a full disk a turn is given, and only writing fails."""
    connection.execute(update(AUDIT_HEAD).values(head=AUDIT_HEAD.c.head))


def all_events(connection: Connection) -> tuple[RecordedEvent, ...]:
    """The whole trail, the oldest first, as it stands and unchecked."""
    rows = connection.execute(select(AUDIT_EVENT).order_by(AUDIT_EVENT.c.seq)).mappings()
    return tuple(
        RecordedEvent(
            seq=row["seq"],
            at=row["at"],
            event=AuditEvent(
                action=row["action"],
                principal_id=row["principal_id"],
                object_id=row["object_id"],
                decision=row["decision"],
                count=row["count"],
                request_id=row["request_id"],
            ),
        )
        for row in rows
    )


def check_trail(
    connection: Connection, *, audit_key: bytes, anchor: AuditAnchor | None
) -> AuditCheck:
    """Follow the chain from its beginning to its head, and past the anchor if there is one."""
    query = select(AUDIT_EVENT).order_by(AUDIT_EVENT.c.seq)
    anchored = AuditAnchor(events=0, head="") if anchor is None else anchor
    with connection.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE}) as portions:
        events, code, problem = _follow(portions.mappings(), audit_key, anchored)
    head = connection.execute(_HEAD).first()
    problem = problem or _problem_of_head(connection, head, audit_key)
    if not problem and head is not None and (head.seq, head.event_code) != (events, code):
        problem = f"events after number {events} are missing"
    if not problem and events < anchored.events:
        problem = f"the trail ends at event {events}, the anchor at event {anchored.events}"
    return AuditCheck(ok=not problem, events=events, problem=problem, head=code)


def _follow(
    rows: Iterable[RowMapping], audit_key: bytes, anchor: AuditAnchor
) -> tuple[int, str, str]:
    """Events found sound, the code of the last of them, and the first problem or nothing."""
    events, code = 0, _BEGINNING
    for row in rows:
        problem = _problem_of_event(row, events + 1, code, audit_key)
        if not problem and row["seq"] == anchor.events and row["code"] != anchor.head:
            problem = f"event {anchor.events} is not the one that the anchor names"
        if problem:
            return events, code, problem
        events, code = row["seq"], row["code"]
    return events, code, ""


def _problem_of_event(row: RowMapping, seq: int, previous: str, audit_key: bytes) -> str:
    if row["seq"] != seq:
        return f"event {seq} is missing"
    said = {name: row[name] for name in AUDIT_EVENT.c.keys() if name != "code"}  # noqa: SIM118 - not a dict
    if not hmac.compare_digest(row["code"], _event_code(said, audit_key)):
        return f"event {seq} was altered"
    if row["previous_code"] != previous:
        return f"event {seq} does not follow the one before it"
    return ""


def _problem_of_head(connection: Connection, head: Row[Any] | None, audit_key: bytes) -> str:
    if head is None:
        some = connection.execute(select(AUDIT_EVENT.c.seq).limit(1)).first()
        return "its head is missing" if some else ""
    code = _head_code(head.seq, head.event_code, audit_key)
    return "" if hmac.compare_digest(head.code, code) else "its head was altered"


def _event_code(row: dict[str, Any], audit_key: bytes) -> str:
    said = row | {"at": row["at"].isoformat()}
    return _code(["event|v1", said], audit_key)


def _head_code(seq: int, event_code: str, audit_key: bytes) -> str:
    return _code(["head|v1", seq, event_code], audit_key)


def _code(said: list[Any], audit_key: bytes) -> str:
    return hmac.digest(audit_key, _WRITTEN.encode(said).encode(), "sha256").hex()


def _fields(event: AuditEvent) -> dict[str, Any]:
    return {
        "action": _plain(event.action),
        "principal_id": _plain(event.principal_id),
        "object_id": _plain(event.object_id),
        "decision": event.decision,
        "count": event.count,
        "request_id": _plain(event.request_id),
    }


def _plain(text: str) -> str:
    """Printable ASCII of bounded length: whatever a request holds, its event can be written."""
    kept = text[:_TEXT_LENGTH]
    if kept.isascii() and kept.isprintable():
        return kept
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in kept)
