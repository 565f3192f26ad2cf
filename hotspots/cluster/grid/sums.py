"""Sums rounded once, like `math.fsum`: the order of what is added makes no difference.

Shewchuk (1997), Adaptive precision floating-point arithmetic: the running sum is kept as
parts that do not overlap. No more than 40 of them fit between the smallest and the largest
number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.grid.compiled import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PARTS = 64


@kernel
def absorb(value: float, parts: NDArray[np.float64], number: int) -> int:
    """Add `value` to the first `number` of the parts; returns their new number."""
    kept = 0
    for index in range(number):
        part = parts[index]
        if abs(value) < abs(part):
            value, part = part, value
        high = value + part
        low = part - (high - value)
        if low != 0.0:
            parts[kept] = low
            kept += 1
        value = high
    parts[kept] = value
    return kept + 1


@kernel
def rounded(parts: NDArray[np.float64], number: int) -> float:
    """The sum of the parts, correctly rounded (half to even)."""
    if number == 0:
        return 0.0
    at = number - 1
    high = parts[at]
    low = 0.0
    while at > 0 and low == 0.0:
        at -= 1
        before = high
        high = before + parts[at]
        low = parts[at] - (high - before)
    # A tie that the smaller parts break: the rounding above could not see them.
    if at > 0 and low * parts[at - 1] > 0.0:
        twice = low * 2.0
        other = high + twice
        if other - high == twice:
            high = other
    return float(high)
