"""The short way: an answer that was made before, given again after the same checks.

A request that was answered a moment ago needs no route, no parameters checked and no
document made. It needs what every request needs: its key looked up now, its share of the
minute counted, the policy asked, and its event in the trail before a byte is sent. All
of this is done for many requests at a time, in one look at the keys and one transaction.
Whatever is not plain (no key, two keys, a body, a refusal) goes the long way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request

from api import auth
from api.batches import Batches
from api.compression import wish_of
from api.policy import RULES, Decision, decide
from api.problems import Problem, too_many, unavailable
from api.turns import Turns
from hotspots.access import AuditEvent, SentKey
from hotspots.errors import HotspotsError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import datetime

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api import kept
    from api.gate import Trace
    from api.kept import Kept
    from api.service import Service
    from hotspots.access import Principal, Quota
    from hotspots.release import Audience

_CREDENTIALS = frozenset({b"authorization", b"x-api-key"})
# With these a request has a body, wants another protocol, or part of an answer.
_NOT_PLAIN = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"range", b"if-range"}
)
# No answer of ours depends on these: who the client is, the server has taken from them
# before. Whatever is not named here is part of the question.
_PLAYS_NO_PART = frozenset(
    {
        *(b"accept-language", b"connection", b"user-agent", b"x-request-id"),
        *(b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A plain question: `question` is all that its answer can depend on but who asks."""

    question: kept.Question
    secret: str = field(repr=False)
    scope: Scope = field(repr=False)

    @property
    def trace(self) -> Trace:
        """What will be said of it."""
        trace: Trace = self.scope["state"]["trace"]
        return trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer that may be sent, or why it may not."""

    kept: Kept
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A question whose answer is at hand, and what is to be recorded before it is sent."""

    kept: Kept
    event: AuditEvent
    quota: Quota


class Shortcut:
    """ASGI middleware; see the module. `refuse` makes the answer to a problem."""

    def __init__(
        self, app: ASGIApp, *, service: Service, refuse: Callable[[Request, Problem], Response]
    ) -> None:
        self._app = app
        self._service = service
        self._refuse = refuse
        self._batches = Batches(self._settle)
        self._turns: Turns[kept.Question] = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The kept answer, or the long way."""
        ask = ask_of(scope) if scope["type"] == "http" else None
        if ask is None:
            await self._app(scope, receive, send)
            return
        outcome = await self._outcome_of(ask)
        if outcome is None and await self._turns.is_first(ask.question):
            await self._make(ask, receive, send)
            return
        # Whoever was at work on it has just kept it, unless it was theirs alone.
        outcome = outcome or await self._outcome_of(ask)
        if outcome is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = outcome.kept.route
        if outcome.problem is not None:
            response = self._refuse(Request(scope), outcome.problem)
            await response(scope, receive, send)
            return
        start = {"status": outcome.kept.status, "headers": outcome.kept.headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": outcome.kept.body})

    async def _outcome_of(self, ask: Ask) -> Outcome | None:
        if not self._service.kept.has_some(ask.question):
            return None
        return await self._batches.outcome_of(ask)

    async def _make(self, ask: Ask, receive: Receive, send: Send) -> None:
        """Go the long way; the others need not wait until a slow reader has it all."""
        ask.trace.question = ask.question

        async def and_let_go(message: Message) -> None:
            self._turns.done(ask.question)
            await send(message)

        try:
            await self._app(ask.scope, receive, and_let_go)
        finally:
            self._turns.done(ask.question)

    def _settle(self, asks: Sequence[Ask]) -> list[Outcome | None]:
        """What comes of each; None where it must go the long way, which tells why."""
        now = self._service.clock()
        try:
            cases = self._cases(asks, now)
        except HotspotsError:
            return [None] * len(asks)
        events = [(case.event, case.quota) for case in cases if case is not None]
        try:
            waits = self._service.access.record_all(events, now=now)
        except HotspotsError:
            problem = unavailable()
            return [
                None if one is None else Outcome(kept=one.kept, problem=problem) for one in cases
            ]
        wait_s = iter(waits)
        return [None if one is None else self._outcome(one, next(wait_s), now) for one in cases]

    def _outcome(self, case: _Case, wait_s: int, now: datetime) -> Outcome:
        if not wait_s:
            return Outcome(kept=case.kept)
        self._service.limits.refused(case.quota, now=now, wait_s=wait_s)
        return Outcome(kept=case.kept, problem=too_many(wait_s))

    def _cases(self, asks: Sequence[Ask], now: datetime) -> list[_Case | None]:
        sent = self._sent(asks)
        holders = self._service.access.principals_of_keys(set(sent), now=now)
        marks: dict[Audience, Hashable] = {}
        for holder in holders.values():
            if holder.audience not in marks:
                marks[holder.audience] = self._service.shelf.mark(holder)
        return [
            self._case(ask, holders.get(key), marks, now)
            for ask, key in zip(asks, sent, strict=True)
        ]

    def _sent(self, asks: Sequence[Ask]) -> list[SentKey]:
        """The keys, each with the address that it came from."""
        hosts = {(ask.scope.get("client") or ("",))[0]: ask for ask in asks}
        addresses = {
            host: auth.client_address(Request(ask.scope), settings=self._service.settings)
            for host, ask in hosts.items()
        }
        return [
            SentKey(secret=ask.secret, address=addresses[(ask.scope.get("client") or ("",))[0]])
            for ask in asks
        ]

    def _case(
        self,
        ask: Ask,
        principal: Principal | None,
        marks: Mapping[Audience, Hashable],
        now: datetime,
    ) -> _Case | None:
        if principal is None:
            return None
        mark = marks[principal.audience]
        found = self._service.kept.find(ask.question, principal, mark=mark, now=now)
        rule = None if found is None else RULES.get(("GET", getattr(found.route, "path", "")))
        if found is None or rule is None or decide(rule, principal) is not Decision.ALLOW:
            return None
        quota = self._service.limits.of_principal(principal)
        if self._service.limits.is_used_up(quota, now=now):
            return None
        ask.trace.principal_id = principal.principal_id
        event = AuditEvent(
            action=rule.action,
            principal_id=principal.principal_id,
            object_id=found.object_id,
            decision="allowed",
            count=found.count,
            request_id=ask.trace.request_id,
        )
        return _Case(kept=found, event=event, quota=quota)


def ask_of(scope: Scope) -> Ask | None:
    """The question of a plain request with one key; None for anything else."""
    if scope["method"] != "GET":
        return None
    credentials, told, wishes = [], [], []
    for pair in scope["headers"]:
        name = pair[0]
        if name in _CREDENTIALS:
            credentials.append(pair)
        elif name == b"accept-encoding":
            wishes.append(pair[1].decode("latin-1"))
        elif name in _NOT_PLAIN:
            return None
        elif name not in _PLAYS_NO_PART:
            told += pair
    secret = auth.lone_key(Headers(raw=credentials))
    if secret is None:
        return None
    where = (scope["scheme"], scope["path"], scope.get("raw_path") or b"", scope["query_string"])
    wish = wish_of(wishes)  # however it was put: an answer is made small once in each coding
    coding = f"{wish.coding}!" if wish.refuses_identity else wish.coding.value
    return Ask(question=(*where, coding, *told), secret=secret, scope=scope)
