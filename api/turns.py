"""One makes what many ask for; the others wait for it instead of making it as well.

Twenty who ask for ten thousand hotspots at once would otherwise take twenty times the
memory and the time of one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Hashable

K = TypeVar("K", bound="Hashable")


class Turns(Generic[K]):
    """Who is at work on what, in each event loop."""

    def __init__(self) -> None:
        self._at_work: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[K, asyncio.Event]] = (
            WeakKeyDictionary()
        )

    async def is_first(self, key: K) -> bool:
        """True at once if nobody is at work on it; else False, when whoever was is done.

        Whoever is first must say `done`.
        """
        loop = asyncio.get_running_loop()
        at_work = self._at_work.setdefault(loop, {})
        event = at_work.get(key)
        if event is None:
            at_work[key] = asyncio.Event()
            return True
        await event.wait()
        return False

    def done(self, key: K) -> None:
        """Let the others go on; no matter if it was said before."""
        event = self._at_work[asyncio.get_running_loop()].pop(key, None)
        if event is not None:
            event.set()
