"""One delivery over the wire: TLS to a checked address, no redirect, with an end to it.

What went wrong is a word, never an exception: a receiver's fault is an ordinary event here.
The answer's status counts; its body is not read.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import ExitStack, closing
from http.client import HTTPException, HTTPSConnection
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.webhooks.guard import Guard, Target

_TAKEN = range(200, 300)
_MOVED = range(300, 400)


class Line:
    """Sends to whom the guard lets through; whom to trust is the system's list, or `tls`'s."""

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._tls = tls

    def post(
        self, target: Target, body: bytes, headers: Mapping[str, str], *, within_s: float
    ) -> str:
        """Send within so many seconds in all; empty if it was taken, else the word for why not.

        The words: `address` (unknown, or not one that may be told), `connection`, `tls`,
        `time`, `answer` (not HTTP), `redirect`, `status 503` and the like.
        """
        give_up = time.monotonic() + within_s
        addresses = self._guard.addresses_of(target, within_s=within_s)
        problem = "address"
        for address in addresses:
            left_s = give_up - time.monotonic()
            if left_s <= 0:
                return "time"
            try:
                with socket.create_connection((address, target.port), timeout=left_s) as plain:
                    return self._over(plain, target, body, headers, give_up=give_up)
            except OSError as error:
                problem = _word(error, give_up)
        return problem

    def _over(
        self,
        plain: socket.socket,
        target: Target,
        body: bytes,
        headers: Mapping[str, str],
        *,
        give_up: float,
    ) -> str:
        """The same over one connection, which is cut at the end of the time."""
        with ExitStack() as held:
            # A receiver may send a byte at a time for ever: each read is then in time. The
            # copy reaches the connection also when TLS has taken the original over.
            handle = held.enter_context(plain.dup())
            alarm = Timer(max(give_up - time.monotonic(), 0.0), _cut, args=(handle,))
            alarm.daemon = True
            alarm.start()
            held.callback(alarm.cancel)
            tls = self._tls or ssl.create_default_context()
            connection = HTTPSConnection(target.host, target.port, context=tls)
            connection.auto_open = 0  # it has its connection, to the address that was checked
            try:
                connection.sock = held.enter_context(
                    tls.wrap_socket(plain, server_hostname=target.host)
                )
                connection.request("POST", target.path, body=body, headers=dict(headers))
                with closing(connection.getresponse()) as answer:
                    return _verdict(answer.status)
            except OSError as error:
                return _word(error, give_up)
            except HTTPException:
                return "time" if time.monotonic() >= give_up else "answer"


def _cut(handle: socket.socket) -> None:
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself


def _verdict(status: int) -> str:
    if status in _TAKEN:
        return ""
    return "redirect" if status in _MOVED else f"status {status}"


def _word(error: OSError, give_up: float) -> str:
    if isinstance(error, TimeoutError) or time.monotonic() >= give_up:
        return "time"
    return "tls" if isinstance(error, ssl.SSLError) else "connection"
