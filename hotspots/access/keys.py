"""API keys: made, listed, revoked, and recognised."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from hotspots.access.grants import Grant, areas_of, principal_of, require_term
from hotspots.access.records import KeyEntry, NewKey, Principal
from hotspots.access.tables import API_KEY
from hotspots.access.tokens import code_of, id_of_key, new_id, new_key
from hotspots.release import Audience

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

# SECURITY 2.2: expiry is mandatory, at most twelve months away.
LONGEST_KEY = timedelta(days=366)
# Compared where there is no such key, so that both answers take the same path.
_NO_CODE = "0" * 64


def make_key(
    connection: Connection, grant: Grant, *, expires_at: datetime, now: datetime, pepper: bytes
) -> NewKey:
    """Make a key; its secret is in the answer and nowhere else."""
    require_term(expires_at, now=now, longest=LONGEST_KEY, what="A key")
    key_id = new_id()
    secret = new_key(key_id)
    connection.execute(
        insert(API_KEY),
        grant.row()
        | {
            "key_id": key_id,
            "code": code_of(secret, pepper=pepper),
            "created_at": now,
            "expires_at": expires_at,
            "revoked_at": None,
        },
    )
    return NewKey(key_id=key_id, secret=secret)


def list_keys(connection: Connection) -> tuple[KeyEntry, ...]:
    """Every key ever made, the oldest first."""
    rows = connection.execute(select(API_KEY)).all()
    return tuple(
        KeyEntry(
            key_id=row.key_id,
            name=row.name,
            audience=Audience(row.audience),
            areas=areas_of(row),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )
        for row in sorted(rows, key=lambda row: (row.created_at, row.key_id))
    )


def withdraw_key(connection: Connection, key_id: str, *, now: datetime) -> bool:
    """Revoke a key from now on; False if there is none such or it was revoked before."""
    statement = (
        update(API_KEY)
        .where(API_KEY.c.key_id == key_id, API_KEY.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return connection.execute(statement).rowcount == 1


def find_key_holder(
    connection: Connection, secret: str, *, now: datetime, pepper: bytes
) -> Principal | None:
    """Whose key this is, while it holds."""
    key_id = id_of_key(secret)
    if key_id is None:
        return None
    row = connection.execute(select(API_KEY).where(API_KEY.c.key_id == key_id)).first()
    code = code_of(secret, pepper=pepper)
    matches = hmac.compare_digest(code, _NO_CODE if row is None else row.code)
    if row is None or not matches or row.revoked_at is not None or now >= row.expires_at:
        return None
    return principal_of(row, row.key_id, "key")
