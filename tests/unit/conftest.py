"""The reading process as a thread of this one: a unit test takes milliseconds, and what it
patches is patched for the reader, too. The pipes, messages and answers are the real ones.
"""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from hotspots.confined import child

if TYPE_CHECKING:
    from typing import BinaryIO


class ThreadedReader:
    """What `subprocess.Popen` would give."""

    def __init__(self) -> None:
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self.stdin, self.stdout = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self._thread = Thread(
            target=self._serve,
            args=(os.fdopen(theirs_in, "rb"), os.fdopen(theirs_out, "wb")),
            daemon=True,
        )
        self._thread.start()

    @staticmethod
    def _serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
        with suppress(OSError), incoming, outgoing:
            order = child._order(incoming)
            child.serve(order, child._opener(order["reader"]), incoming, outgoing)

    def kill(self) -> None:
        """Nothing to do: closing the pipes ends the thread."""

    def wait(self, timeout: float | None = None) -> int:
        self._thread.join(timeout)
        return 0


@pytest.fixture(autouse=True)
def read_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.confined.answers._started", ThreadedReader)
