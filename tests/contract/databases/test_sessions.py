"""Sign-in links are good for one use; sessions end idle, old, or on request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from hotspots.access import AccessStore
from hotspots.access.sessions import find_session
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

AREAS = frozenset({"E05001770"})
MINUTE = timedelta(minutes=1)


def new_link(access: AccessStore, now: datetime, *, valid: timedelta = timedelta(days=1)) -> str:
    return access.create_link(
        name="School (made up)",
        audience=Audience.BRIEF,
        areas=AREAS,
        valid_until=now + valid,
        now=now,
    )


def signed_in(access: AccessStore, now: datetime) -> str:
    session = access.redeem_link(new_link(access, now), now=now)
    assert session is not None
    return session


def test_link_opens_a_session_once(access: AccessStore, now: datetime) -> None:
    link = new_link(access, now)
    session = access.redeem_link(link, now=now)
    assert session is not None
    principal = access.principal_of_session(session, now=now)
    assert principal is not None
    assert (principal.name, principal.audience) == ("School (made up)", Audience.BRIEF)
    assert (principal.areas, principal.kind) == (AREAS, "session")
    assert access.redeem_link(link, now=now) is None
    assert access.principal_of_session(session, now=now) == principal


def test_of_two_who_redeem_at_once_one_gets_in(access: AccessStore, now: datetime) -> None:
    for _ in range(5):
        link, together = new_link(access, now), Barrier(4)

        def redeem(_: int, link: str = link, together: Barrier = together) -> str | None:
            together.wait()
            return access.redeem_link(link, now=now)

        with ThreadPoolExecutor(4) as pool:
            sessions = [session for session in pool.map(redeem, range(4)) if session]
        assert len(sessions) == 1


def test_link_ends_by_itself(access: AccessStore, now: datetime) -> None:
    link = new_link(access, now, valid=MINUTE)
    assert access.redeem_link(link, now=now + MINUTE) is None
    assert access.redeem_link(link, now=now + MINUTE / 2) is not None


@pytest.mark.parametrize("valid", [timedelta(0), -MINUTE, timedelta(days=7, seconds=1)])
def test_links_without_a_near_end_are_not_made(
    access: AccessStore, now: datetime, valid: timedelta
) -> None:
    with pytest.raises(ParameterError):
        new_link(access, now, valid=valid)


def test_each_sign_in_is_a_new_session(access: AccessStore, now: datetime) -> None:
    one, other = signed_in(access, now), signed_in(access, now)
    assert one != other
    access.end_session(one)
    assert access.principal_of_session(one, now=now) is None
    assert access.principal_of_session(other, now=now) is not None


def test_idle_session_ends(access: AccessStore, now: datetime) -> None:
    session = signed_in(access, now)
    for minutes in (14, 28, 42):
        assert access.principal_of_session(session, now=now + minutes * MINUTE) is not None
    assert access.principal_of_session(session, now=now + 57 * MINUTE) is None
    # It is over for good, not only at that moment.
    assert access.principal_of_session(session, now=now + 43 * MINUTE) is None


def test_busy_session_ends_after_eight_hours(access: AccessStore, now: datetime) -> None:
    session = signed_in(access, now)
    for minutes in range(10, 480, 10):
        assert access.principal_of_session(session, now=now + minutes * MINUTE) is not None
    assert access.principal_of_session(session, now=now + 480 * MINUTE) is None


def test_clock_set_back_shortens_no_session(access: AccessStore, now: datetime) -> None:
    session = signed_in(access, now)
    assert access.principal_of_session(session, now=now + 10 * MINUTE) is not None
    assert access.principal_of_session(session, now=now - 60 * MINUTE) is not None
    assert access.principal_of_session(session, now=now + 24 * MINUTE) is not None


def test_tokens_of_one_kind_are_nothing_elsewhere(access: AccessStore, now: datetime) -> None:
    link = new_link(access, now)
    session = signed_in(access, now)
    assert access.redeem_link(session, now=now) is None
    assert access.principal_of_session(link, now=now) is None
    assert access.principal_of_key(link, now=now) is None
    assert access.principal_of_key(session, now=now) is None
    access.end_session(link)
    assert access.redeem_link(link, now=now) is not None


@pytest.mark.parametrize("junk", ["", "x", "hss_" + "0" * 43 + "_000000", "\0", "\ud800", "é" * 54])
def test_junk_is_nobody(access: AccessStore, now: datetime, junk: str) -> None:
    assert access.redeem_link(junk, now=now) is None
    assert access.principal_of_session(junk, now=now) is None
    access.end_session(junk)


def test_session_that_ends_while_it_is_looked_up_is_nobodys(
    access: AccessStore, url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = signed_in(access, now)
    other = AccessStore.open(url, pepper=b"p" * 32, audit_key=b"a" * 32)

    monkeypatch.setattr("hotspots.access.accounts.find_session", ended_after(other, session))
    assert access.principal_of_session(session, now=now) is None
    other.close()


def ended_after(other: AccessStore, session: str) -> Callable[..., object]:
    """Find the session as ever, and then let somebody else end it."""

    def find(connection: Connection, code: str) -> object:
        row = find_session(connection, code)
        other.end_session(session)
        return row

    return find
