"""HTTP of a real server over a socket: what is never complete is not gathered for ever."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from api.protocol import MOST_UNREAD_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PIECE = b"x" * 1000
HOST = b"Host: a\r\n"


async def app(_scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI's own types
    """Tell how long the body was."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    body = str(size).encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def server() -> AsyncIterator[int]:
    config = uvicorn.Config(
        app,
        port=0,
        http="api.protocol:BoundedProtocol",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    config.load()
    served = uvicorn.Server(config)
    served.lifespan = config.lifespan_class(config)
    await served.startup()
    yield served.servers[0].sockets[0].getsockname()[1]
    await served.shutdown()


async def said(*pieces: bytes) -> bytes:
    """What the server says to these, sent one after the other."""
    async with server() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in pieces:
            try:
                writer.write(piece)
                await writer.drain()
            except ConnectionError:
                break
            await asyncio.sleep(0.001)
        try:
            answer = await asyncio.wait_for(reader.read(500), timeout=5)
        except ConnectionError:
            answer = b""
        writer.close()
    return answer


MANY = MOST_UNREAD_BYTES // len(PIECE) + 2


@pytest.mark.parametrize(
    "pieces",
    [
        (b"GET /", *[PIECE] * MANY),
        (b"GET / HTTP/1.1\r\nA: ", *[PIECE] * MANY),
        (b"GET / HTTP/1.1\r\n", *[b"A: " + PIECE + b"\r\n"] * MANY),
        (
            b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n",
            b"1\r\nx\r\n0\r\n",
            *[b"A: " + PIECE + b"\r\n"] * MANY,
        ),
    ],
    ids=["address", "one header", "many headers", "trailers"],
)
def test_a_head_without_an_end_is_refused(pieces: tuple[bytes, ...]) -> None:
    answer = asyncio.run(said(*pieces))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"x" * 10 not in answer


@pytest.mark.parametrize(
    ("pieces", "size"),
    [
        ((b"GET / HTTP/1.1\r\n" + HOST + b"A: ", PIECE, PIECE, b"\r\n\r\n"), b"0"),
        (
            (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 40000\r\n\r\n", *[PIECE] * 40),
            b"40000",
        ),
        (
            (
                b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n",
                *[b"3e8\r\n" + PIECE + b"\r\n"] * 40,
                b"0\r\n\r\n",
            ),
            b"40000",
        ),
    ],
    ids=["head in pieces", "long body", "long body in chunks"],
)
def test_what_is_complete_in_time_is_answered(pieces: tuple[bytes, ...], size: bytes) -> None:
    answer = asyncio.run(said(*pieces))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n" + size)


def test_many_requests_on_one_connection_are_not_one_long_head() -> None:
    async def ask() -> list[bytes]:
        answers = []
        async with server() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _ in range(40):
                writer.write(b"GET / HTTP/1.1\r\n" + HOST + b"A: " + PIECE + b"\r\n\r\n")
                answers.append(await reader.readuntil(b"\r\n\r\n0"))
            writer.close()
        return answers

    answers = asyncio.run(ask())
    assert len(answers) == 40
    assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers)
