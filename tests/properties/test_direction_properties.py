"""Direction of travel and disruption hold whatever the counts are."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from hotspots.describe.direction import rate_ratio_interval
from hotspots.describe.disruption import difference
from hotspots.model import BeforeAfter

counts = st.integers(min_value=0, max_value=2_000)
days = st.integers(min_value=1, max_value=3_700)


@given(counts, days, counts, days)
def test_the_interval_holds_the_ratio(now: int, now_days: int, before: int, days: int) -> None:
    assume(now + before > 0)
    low, high = rate_ratio_interval(now, now_days, before, days)
    assert low is not None
    assert low >= 0
    if before == 0:
        assert high is None
        return
    ratio = (now / now_days) / (before / days)
    assert high is not None
    assert low <= ratio <= high


@given(counts, days, counts, days)
def test_the_periods_swapped_turn_the_interval_over(
    now: int, now_days: int, before: int, days: int
) -> None:
    assume(now > 0)
    assume(before > 0)
    low, high = rate_ratio_interval(now, now_days, before, days)
    turned_low, turned_high = rate_ratio_interval(before, days, now, now_days)
    assert low is not None
    assert high is not None
    assert turned_low is not None
    assert turned_high is not None
    assert math.isclose(low * turned_high, 1, rel_tol=1e-6)
    assert math.isclose(high * turned_low, 1, rel_tol=1e-6)


@given(counts, counts, st.integers(min_value=1, max_value=2_000), counts)
def test_a_difference_adds_up_over_areas(
    before: int, after: int, rest_before: int, rest_after: int
) -> None:
    rest = BeforeAfter(places=1, before=rest_before, after=rest_after)
    whole = difference(BeforeAfter(places=1, before=2 * before, after=2 * after), rest)
    half = difference(BeforeAfter(places=1, before=before, after=after), rest)
    assert math.isclose(whole.estimate, 2 * half.estimate, abs_tol=1e-6)
    assert half.low <= half.estimate <= half.high
    assert whole.standard_error <= 2 * half.standard_error + 1e-9
