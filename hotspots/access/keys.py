"""API keys: made, rotated, listed, revoked, and recognised."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from hotspots.access.grants import Grant, areas_of, principal_of, require_term
from hotspots.access.networks import is_within, networks_of, read_networks, written
from hotspots.access.records import KeyEntry, NewKey
from hotspots.access.tables import API_KEY
from hotspots.access.tokens import KEY, code_of, id_within, new_id, new_named
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from hotspots.access.records import Network, Principal, SentKey

# SECURITY 2.2: expiry is mandatory, at most twelve months away.
LONGEST_KEY = timedelta(days=366)
LONGEST_OVERLAP = timedelta(days=30)
_MOST_LIVE = 2
# Compared where there is no such key, so that both answers take the same path.
_NO_CODE = "0" * 64
_OF_THESE = select(API_KEY).where(API_KEY.c.key_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when until when, and under which pepper a secret is kept."""

    now: datetime
    expires_at: datetime
    pepper: bytes


def make_key(
    connection: Connection, grant: Grant, *, networks: tuple[str, ...], term: Term
) -> NewKey:
    """Make a key; its secret is in the answer and nowhere else."""
    key_id = new_id()
    row = grant.row() | {"networks": written(networks_of(networks)), "holder_id": key_id}
    return _put(connection, key_id, row, term)


def renew_key(connection: Connection, key_id: str, *, overlap: timedelta, term: Term) -> NewKey:
    """Make another key for the same holder, with the same rights; the old one ends soon.

    Raises:
        ParameterError: there is no such live key, the holder has two already, or the
            overlap is too long.
    """
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        msg = f"The old key may go on for 0 to {LONGEST_OVERLAP.days} days."
        raise ParameterError(msg)
    old = connection.execute(select(API_KEY).where(API_KEY.c.key_id == key_id)).first()
    if old is None or not _entry(old).is_live(term.now):
        msg = "There is no such key that still holds. See: hotspots key list"
        raise ParameterError(msg)
    of_holder = select(API_KEY).where(API_KEY.c.holder_id == old.holder_id)
    live = [row for row in connection.execute(of_holder) if _entry(row).is_live(term.now)]
    if len(live) >= _MOST_LIVE:
        msg = "This key was rotated already, and both still hold. Revoke one of them first."
        raise ParameterError(msg)
    end = min(old.expires_at, term.now + overlap)
    connection.execute(update(API_KEY).where(API_KEY.c.key_id == key_id).values(expires_at=end))
    kept = ("name", "audience", "areas", "networks", "holder_id")
    return _put(connection, new_id(), {name: getattr(old, name) for name in kept}, term)


def list_keys(connection: Connection) -> tuple[KeyEntry, ...]:
    """Every key ever made, the oldest first."""
    entries = [_entry(row) for row in connection.execute(select(API_KEY))]
    return tuple(sorted(entries, key=lambda entry: (entry.created_at, entry.key_id)))


def withdraw_key(connection: Connection, key_id: str, *, now: datetime) -> bool:
    """Revoke a key from now on; False if there is none such or it was revoked before."""
    statement = (
        update(API_KEY)
        .where(API_KEY.c.key_id == key_id, API_KEY.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return connection.execute(statement).rowcount == 1


def find_key_holders(
    connection: Connection, sent: Iterable[SentKey], *, now: datetime, pepper: bytes
) -> dict[SentKey, Principal]:
    """Whose keys these are, of those that hold and may be used where they were."""
    asked = tuple(sent)
    rows = _known(connection, {one.secret for one in asked}, pepper=pepper)
    found = ((one, rows[one.secret]) for one in asked if one.secret in rows)
    return {
        one: principal_of(row, row.key_id, "key", holder_id=row.holder_id)
        for one, row in found
        if (entry := _entry(row)).is_live(now) and is_within(one.address, entry.networks)
    }


def find_key_id(connection: Connection, secret: str, *, pepper: bytes) -> str | None:
    """Which key this is, whether or not it opens anything."""
    row = _known(connection, {secret}, pepper=pepper).get(secret)
    return None if row is None else str(row.key_id)


def _known(connection: Connection, secrets: set[str], *, pepper: bytes) -> dict[str, Row[Any]]:
    """The rows of these very secrets."""
    ids = {one: key_id for one in secrets if (key_id := id_within(one, KEY)) is not None}
    if not ids:
        return {}
    asked = {"ids": sorted(set(ids.values()))}
    rows = {row.key_id: row for row in connection.execute(_OF_THESE, asked)}
    known = {}
    for secret, key_id in ids.items():
        row = rows.get(key_id)
        code = code_of(secret, pepper=pepper)
        if hmac.compare_digest(code, _NO_CODE if row is None else row.code) and row is not None:
            known[secret] = row
    return known


def _put(connection: Connection, key_id: str, row: dict[str, Any], term: Term) -> NewKey:
    require_term(term.expires_at, now=term.now, longest=LONGEST_KEY, what="A key")
    secret = new_named(KEY, key_id)
    own = {
        "key_id": key_id,
        "code": code_of(secret, pepper=term.pepper),
        "created_at": term.now,
        "expires_at": term.expires_at,
        "revoked_at": None,
    }
    connection.execute(insert(API_KEY), row | own)
    return NewKey(key_id=key_id, secret=secret)


def _entry(row: Row[Any]) -> KeyEntry:
    networks: tuple[Network, ...] = read_networks(row.networks)
    return KeyEntry(
        key_id=row.key_id,
        holder_id=row.holder_id,
        name=row.name,
        audience=Audience(row.audience),
        areas=areas_of(row),
        networks=networks,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
