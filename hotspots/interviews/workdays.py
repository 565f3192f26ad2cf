"""Weekends and the bank holidays of England: to be flagged, never to be subtracted."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from datetime import date

_SATURDAY = 5


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(country_holidays("GB", subdiv="ENG", years=year))


def bank_holiday(day: date) -> str:
    """The name of the bank holiday in England; blank on every other day."""
    return _bank_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and not bank_holiday(day)


def flags_between(first: date, last: date) -> tuple[str, ...]:
    """`weekend`, and the bank holidays by name, from the first to the last day."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    names = tuple(dict.fromkeys(name for day in days if (name := bank_holiday(day))))
    weekend = any(day.weekday() >= _SATURDAY for day in days)
    return (("weekend",) if weekend else ()) + names


def nth_working_day(after: date, number: int) -> date:
    """The so-many-th working day after a day, which itself does not count."""
    day = after
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
