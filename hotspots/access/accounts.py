"""The store of access: the one door to keys, links, sessions, shares and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from hotspots.access.grants import Grant
from hotspots.access.keys import (
    Term,
    find_key_holders,
    find_key_id,
    list_keys,
    make_key,
    renew_key,
    withdraw_key,
)
from hotspots.access.people import People
from hotspots.access.quotas import use
from hotspots.access.recorder import Recorder, Slip
from hotspots.access.records import SentKey
from hotspots.access.sessions import (
    close_session,
    close_sessions_of,
    find_session,
    in_force,
    list_sessions,
    make_link,
    open_session,
    see,
)
from hotspots.access.shares import Shares
from hotspots.access.tokens import LINK, SESSION, code_of, is_token
from hotspots.access.trail import all_events, check_trail, sound_head, touch_head
from hotspots.database import check_database, open_database, reading, require_utc, writing
from hotspots.errors import ParameterError
from hotspots.keyfile import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Engine

    from hotspots.access.quotas import Quota
    from hotspots.access.records import (
        AuditAnchor,
        AuditCheck,
        AuditEvent,
        KeyEntry,
        NewKey,
        Principal,
        RecordedEvent,
        SessionEntry,
    )
    from hotspots.release import Audience

_PACKAGE = "hotspots.access"
_TRAIL = "audit trail"
_KEYS = "keys"


class AccessStore:
    """Keys, sign-in links, sessions and the audit trail; no secret is in the database.

    Safe to share among threads and processes; each call is one transaction, and every
    moment is given by the caller. All methods raise `StoreError` where the database
    cannot be used. `people` are those who sign in through their organisation, `shares`
    the links that open one release.
    """

    def __init__(self, engine: Engine, *, pepper: bytes, audit_key: bytes) -> None:
        self._engine = engine
        self._pepper = pepper
        self._audit_key = audit_key
        self._recorder = Recorder(engine, turn=_TRAIL, pepper=pepper, audit_key=audit_key)
        self.people = People(engine, pepper=pepper)
        self.shares = Shares(engine, pepper=pepper)

    @classmethod
    def open(cls, url: str, *, pepper: bytes, audit_key: bytes) -> Self:
        """Open the store, made or brought up to date where needed.

        `pepper` and `audit_key` are 32 random bytes each, from files outside the database.

        Raises:
            ParameterError: a key is shorter.
            StoreError: the database cannot be used, or is newer than this program.
        """
        if min(len(pepper), len(audit_key)) < KEY_BYTES:
            msg = f"The pepper and the audit key must have at least {KEY_BYTES} bytes each."
            raise ParameterError(msg)
        return cls(open_database(url, _PACKAGE), pepper=pepper, audit_key=audit_key)

    def create_key(
        self,
        *,
        name: str,
        audience: Audience,
        areas: frozenset[str],
        expires_at: datetime,
        now: datetime,
        networks: tuple[str, ...] = (),
    ) -> NewKey:
        """Make an API key; its secret is shown this once.

        `networks` (as `10.1.0.0/16`) are where it may be used from; none means anywhere.

        Raises:
            ParameterError: it would not expire within 366 days, has no name, is for
                the brief without areas, or a network is none.
        """
        grant = Grant(name=name, audience=audience, areas=areas)
        term = self._term(expires_at, now)
        with writing(self._engine) as connection:
            return make_key(connection, grant, networks=networks, term=term)

    def rotate_key(
        self, key_id: str, *, overlap: timedelta, expires_at: datetime, now: datetime
    ) -> NewKey:
        """Make a second key for the same holder; the first goes on for `overlap` at most.

        Raises:
            ParameterError: there is no such key that holds, its holder has two already,
                the overlap is over 30 days, or the new one would not expire within 366.
        """
        term = self._term(expires_at, now)
        with writing(self._engine, turn=_KEYS) as connection:
            return renew_key(connection, key_id, overlap=overlap, term=term)

    def keys(self) -> tuple[KeyEntry, ...]:
        """Every key ever made, the oldest first."""
        with reading(self._engine) as connection:
            return list_keys(connection)

    def revoke_key(self, key_id: str, *, now: datetime) -> bool:
        """Revoke a key from now on; False if there is none such or it was revoked before."""
        with writing(self._engine) as connection:
            return withdraw_key(connection, key_id, now=now)

    def principal_of_key(
        self, secret: str, *, now: datetime, address: str | None = None
    ) -> Principal | None:
        """Whose key this is; None if it is unknown, over, revoked, or not for this address.

        A key that is bound to networks is nobody's where the `address` is not known.
        """
        sent = SentKey(secret=secret, address=address)
        return self.principals_of_keys((sent,), now=now).get(sent)

    def principals_of_keys(
        self, sent: Iterable[SentKey], *, now: datetime
    ) -> dict[SentKey, Principal]:
        """Whose keys these are, as `principal_of_key` has it; nobody's are not in it."""
        with reading(self._engine) as connection:
            return find_key_holders(connection, sent, now=now, pepper=self._pepper)

    def id_of_key(self, secret: str) -> str | None:
        """Which key this is, good or over, from wherever: for the trail, not to let in."""
        with reading(self._engine) as connection:
            return find_key_id(connection, secret, pepper=self._pepper)

    def create_link(
        self,
        *,
        name: str,
        audience: Audience,
        areas: frozenset[str],
        valid_until: datetime,
        now: datetime,
    ) -> str:
        """Make a sign-in link's token: good for one use, until then; shown this once.

        Raises:
            ParameterError: it would be valid for more than 7 days, has no name, or is
                for the brief without areas.
        """
        grant = Grant(name=name, audience=audience, areas=areas)
        with writing(self._engine) as connection:
            return make_link(
                connection,
                grant,
                valid_until=require_utc(valid_until, "The end of a link"),
                now=require_utc(now, "The time of making a link"),
                pepper=self._pepper,
            )

    def redeem_link(self, token: str, *, now: datetime) -> str | None:
        """Use a link up for a session's token; None if it is unknown, used or over."""
        if not is_token(token, LINK):
            return None
        with writing(self._engine) as connection:
            return open_session(connection, token, now=now, pepper=self._pepper)

    def principal_of_session(self, token: str, *, now: datetime) -> Principal | None:
        """Whose session this is, noting its use; None once idle 15 minutes or 8 hours old."""
        if not is_token(token, SESSION):
            return None
        code = code_of(token, pepper=self._pepper)
        # Looked up without the writer's turn: a made-up token must not cost one.
        with reading(self._engine) as connection:
            row = find_session(connection, code)
        if row is None:
            return None
        with writing(self._engine) as connection:
            if in_force(row, now=now):
                return see(connection, row, now=now)
            close_session(connection, code)
            return None

    def end_session(self, token: str) -> None:
        """Sign out: the token is worth nothing from now on."""
        if is_token(token, SESSION):
            with writing(self._engine) as connection:
                close_session(connection, code_of(token, pepper=self._pepper))

    def sessions(self, *, now: datetime) -> tuple[SessionEntry, ...]:
        """The sessions in force, the oldest first."""
        with reading(self._engine) as connection:
            return list_sessions(connection, now=now)

    def end_sessions_of(self, principal_id: str) -> int:
        """Sign somebody out wherever they are; how many sessions that ended."""
        with writing(self._engine) as connection:
            return close_sessions_of(connection, principal_id)

    def record(self, event: AuditEvent, *, now: datetime, quota: Quota | None = None) -> int:
        """Write an event at the end of the audit trail, and count it on `quota`.

        Both are in one transaction, so what is not recorded is not counted either; events of
        other threads that come at the same time share it. An event
        beyond the quota is written as a denial of nothing: what it tells of must not happen.

        Returns:
            Seconds to wait where the quota is used up, else 0.

        Raises:
            StoreError: it could not be written; what it tells of must then not happen.
        """
        return self.record_all([(event, quota)], now=now)[0]

    def record_all(
        self, events: Sequence[tuple[AuditEvent, Quota | None]], *, now: datetime
    ) -> tuple[int, ...]:
        """Write events as `record` does, in this order; the seconds to wait of each.

        Raises:
            StoreError: one could not be written; nothing of what they tell of must happen.
        """
        moment = require_utc(now, "The time of an event")
        slips = [Slip(event=event, now=moment, quota=quota) for event, quota in events]
        return self._recorder.write_all(slips)

    def spend(self, quota: Quota, *, now: datetime) -> int:
        """Count one use before it happens; seconds to wait where it may not, else 0."""
        moment = require_utc(now, "The time of a use")
        with writing(self._engine, turn=_TRAIL) as connection:
            return use(connection, quota, now=moment, pepper=self._pepper)

    def audit_events(self) -> tuple[RecordedEvent, ...]:
        """The whole audit trail, the oldest first, unchecked."""
        with reading(self._engine) as connection:
            return all_events(connection)

    def verify_audit(self, *, anchor: AuditAnchor | None = None) -> AuditCheck:
        """Whether the trail is as it was written, and goes on from the anchor if given."""
        with reading(self._engine) as connection:
            return check_trail(connection, audit_key=self._audit_key, anchor=anchor)

    def check(self) -> None:
        """See that the database is whole and an event could be added to the trail now.

        The whole trail is the business of `verify_audit`; here its head must hold.

        Raises:
            StoreError: one of these does not hold.
        """
        check_database(self._engine, _PACKAGE)
        with writing(self._engine, turn=_TRAIL) as connection:
            sound_head(connection, audit_key=self._audit_key)
            touch_head(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _term(self, expires_at: datetime, now: datetime) -> Term:
        return Term(
            expires_at=require_utc(expires_at, "The end of a key"),
            now=require_utc(now, "The time of making a key"),
            pepper=self._pepper,
        )
