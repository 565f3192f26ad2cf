"""What the webhooks hand out: an endpoint, how it stands, and what is to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.release import Audience


class State(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Tried as often as it may be: a person has to look."""
    WITHDRAWN = "withdrawn"
    """The endpoint was removed before it was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Who is told, of which audience's releases; links lead to `service_address`."""

    webhook_id: str
    url: str
    audience: Audience
    service_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An endpoint with the number of its deliveries that wait, and that were given up."""

    endpoint: Endpoint
    created_at: datetime
    withdrawn_at: datetime | None
    pending: int
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery that whoever holds it is to send; `attempts` counts this one."""

    delivery_id: str
    event_id: str
    endpoint: Endpoint
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that was given up, and the word for why its last attempt failed."""

    delivery_id: str
    webhook_id: str
    event_id: str
    attempts: int
    queued_at: datetime
    problem: str
