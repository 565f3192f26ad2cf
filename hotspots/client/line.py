"""The line to the service: one origin, over TLS, with an end to everything.

The key goes to that origin alone, in a header that httpx2 hides from what it prints; redirects
are not followed. Every request has a time limit, a largest answer and a bounded number of tries;
between tries it waits as long as Retry-After says, if that is short enough.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import httpx2

from hotspots.client.problems import Unreachable, UnreadableAnswer, problem_of

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

    from hotspots.client.address import Door

_T = TypeVar("_T")

_AGAIN = frozenset({429, 502, 503, 504})
_MOST_KEPT = 16
_FIRST_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited, in seconds, how often is tried, and how much is read, in bytes.

    `timeout_s` is for each step of a request (to connect, to send, for the next bytes),
    `longest_wait_s` for one pause between tries, `longest_s` for one question in all.
    """

    timeout_s: float = 30.0
    longest_s: float = 300.0
    longest_wait_s: float = 60.0
    most_tries: int = 4
    most_bytes: int = 256 * 1024 * 1024
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer with what decides about it."""

    status: int
    body: bytes
    etag: str
    retry_after_s: float | None


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_T]):
    """What an address answered last, and its tag."""

    etag: str
    value: _T


class Line:
    """Requests to one service with one key; for one thread at a time."""

    def __init__(
        self,
        door: Door,
        *,
        patience: Patience,
        tls: ssl.SSLContext | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._patience = patience
        self._kept: OrderedDict[str, _Kept[object]] = OrderedDict()
        self._http = httpx2.Client(
            base_url=door.origin,
            headers={"Authorization": f"Bearer {door.key}", "Accept": "application/json, */*"},
            timeout=patience.timeout_s,
            follow_redirects=False,
            verify=True if tls is None else tls,
            transport=transport,
            # A proxy of the environment is for what leaves this machine: what is sent in
            # clear text must not.
            trust_env=door.is_tls,
        )

    def ask(self, path: str, query: Mapping[str, str], read: Callable[[bytes], _T]) -> _T:
        """What is at this path, read; the very same object while the service says 304.

        Raises:
            Problem: the service said no.
            Unreachable: no answer, however often it was tried.
            UnreadableAnswer: `read` cannot make sense of it (ValueError), or it is too long.
        """
        request = self._http.build_request("GET", path, params=dict(query) or None)
        name = str(request.url)
        kept = self._kept.get(name)
        if kept is not None:
            request.headers["If-None-Match"] = kept.etag
        told = self._until_answered(request)
        if told.status == HTTPStatus.NOT_MODIFIED and kept is not None:
            self._kept.move_to_end(name)
            return cast("_T", kept.value)  # an address is always read in one way
        if told.status != HTTPStatus.OK:
            raise problem_of(told.status, told.body, retry_after_s=told.retry_after_s)
        value = _read(told.body, read)
        self._keep(name, told.etag, value)
        return value

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _keep(self, name: str, etag: str, value: object) -> None:
        self._kept.pop(name, None)
        if etag:
            self._kept[name] = _Kept(etag, value)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def _until_answered(self, request: httpx2.Request) -> _Told:
        """The first answer that is not `later`, or the last one that there was."""
        give_up = self._patience.clock() + self._patience.longest_s
        tries = 0
        while True:
            outcome = self._once(request, give_up)
            tries += 1
            pause_s = self._pause_s(outcome, tries)
            if pause_s is None or self._patience.clock() + pause_s > give_up:
                if isinstance(outcome, Unreachable):
                    raise outcome
                return outcome
            self._patience.sleep(pause_s)

    def _pause_s(self, outcome: _Told | Unreachable, tries: int) -> float | None:
        """Seconds until it is tried again; None if it is not."""
        if tries >= self._patience.most_tries:
            return None
        if isinstance(outcome, _Told):
            if outcome.status not in _AGAIN:
                return None
            if outcome.retry_after_s is not None:
                is_short = outcome.retry_after_s <= self._patience.longest_wait_s
                return outcome.retry_after_s if is_short else None
        return min(_FIRST_PAUSE_S * 2.0 ** (tries - 1), self._patience.longest_wait_s)

    def _once(self, request: httpx2.Request, give_up: float) -> _Told | Unreachable:
        try:
            answer = self._http.send(request, stream=True)
            with closing(answer):
                body = self._body(answer, give_up)
        except httpx2.HTTPError as error:
            # Its text may hold the address; its kind says enough.
            return Unreachable(f"The service cannot be reached ({type(error).__name__}).")
        except Unreachable as error:
            return error
        return _Told(
            status=answer.status_code,
            body=body,
            etag=answer.headers.get("ETag", ""),
            retry_after_s=_seconds(answer.headers.get("Retry-After", "")),
        )

    def _body(self, answer: httpx2.Response, give_up: float) -> bytes:
        portions, size = [], 0
        for portion in answer.iter_bytes():
            portions.append(portion)
            size += len(portion)
            if size > self._patience.most_bytes:
                msg = f"The answer is longer than {self._patience.most_bytes} bytes."
                raise UnreadableAnswer(msg)
            if self._patience.clock() > give_up:
                msg = f"The answer took longer than {self._patience.longest_s:g} seconds."
                raise Unreachable(msg)
        return b"".join(portions)


def _read(body: bytes, read: Callable[[bytes], _T]) -> _T:
    try:
        return read(body)
    except (ValueError, RecursionError) as error:
        # Without the cause's text: it repeats what was sent.
        msg = f"The answer is not one of this service ({type(error).__name__})."
        raise UnreadableAnswer(msg) from None


def _seconds(retry_after: str) -> float | None:
    """Seconds of a Retry-After in either of its forms (RFC 9110, 10.2.3); None if in neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - datetime.now(tz=UTC)).total_seconds())
