"""Ordnance Survey grid references: two letters and an even number of digits.

A reference names a square, not a point: `SK356362` is one of 100 m, and stands for its
middle, with half its diagonal (71 m) as the precision. Source: Ordnance Survey, *A guide to
coordinate systems in Great Britain*, and the lettering of the National Grid's 100 km squares.
"""

from __future__ import annotations

import math
import re

from hotspots.geo import PointM, in_great_britain
from hotspots.geocode.fix import Fix, without

_REFERENCE = re.compile(
    r"(?<![A-Z0-9])([HNOST][A-HJ-Z])[ ]{0,2}"
    r"([0-9]{2,5}[ ,]{1,2}[0-9]{2,5}|[0-9]{4,10})(?![0-9A-Z.])"
)
_DIGITS = re.compile("[0-9]+")
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_SQUARE_M = 100_000
# From this many digits on it cannot be a house number or a time beside a word.
_SURE_DIGITS = 6
# Words that look like a square's letters ("no 1234").
_WORDS = frozenset({"NO", "SO", "ST", "SE", "OH", "HE", "TO", "NE", "SW", "NW"})


def find_grid_reference(text: str) -> Fix | None:
    """The first grid reference in a text in capitals (see `as_written`).

    Four digits (1 km) count only where they are all there is, and letters that are also
    a word only with six digits or more.
    """
    for found in _REFERENCE.finditer(text):
        letters, digits = found[1], "".join(_DIGITS.findall(found[2]))
        halves = _DIGITS.findall(found[2])
        if len(digits) % 2 or len({len(half) for half in halves}) > 1:
            continue
        if not _is_meant(letters, digits, alone=found[0] == text.strip()):
            continue
        fix = _fix(letters, digits, without(text, *found.span()))
        if fix is not None:
            return fix
    return None


def _is_meant(letters: str, digits: str, *, alone: bool) -> bool:
    if letters in _WORDS:
        return alone and len(digits) >= _SURE_DIGITS
    return alone or len(digits) >= _SURE_DIGITS


def _fix(letters: str, digits: str, rest: str) -> Fix | None:
    half = len(digits) // 2
    cell_m = _SQUARE_M / 10**half
    east, north = _corner_m(letters)
    point = PointM(
        east + int(digits[:half]) * cell_m + cell_m / 2,
        north + int(digits[half:]) * cell_m + cell_m / 2,
    )
    if not in_great_britain(point):
        return None
    return Fix(point=point, precision_m=cell_m * math.sqrt(2) / 2, rest=rest)


def _corner_m(letters: str) -> tuple[int, int]:
    """South-west corner of the 100 km square; the letters run in fives from the north-west."""
    first, second = (_LETTERS.index(letter) for letter in letters)
    east = ((first - 2) % 5) * 5 + second % 5
    north = (19 - first // 5 * 5) - second // 5
    return east * _SQUARE_M, north * _SQUARE_M
