"""The reading process: told once what to read, then gives items as they are asked for.

First message in: what to read, how, and the limits. First answer: what the file is. Then
each question names a run through a stream (`run`), the stream and how many items; a run
begins when it is first named. Each answer is the run, whether it has ended, and the items.
"""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from hotspots.confined.frames import Answer, packed, read_frame, unpacked, write_frame
from hotspots.confined.limits import Limits, confine
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.confined.served import Plain, Served

    Opener = Callable[..., AbstractContextManager[Served]]

_MAX_QUESTION_BYTES = 1 << 20
# An answer is sent when it has grown to this, whatever was asked for.
_FULL_BYTES = 1 << 20


def main() -> None:
    """Serve one file over standard input and output, within the limits that come first."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    order = _order(incoming)
    loaded: dict[str, Any] = sys.modules  # None in it: not to be imported
    for name in order["without"]:
        loaded.setdefault(name, None)
    limits = Limits(**order["limits"])
    opener = _opener(order["reader"])
    confine(limits)
    try:
        serve(order, opener, incoming, outgoing)
    except MemoryError:
        # What was held is free again here: there is room for a word.
        write_frame(outgoing, [packed(Answer.EXHAUSTED)])


def _order(incoming: IO[bytes]) -> dict[str, Any]:
    body = read_frame(incoming, most=_MAX_QUESTION_BYTES)
    (order,) = unpacked(body or packed({}))
    if not isinstance(order, dict):
        raise TypeError
    return order


def _opener(address: str) -> Opener:
    """The reader, named by its address, because this ground knows no stage."""
    module, _, name = address.partition(":")
    opener: Opener = getattr(import_module(module), name)
    return opener


def serve(order: dict[str, Any], opener: Opener, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Open the file and answer until nobody asks any more."""
    with ExitStack() as stack:
        try:
            served = stack.enter_context(opener(Path(order["path"]), **order["arguments"]))
        except InputError as error:
            write_frame(outgoing, [packed((Answer.REFUSED,)), packed(_words(error))])
            return
        write_frame(outgoing, [packed((Answer.ABOUT, len(served.streams))), packed(served.about)])
        runs: dict[int, _Run] = {}
        item_bytes = int(order["limits"]["item_bytes"])
        while (body := read_frame(incoming, most=_MAX_QUESTION_BYTES)) is not None:
            number, stream, count = _question(unpacked(body))
            if not count:
                runs.pop(number, None)
                continue
            if number not in runs:
                runs[number] = _Run(served.streams[stream](), item_bytes)
            runs[number].answer(number, count, outgoing)


def _question(values: list[object]) -> tuple[int, int, int]:
    number, stream, count = values
    if not (isinstance(number, int) and isinstance(stream, int) and isinstance(count, int)):
        raise TypeError
    return number, stream, count


@dataclass(slots=True)
class _Run:
    """One way through a stream, and why it ended if it did not end well."""

    items: Iterator[Plain]
    item_bytes: int
    fault: InputError | None = field(default=None)

    def answer(self, number: int, count: int, outgoing: IO[bytes]) -> None:
        """Give the next items; a fault comes after the items before it."""
        if self.fault is None:
            parts, ended = self._next(count)
            if parts or self.fault is None:
                head = packed((Answer.ITEMS, number, ended, len(parts)))
                write_frame(outgoing, [head, *parts])
                return
        write_frame(outgoing, [packed((Answer.REFUSED, number)), packed(_words(self.fault))])

    def _next(self, count: int) -> tuple[list[bytes], bool]:
        parts: list[bytes] = []
        size = 0
        try:
            for item in islice(self.items, count):
                parts.append(packed(item))
                size += len(parts[-1])
                if len(parts[-1]) > self.item_bytes:
                    del parts[-1]
                    raise _too_long()
                if size > _FULL_BYTES:
                    return parts, False
        except InputError as error:
            self.fault = error
            return parts, False
        return parts, len(parts) < count


def _too_long() -> InputError:
    return InputError(
        "a row or a shape in it is extremely long",
        file="",
        mend="Copy the table or layer alone into a new file, and save that.",
    )


def _words(error: InputError) -> tuple[str, int | None, str | None, str]:
    return (error.problem, error.row, error.column, error.mend)
