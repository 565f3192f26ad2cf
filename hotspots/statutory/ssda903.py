"""Episodes as rows of the SSDA903 Missing file of one collection year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.statutory.tables import UK_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hotspots.model import Episode
    from hotspots.period import Period

# The header of the file, exactly.
MISSING_COLUMNS = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildKey:
    """The reference and date of birth (dd/mm/yyyy) by which the return knows a child."""

    reference: str
    dob: str


def missing_rows(
    episodes: Iterable[Episode], year: Period, *, keys: Mapping[str, ChildKey]
) -> tuple[tuple[str, ...], ...]:
    """The cells of every episode that touches the collection year, sorted by child and start.

    One that began before the year is reported with its own start; one that ended after it,
    or has not ended, has a blank end, since it was open when the year ended (rules 571 and
    576). A child without a key stands there by the pseudonym, without a date of birth: the
    register keeps neither.
    """
    rows = [
        (
            key.reference,
            key.dob,
            one.status.value,
            one.started_on,
            _end_in(one, year),
            one.episode_id,
        )
        for one in episodes
        if touches(one, year)
        for key in (keys.get(one.child_id, ChildKey(reference=one.child_id, dob="")),)
    ]
    ordered = sorted(rows, key=lambda row: (row[0], row[3], row[4] or year.last, row[5]))
    return tuple(
        (reference, dob, status, f"{start:{UK_DATE}}", f"{end:{UK_DATE}}" if end else "")
        for reference, dob, status, start, end, _ in ordered
    )


def touches(episode: Episode, year: Period) -> bool:
    """Whether any day of the episode lies in the year."""
    end = episode.closed_on
    return episode.started_on <= year.last and (end is None or end >= year.first)


def _end_in(episode: Episode, year: Period) -> date | None:
    end = episode.closed_on
    return None if end is None or end > year.last else end
