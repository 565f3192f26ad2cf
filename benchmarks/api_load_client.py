"""A client that asks the same again on several connections and takes the time of each answer.

It reads no more of an answer than it must (status, length), so that little of the
machine's time is its own.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import cast

import uvloop

_OK, _NOT_MODIFIED = 200, 304
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for, of whom."""

    port: int
    path: str
    headers: dict[str, str]

    def written(self, method: str = "GET") -> bytes:
        """As it is sent."""
        lines = [f"{method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one target did in one round."""

    per_second: float
    p99_ms: float


@dataclass(eq=False)
class _Connection(asyncio.Protocol):
    """Asks as soon as it was answered, until the time is over."""

    request: bytes
    until: float
    done: asyncio.Future[list[float]]
    took: list[float] = field(default_factory=list)
    began: float = 0.0
    head: bytes = b""
    missing: int = 0
    transport: asyncio.WriteTransport = field(init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed a connection"))

    def data_received(self, data: bytes) -> None:
        if self.missing:
            self.missing -= len(data)
        else:
            self.head += data
            end = self.head.find(_END)
            if end < 0:
                return
            self.missing = _length(self.head[:end]) + end + len(_END) - len(self.head)
        if not self.missing:
            self.took.append(time.perf_counter() - self.began)
            self._ask()

    def _ask(self) -> None:
        self.head, self.began = b"", time.perf_counter()
        if self.began < self.until:
            self.transport.write(self.request)
            return
        self.done.set_result(self.took)
        self.transport.close()


def _length(head: bytes) -> int:
    """Bytes of the body that this head announces."""
    status = int(head.split(b" ", 2)[1])
    if status == _NOT_MODIFIED:
        return 0
    if status != _OK:
        raise RuntimeError(f"status {status}")
    return int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])


async def _round(ask: Ask, seconds: float, connections: int) -> Load:
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + seconds
    answers = [loop.create_future() for _ in range(connections)]
    for done in answers:
        await loop.create_connection(
            lambda done=done: _Connection(ask.written(), until, done),  # type: ignore[misc] # a default binds it
            "127.0.0.1",
            ask.port,
        )
    took = sorted(one for each in await asyncio.gather(*answers) for one in each)
    p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
    return Load(per_second=len(took) / seconds, p99_ms=p99 * 1e3)


def load(ask: Ask, *, seconds: float, connections: int) -> Load:
    """One round."""
    return uvloop.run(_round(ask, seconds, connections))


def etag(ask: Ask) -> str:
    """The validator of what is asked for."""
    return asyncio.run(_etag(ask))


async def _etag(ask: Ask) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", ask.port)
    writer.write(ask.written("HEAD"))
    head = (await reader.readuntil(_END)).decode()
    writer.close()
    return head.split("etag: ", 1)[1].split("\r\n", 1)[0]
