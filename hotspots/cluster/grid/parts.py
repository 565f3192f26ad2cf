"""Work cut into parts that run at the same time and write to places of their own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_R = TypeVar("_R")

# More parts cost memory in the sort and gain little: its limit is the memory's speed.
_MOST_PARTS = 8
# Below this a thread costs more than it saves.
_SMALLEST_PART = 1 << 15


def cut(number: int, *, smallest: int = _SMALLEST_PART) -> list[int]:
    """Where the parts begin, and at last `number`: as many parts as there are processors."""
    parts = max(1, min(os.cpu_count() or 1, _MOST_PARTS, number // smallest))
    return [number * part // parts for part in range(parts + 1)]


def run(work: Callable[[int, int, int], _R], bounds: Sequence[int]) -> list[_R]:
    """`work(part, start, stop)` for each part, the results in the order of the parts."""
    parts = range(len(bounds) - 1)
    if len(parts) == 1:
        return [work(0, bounds[0], bounds[1])]
    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(work, parts, bounds[:-1], bounds[1:]))
