"""Attempts come back once, to the browser that began them; a person keeps one name in the trail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hotspots.access import AccessStore, Grant
from hotspots.database import open_engine
from hotspots.release import Audience

if TYPE_CHECKING:
    from pathlib import Path

AREAS = frozenset({"E05001770"})
PARTNER = Grant(name="Ada (made up)", audience=Audience.PARTNER, areas=frozenset())
BRIEF = Grant(name="Ada B. (made up)", audience=Audience.BRIEF, areas=AREAS)
TEN_MINUTES = timedelta(minutes=10)


def sign_in(access: AccessStore, now: datetime, grant: Grant, subject: str = "oid:1") -> str:
    return access.people.sign_in(tenant="t", subject=subject, grant=grant, now=now)


def test_an_attempt_comes_back_once(access: AccessStore, now: datetime) -> None:
    begun = access.people.begin(destination="/docs", now=now)
    assert access.people.take(begun.token, state=begun.state, now=now) == begun
    assert access.people.take(begun.token, state=begun.state, now=now) is None


def test_of_two_who_come_back_at_once_one_does(access: AccessStore, now: datetime) -> None:
    begun, together = access.people.begin(destination="/", now=now), Barrier(4)

    def take(_: int) -> bool:
        together.wait()
        return access.people.take(begun.token, state=begun.state, now=now) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 1


def test_a_wrong_state_uses_nothing_up(access: AccessStore, now: datetime) -> None:
    one, other = (access.people.begin(destination="/", now=now) for _ in range(2))
    for state in ("", other.state, one.nonce, "é", "\ud800"):
        assert access.people.take(one.token, state=state, now=now) is None
    assert access.people.take(one.token, state=one.state, now=now) is not None


def test_an_attempt_is_over_after_ten_minutes(access: AccessStore, now: datetime) -> None:
    begun = access.people.begin(destination="/", now=now)
    late = now + TEN_MINUTES
    assert access.people.take(begun.token, state=begun.state, now=late) is None
    before = late - timedelta(microseconds=1)
    assert access.people.take(begun.token, state=begun.state, now=before) is not None


@pytest.mark.parametrize("junk", ["", "hsa_x", "\0", "\ud800", "é" * 54])
def test_junk_is_no_attempt(access: AccessStore, now: datetime, junk: str) -> None:
    assert access.people.take(junk, state="", now=now) is None


def test_old_attempts_are_cleared_away(access: AccessStore, url: str, now: datetime) -> None:
    for minutes in range(0, 30, 10):
        access.people.begin(destination="/", now=now + timedelta(minutes=minutes))
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_attempt")).scalar_one() == 1
    engine.dispose()


def test_nothing_of_an_attempt_is_in_the_database(
    access: AccessStore, now: datetime, tmp_path: Path
) -> None:
    begun = access.people.begin(destination="/", now=now)
    said = str([path.read_bytes() for path in tmp_path.glob("test.db*")])
    for secret in (begun.token, begun.state, begun.nonce, begun.verifier):
        assert secret not in said
        assert secret not in repr(begun)


def test_a_person_keeps_one_name_and_the_last_rights(access: AccessStore, now: datetime) -> None:
    first = sign_in(access, now, PARTNER)
    principal = access.principal_of_session(first, now=now)
    assert principal is not None
    assert (principal.audience, principal.kind) == (Audience.PARTNER, "session")
    second = sign_in(access, now, BRIEF)
    for session in (first, second):
        found = access.principal_of_session(session, now=now)
        assert found is not None
        assert (found.audience, found.areas) == (Audience.BRIEF, AREAS)
        assert found.principal_id == principal.principal_id == found.budget_id
    assert access.people.names() == {principal.principal_id: "Ada B. (made up)"}


def test_people_of_other_tenants_are_others(access: AccessStore) -> None:
    name = access.people.id_of
    assert name(tenant="t", subject="oid:1") == name(tenant="t", subject="oid:1")
    ids = {
        name(tenant=tenant, subject=subject)
        for tenant, subject in (("t", "oid:1"), ("t", "sub:1"), ("u", "oid:1"), ("t|o", "id:1"))
    }
    assert len(ids) == 4


def test_many_who_sign_in_at_once_all_get_in(access: AccessStore, now: datetime) -> None:
    together = Barrier(4)

    def enter(_: int) -> str:
        together.wait()
        return sign_in(access, now, PARTNER)

    with ThreadPoolExecutor(4) as pool:
        sessions = list(pool.map(enter, range(4)))
    assert len(set(sessions)) == 4
    assert all(access.principal_of_session(session, now=now) for session in sessions)


def test_somebody_barred_is_out_and_nobody_else(access: AccessStore, now: datetime) -> None:
    own, others = sign_in(access, now, PARTNER), sign_in(access, now, PARTNER, "oid:2")
    access.people.bar(tenant="t", subject="oid:1")
    assert access.principal_of_session(own, now=now) is None
    assert access.principal_of_session(others, now=now) is not None


def test_a_session_of_a_person_ends_as_any_other(access: AccessStore, now: datetime) -> None:
    session = sign_in(access, now, PARTNER)
    assert access.principal_of_session(session, now=now + timedelta(minutes=15)) is None
    other = sign_in(access, now, PARTNER)
    access.end_session(other)
    assert access.principal_of_session(other, now=now) is None


def test_an_administrator_sees_who_is_signed_in_and_signs_them_out(
    access: AccessStore, now: datetime
) -> None:
    first, second = sign_in(access, now, PARTNER), sign_in(access, now, PARTNER)
    link = access.create_link(
        name="School (made up)",
        audience=Audience.BRIEF,
        areas=AREAS,
        valid_until=now + TEN_MINUTES,
        now=now,
    )
    other = access.redeem_link(link, now=now + TEN_MINUTES / 2)
    assert other is not None
    listed = access.sessions(now=now + TEN_MINUTES)
    names = [(entry.name, entry.audience) for entry in listed]
    assert names == [(PARTNER.name, Audience.PARTNER)] * 2 + [("School (made up)", Audience.BRIEF)]
    assert access.end_sessions_of("nobody") == 0
    assert access.end_sessions_of(listed[0].principal_id) == 2
    for session in (first, second):
        assert access.principal_of_session(session, now=now) is None
    assert [entry.name for entry in access.sessions(now=now + TEN_MINUTES)] == ["School (made up)"]
    assert access.end_sessions_of(listed[2].principal_id) == 1
    assert access.principal_of_session(other, now=now) is None


def test_sessions_that_are_over_are_not_listed(access: AccessStore, now: datetime) -> None:
    sign_in(access, now, PARTNER)
    assert access.sessions(now=now + timedelta(minutes=15)) == ()
