"""Months in which little was as usual: a baseline that holds them is a poor one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalPeriod:
    """Days that were unlike others for everybody in England; `source` says who says so."""

    name: str
    period: Period
    source: str


_SOURCE = (
    "Institute for Government, Timeline of UK government coronavirus lockdowns and restrictions"
)
# From the day on which the law came into force to the last day of staying at home; the first
# one to the eve of the reopening of pubs, restaurants and cinemas. Tiers and local
# lockdowns differed from place to place and are not in the table.
EXCEPTIONAL_PERIODS = (
    ExceptionalPeriod(
        name="the first national lockdown",
        period=Period(first=date(2020, 3, 26), last=date(2020, 7, 3)),
        source=_SOURCE,
    ),
    ExceptionalPeriod(
        name="the second national lockdown",
        period=Period(first=date(2020, 11, 5), last=date(2020, 12, 2)),
        source=_SOURCE,
    ),
    ExceptionalPeriod(
        name="the third national lockdown",
        period=Period(first=date(2021, 1, 6), last=date(2021, 3, 28)),
        source=_SOURCE,
    ),
)

# Between and after the lockdowns the law still limited whom people could meet, until the last
# step of the roadmap on 19 July 2021; what exactly it said differed from place to place.
LIMITED = ExceptionalPeriod(
    name="legal limits on meeting others",
    period=Period(first=date(2020, 3, 26), last=date(2021, 7, 18)),
    source=_SOURCE,
)


def exceptional_in(
    period: Period, known: Sequence[ExceptionalPeriod] = EXCEPTIONAL_PERIODS
) -> tuple[ExceptionalPeriod, ...]:
    """The exceptional periods that share a day with this one, in the order given."""
    return tuple(
        one for one in known if one.period.first <= period.last and period.first <= one.period.last
    )


def baseline_warning(
    baseline: Period, known: Sequence[ExceptionalPeriod] = EXCEPTIONAL_PERIODS
) -> str:
    """Why this baseline is a poor one, in a sentence for a person; empty if it is not.

    The lockdowns are told where it holds any of them; else the days on which the law
    limited whom people could meet.
    """
    held = exceptional_in(baseline, known) or exceptional_in(baseline, (LIMITED,))
    if not held:
        return ""
    parts = " and ".join(f"{_days(baseline, one.period)} of {one.name}" for one in held)
    return (
        f"The baseline is a poor one: its {baseline.days} days hold {parts}, when children and "
        "places were not as usual. What looks like a rise since then may be the return to "
        "normal life."
    )


def _days(one: Period, other: Period) -> str:
    """The days that both hold, of which there is one at least: `1 day`, `82 days`."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    number = (last - first).days + 1
    return "1 day" if number == 1 else f"{number} days"
