"""The audit trail: complete, in order, and no hand without its key can alter it unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal

import pytest
from sqlalchemy import Connection, text

from hotspots.access import AccessStore, AuditAnchor, AuditEvent
from hotspots.database import open_engine, writing
from hotspots.errors import ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

EVENTS = 6


def event(number: int = 1, decision: Literal["allowed", "denied"] = "allowed") -> AuditEvent:
    return AuditEvent(
        action="read release",
        principal_id="Ab3dE6gH",
        object_id="f" * 64,
        decision=decision,
        count=number,
        request_id=f"r{number}",
    )


@pytest.fixture
def trail(access: AccessStore, now: datetime) -> AccessStore:
    for number in range(1, EVENTS + 1):
        access.record(event(number), now=now + timedelta(seconds=number))
    return access


def tamper(url: str, change: Callable[[Connection], object]) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        change(connection)
    engine.dispose()


def run(statement: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement))


def test_empty_trail_is_sound(access: AccessStore) -> None:
    check = access.verify_audit()
    assert (check.ok, check.events, check.problem) == (True, 0, "")


def test_events_come_back_in_order(trail: AccessStore, now: datetime) -> None:
    recorded = trail.audit_events()
    assert [one.seq for one in recorded] == list(range(1, EVENTS + 1))
    assert [one.event for one in recorded] == [event(n) for n in range(1, EVENTS + 1)]
    assert recorded[0].at == now + timedelta(seconds=1)
    check = trail.verify_audit()
    assert (check.ok, check.events, check.problem) == (True, EVENTS, "")


def test_time_zone_of_the_clock_plays_no_part(access: AccessStore, now: datetime) -> None:
    access.record(event(), now=now.astimezone(timezone(timedelta(hours=1))))
    assert access.audit_events()[0].at == now
    assert access.audit_events()[0].at.tzinfo == UTC
    assert access.verify_audit().ok


def recompute(connection: Connection) -> None:
    """Edit an event and chain everything after it anew, as well as one can without the key."""
    connection.execute(text("UPDATE audit_event SET decision = 'denied' WHERE seq = 2"))
    previous = "0" * 64
    for row in connection.execute(text("SELECT * FROM audit_event ORDER BY seq")).mappings().all():
        said = dict(row) | {"previous_code": previous}
        said.pop("code")
        code = hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()
        connection.execute(
            text("UPDATE audit_event SET previous_code = :p, code = :c WHERE seq = :s"),
            {"p": previous, "c": code, "s": row["seq"]},
        )
        previous = code
    connection.execute(text("UPDATE audit_head SET event_code = :c"), {"c": previous})


def swap(connection: Connection) -> None:
    for was, becomes in ((2, 99), (3, 2), (99, 3)):
        connection.execute(
            text("UPDATE audit_event SET seq = :b WHERE seq = :w"), {"b": becomes, "w": was}
        )


TAMPERINGS = {
    "decision edited": run("UPDATE audit_event SET decision = 'denied' WHERE seq = 3"),
    "count edited": run("UPDATE audit_event SET count = 0 WHERE seq = 3"),
    "time edited": run("UPDATE audit_event SET at = replace(at, '2021', '2020') WHERE seq = 1"),
    "principal edited": run("UPDATE audit_event SET principal_id = 'somebody' WHERE seq = 6"),
    "link to the one before edited": run(
        "UPDATE audit_event SET previous_code = code WHERE seq = 4"
    ),
    "first deleted": run("DELETE FROM audit_event WHERE seq = 1"),
    "middle deleted": run("DELETE FROM audit_event WHERE seq = 3"),
    "last deleted": run("DELETE FROM audit_event WHERE seq = 6"),
    "all deleted": run("DELETE FROM audit_event"),
    "two swapped": swap,
    "recomputed without the key": recompute,
    "copied to the end": run(
        "INSERT INTO audit_event (seq, at, action, principal_id, object_id, decision, count, "
        "request_id, previous_code, code) SELECT 7, at, action, principal_id, object_id, "
        "decision, count, request_id, previous_code, code FROM audit_event WHERE seq = 6"
    ),
    "head deleted": run("DELETE FROM audit_head"),
    "head set back": run("UPDATE audit_head SET seq = 5"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(trail: AccessStore, url: str, name: str) -> None:
    tamper(url, TAMPERINGS[name])
    check = trail.verify_audit()
    assert not check.ok
    assert check.problem


def test_first_unsound_event_is_named(trail: AccessStore, url: str) -> None:
    tamper(url, TAMPERINGS["count edited"])
    check = trail.verify_audit()
    assert (check.events, check.problem) == (2, "event 3 was altered")


def test_cut_tail_shows_after_more_events_too(trail: AccessStore, url: str, now: datetime) -> None:
    tamper(url, run("DELETE FROM audit_event WHERE seq >= 5"))
    trail.record(event(7), now=now)
    check = trail.verify_audit()
    assert (check.events, check.problem) == (4, "event 5 is missing")


@pytest.mark.parametrize("name", ["head deleted", "head set back"])
def test_nothing_is_recorded_behind_a_broken_head(
    trail: AccessStore, url: str, now: datetime, name: str
) -> None:
    trail.check()
    tamper(url, TAMPERINGS[name])
    with pytest.raises(StoreError, match="tampered"):
        trail.check()
    with pytest.raises(StoreError, match="tampered"):
        trail.record(event(), now=now)
    assert len(trail.audit_events()) == EVENTS


def test_anchor_finds_what_was_put_back_from_an_older_copy(
    trail: AccessStore, url: str, now: datetime
) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        older_head = connection.execute(text("SELECT * FROM audit_head")).mappings().one()
    engine.dispose()
    trail.record(event(7), now=now)
    check = trail.verify_audit()
    anchor = AuditAnchor(events=check.events, head=check.head)
    trail.record(event(8), now=now)
    assert trail.verify_audit(anchor=anchor).ok

    def put_back(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit_event WHERE seq > 6"))
        connection.execute(
            text("UPDATE audit_head SET seq = :seq, event_code = :event_code, code = :code"),
            dict(older_head),
        )

    tamper(url, put_back)
    assert trail.verify_audit().ok  # nothing inside the database can tell
    assert trail.verify_audit(anchor=anchor).problem == (
        "the trail ends at event 6, the anchor at event 7"
    )
    trail.record(event(7, "denied"), now=now)
    found = trail.verify_audit(anchor=anchor)
    assert (found.ok, found.problem) == (False, "event 7 is not the one that the anchor names")


def test_events_of_two_histories_do_not_join(trail: AccessStore, url: str, now: datetime) -> None:
    def rows(connection: Connection, statement: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(text(statement)).mappings()]

    kept: dict[str, list[dict[str, Any]]] = {}

    def keep_head(connection: Connection) -> None:
        kept["head"] = rows(connection, "SELECT * FROM audit_head")

    def put_back(connection: Connection) -> None:
        kept["eight"] = rows(connection, "SELECT * FROM audit_event WHERE seq = 8")
        connection.execute(text("DELETE FROM audit_event WHERE seq > 6"))
        connection.execute(
            text("UPDATE audit_head SET seq = :seq, event_code = :event_code, code = :code"),
            kept["head"],
        )

    def join(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit_event WHERE seq = 8"))
        columns = ", ".join(kept["eight"][0])
        marks = ", ".join(f":{column}" for column in kept["eight"][0])
        connection.execute(
            text(f"INSERT INTO audit_event ({columns}) VALUES ({marks})"),  # noqa: S608 - our own columns
            kept["eight"],
        )

    tamper(url, keep_head)
    for number in (7, 8):
        trail.record(event(number), now=now)
    tamper(url, put_back)
    for number in (7, 8):
        trail.record(event(number, "denied"), now=now)
    tamper(url, join)
    assert trail.verify_audit().problem == "event 8 does not follow the one before it"


def test_another_key_reads_no_trail(
    trail: AccessStore, url: str, keys: dict[str, bytes], now: datetime
) -> None:
    other = AccessStore.open(url, **(keys | {"audit_key": b"b" * 32}))
    assert not other.verify_audit().ok
    with pytest.raises(StoreError):
        other.record(event(), now=now)
    other.close()
    assert trail.verify_audit().ok


def test_no_request_can_stop_its_own_event(access: AccessStore, now: datetime) -> None:
    nasty = "a\0b\nc\ud800dé" + "x" * 10_000
    access.record(replace(event(), object_id=nasty, request_id=nasty), now=now)
    kept = access.audit_events()[0].event.object_id
    assert kept.startswith("a?b?c?d?xxx")
    assert len(kept) == 200
    assert access.verify_audit().ok


def test_naive_time_is_refused(access: AccessStore, now: datetime) -> None:
    with pytest.raises(ParameterError):
        access.record(event(), now=now.replace(tzinfo=None))
