"""Local days and times of Europe/London to UTC, across the changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hotspots.ingest.cells import CellError
from hotspots.model import LONDON


def to_utc(day: date, clock: time) -> tuple[datetime, bool]:
    """The instant, and whether the local time happened twice (then the first of the two).

    Raises:
        CellError: the clocks went forward over this time, so it never was.
    """
    local = datetime.combine(day, clock.replace(fold=0), tzinfo=LONDON)
    instant = local.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise CellError(
            "the clocks went forward that night: this time did not exist",
            value_class="time that did not exist",
            mend="Ask for the true time, and correct it in the source.",
        )
    return instant, local.replace(fold=1).utcoffset() != local.utcoffset()


def second_of_two(day: date, clock: time) -> datetime:
    """The later instant of a local time that happened twice."""
    return datetime.combine(day, clock, tzinfo=LONDON).replace(fold=1).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Local midnight as an instant: what stands for a day whose time is not known."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
