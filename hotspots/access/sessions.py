"""Sign-in links, good for one use, and the sessions that they and organisations open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from hotspots.access.grants import Grant, principal_of, require_term
from hotspots.access.records import SessionEntry
from hotspots.access.tables import PERSON, SESSION, SIGN_IN_LINK
from hotspots.access.tokens import LINK, code_of, new_id, new_token
from hotspots.access.tokens import SESSION as SESSION_PREFIX
from hotspots.release import Audience

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

    from hotspots.access.records import Principal

# SECURITY 2.2: links at most 7 days; sessions 15 minutes idle, 8 hours in all.
LONGEST_LINK = timedelta(days=7)
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)


def make_link(
    connection: Connection, grant: Grant, *, valid_until: datetime, now: datetime, pepper: bytes
) -> str:
    """Make a link's token, which is in the answer and nowhere else."""
    require_term(valid_until, now=now, longest=LONGEST_LINK, what="A sign-in link")
    token = new_token(LINK)
    connection.execute(
        insert(SIGN_IN_LINK),
        grant.row()
        | {
            "link_id": new_id(),
            "code": code_of(token, pepper=pepper),
            "created_at": now,
            "valid_until": valid_until,
            "used_at": None,
        },
    )
    return token


def open_session(
    connection: Connection, link_token: str, *, now: datetime, pepper: bytes
) -> str | None:
    """Use the link up and open a session; None if it is unknown, used or over.

    One statement finds the link unused and marks it used, so of two who come at once
    only one gets in.
    """
    code = code_of(link_token, pepper=pepper)
    use = (
        update(SIGN_IN_LINK)
        .where(
            SIGN_IN_LINK.c.code == code,
            SIGN_IN_LINK.c.used_at.is_(None),
            SIGN_IN_LINK.c.valid_until > now,
        )
        .values(used_at=now)
    )
    if connection.execute(use).rowcount != 1:
        return None
    link_id = connection.scalar(select(SIGN_IN_LINK.c.link_id).where(SIGN_IN_LINK.c.code == code))
    return begin_session(connection, {"link_id": link_id}, now=now, pepper=pepper)


def begin_session(
    connection: Connection, origin: dict[str, Any], *, now: datetime, pepper: bytes
) -> str:
    """Open a session for whoever came by this `link_id` or is this `person_id`."""
    _sweep(connection, now)
    token = new_token(SESSION_PREFIX)
    moments = {"created_at": now, "last_seen_at": now}
    own = {"code": code_of(token, pepper=pepper)}
    connection.execute(insert(SESSION), own | origin | moments)
    return token


def find_session(connection: Connection, code: str) -> Row[Any] | None:
    """The session of this code with what its origin entitles to, in force or not."""
    return connection.execute(_sessions().where(SESSION.c.code == code)).first()


def list_sessions(connection: Connection, *, now: datetime) -> tuple[SessionEntry, ...]:
    """The sessions in force, the oldest first."""
    rows = connection.execute(_sessions().order_by(SESSION.c.created_at, SESSION.c.code)).all()
    return tuple(
        SessionEntry(
            principal_id=row.link_id or row.person_id,
            name=row.name,
            audience=Audience(row.audience),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
        )
        for row in rows
        if in_force(row, now=now)
    )


def close_sessions_of(connection: Connection, principal_id: str) -> int:
    """End every session of this link or person; how many there were."""
    theirs = or_(SESSION.c.link_id == principal_id, SESSION.c.person_id == principal_id)
    return connection.execute(delete(SESSION).where(theirs)).rowcount


def in_force(row: Row[Any], *, now: datetime) -> bool:
    """Whether a session is still good: not idle and not open too long."""
    return bool(now < row.last_seen_at + IDLE and now < row.created_at + ABSOLUTE)


def see(connection: Connection, row: Row[Any], *, now: datetime) -> Principal | None:
    """Note that the session was used; None if it ended since it was looked up."""
    # A clock that was set back must not shorten anybody's session.
    seen = max(now, row.last_seen_at)
    statement = update(SESSION).where(SESSION.c.code == row.code).values(last_seen_at=seen)
    if connection.execute(statement).rowcount != 1:
        return None
    return principal_of(row, row.link_id or row.person_id, "session")


def close_session(connection: Connection, code: str) -> None:
    """End a session for good; no matter if there is none."""
    connection.execute(delete(SESSION).where(SESSION.c.code == code))


def _sessions() -> Select[Any]:
    """Sessions with what a link or an organisation's role entitles to."""
    entitled = (
        func.coalesce(SIGN_IN_LINK.c[name], PERSON.c[name]).label(name)
        for name in ("name", "audience", "areas")
    )
    return (
        select(SESSION, *entitled)
        .outerjoin(SIGN_IN_LINK, SIGN_IN_LINK.c.link_id == SESSION.c.link_id)
        .outerjoin(PERSON, PERSON.c.person_id == SESSION.c.person_id)
    )


def _sweep(connection: Connection, now: datetime) -> None:
    """Clear away the sessions that nobody can use any more."""
    over = or_(SESSION.c.last_seen_at <= now - IDLE, SESSION.c.created_at <= now - ABSOLUTE)
    connection.execute(delete(SESSION).where(over))
