"""HTTP as uvicorn speaks it with httptools: bounded, and an answer sent in one piece.

The parser gathers a header until it is complete, however long that takes, so a client
that never ends one would fill the memory. And the head of an answer would be sent by
itself, which wakes the client twice and costs a third of the time of a small answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

MOST_UNREAD_BYTES = 16 * 1024


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose head, or whose trailers, are longer than the bound.

    What comes in one piece is bounded by the transport, and may be longer.
    """

    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base
        """Take the connection, of which writes in one turn of the loop go out together."""
        super().connection_made(transport)
        self.transport = _Joined(transport, self.loop)  # type: ignore[assignment] # what uvicorn uses of it

    def data_received(self, data: bytes) -> None:
        """Take what came, and see that something whole comes of it in time."""
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MOST_UNREAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._unread = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body: it is counted elsewhere."""
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; another may follow in the same piece."""
        self._unread = 0
        super().on_message_complete()


class _Joined:
    """A transport that holds back what is written until the loop's next turn.

    What was held goes out before anything that would overtake it.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Send this, with the next if it comes at once."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)

    def close(self) -> None:
        """Close the connection when everything was sent."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        held, self._held = self._held, []
        if held:
            self._transport.writelines(held)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the transport's own
        return getattr(self._transport, name)
