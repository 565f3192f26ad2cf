"""The outermost layer of the application: what holds for every request and every response.

It gives the request an id, answers only to our own host names, caps the body, treats
HEAD as GET without its body, adds the security headers, turns whatever failed into an
incident, and writes one log line. It is plain ASGI, so that nothing escapes it.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.gate import Trace
from api.headers import security_headers
from api.logs import log, where
from api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.metrics import Metrics
    from hotspots.settings import ServiceSettings

_MAX_LENGTH_DIGITS = 12
_NOT_OURS = frozenset({b"server", b"x-powered-by"})


class Shell:
    """ASGI middleware; see the module."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: ServiceSettings,
        metrics: Metrics,
        ticks: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._most_body_bytes = settings.max_body_bytes
        self._hosts = settings.accepted_hosts
        self._metrics = metrics
        self._ticks = ticks
        self._headers = security_headers(is_https=settings.has_secure_cookies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the lifespan, which passes through; there are no web sockets."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        began = self._ticks()
        trace = Trace(request_id=secrets.token_hex(8))
        inner = dict(scope, state={**scope.get("state", {}), "trace": trace})
        answer = _Answer(
            send=send, extra=self._headers, request_id=trace.request_id, is_head=_is_head(scope)
        )
        if answer.is_head:
            inner["method"] = "GET"
        await self._run(inner, receive, answer)
        self._log(
            inner,
            trace,
            method=scope["method"],
            status=answer.status,
            seconds=self._ticks() - began,
        )

    async def _run(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        capped = _CappedBody(receive=receive, limit=self._most_body_bytes)
        try:
            self._check_host(scope)
            capped.check_declared(scope)
            await self._app(scope, capped, answer)
        except Problem as problem:
            await answer.problem(problem)
        except Exception as error:  # noqa: BLE001 - the last handler: nothing may leak beyond it
            log(logging.ERROR, "incident", incident=answer.request_id, error=where(error))
            await answer.problem(Problem(status=500))

    def _check_host(self, scope: Scope) -> None:
        sent = [value for name, value in scope["headers"] if name == b"host"]
        host = sent[0].decode("latin-1").lower() if len(sent) == 1 else ""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            raise Problem(status=421)

    def _log(self, scope: Scope, trace: Trace, *, method: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.saw(method=method, route=route, status=status, seconds=seconds)
        log(
            logging.INFO,
            "request",
            method=method,
            route=route,
            status=status,
            principal=trace.principal_id,
            request_id=trace.request_id,
            ms=round(seconds * 1000, 1),
        )


@dataclass(slots=True, kw_only=True)
class _CappedBody:
    """Hands on the body up to a limit, whether or not its length was declared."""

    receive: Receive
    limit: int
    seen: int = 0

    def check_declared(self, scope: Scope) -> None:
        declared = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(not value.isdigit() for value in declared):
            raise Problem(status=400)
        if any(len(value) > _MAX_LENGTH_DIGITS or int(value) > self.limit for value in declared):
            raise Problem(status=413)

    async def __call__(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self.seen > self.limit:
            raise Problem(status=413)
        return message


@dataclass(slots=True, kw_only=True)
class _Answer:
    """Sends the response with our headers, without a body where only the head was asked for."""

    send: Send
    extra: tuple[tuple[bytes, bytes], ...]
    request_id: str
    is_head: bool
    status: int = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._complete(list(message.get("headers", [])))
        elif self.is_head:
            message["body"] = b""
        await self.send(message)

    async def problem(self, problem: Problem) -> None:
        """Send a problem, unless a response is already under way: then it is cut short."""
        if self.status:
            return
        is_ours = problem.status >= 500  # noqa: PLR2004 - the class of server errors
        body = problem.body(incident=self.request_id if is_ours else None)
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            *((name.lower().encode(), value.encode()) for name, value in problem.headers),
        ]
        await self({"type": "http.response.start", "status": problem.status, "headers": headers})
        await self({"type": "http.response.body", "body": body})

    def _complete(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = [(name, value) for name, value in headers if name not in _NOT_OURS]
        names = {name for name, _ in own}
        own += [(name, value) for name, value in self.extra if name not in names]
        return [*own, (b"x-request-id", self.request_id.encode())]


def _is_head(scope: Scope) -> bool:
    return bool(scope["method"] == "HEAD")
