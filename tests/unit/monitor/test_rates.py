"""Episodes for the days that young people lived in a type of placement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from scipy import stats

from hotspots.model import PlacementSpell, PlacementType
from hotspots.monitor import rates_of
from hotspots.monitor.rates import NO_DATES, NO_DAYS, OTHERS, poisson_interval
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

JANUARY = Period(first=date(2021, 1, 1), last=date(2021, 1, 31))
OWN, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER


def _spell(
    child: str, first: date, until: date | None = None, placement: PlacementType = OWN
) -> PlacementSpell:
    return PlacementSpell(child_id=child, placement=placement, first=first, until=until)


def test_without_placement_dates_there_is_no_rate_but_a_reason(
    episode: Callable[..., Episode],
) -> None:
    (rate,) = rates_of([episode("a", 1, placement=OWN)], [], JANUARY)
    assert (rate.episodes, rate.outside) == (1, 0)
    assert (rate.per_1000_days, rate.low, rate.high, rate.reason) == (None, None, None, NO_DATES)


def test_days_are_those_of_the_period_and_the_last_day_is_not_lived_there(
    episode: Callable[..., Episode],
) -> None:
    spells = [
        _spell("a", date(2020, 1, 1), date(2021, 1, 11)),  # ten days of January
        _spell("b", date(2021, 1, 22)),  # ten days, and it lasts
        _spell("c", date(2021, 2, 1)),
        _spell("d", date(2020, 1, 1), date(2021, 1, 1)),
    ]
    (rate,) = rates_of([episode("a", 1, placement=OWN)], spells, JANUARY)
    assert (rate.child_days, rate.per_1000_days) == (20, 50.0)
    assert rate.reason == ""


def test_spells_that_overlap_or_touch_count_each_day_once(
    episode: Callable[..., Episode],
) -> None:
    spells = [
        _spell("a", date(2021, 1, 5), date(2021, 1, 8)),
        _spell("a", date(2021, 1, 1), date(2021, 1, 6)),
        _spell("a", date(2021, 1, 8), date(2021, 1, 10)),
        _spell("a", date(2021, 1, 20), date(2021, 1, 21)),
    ]
    (rate,) = rates_of([episode("a", 1, placement=OWN)], spells, JANUARY)
    assert rate.child_days == 10


def test_an_episode_on_a_day_in_no_such_placement_is_not_in_the_rate(
    episode: Callable[..., Episode],
) -> None:
    spells = [_spell("a", date(2021, 1, 1), date(2021, 1, 11))]
    episodes = [
        episode("a", 9, placement=OWN),
        episode("a", 10, placement=OWN),  # the day on which the placement ended
        episode("b", 1, placement=OWN),
        episode("a", 1, placement=FOSTER),
        episode("a", 31, placement=OWN),  # in February
    ]
    own, foster = rates_of(episodes, spells, JANUARY)
    assert (own.episodes, own.outside) == (1, 2)
    assert (foster.episodes, foster.outside, foster.reason) == (0, 1, NO_DAYS)


def test_placements_of_other_young_people_give_no_rate_of_nothing(
    episode: Callable[..., Episode],
) -> None:
    spells = [_spell("under another key", date(2021, 1, 1))]
    (rate,) = rates_of([episode("a", 1, placement=OWN)], spells, JANUARY)
    assert (rate.per_1000_days, rate.episodes, rate.outside) == (None, 1, 0)
    assert rate.reason == OTHERS


def test_a_placement_without_episodes_has_a_rate_of_nothing_with_an_upper_end() -> None:
    (rate,) = rates_of([], [_spell("a", date(2021, 1, 1), date(2021, 1, 11))], JANUARY)
    assert (rate.per_1000_days, rate.low) == (0.0, 0.0)
    assert rate.high == pytest.approx(368.9, abs=0.1)  # 3.689 in 10 days


@pytest.mark.parametrize("count", [0, 1, 7, 245])
def test_the_interval_is_garwood_s(count: int) -> None:
    low, high = poisson_interval(count)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025)
    assert count == 0 or stats.poisson.sf(count - 1, low) == pytest.approx(0.025)
    assert (low == 0.0) == (count == 0)
