"""Where the numbers of a map stand: at their places, or beside them with a line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEIGHT = 22.0
_LETTER = 8.5
_PADDING = 13.0
_GAP = 2.0
# Right, left, above, below and the corners, ever farther: the nearest free one is taken.
_DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))
_DISTANCES = (26.0, 40.0, 56.0)
_STEP = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A number at (`x`, `y`) for the place at (`place_x`, `place_y`); empty: it has no room."""

    number: str
    place_x: float
    place_y: float
    x: float
    y: float
    half: float

    @property
    def is_beside(self) -> bool:
        """Whether a line must lead from the number to its place."""
        return (self.x, self.y) != (self.place_x, self.place_y)


def badges_at(
    places: Sequence[tuple[float, float]], *, width: float, height: float
) -> tuple[Badge, ...]:
    """A badge for each place, in their order: no two overlap, and all lie inside the frame."""
    taken: dict[tuple[int, int], list[Badge]] = {}
    return tuple(
        _put(number, x, y, taken=taken, frame=(width, height))
        for number, (x, y) in enumerate(places, start=1)
    )


def _put(
    number: int,
    x: float,
    y: float,
    *,
    taken: dict[tuple[int, int], list[Badge]],
    frame: tuple[float, float],
) -> Badge:
    text = str(number)
    half = (len(text) * _LETTER + _PADDING) / 2
    for at_x, at_y in _candidates(x, y):
        badge = Badge(number=text, place_x=x, place_y=y, x=at_x, y=at_y, half=half)
        if _is_inside(badge, frame) and not _is_taken(badge, taken):
            taken.setdefault(_square(badge), []).append(badge)
            return badge
    return Badge(number="", place_x=x, place_y=y, x=x, y=y, half=0.0)


def _candidates(x: float, y: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for distance, (right, down) in product(_DISTANCES, _DIRECTIONS):
        yield round(x + right * distance, 1), round(y + down * distance, 1)


def _is_inside(badge: Badge, frame: tuple[float, float]) -> bool:
    width, height = frame
    return (
        badge.half <= badge.x <= width - badge.half
        and _HEIGHT / 2 <= badge.y <= height - _HEIGHT / 2
    )


def _square(badge: Badge) -> tuple[int, int]:
    """Badges are smaller than a square, so only the next ones need be looked at."""
    return int(badge.x // _STEP), int(badge.y // _STEP)


def _is_taken(badge: Badge, taken: dict[tuple[int, int], list[Badge]]) -> bool:
    column, row = _square(badge)
    near = (
        other
        for right, down in product((-1, 0, 1), repeat=2)
        for other in taken.get((column + right, row + down), ())
    )
    return any(
        abs(other.x - badge.x) < other.half + badge.half + _GAP
        and abs(other.y - badge.y) < _HEIGHT + _GAP
        for other in near
    )
