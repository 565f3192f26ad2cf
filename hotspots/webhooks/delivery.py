"""What waits is sent: each delivery until it was taken, at growing intervals, or given up.

A delivery is held while it is sent and let go when what came of it is kept, so it is sent at
least once, whatever is killed when; the event's id tells a repetition from news.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from hotspots.errors import ParameterError
from hotspots.webhooks.announcement import trial
from hotspots.webhooks.records import Letter, State
from hotspots.webhooks.signature import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    import numpy as np

    from hotspots.webhooks.guard import Guard, Target
    from hotspots.webhooks.outbox import Webhooks
    from hotspots.webhooks.signature import Signer

MOST_ATTEMPTS = 12
# Twelve attempts at these intervals are about a day: 1, 2, 4 … 256, 360, 360 minutes.
_FIRST_PAUSE_S = 60.0
_LONGEST_PAUSE_S = 6 * 3600.0
_ATTEMPT_S = 10.0
# Longer than any attempt can take, so that nobody else takes what is being sent.
_HOLD = timedelta(seconds=60)


class Post(Protocol):
    """Sends a body to a target and says in a word what went wrong (see `Line.post`)."""

    def post(
        self, target: Target, body: bytes, headers: Mapping[str, str], *, within_s: float
    ) -> str:
        """Empty if it was taken."""


class Outcome(StrEnum):
    """What came of an attempt."""

    DELIVERED = "delivered"
    LATER = "later"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """An attempt: for which endpoint, what came of it, and the word for what went wrong."""

    delivery_id: str
    webhook_id: str
    outcome: Outcome
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Sends what waits; `clock` is the moment in UTC, `jitter` spreads the next attempts."""

    webhooks: Webhooks
    guard: Guard
    line: Post
    signer: Signer
    clock: Callable[[], datetime]
    jitter: np.random.Generator

    def deliver(self, *, within_s: float) -> Iterator[Delivered]:
        """Send what is due, the longest waiting first, for so many seconds at most.

        Raises:
            StoreError: the database cannot be used; what was not kept is sent again.
        """
        give_up = time.monotonic() + within_s
        while (left_s := give_up - time.monotonic()) > 0:
            letter = self.webhooks.take(now=self.clock(), hold=_HOLD)
            if letter is None:
                return
            problem = self._send(letter, within_s=min(left_s, _ATTEMPT_S))
            yield self._settle(letter, problem)

    def test(self, webhook_id: str) -> str:
        """Send a test event, once and now; empty if it was taken, else the word for why not.

        Raises:
            ParameterError: there is no such webhook.
        """
        endpoint = self.webhooks.find(webhook_id)
        if endpoint is None:
            msg = "There is no such webhook. See: hotspots webhook list"
            raise ParameterError(msg)
        event_id = secrets.token_hex(16)
        letter = Letter(
            delivery_id="",
            event_id=event_id,
            endpoint=endpoint,
            body=trial(endpoint, event_id=event_id),
            attempts=1,
        )
        return self._send(letter, within_s=_ATTEMPT_S)

    def _send(self, letter: Letter, *, within_s: float) -> str:
        try:
            # Looked at each time: a host may be taken off the list.
            target = self.guard.target_of(letter.endpoint.url)
        except ParameterError:
            return "host"
        signature = self.signer.header_of(letter.endpoint.webhook_id, letter.body, now=self.clock())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "hotspots-webhook/1",
            "Idempotency-Key": letter.event_id,
            HEADER: signature,
        }
        return self.line.post(target, letter.body, headers, within_s=within_s)

    def _settle(self, letter: Letter, problem: str) -> Delivered:
        now, pause_s = self.clock(), self._pause_s(letter.attempts)
        if not problem:
            outcome, state = Outcome.DELIVERED, State.DELIVERED
        elif letter.attempts >= MOST_ATTEMPTS:
            outcome, state = Outcome.DEAD, State.DEAD
        else:
            outcome, state = Outcome.LATER, State.PENDING
        due_at = now + timedelta(seconds=pause_s)
        self.webhooks.settle(letter, state, problem=problem, due_at=due_at)
        return Delivered(
            delivery_id=letter.delivery_id,
            webhook_id=letter.endpoint.webhook_id,
            outcome=outcome,
            problem=problem,
        )

    def _pause_s(self, attempts: int) -> float:
        """Twice as long each time, up to a limit, and between half and all of that."""
        whole_s = min(_FIRST_PAUSE_S * 2.0 ** (attempts - 1), _LONGEST_PAUSE_S)
        return whole_s * float(self.jitter.uniform(0.5, 1.0))
