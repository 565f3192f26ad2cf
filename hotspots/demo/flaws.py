"""The lines that no register should take: duplicates, overlaps and impossible dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hotspots.demo.rows import Row

DUPLICATES = 3
OVERLAPS = 3
_LONG_ENOUGH = timedelta(hours=6)
_SECOND_REPORT_AFTER = timedelta(minutes=50)
# What a spreadsheet shows for a zero that was formatted as a date.
_ZERO_DAY = date(1900, 1, 1)


def with_flaws(rows: Sequence[Row], rng: Random) -> tuple[Row, ...]:
    """The same lines with the flawed ones put in, each behind the good line it is made from."""
    closed = [row for row in rows if _length(row) >= _LONG_ENOUGH]
    chosen = rng.sample(closed, DUPLICATES + OVERLAPS + 2)
    copied, doubled = chosen[:DUPLICATES], chosen[DUPLICATES:-2]
    flawed = {
        **{row.episode_id: row for row in copied},
        **{row.episode_id: _second_report(row, n) for n, row in enumerate(doubled)},
        chosen[-2].episode_id: _ends_before_start(chosen[-2]),
        chosen[-1].episode_id: _in_1900(chosen[-1]),
    }
    mixed: list[Row] = []
    for row in rows:
        mixed.append(row)
        if row.episode_id in flawed:
            mixed.append(flawed[row.episode_id])
    return tuple(mixed)


def _length(row: Row) -> timedelta:
    if row.from_time is None or row.return_date is None or row.return_time is None:
        return timedelta(0)
    end = datetime.combine(row.return_date, row.return_time)
    return end - datetime.combine(row.from_date, row.from_time)


def _second_report(row: Row, number: int) -> Row:
    """Somebody else reported the same absence a little later under a new number."""
    if row.from_time is None:
        return row
    start = datetime.combine(row.from_date, row.from_time) + _SECOND_REPORT_AFTER
    return replace(
        row,
        episode_id=f"ME-2021-8{number:03d}",
        from_date=start.date(),
        from_time=start.time(),
        reported_at=start,
        notes="SYNTHETIC NOTE: a second report of the same absence.",
    )


def _ends_before_start(row: Row) -> Row:
    return replace(
        row,
        episode_id="ME-2021-9001",
        return_date=row.from_date - timedelta(days=2),
        notes="SYNTHETIC NOTE: typed the wrong way round.",
    )


def _in_1900(row: Row) -> Row:
    return replace(
        row,
        episode_id="ME-2021-9002",
        from_date=_ZERO_DAY,
        notes="SYNTHETIC NOTE: the date was lost in a spreadsheet.",
    )
