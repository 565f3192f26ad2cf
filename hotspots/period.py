"""Closed periods of whole days, counted in local (Europe/London) dates."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from datetime import date

_QUARTER_STARTS = (1, 4, 7, 10)
_HALF_YEAR_STARTS = (1, 7)
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last day, both included.

    Raises:
        ParameterError: `last` lies before `first`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            msg = f"The period ends ({self.last}) before it begins ({self.first}). Swap the two."
            raise ParameterError(msg)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"

    @property
    def in_words(self) -> str:
        """For people: `1 January 2021 to 30 June 2021`."""
        return f"{_words(self.first)} to {_words(self.last)}"

    @property
    def days(self) -> int:
        """Days, the first and the last included."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """Calendar months touched, the first and the last included."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins on a month's first day and ends on a month's last."""
        return (
            self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]
        )

    @property
    def is_quarter_or_half_year(self) -> bool:
        """Whether it is exactly one calendar quarter or one calendar half-year."""
        if not self.is_whole_months:
            return False
        starts = {3: _QUARTER_STARTS, 6: _HALF_YEAR_STARTS}.get(self.months, ())
        return self.first.month in starts

    @property
    def is_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return self.is_whole_months and self.months == _MONTHS_IN_A_YEAR and self.first.month == 1


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
