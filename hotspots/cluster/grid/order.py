"""The rows of the table in the order of their cells: a radix sort that carries the row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.parts import cut, run
from hotspots.cluster.grid.raster import lines_of, pack, raster_of
from hotspots.cluster.grid.shapes import ROW_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# 512 streams are what the processor's buffers hold: measured, the fastest of 7 to 14 bits.
_DIGIT_BITS = 9


class Order:
    """The rows by cell: `packed` has the cell's key above `bits` and the row below.

    `spots` turns a key into the cell's column and row (see `Cells.spot`).
    """

    __slots__ = ("_row_bits", "_table", "bits", "packed")

    def __init__(
        self,
        packed: NDArray[np.int64],
        bits: int,
        *,
        row_bits: int = 0,
        table: NDArray[np.int64] | None = None,
    ) -> None:
        self.packed = packed
        self.bits = bits
        self._row_bits = row_bits
        self._table = table

    def spots(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Shape (cells,); `keys` is used up."""
        if self._table is not None:
            return self._table
        spread(keys, self._row_bits, ROW_BITS)
        return keys


def order_of(points: NDArray[np.float64], eps_m: float) -> Order:
    """The rows of the points, sorted by cell: by column, then by row of the raster."""
    raster = raster_of(points, eps_m)
    if raster is None:
        return _wide_order(points, eps_m)
    packed = np.empty(len(points), dtype=np.int64)
    corner = (raster.west_m, raster.south_m, raster.cells_per_m)
    bits = (raster.bits, raster.row_bits)
    run(lambda _, start, stop: pack(points, corner, bits, packed, start, stop), cut(len(points)))
    ordered = _sorted(packed, raster.bits, raster.bits + raster.key_bits)
    return Order(ordered, raster.bits, row_bits=raster.row_bits)


def _wide_order(points: NDArray[np.float64], eps_m: float) -> Order:
    """By row, then (stably) by column, where both do not fit into one number."""
    bits = max(1, (len(points) - 1).bit_length())
    mask = (1 << bits) - 1
    rows = lines_of(points[:, 1], eps_m)
    packed = _sorted(rows << bits | np.arange(len(points)), bits, bits + _bits_of(rows))
    columns = lines_of(points[:, 0], eps_m)
    at = packed & mask
    packed = _sorted(columns[at] << bits | at, bits, bits + _bits_of(columns))
    at = packed & mask
    spot = columns[at] << ROW_BITS | rows[at]
    new = np.diff(spot, prepend=-1) != 0
    return Order((np.cumsum(new) - 1) << bits | at, bits, table=spot[new])


def _bits_of(values: NDArray[np.int64]) -> int:
    return max(1, int(values.max()).bit_length())


def _sorted(packed: NDArray[np.int64], low_bit: int, high_bit: int) -> NDArray[np.int64]:
    """Stably sorted by the bits from `low_bit` to `high_bit`. What comes in is used up."""
    spare = np.empty_like(packed)
    bounds = cut(len(packed))
    passes = -(-(high_bit - low_bit) // _DIGIT_BITS)
    width = -(-(high_bit - low_bit) // passes)
    for shift in range(low_bit, high_bit, width):
        digits = 1 << min(width, high_bit - shift)
        counts = np.array(run(partial(_counts, packed, shift, digits), bounds))
        ends = np.cumsum(counts.T.reshape(-1)).reshape(counts.T.shape).T
        offsets = np.ascontiguousarray(ends - counts)
        run(partial(_move, packed, spare, shift, offsets), bounds)
        packed, spare = spare, packed
    return packed


def _counts(
    packed: NDArray[np.int64], shift: int, digits: int, _part: int, *bounds: int
) -> NDArray[np.int64]:
    counts = np.zeros(digits, dtype=np.int64)
    count_digits(packed, shift, counts, *bounds)
    return counts


def _move(
    packed: NDArray[np.int64],
    spare: NDArray[np.int64],
    shift: int,
    offsets: NDArray[np.int64],
    part: int,
    *bounds: int,
) -> None:
    move_by_digit(packed, spare, shift, offsets[part], *bounds)


@kernel
def count_digits(
    packed: NDArray[np.int64], shift: int, counts: NDArray[np.int64], start: int, stop: int
) -> None:
    """How often each digit comes."""
    mask = len(counts) - 1
    for index in range(start, stop):
        counts[packed[index] >> shift & mask] += 1


@kernel
def move_by_digit(
    packed: NDArray[np.int64],
    spare: NDArray[np.int64],
    shift: int,
    offsets: NDArray[np.int64],
    start: int,
    stop: int,
) -> None:
    """Each number to the next free place of its digit."""
    mask = len(offsets) - 1
    for index in range(start, stop):
        digit = packed[index] >> shift & mask
        spare[offsets[digit]] = packed[index]
        offsets[digit] += 1


@kernel
def spread(keys: NDArray[np.int64], row_bits: int, wide_bits: int) -> None:
    """Column and row of each key, `row_bits` apart, set `wide_bits` apart."""
    mask = (1 << row_bits) - 1
    for index in range(len(keys)):
        keys[index] = (keys[index] >> row_bits) << wide_bits | (keys[index] & mask)
