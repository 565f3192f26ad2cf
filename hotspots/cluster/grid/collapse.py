"""Equal points put together: what a city's episodes are mostly made of.

Coordinates are compared as the bits they are written in, which is exact and quick to look
up; the two zeros are the only numbers that are equal in different bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hotspots.cluster.grid.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Up to so many places of a cell are compared one by one; more are looked up in a table.
_FEW = 8
_BLOCK = 256
_SMALLEST_TABLE = 64
_LOW_31 = (1 << 31) - 1
_ODD = 0x9E3779B1  # Knuth's multiplier for hashing, 2**32 over the golden ratio
_MINUS_ZERO = -(1 << 63)


class Found(NamedTuple):
    """What the rows come to; a part of them fills the arrays from its first row on."""

    x: NDArray[np.int64]  # bits of the easting
    y: NDArray[np.int64]  # bits of the northing
    number: NDArray[np.int32]  # of rows at the place
    key: NDArray[np.int64]  # of each cell
    first: NDArray[np.int32]  # the first place of each cell, counted within the part


@kernel
def cell_edge(packed: NDArray[np.int64], bits: int, row: int) -> int:
    """The first row from `row` on with which a cell begins."""
    while 0 < row < len(packed) and packed[row] >> bits == packed[row - 1] >> bits:
        row += 1
    return row


@kernel
def slot_of(x: int, y: int, slots: int) -> int:
    """Where to look first. Whole metres differ in their high bits only, decimals in all."""
    mixed = ((x ^ x >> 31) & _LOW_31) * _ODD & _LOW_31
    mixed = ((mixed ^ mixed >> 15 ^ y ^ y >> 31) & _LOW_31) * _ODD & _LOW_31
    return (mixed ^ mixed >> 15) & (slots - 1)


@kernel
def table_of(
    xs: NDArray[np.int64], ys: NDArray[np.int64], span: tuple[int, int]
) -> NDArray[np.int32]:
    """A table of the places of a cell, less than a quarter full."""
    begin, end = span
    slots = _SMALLEST_TABLE
    while slots <= 4 * (end - begin):
        slots *= 2
    table = np.full(slots, -1, dtype=np.int32)
    for place in range(begin, end):
        slot = slot_of(xs[place], ys[place], slots)
        while table[slot] >= 0:
            slot = (slot + 1) & (slots - 1)
        table[slot] = place - begin
    return table


@kernel
def place_of(
    x: int, y: int, xs: NDArray[np.int64], ys: NDArray[np.int64], span: tuple[int, int]
) -> int:
    """The place at x, y in the span, one by one; the span's end where it is new."""
    place = span[0]
    while place < span[1] and (xs[place] != x or ys[place] != y):
        place += 1
    return place


@kernel
def looked_up(
    x: int,
    y: int,
    xs: NDArray[np.int64],
    ys: NDArray[np.int64],
    span: tuple[int, int],
    table: NDArray[np.int32],
) -> int:
    """Likewise by the cell's table, into which a new place is entered."""
    begin, end = span
    slot = slot_of(x, y, len(table))
    while table[slot] >= 0:
        place = begin + table[slot]
        if xs[place] == x and ys[place] == y:
            return int(place)
        slot = (slot + 1) & (len(table) - 1)
    table[slot] = end - begin
    return end


@kernel
def fetch(
    points: NDArray[np.int64],
    packed: NDArray[np.int64],
    mask: int,
    block: NDArray[np.int64],
    start: int,
    stop: int,
) -> None:
    """The rows' coordinates, which lie far apart, into the block: all are on their way at once."""
    for index in range(start, stop):
        row = packed[index] & mask
        x, y = points[row, 0], points[row, 1]
        block[index - start, 0] = 0 if x == _MINUS_ZERO else x
        block[index - start, 1] = 0 if y == _MINUS_ZERO else y


@kernel
def collapse(
    points: NDArray[np.int64],
    packed: NDArray[np.int64],
    bits: int,
    found: Found,
    start: int,
    stop: int,
) -> tuple[int, int]:
    """The distinct points of each cell in the rows from `start` to `stop`.

    In `packed` the cell's key gives way to the place's number within the part. Returns how
    many places and cells were found.
    """
    mask = (1 << bits) - 1
    xs, ys, numbers, keys, first = found
    block = np.empty((_BLOCK, 2), dtype=np.int64)
    table = np.full(1, -1, dtype=np.int32)
    owner = key = -1  # the cell that the table is for; the cell that the row is in
    begin = end = start
    cells = start
    for index in range(start, stop):
        ahead = (index - start) % _BLOCK
        if ahead == 0:
            fetch(points, packed, mask, block, index, min(index + _BLOCK, stop))
        if packed[index] >> bits != key:
            key = packed[index] >> bits
            keys[cells], first[cells] = key, end - start
            begin = end
            cells += 1
        x, y = block[ahead, 0], block[ahead, 1]
        if end - begin < _FEW:
            place = place_of(x, y, xs, ys, (begin, end))
        else:
            if owner != begin or 2 * (end - begin) >= len(table):
                table, owner = table_of(xs, ys, (begin, end)), begin
            place = looked_up(x, y, xs, ys, (begin, end), table)
        if place == end:
            xs[place], ys[place], numbers[place] = x, y, 0
            end += 1
        numbers[place] += 1
        packed[index] = (place - start) << bits | (packed[index] & mask)
    return end - start, cells - start
