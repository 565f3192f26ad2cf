"""How many distinct points lie where, from a sample that partitions can take on their own.

A point is in the sample if a hash of its coordinates is small enough, so every partition
that has the point takes it or none does: copies are not counted again when samples are
merged (the k minimum values of Bar-Yossef et al. 2002, kept with their points).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLE_OF_PARTITION = 1 << 14
SAMPLE_OF_ALL = 1 << 18
_ALL_HASHES = (1 << 64) - 1
# Constants of splitmix64 (Steele, Lea and Flood 2014).
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """All distinct points whose hash is at most `limit`, ordered by their hash."""

    points_m: NDArray[np.float64]
    hashes: NDArray[np.uint64]
    limit: int

    @property
    def share(self) -> float:
        """The part of all distinct points that is expected to be here."""
        return (self.limit + 1) / (_ALL_HASHES + 1)


EMPTY = Sketch(points_m=np.empty((0, 2)), hashes=np.empty(0, dtype=np.uint64), limit=_ALL_HASHES)


def sketch_of(points_m: NDArray[np.float64], *, most: int = SAMPLE_OF_PARTITION) -> Sketch:
    """The sketch of one partition, shape (n, 2); copies are allowed."""
    bits = np.ascontiguousarray(points_m).view(np.uint64)
    hashes = _mixed(_mixed(bits[:, 0]) ^ bits[:, 1])
    return _smallest(points_m, hashes, limit=_ALL_HASHES, most=most)


def merged(one: Sketch, other: Sketch, *, most: int = SAMPLE_OF_ALL) -> Sketch:
    """The sketch of two partitions together."""
    points_m = np.concatenate([one.points_m, other.points_m])
    hashes = np.concatenate([one.hashes, other.hashes])
    return _smallest(points_m, hashes, limit=min(one.limit, other.limit), most=most)


def _smallest(
    points_m: NDArray[np.float64], hashes: NDArray[np.uint64], *, limit: int, most: int
) -> Sketch:
    unique, first = np.unique(hashes, return_index=True)
    keep = unique <= np.uint64(limit)
    unique, first = unique[keep], first[keep]
    if len(unique) > most:
        unique, first, limit = unique[:most], first[:most], int(unique[most - 1])
    return Sketch(points_m=points_m[first], hashes=unique, limit=limit)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Unsigned arrays wrap around silently, which is what is wanted here."""
    mixed = bits + _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))
