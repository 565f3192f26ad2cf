"""Messages on a pipe: four bytes of length, then values in MessagePack.

Beside MessagePack's own kinds there are dates, times, durations and whole numbers beyond
64 bits, each a text in an extension type. Nothing else can be said.
"""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import IO, TYPE_CHECKING

import msgpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LENGTH = struct.Struct("<I")
_SECONDS = "{0.days}/{0.seconds}/{0.microseconds}"
_MAX_EXTENSION_BYTES = 8192


class Answer(StrEnum):
    """What kind of answer a message is."""

    ABOUT = "about"
    ITEMS = "items"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"


class GarbledError(Exception):
    """What came over the pipe is not a message, or larger than one may be."""


def _duration(text: str) -> timedelta:
    days, seconds, microseconds = map(int, text.split("/"))
    return timedelta(days, seconds, microseconds)


_KINDS: tuple[tuple[int, type, Callable[..., str], Callable[[str], object]], ...] = (
    # A date and time is a date, too: it is asked about first.
    (1, datetime, datetime.isoformat, datetime.fromisoformat),
    (2, date, date.isoformat, date.fromisoformat),
    (3, time, time.isoformat, time.fromisoformat),
    (4, timedelta, _SECONDS.format, _duration),
    (5, int, str, int),
)
_READ = {code: read for code, _, _, read in _KINDS}


def packed(value: object) -> bytes:
    """The value in MessagePack.

    Raises:
        TypeError: it is none that can be said.
    """
    # Half a surrogate pair may stand in a workbook's text: it goes over as it is.
    data = msgpack.packb(value, default=_extension, unicode_errors="surrogatepass")
    return bytes(data)


def _extension(value: object) -> msgpack.ExtType:
    for code, kind, say, _ in _KINDS:
        if isinstance(value, kind):
            return msgpack.ExtType(code, say(value).encode("ascii"))
    msg = f"A value of type {type(value).__name__} does not go over the pipe."
    raise TypeError(msg)


def _extended(code: int, data: bytes) -> object:
    if code not in _READ or len(data) > _MAX_EXTENSION_BYTES:
        msg = "an unknown kind of value"
        raise ValueError(msg)
    return _READ[code](data.decode("ascii"))


def write_frame(stream: IO[bytes], parts: Iterable[bytes]) -> None:
    """Write packed values as one message."""
    body = b"".join(parts)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: IO[bytes], *, most: int) -> bytes | None:
    """The next message's body; None at the end.

    Raises:
        GarbledError: cut off, or larger than `most` bytes.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise GarbledError
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise GarbledError
    body = stream.read(length)
    if len(body) < length:
        raise GarbledError
    return body


def unpacked(body: bytes) -> list[object]:
    """The values of a message; sequences are tuples.

    Raises:
        GarbledError: not MessagePack, or a kind that is not ours.
    """
    unpacker = msgpack.Unpacker(
        use_list=False,
        ext_hook=_extended,
        unicode_errors="surrogatepass",
        max_buffer_size=max(len(body), 1),
    )
    try:
        unpacker.feed(body)
        values = list(unpacker)
        whole = unpacker.tell() == len(body)
    except (ValueError, TypeError, RecursionError, OverflowError, msgpack.UnpackException):
        raise GarbledError from None
    if not whole:
        raise GarbledError
    return values
