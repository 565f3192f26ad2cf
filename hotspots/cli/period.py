"""The period of a run, where the command line names it and where it does not."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def period_of(first: date | None, last: date | None, *, days: Iterable[date]) -> Period:
    """The named period; else the whole calendar months that hold all the `days`.

    Raises:
        ParameterError: only one end was named, or nothing was named and there are no days.
    """
    if first is not None and last is not None:
        return Period(first=first, last=last)
    if first is not None or last is not None:
        msg = "Give both --from and --to, or neither."
        raise ParameterError(msg)
    every = sorted(days)
    if not every:
        msg = "There is no episode to take a period from. Give --from and --to."
        raise ParameterError(msg)
    end = every[-1]
    return Period(
        first=every[0].replace(day=1), last=end.replace(day=monthrange(end.year, end.month)[1])
    )
