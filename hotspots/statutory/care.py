"""One child's placements and periods of care, beside a missing episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from hotspots.statutory.tables import CareEpisode

_Stay = tuple["date", "date | None"]


@dataclass(frozen=True, slots=True)
class CareOfChild:
    """`placements` and whole `periods` of care, each from a day to a day (None: it lasts).

    A period is a run of placements in which each begins no later than the one before ceased.
    Placements without a first day are not counted.
    """

    placements: tuple[_Stay, ...]
    periods: tuple[_Stay, ...]

    @classmethod
    def of(cls, episodes: Iterable[CareEpisode]) -> Self:
        """From the rows of the Episodes file of one child, in any order."""
        placements = sorted(
            ((one.from_on, one.to_on) for one in episodes if one.from_on is not None), key=_by_days
        )
        periods: list[_Stay] = []
        for start, end in placements:
            if periods and not (periods[-1][1] is not None and start > periods[-1][1]):
                periods[-1] = (periods[-1][0], end)
            else:
                periods.append((start, end))
        return cls(tuple(placements), tuple(periods))

    def broken_by(self, start: date | None, end: date | None) -> Iterator[str]:
        """The numbers of the rules that an episode from `start` to `end` breaks."""
        if start is not None and end is None and any(self._ended_around(start)):
            yield "575"
        if start is not None and self._outlasts(start, end):
            yield "577"
        if start is not None and self._starts_outside(start):
            yield "578"
        if not any(self._in_placement(start)):
            yield "581"

    def _ended_around(self, start: date) -> Iterator[bool]:
        """Whether each placement held the start, and has ceased since."""
        return (to is not None and since <= start <= to for since, to in self.placements)

    def _outlasts(self, start: date, end: date | None) -> bool:
        """Whether the episode is not within any of the periods of care."""
        return bool(self.periods) and all(
            (end is None and (to is not None or start < since))
            or (end is not None and ((to is not None and end > to) or end < since))
            for since, to in self.periods
        )

    def _starts_outside(self, start: date) -> bool:
        return bool(self.periods) and all(
            start < since or (to is not None and start > to) for since, to in self.periods
        )

    def _in_placement(self, start: date | None) -> Iterator[bool]:
        return (
            start is not None and since <= start and (to is None or start <= to)
            for since, to in self.placements
        )


def _by_days(stay: _Stay) -> tuple[date, bool, str]:
    since, to = stay
    return (since, to is None, "" if to is None else to.isoformat())
