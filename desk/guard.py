"""The outermost layer: this machine, these host names, our own pages, and no more.

A page of another site can make a browser send requests to 127.0.0.1. So the Host header must
be ours (a rebound DNS name is not), whatever alters something must come from a page of ours
(Origin, or Sec-Fetch-Site where there is none), and nothing may load or frame anything of
others. Faults become a page without a traceback.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 60_000_000  # what `hotspots ingest` reads is smaller
_LOG = logging.getLogger("desk")
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; or the lifespan, which passes through. There are no web sockets."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        try:
            await self._app(scope, receive, _with_headers(send))
        except Exception as error:  # noqa: BLE001 - the last handler: no traceback leaves it
            incident = secrets.token_hex(4)
            _LOG.error("incident %s: %s", incident, type(error).__name__)
            message = (
                f"Something went wrong that should not ({incident}). Nothing was half done. "
                "Go back and try again; if it happens again, report this number."
            )
            await PlainTextResponse(message, 500)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        host = _only(scope, b"host")
        if host not in self._hosts:
            return PlainTextResponse("This address is not the desk's.", 421)
        if scope["method"] in _SAFE_METHODS:
            return None
        origin = _only(scope, b"origin")
        is_ours = (
            origin == f"http://{host}"
            if origin is not None
            else _only(scope, b"sec-fetch-site") == "same-origin"
        )
        if not is_ours:
            return PlainTextResponse("This did not come from a page of the desk.", 403)
        length = _only(scope, b"content-length") or ""
        if not length.isdigit():
            return PlainTextResponse("The length of the request is missing.", 411)
        if len(length) > len(str(MAX_BODY_BYTES)) or int(length) > MAX_BODY_BYTES:
            return PlainTextResponse("The file is too large. Split it by year.", 413)
        return None


def _only(scope: Scope, name: bytes) -> str | None:
    """The header's value; None where it is missing or given twice."""
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin-1").lower() if len(values) == 1 else None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message.get("headers", [])}
            added = [pair for pair in _HEADERS if pair[0] not in given]
            message["headers"] = [*message.get("headers", []), *added]
        await send(message)

    return sending
