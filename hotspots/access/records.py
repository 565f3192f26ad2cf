"""The nouns of access: who asks, with which key, and what was noted of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.release import Audience


Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody whose key or session holds good at this moment.

    `name` is the administrator's label. `areas` are official area codes; empty means
    that the audience is not bound to areas (never so for `brief`). `holder_id` is what
    the keys of one holder have in common; for anybody else it is the principal's own.
    `digest` is the one release that a share opens, as its recipient may see it; None
    for everybody else.
    """

    principal_id: str
    name: str
    audience: Audience
    areas: frozenset[str]
    kind: Literal["key", "session", "share"]
    holder_id: str = ""
    digest: str | None = None

    @property
    def budget_id(self) -> str:
        """Whose share of the service is used up: both keys of a rotation use the same."""
        return self.holder_id or self.principal_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key just made. `secret` is the whole key as its user sends it; it is shown once."""

    key_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentKey:
    """What somebody sent as a key, and from which address; None where nobody can say."""

    secret: str = field(repr=False)
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """What an administrator sees of a key; times are UTC, `revoked_at` None while it holds.

    `holder_id` is the id of the first key of its holder. `networks` are where it may be
    used from; empty means anywhere.
    """

    key_id: str
    holder_id: str
    name: str
    audience: Audience
    areas: frozenset[str]
    networks: tuple[Network, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """What an administrator sees of an open session; times are UTC.

    `principal_id` is that of the link or of the person, as in the trail.
    """

    principal_id: str
    name: str
    audience: Audience
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One read or one denial, in identifiers alone: no name, address or cell.

    `object_id` is what was asked for (a digest, an area code, a route's name), `count`
    how many things were handed out. Texts are kept to 200 printable ASCII characters;
    anything else becomes `?`, so that no request can stop its own event from being written.
    """

    action: str
    principal_id: str
    object_id: str
    decision: Literal["allowed", "denied"]
    count: int
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEvent:
    """An event as it stands in the trail: `seq` counts from 1, `at` is UTC."""

    seq: int
    at: datetime
    event: AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnchor:
    """How far the trail went at one moment; kept elsewhere, it shows a trail cut short.

    Take it from an `AuditCheck` that was `ok`.
    """

    events: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    """What the check of the trail found; `problem` is empty where `ok`.

    `head` is the last event's code: with `events` it is the anchor to keep elsewhere.
    """

    ok: bool
    events: int
    problem: str
    head: str = ""
