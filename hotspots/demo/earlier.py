"""The half-year before, so that the demo has something to be compared with.

Another invention of the same young people, moved back by whole weeks (Fridays stay
Fridays) and thinned: about half as many episodes, none of them still going on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from hotspots.demo.episodes import good_rows

if TYPE_CHECKING:
    from datetime import date

    from hotspots.demo.rows import Row
    from hotspots.gazetteer import Gazetteer

WEEKS_BACK = 26
_BACK = timedelta(weeks=WEEKS_BACK)
_KEPT_SHARE = 0.5


def earlier_rows(seed: int, *, gazetteer: Gazetteer) -> tuple[Row, ...]:
    """The lines of July to December 2020; the same seed gives the same lines."""
    rng = Random(f"earlier {seed}")  # noqa: S311 - repeatable invention; nothing is kept secret by it
    rows = (row for row in good_rows(rng, gazetteer=gazetteer) if row.return_date is not None)
    kept = [row for row in rows if rng.random() < _KEPT_SHARE]
    return tuple(_earlier(row, number) for number, row in enumerate(kept, start=1))


def _earlier(row: Row, number: int) -> Row:
    return replace(
        row,
        episode_id=f"ME-2020-{number:04d}",
        reported_at=None if row.reported_at is None else row.reported_at - _BACK,
        from_date=row.from_date - _BACK,
        return_date=_back(row.return_date),
        interview_date=_back(row.interview_date),
    )


def _back(day: date | None) -> date | None:
    return None if day is None else day - _BACK
