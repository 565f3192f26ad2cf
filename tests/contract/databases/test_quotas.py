"""Shares by the minute: exact with any number of writers, and nobody's name kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hotspots.access import AccessStore, AuditEvent, Quota
from hotspots.access.tables import AUDIT_EVENT, QUOTA_USE

if TYPE_CHECKING:
    from datetime import datetime

QUOTA = Quota(kind="requests", subject="A1b2C3d4", per_minute=3)
EVENT = AuditEvent(
    action="read.hotspots",
    principal_id="A1b2C3d4",
    object_id="x",
    decision="allowed",
    count=7,
    request_id="r",
)


def test_so_many_in_a_minute_and_then_a_wait_until_it_is_over(
    access: AccessStore, now: datetime
) -> None:
    moment = now + timedelta(seconds=12.5)
    waits = [access.record(EVENT, now=moment, quota=QUOTA) for _ in range(5)]
    assert waits == [0, 0, 0, 48, 48]
    assert access.record(EVENT, now=now + timedelta(seconds=60), quota=QUOTA) == 0


def test_what_is_beyond_the_quota_stands_in_the_trail_as_a_denial_of_nothing(
    access: AccessStore, now: datetime
) -> None:
    for _ in range(4):
        access.record(EVENT, now=now, quota=QUOTA)
    *allowed, denied = [recorded.event for recorded in access.audit_events()]
    assert {(event.decision, event.count) for event in allowed} == {("allowed", 7)}
    assert (denied.decision, denied.count) == ("denied", 0)
    assert access.verify_audit().ok


def test_an_event_without_a_quota_uses_none(access: AccessStore, now: datetime) -> None:
    assert [access.record(EVENT, now=now) for _ in range(5)] == [0] * 5


@pytest.mark.parametrize("other", [{"subject": "Z9y8X7w6"}, {"kind": "sign-ins"}])
def test_each_kind_and_each_subject_has_its_own(
    access: AccessStore, now: datetime, other: dict[str, str]
) -> None:
    others = Quota(**({"kind": "requests", "subject": "A1b2C3d4", "per_minute": 3} | other))  # type: ignore[arg-type] # literals
    for _ in range(3):
        assert access.spend(QUOTA, now=now) == 0
    assert access.spend(others, now=now) == 0
    assert access.spend(QUOTA, now=now) == 60


def test_a_clock_that_is_a_second_behind_resets_nothing(access: AccessStore, now: datetime) -> None:
    before = now - timedelta(seconds=1)
    moments = (now, before, now, before, now, before)
    assert [access.spend(QUOTA, now=moment) for moment in moments] == [0] * 6
    assert access.spend(QUOTA, now=now) == 60
    assert access.spend(QUOTA, now=before) == 1


def test_minutes_that_are_over_are_forgotten(access: AccessStore, now: datetime) -> None:
    for minutes in range(5):
        access.spend(QUOTA, now=now + timedelta(minutes=minutes))
    with access._engine.connect() as connection:
        assert len(connection.execute(select(QUOTA_USE)).all()) == 2


def test_neither_an_address_nor_an_id_is_kept(access: AccessStore, now: datetime) -> None:
    for subject in ("192.0.2.77", "A1b2C3d4"):
        access.spend(Quota(kind="sign-ins", subject=subject, per_minute=3), now=now)
    with access._engine.connect() as connection:
        rows = str(connection.execute(select(QUOTA_USE)).all())
    assert "192.0.2.77" not in rows
    assert "A1b2C3d4" not in rows


def test_the_count_is_exact_with_many_writers(
    url: str, keys: dict[str, bytes], now: datetime
) -> None:
    # Stores of their own, as two worker processes have them.
    stores = [AccessStore.open(url, **keys) for _ in range(2)]
    quota = Quota(kind="requests", subject="A1b2C3d4", per_minute=25)
    try:
        with ThreadPoolExecutor(8) as pool:
            waits = list(
                pool.map(
                    lambda turn: stores[turn % 2].record(EVENT, now=now, quota=quota), range(60)
                )
            )
        assert sum(wait == 0 for wait in waits) == 25
        with stores[0]._engine.connect() as connection:
            decisions = connection.scalars(select(AUDIT_EVENT.c.decision)).all()
        assert decisions.count("allowed") == 25
        assert stores[0].verify_audit().ok
    finally:
        for store in stores:
            store.close()
