"""Requests of one event loop, handed to a thread many at a time.

To go to a thread and back costs a request more than what it does there, and a commit
waits for the disk. So whatever came while a batch was under way makes the next one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

A = TypeVar("A")
B = TypeVar("B")

_MOST_AT_ONCE = 100
_PATIENCE_S = 0.002


@dataclass(slots=True, eq=False)
class _Desk(Generic[A, B]):
    """What waits in one event loop, and the task that takes it away."""

    waiting: list[tuple[A, asyncio.Future[B]]] = field(default_factory=list)
    task: asyncio.Task[None] | None = None
    crowd: int = 0
    enough: asyncio.Future[None] | None = None

    def add(self, one: A, future: asyncio.Future[B]) -> None:
        self.waiting.append((one, future))
        if self.enough is not None and len(self.waiting) >= self.crowd:
            _let_go(self.enough)

    async def gather(self) -> None:
        """Wait a moment for as many as there were last, but not for those who do not come.

        Whoever was just answered asks again at once. To wait for them makes one commit of
        two, and whoever asks alone waits for nobody.
        """
        if len(self.waiting) >= self.crowd:
            return
        loop = asyncio.get_running_loop()
        self.enough = loop.create_future()
        patience = loop.call_later(_PATIENCE_S, _let_go, self.enough)
        try:
            await self.enough
        finally:
            patience.cancel()
            self.enough = None


class Batches(Generic[A, B]):
    """Has `settle` called in a thread, once at a time, with all that waits.

    `settle` answers each of those it is given, in their order; what it raises is raised
    to all of them.
    """

    def __init__(self, settle: Callable[[Sequence[A]], Sequence[B]]) -> None:
        self._settle = settle
        self._desks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Desk[A, B]] = WeakKeyDictionary()

    async def outcome_of(self, one: A) -> B:
        """What came of this one."""
        loop = asyncio.get_running_loop()
        desk = self._desks.get(loop)
        if desk is None:
            desk = self._desks[loop] = _Desk()
        future: asyncio.Future[B] = loop.create_future()
        desk.add(one, future)
        if desk.task is None:
            desk.task = loop.create_task(self._clear(desk))
        return await future

    async def _clear(self, desk: _Desk[A, B]) -> None:
        loop = asyncio.get_running_loop()
        try:
            while desk.waiting:
                await desk.gather()
                batch = desk.waiting[:_MOST_AT_ONCE]
                del desk.waiting[:_MOST_AT_ONCE]
                done = loop.run_in_executor(None, self._settle, [one for one, _ in batch])
                await asyncio.wait([done])
                error = done.exception()
                for number, (_, future) in enumerate(batch):
                    if future.done():
                        continue  # whoever waited has gone
                    if error is not None:
                        future.set_exception(error)
                    else:
                        future.set_result(done.result()[number])
                desk.crowd = min(len(batch) + len(desk.waiting), _MOST_AT_ONCE)
        finally:
            desk.task = None


def _let_go(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
