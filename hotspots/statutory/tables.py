"""Rows of the SSDA903 files as they stand in them: texts, each with its row for messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

UK_DATE = "%d/%m/%Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """A row of the Missing file; every field is the cell's text, blank where it is empty."""

    row: int
    child: str
    dob: str
    missing: str
    mis_start: str
    mis_end: str

    @property
    def started_on(self) -> date | None:
        """MIS_START where it is a date of the return's form."""
        return day_of(self.mis_start)

    @property
    def born_on(self) -> date | None:
        """DOB where it is a date of the return's form."""
        return day_of(self.dob)

    @property
    def ended_on(self) -> date | None:
        """MIS_END where it is a date of the return's form."""
        return day_of(self.mis_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEpisode:
    """What the checks need of a row of the Episodes file: child, DECOM, DEC."""

    child: str
    decom: str
    dec: str

    @property
    def from_on(self) -> date | None:
        """DECOM, the first day of the placement."""
        return day_of(self.decom)

    @property
    def to_on(self) -> date | None:
        """DEC, the day on which it ceased; None while it lasts."""
        return day_of(self.dec)


def day_of(text: str) -> date | None:
    """A date as the return wants it, dd/mm/yyyy; None for anything else."""
    try:
        return datetime.strptime(text, UK_DATE).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
