from datetime import date, timedelta

import pytest

from hotspots.errors import ParameterError
from hotspots.period import Period


def period(first: str, last: str) -> Period:
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "months", "whole", "quarter_or_half", "year"),
    [
        ("2021-01-01", "2021-03-31", 3, True, True, False),
        ("2021-04-01", "2021-06-30", 3, True, True, False),
        ("2021-07-01", "2021-09-30", 3, True, True, False),
        ("2021-10-01", "2021-12-31", 3, True, True, False),
        ("2021-01-01", "2021-06-30", 6, True, True, False),
        ("2021-07-01", "2021-12-31", 6, True, True, False),
        ("2021-01-01", "2021-12-31", 12, True, False, True),
        # The right length, but not where a quarter or a half-year begins.
        ("2021-02-01", "2021-04-30", 3, True, False, False),
        ("2021-04-01", "2021-09-30", 6, True, False, False),
        ("2020-10-01", "2021-03-31", 6, True, False, False),
        ("2021-04-01", "2022-03-31", 12, True, False, False),
        ("2021-01-01", "2021-04-30", 4, True, False, False),
        ("2021-01-01", "2022-12-31", 24, True, False, False),
        # A day short or long at either end.
        ("2021-01-02", "2021-03-31", 3, False, False, False),
        ("2021-01-01", "2021-03-30", 3, False, False, False),
        ("2020-12-31", "2021-03-31", 4, False, False, False),
        ("2021-01-01", "2021-04-01", 4, False, False, False),
        ("2021-01-02", "2021-12-31", 12, False, False, False),
        # February has 29 days in 2020 and 2000, and 28 in 2021 and 1900.
        ("2020-02-01", "2020-02-29", 1, True, False, False),
        ("2020-02-01", "2020-02-28", 1, False, False, False),
        ("2021-02-01", "2021-02-28", 1, True, False, False),
        ("2000-02-01", "2000-02-29", 1, True, False, False),
        ("1900-02-01", "1900-02-28", 1, True, False, False),
        ("2021-05-05", "2021-05-05", 1, False, False, False),
    ],
)
def test_what_a_period_is(
    first: str, last: str, months: int, *, whole: bool, quarter_or_half: bool, year: bool
) -> None:
    it = period(first, last)
    assert it.months == months
    assert it.is_whole_months is whole
    assert it.is_quarter_or_half_year is quarter_or_half
    assert it.is_year is year


def test_both_ends_belong_to_it() -> None:
    it = period("2021-01-01", "2021-06-30")
    a_day = timedelta(days=1)
    assert it.first in it
    assert it.last in it
    assert it.first - a_day not in it
    assert it.last + a_day not in it


def test_a_period_may_be_one_day_but_not_end_before_it_begins() -> None:
    assert date(2021, 5, 5) in period("2021-05-05", "2021-05-05")
    with pytest.raises(ParameterError, match="before it begins"):
        period("2021-05-05", "2021-05-04")


def test_how_it_is_written() -> None:
    it = period("2021-01-01", "2021-06-30")
    assert str(it) == "2021-01-01 to 2021-06-30"
    assert it.in_words == "1 January 2021 to 30 June 2021"
