"""People who sign in through their organisation: attempts that come back once, and sessions.

An attempt is a secret that only the browser that began it has, as a cookie. What is sent
to the organisation with it (state, nonce, code verifier) is derived from that secret under
the pepper, so none of it is kept, and nobody else's browser can finish the attempt. The
row that is kept makes an attempt good for one return.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from hotspots.access.sessions import begin_session
from hotspots.access.tables import ATTEMPT, PERSON, SESSION
from hotspots.access.tokens import ATTEMPT as ATTEMPT_PREFIX
from hotspots.access.tokens import code_of, is_token, new_token
from hotspots.database import reading, writing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from hotspots.access.grants import Grant

ATTEMPT_LIFE = timedelta(minutes=10)
_ID_LENGTH = 16
_TURN = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in under way: `token` for the browser, the rest for the organisation.

    `destination` is the page of ours that was asked for.
    """

    token: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    destination: str = "/"


class People:
    """Attempts and sessions of an organisation's people. All methods raise `StoreError`."""

    def __init__(self, engine: Engine, *, pepper: bytes) -> None:
        self._engine = engine
        self._pepper = pepper

    def begin(self, *, destination: str, now: datetime) -> Attempt:
        """Begin to sign in; the attempt is over after 10 minutes."""
        token = new_token(ATTEMPT_PREFIX)
        row = {
            "code": code_of(token, pepper=self._pepper),
            "destination": destination,
            "valid_until": now + ATTEMPT_LIFE,
        }
        with writing(self._engine) as connection:
            connection.execute(delete(ATTEMPT).where(ATTEMPT.c.valid_until <= now))
            connection.execute(insert(ATTEMPT), row)
        return self._attempt(token, destination)

    def take(self, token: str, *, state: str, now: datetime) -> Attempt | None:
        """Use the attempt up; None if it is unknown, used or over, or the state another's.

        A wrong state uses nothing up: whoever sends one cannot spoil somebody's sign-in.
        """
        if not is_token(token, ATTEMPT_PREFIX):
            return None
        attempt = self._attempt(token)
        if not hmac.compare_digest(attempt.state.encode(), state.encode("utf-8", "replace")):
            return None
        use = (
            delete(ATTEMPT)
            .where(
                ATTEMPT.c.code == code_of(token, pepper=self._pepper), ATTEMPT.c.valid_until > now
            )
            .returning(ATTEMPT.c.destination)
        )
        with writing(self._engine) as connection:
            destination = connection.scalar(use)
        return None if destination is None else self._attempt(token, destination)

    def sign_in(self, *, tenant: str, subject: str, grant: Grant, now: datetime) -> str:
        """Open a session for a person of this tenant; its token.

        What they may see is what this sign-in says, in their other sessions as well.
        """
        person_id = self.id_of(tenant=tenant, subject=subject)
        entitled = grant.row() | {"signed_in_at": now}
        with writing(self._engine, turn=_TURN) as connection:
            known = update(PERSON).where(PERSON.c.person_id == person_id).values(entitled)
            if connection.execute(known).rowcount == 0:
                row = entitled | {"person_id": person_id, "created_at": now}
                connection.execute(insert(PERSON), row)
            return begin_session(connection, {"person_id": person_id}, now=now, pepper=self._pepper)

    def bar(self, *, tenant: str, subject: str) -> None:
        """End all sessions of somebody whom their organisation no longer gives a role."""
        person_id = self.id_of(tenant=tenant, subject=subject)
        with writing(self._engine) as connection:
            connection.execute(delete(SESSION).where(SESSION.c.person_id == person_id))

    def id_of(self, *, tenant: str, subject: str) -> str:
        """The name in the trail: the same each time, and not to be turned back."""
        said = f"person|{len(tenant)}|{tenant}|{subject}".encode("utf-8", "replace").hex()
        return code_of(said, pepper=self._pepper)[:_ID_LENGTH]

    def names(self) -> dict[str, str]:
        """The label of everybody who ever signed in, by id."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(PERSON.c.person_id, PERSON.c.name)).all()
        return {row.person_id: row.name for row in rows}

    def _attempt(self, token: str, destination: str = "/") -> Attempt:
        parts = {
            name: code_of(f"attempt|{name}|{token}", pepper=self._pepper)
            for name in ("state", "nonce", "verifier")
        }
        return Attempt(token=token, destination=destination, **parts)
