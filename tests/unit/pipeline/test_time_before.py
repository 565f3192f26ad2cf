"""The time beside which a residential pack holds its period."""

from __future__ import annotations

from datetime import date

import pytest

from hotspots.period import Period
from hotspots.pipeline.residential import time_before


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2021-01-01", "2021-06-30", "2020-07-01 to 2020-12-31"),
        ("2021-07-01", "2021-12-31", "2021-01-01 to 2021-06-30"),
        ("2021-03-01", "2021-03-31", "2021-02-01 to 2021-02-28"),
        ("2021-01-01", "2021-12-31", "2020-01-01 to 2020-12-31"),
        ("2021-01-11", "2021-01-17", "2021-01-04 to 2021-01-10"),
    ],
)
def test_it_is_as_long_and_ends_on_the_day_before(first: str, last: str, before: str) -> None:
    period = Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    assert str(time_before(period)) == before
