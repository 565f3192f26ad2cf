"""Every way of writing a date or a time has one meaning, or is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.ingest.cells import CellError
from hotspots.ingest.dates import DateRules, Reading, read_clock, read_date
from hotspots.ingest.localtime import second_of_two, start_of, to_utc

if TYPE_CHECKING:
    from hotspots.ingest.cells import Cell

RULES = DateRules(as_of=date(2021, 7, 1))
DAY = date(2021, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "05/03/2021", "5/3/21", "05-03-2021", "5.3.2021", "05 03 2021", "5-Mar-21",
        "05 March 2021", "5th Mar. 2021", "5 Mar, 2021", "2021-03-05", "2021/03/05", "20210305",
        "Fri 05/03/2021", "Friday, 5 March 2021", "05/03/2021 00:00:00", "2021-03-05T00:00:00",
        " 05/03/2021 ", date(2021, 3, 5), datetime(2021, 3, 5), 44260, 44260.0, "44260", 20210305,  # noqa: DTZ001 - a cell has no zone
    ],
)  # fmt: skip
def test_a_date_is_read_day_before_month(cell: Cell) -> None:
    assert read_date(cell, RULES) == Reading(DAY)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("05/03/2021 17:05", time(17, 5)),
        ("05/03/2021 17:05:30", time(17, 5, 30)),
        ("2021-03-05T17:05:00.000", time(17, 5)),
        ("2021-03-05T17:05:00Z", time(17, 5)),
        ("2021-03-05 18:05+01:00", time(17, 5)),
        ("5 March 2021 5.05pm", time(17, 5)),
        (datetime(2021, 3, 5, 17, 5, 0, 400), time(17, 5)),  # noqa: DTZ001 - a cell has no zone
        (44260.711805556, time(17, 5)),
    ],
)
def test_a_date_may_bring_its_time(cell: Cell, clock: time) -> None:
    assert read_date(cell, RULES) == Reading(DAY, clock)


@pytest.mark.parametrize(
    "cell",
    [
        "03/25/2021", "31/02/2021", "2021-13-01", "bus stop", "5/2021", "#VALUE!", "tbc", "n/k",
        "05/03/2021 at tea", "99999999", "12", 12, 3.5, True, time(1), timedelta(days=1), "9" * 400,
        "05/03/2021 25:00",
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_repeating_it(cell: Cell) -> None:
    with pytest.raises(CellError) as refused:
        read_date(cell, RULES)
    assert str(cell) not in f"{refused.value.problem} {refused.value.value_class}"


def test_blank_is_no_date() -> None:
    assert read_date(None, RULES) is None
    assert read_date("  ", RULES) is None


def test_the_profile_may_put_the_month_first() -> None:
    rules = DateRules(as_of=DAY, month_first=True)
    assert read_date("03/05/2021", rules) == Reading(DAY)
    assert read_date("2021-03-05", rules) == Reading(DAY)
    assert read_date("5 March 2021", rules) == Reading(DAY)


@pytest.mark.parametrize(
    ("digits", "year"), [("21", 2021), ("22", 2022), ("23", 1923), ("99", 1999)]
)
def test_a_year_of_two_digits_is_never_later_than_next_year(digits: str, year: int) -> None:
    assert read_date(f"05/03/{digits}", RULES) == Reading(date(year, 3, 5))


@pytest.mark.parametrize("cell", [44260, 44260.5, "44260"])
def test_bare_numbers_are_no_dates_where_the_workbook_counts_from_1904(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_date(cell, DateRules(as_of=DAY, serials=False))


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("17:05", time(17, 5)), ("5.05pm", time(17, 5)), ("1705", time(17, 5)),
        ("17.05", time(17, 5)), ("5:05 p.m.", time(17, 5)), ("17:05 hrs", time(17, 5)),
        ("17h05", time(17, 5)), ("17:05:59", time(17, 5, 59)), ("905", time(9, 5)),
        ("0905", time(9, 5)), ("9am", time(9)), ("12am", time(0)), ("12pm", time(12)),
        ("noon", time(12)), ("17:05pm", time(17, 5)), (1705, time(17, 5)), (17.05, time(17, 5)),
        (0.5, time(12)), (0, time(0)), (0.9999999, time(23, 59, 59)), (time(17, 5), time(17, 5)),
        (timedelta(hours=17, minutes=5), time(17, 5)), (datetime(1899, 12, 30, 17, 5), time(17, 5)),  # noqa: DTZ001 - a cell has no zone
        ("00:00", time(0)), (None, None), ("", None), ("n/k", None), ("Unknown", None), ("-", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read(cell: Cell, clock: time | None) -> None:
    assert read_clock(cell) == clock


@pytest.mark.parametrize(
    "cell",
    ["9", 9, "24:00", "12:60", "evening", "midnight", "17:05 am", 17.5, True, False, "1765",
     timedelta(hours=30), "#N/A", datetime(2021, 3, 5, 17, 5)],  # noqa: DTZ001 - a cell has no zone
)  # fmt: skip
def test_a_doubtful_time_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_clock(cell)


def test_a_time_that_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(CellError, match="did not exist"):
        to_utc(date(2021, 3, 28), time(1, 30))


def test_a_time_that_happened_twice_is_the_first_and_says_so() -> None:
    night = date(2021, 10, 31)
    assert to_utc(night, time(1, 30)) == (datetime(2021, 10, 31, 0, 30, tzinfo=UTC), True)
    assert second_of_two(night, time(1, 30)) == datetime(2021, 10, 31, 1, 30, tzinfo=UTC)
    assert to_utc(night, time(0, 30)) == (datetime(2021, 10, 30, 23, 30, tzinfo=UTC), False)
    assert to_utc(night, time(2, 30)) == (datetime(2021, 10, 31, 2, 30, tzinfo=UTC), False)


def test_a_day_begins_at_local_midnight() -> None:
    assert start_of(date(2021, 6, 1)) == datetime(2021, 5, 31, 23, tzinfo=UTC)
    assert start_of(date(2021, 1, 1)) == datetime(2021, 1, 1, tzinfo=UTC)
