"""Who may come in: a link from the terminal, good once, and then a session that ends when idle.

Nothing of it is kept on disk. Whoever starts the desk has the account that owns the register;
the link shows that the browser is theirs, and not another program on the same machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
LINK_LIFE = timedelta(minutes=15)
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in, and the token that every form of theirs carries."""

    name: str
    form_token: str


@dataclass(slots=True)
class _Session:
    visitor: Visitor
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class _Link:
    name: str
    until: datetime


class Door:
    """Links and sessions, by the digests of their secrets; safe to share among threads."""

    def __init__(self) -> None:
        self._links: dict[bytes, _Link] = {}
        self._sessions: dict[bytes, _Session] = {}
        self._lock = threading.Lock()

    def invite(self, names: Iterable[str], *, now: datetime) -> dict[str, str]:
        """A secret for each name, good once and for a quarter of an hour."""
        made = {name: secrets.token_urlsafe(_SECRET_BYTES) for name in names}
        with self._lock:
            for name, secret in made.items():
                self._links[_digest(secret)] = _Link(name, now + LINK_LIFE)
        return made

    def enter(self, secret: str, *, now: datetime) -> str | None:
        """Use a link up: the session's secret, or None if the link is not or no longer good."""
        with self._lock:
            link = self._links.pop(_digest(secret), None)
            if link is None or now >= link.until:
                return None
            session = secrets.token_urlsafe(_SECRET_BYTES)
            visitor = Visitor(name=link.name, form_token=secrets.token_urlsafe(_SECRET_BYTES))
            self._sessions[_digest(session)] = _Session(visitor, now, now)
            return session

    def visitor(self, secret: str, *, now: datetime) -> Visitor | None:
        """Whose session it is; None if it ended, which is then forgotten."""
        with self._lock:
            session = self._sessions.get(_digest(secret))
            if session is None:
                return None
            if now - session.seen_at >= IDLE or now - session.began_at >= AT_MOST:
                del self._sessions[_digest(secret)]
                return None
            session.seen_at = now
            return session.visitor

    def leave(self, secret: str) -> None:
        """End the session."""
        with self._lock:
            self._sessions.pop(_digest(secret), None)


def is_theirs(visitor: Visitor, form_token: str) -> bool:
    """Whether a form was made for this visitor, and not by somebody else's page."""
    return hmac.compare_digest(visitor.form_token.encode(), form_token.encode())


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
