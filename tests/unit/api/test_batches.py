"""What waits in an event loop goes to a thread together, and each is told what came of its own."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from api.batches import Batches

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_what_comes_meanwhile_makes_the_next_batch() -> None:
    sizes, threads = [], set()

    def settle(asked: Sequence[int]) -> list[int]:
        sizes.append(len(asked))
        threads.add(threading.current_thread())
        return [-one for one in asked]

    async def ask() -> list[int]:
        batches = Batches(settle)
        return await asyncio.gather(*(batches.outcome_of(one) for one in range(250)))

    assert asyncio.run(ask()) == [-one for one in range(250)]
    assert sizes == [100, 100, 50]
    assert threading.main_thread() not in threads


def test_those_who_ask_again_at_once_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.batches._PATIENCE_S", 20)
    sizes: list[int] = []

    def settle(asked: Sequence[int]) -> list[int]:
        sizes.append(len(asked))
        return list(asked)

    async def ask() -> None:
        batches = Batches(settle)

        async def one(number: int) -> None:
            await batches.outcome_of(number)
            for _ in range(number * 3):
                await asyncio.sleep(0)
            await batches.outcome_of(number)

        await asyncio.gather(*(one(number) for number in range(8)))

    asyncio.run(ask())
    assert sizes == [8, 8]


def test_nobody_is_waited_for_in_vain() -> None:
    async def ask() -> int:
        batches = Batches[int, int](list)
        await asyncio.gather(*(batches.outcome_of(one) for one in range(8)))
        return await batches.outcome_of(8)

    assert asyncio.run(asyncio.wait_for(ask(), timeout=20)) == 8


def test_each_event_loop_has_its_own() -> None:
    batches = Batches[int, int](list)
    assert [asyncio.run(batches.outcome_of(one)) for one in range(3)] == [0, 1, 2]


def test_all_are_told_what_went_wrong_and_the_next_are_served() -> None:
    def settle(asked: Sequence[int]) -> list[int]:
        return [1 // one for one in asked]

    async def ask() -> tuple[list[int | BaseException], int]:
        batches = Batches(settle)
        both = [batches.outcome_of(one) for one in (1, 0)]
        failed = await asyncio.gather(*both, return_exceptions=True)
        return failed, await batches.outcome_of(1)

    failed, after = asyncio.run(ask())
    assert [type(one) for one in failed] == [ZeroDivisionError] * 2
    assert after == 1


def test_whoever_goes_away_keeps_nobody_waiting() -> None:
    begun = threading.Event()

    def settle(asked: Sequence[int]) -> list[int]:
        begun.wait(timeout=10)
        return list(asked)

    async def ask() -> int:
        batches = Batches(settle)
        gone = asyncio.ensure_future(batches.outcome_of(1))
        stays = asyncio.ensure_future(batches.outcome_of(2))
        await asyncio.sleep(0)
        gone.cancel()
        begun.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return await stays

    assert asyncio.run(ask()) == 2
