"""One is at work on a thing at a time, and the others wait until it is done."""

from __future__ import annotations

import asyncio

from api.turns import Turns


def test_the_others_wait_for_the_first_and_then_go_on() -> None:
    async def crowd() -> tuple[list[bool], int]:
        turns, made = Turns[str](), 0

        async def one() -> bool:
            nonlocal made
            is_first = await turns.is_first("map")
            if is_first:
                await asyncio.sleep(0)
                made += 1
                turns.done("map")
            assert made
            return is_first

        return await asyncio.gather(*(one() for _ in range(5))), made

    assert asyncio.run(crowd()) == ([True, False, False, False, False], 1)


def test_another_thing_waits_for_nothing() -> None:
    async def both() -> tuple[bool, bool, bool]:
        turns = Turns[str]()
        first, second = await turns.is_first("map"), await turns.is_first("list")
        turns.done("map")
        turns.done("map")
        return first, second, await turns.is_first("map")

    assert asyncio.run(both()) == (True, True, True)


def test_each_event_loop_has_its_own_turns() -> None:
    turns = Turns[str]()
    assert [asyncio.run(turns.is_first("map")) for _ in range(2)] == [True, True]
