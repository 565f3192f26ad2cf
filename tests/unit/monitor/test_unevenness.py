"""Concentration beside what luck alone gives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.errors import ParameterError
from hotspots.model import RepeatRule, UnevennessVerdict
from hotspots.monitor import MonitorParams, unevenness_of, unevenness_of_counts
from hotspots.monitor.unevenness import equally_likely, gini_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Unevenness

FEW = MonitorParams(simulations=199)
REPORT = (45, 38, 32, 27, 22, 5, 4, 3, 2, 1, 1, 4, 2, 9, 8, 6, 5, 5, 4, 3, 2, 1, 8, 5, 3)


def _of(*counts: int, params: MonitorParams = FEW) -> Unevenness:
    return unevenness_of_counts(counts, generator=np.random.default_rng(1), params=params)


@pytest.mark.parametrize(
    ("counts", "gini"),
    [([4], 0.0), ([2, 2, 2], 0.0), ([1, 3], 0.25), ([1, 1, 1, 7], 0.45)],
)
def test_gini_of_counts_worked_out_by_hand(counts: list[int], gini: float) -> None:
    assert gini_of(np.array(counts)) == pytest.approx(gini)


def test_the_report_s_five_make_more_than_luck_gives_them() -> None:
    found = _of(*REPORT)
    assert (found.episodes, found.children, found.top_episodes) == (245, 25, 164)
    assert found.verdict is UnevennessVerdict.BEYOND
    assert found.p_value == pytest.approx(1 / 200)
    assert found.chance_top_share is not None
    low, middle, high = found.chance_top_share
    assert 0.2 < low < middle < high < found.top_share


def test_what_luck_deals_may_be_chance() -> None:
    dealt = np.bincount(np.random.default_rng(3).integers(20, size=80))
    found = _of(*(int(count) for count in dealt if count))
    assert found.verdict is UnevennessVerdict.WITHIN
    assert found.chance_gini is not None
    low, _, high = found.chance_gini
    assert found.gini is not None
    assert low <= found.gini <= high


@pytest.mark.parametrize("counts", [(), (5,), (4, 4), (1, 1, 1, 1, 1, 1, 1), (2, 2, 1)])
def test_with_too_little_nothing_is_said(counts: tuple[int, ...]) -> None:
    found = _of(*counts)
    assert found.verdict is UnevennessVerdict.INSUFFICIENT
    assert (found.p_value, found.chance_gini, found.simulations) == (None, None, 0)
    assert (found.gini is None) == (not counts)
    assert found.top_share == (1.0 if counts and len(counts) <= 5 else 5 / 7 if counts else 0.0)


def test_the_same_seed_says_the_same_and_another_only_nearly() -> None:
    assert _of(*REPORT) == _of(*REPORT)
    other = unevenness_of_counts(REPORT, generator=np.random.default_rng(2), params=FEW)
    assert other.chance_gini != _of(*REPORT).chance_gini


def test_hardly_any_repeats_mean_many_equals_and_are_simulated_too() -> None:
    found = _of(*([1] * 30), 2)
    assert equally_likely(32, 31) > 4 * 32
    assert found.verdict is UnevennessVerdict.WITHIN


def test_it_is_counted_by_child_within_the_period(episode: Callable[..., Episode]) -> None:
    episodes = [*(episode("a", day) for day in range(3)), episode("b", 40), episode("c", 1)]
    january = Period(first=date(2021, 1, 1), last=date(2021, 1, 31))
    params = MonitorParams(top_children=1)
    found = unevenness_of(episodes, january, generator=np.random.default_rng(0), params=params)
    assert (found.episodes, found.children, found.top_share) == (4, 2, 0.75)


@pytest.mark.parametrize(("total", "seen"), [(245, 25), (10, 9), (7, 3), (100_000, 3), (300, 299)])
def test_so_many_equals_leave_on_average_the_number_that_was_seen(total: int, seen: int) -> None:
    people = equally_likely(total, seen)
    expected = people * -np.expm1(total * np.log1p(-1 / people))
    one_fewer = (people - 1) * -np.expm1(total * np.log1p(-1 / (people - 1)))
    assert abs(expected - seen) <= max(0.5, expected - one_fewer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"top_children": 0},
        {"windows_days": ()},
        {"windows_days": (7, 0)},
        {"long_hours": -1},
        {"agree_within_m": 0},
        {"simulations": 98},
    ],
)
def test_thresholds_that_mean_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ParameterError):
        MonitorParams(**wrong)  # type: ignore[arg-type] # the wrong ones are the point


@pytest.mark.parametrize(("episodes", "days"), [(1, 90), (3, 0)])
def test_a_rule_that_is_no_repeat_is_refused(episodes: int, days: int) -> None:
    with pytest.raises(ParameterError, match="3/90"):
        RepeatRule(episodes=episodes, days=days)
