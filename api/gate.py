"""The dependency that stands before every route, and the audit trail behind every route.

`guard` is a dependency of the whole application: it finds the rule, looks at the
query and the credentials, and asks the policy. `AuditedRoute` records what came of
it after the answer is made and before a byte of it is sent: if that cannot be
recorded, the answer is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api import auth
from api.kept import Kept
from api.policy import RULES, Decision, Who, decide
from api.problems import (
    Problem,
    forbidden,
    not_found,
    nothing_shared,
    sign_in_needed,
    too_many,
    unavailable,
)
from hotspots.access import AuditEvent
from hotspots.errors import HotspotsError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable
    from datetime import datetime
    from typing import Any, Literal

    from starlette.responses import Response

    from api import kept
    from api.policy import Rule
    from api.service import Service
    from api.shelf import View
    from hotspots.access import Principal, Quota

_SAFE_METHODS = frozenset({"GET"})  # HEAD arrives as GET: see shell
ANONYMOUS = "anonymous"
_REFUSALS = {
    Decision.SIGN_IN: sign_in_needed,
    Decision.FORBID: forbidden,
    Decision.HIDE: nothing_shared,
}


@dataclass(slots=True, kw_only=True)
class Trace:
    """What will be said of this request in the log and in the audit trail: ids only.

    `quota` is whose share of the service it uses up, once it is recorded. Where the answer
    may be kept, `question` is all that it can depend on but who asks, `reader` is who asks,
    and `mark` the shelf's from before it was made. `is_common` says of the answer that it
    is the same to all of this audience and these areas.
    """

    request_id: str
    principal_id: str = ANONYMOUS
    object_id: str = ""
    count: int = 0
    quota: Quota | None = None
    question: kept.Question | None = None
    reader: Principal | None = None
    mark: Hashable = None
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What a handler may work with: the service, who asks, and what to note of it."""

    service: Service
    trace: Trace
    known: Principal | None

    @property
    def principal(self) -> Principal:
        """Who asks.

        Raises:
            Problem: nobody is signed in.
        """
        if self.known is None:
            raise sign_in_needed()
        return self.known

    @property
    def now(self) -> datetime:
        """The moment, by the service's clock."""
        return self.service.clock()

    def latest(self) -> View:
        """The newest release, as whoever asks may see it.

        Raises:
            Problem: 404, nothing was published for them yet.
        """
        view = self.service.shelf.latest(self.principal)
        if view is None:
            raise not_found()
        return view

    def saw(self, object_id: str, count: int = 1) -> None:
        """Note for the audit trail what is handed out, and how many things it holds."""
        self.trace.object_id = object_id
        self.trace.count = count


def rule_of(request: Request) -> Rule | None:
    """The policy's row for the route that was matched."""
    route = request.scope.get("route")
    path = route.path if isinstance(route, APIRoute) else ""
    return RULES.get((request.method, path))


def guard(request: Request) -> Caller:
    """Let the request through as somebody, or not at all.

    Whoever is known uses up a principal's share; whoever is not, an address's.

    Raises:
        Problem: 401, 403, 422 or 429; nothing was read.
    """
    service: Service = request.app.state.service
    trace: Trace = request.state.trace
    rule = rule_of(request)
    if rule is None:
        raise forbidden()
    trace.quota = service.limits.of_address(request)
    if rule.is_share and not service.settings.share_links:
        raise nothing_shared()
    _note_exposed_key(request, service, trace)
    auth.refuse_key_in_address(request, known=rule.queries, opaque=rule.opaque)
    if rule.who is Who.SCRAPER:
        auth.check_scraper(request, settings=service.settings)
        auth.check_parameters(request, known=rule.queries)
        return Caller(service=service, trace=trace, known=None)
    if request.method not in _SAFE_METHODS:
        auth.check_same_origin(request, settings=service.settings)
    principal = _principal(request, service, trace, rule) if rule.is_closed else None
    refusal = _REFUSALS.get(decide(rule, principal))
    if refusal is not None:
        raise refusal()
    auth.check_parameters(request, known=rule.queries, status=rule.refusal)
    if rule.is_sign_in:
        _spend_attempt(service, trace)
    if trace.question is not None and principal is not None and principal.kind == "key":
        trace.reader, trace.mark = principal, service.shelf.mark(principal)
    return Caller(service=service, trace=trace, known=principal)


CallerNow = Annotated[Caller, Depends(guard)]


class AuditedRoute(APIRoute):
    """A route whose every answer and refusal is in the audit trail before it is sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the record of what it did after it."""
        handle = super().get_route_handler()

        async def audited(request: Request) -> Response:
            try:
                response = await handle(request)
            except (Problem, RequestValidationError):
                await run_in_threadpool(_record, request, "denied")
                raise
            await run_in_threadpool(_record, request, "allowed", response)
            return response

        return audited


def _principal(request: Request, service: Service, trace: Trace, rule: Rule) -> Principal | None:
    is_visit = rule.who is Who.VISITORS
    found = _visitor(request, service) if is_visit else _known(request, service, trace)
    if found is None:
        return None
    trace.principal_id, trace.quota = found.principal_id, None
    quota = service.limits.of_principal(found)
    service.limits.check(quota, now=service.clock())
    trace.quota = quota
    return found


def _visitor(request: Request, service: Service) -> Principal | None:
    return auth.visitor_of(
        request, access=service.access, settings=service.settings, now=service.clock()
    )


def _known(request: Request, service: Service, trace: Trace) -> Principal | None:
    """Whoever sends a key or a session; a key that is refused is named in the trail."""
    access, settings = service.access, service.settings
    try:
        return auth.authenticate(request, access=access, settings=settings, now=service.clock())
    except Problem as problem:
        key = auth.refused_key(request, problem)
        trace.principal_id = (access.id_of_key(key) if key else None) or ANONYMOUS
        raise


def _spend_attempt(service: Service, trace: Trace) -> None:
    """Count an attempt before it is made: it would use a link up.

    Raises:
        Problem: 429; the link was not looked at.
    """
    quota, trace.quota = trace.quota, None
    wait_s = service.access.spend(quota, now=service.clock()) if quota else 0
    if wait_s:
        raise too_many(wait_s)


def _note_exposed_key(request: Request, service: Service, trace: Trace) -> None:
    """Name the key that somebody put into an address, so that it can be revoked."""
    key = auth.key_in_address(request)
    if key is not None:
        trace.principal_id = service.access.id_of_key(key) or ANONYMOUS


def _record(
    request: Request, decision: Literal["allowed", "denied"], response: Response | None = None
) -> None:
    """Write the event, count it, make the answer small, and keep it if others get the same.

    Raises:
        Problem: 429, it was one too many; 503, it could not be written.
    """
    service: Service = request.app.state.service
    trace: Trace = request.state.trace
    rule = rule_of(request)
    action = rule.action if rule else ""
    if decision == "allowed" and not action:
        return
    event = AuditEvent(
        action=action or "open",
        principal_id=trace.principal_id,
        object_id=trace.object_id,
        decision=decision,
        count=trace.count if decision == "allowed" else 0,
        request_id=trace.request_id,
    )
    now = service.clock()
    try:
        wait_s = service.access.record(event, now=now, quota=trace.quota)
    except HotspotsError as error:
        raise unavailable() from error
    if wait_s and trace.quota:
        service.limits.refused(trace.quota, now=now, wait_s=wait_s)
        raise too_many(wait_s)
    if response is not None:
        service.compression.encode(request, response)
        _keep(request, response, now=now)


def _keep(request: Request, response: Response, *, now: datetime) -> None:
    """Keep what is common to all such readers, if nothing was published while it was made."""
    service: Service = request.app.state.service
    trace: Trace = request.state.trace
    if not trace.is_common or trace.question is None or trace.reader is None:
        return
    if service.shelf.mark(trace.reader) != trace.mark:
        return
    answer = Kept(
        status=response.status_code,
        headers=tuple(response.raw_headers),
        body=bytes(response.body),
        route=request.scope["route"],
        object_id=trace.object_id,
        count=trace.count,
        mark=trace.mark,
        made_at=now,
    )
    service.kept.keep(trace.question, trace.reader, answer)
