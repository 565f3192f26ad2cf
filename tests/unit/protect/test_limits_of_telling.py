"""The very edges of what is told of direction and firmness: one step further, and it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.cluster import ClusterParams
from hotspots.describe import rate_ratio_interval
from hotspots.model import Firmness
from hotspots.period import Period
from hotspots.protect import firmness, load_policy, travel
from hotspots.protect.firmness import firmness_of
from hotspots.protect.travel import FEWEST_APART, Beside
from hotspots.release import Audience, Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext

NOW = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))
BEFORE = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))


@pytest.fixture
def beside() -> Beside:
    earlier: Any = SimpleNamespace(period=BEFORE)
    return Beside(earlier=earlier, period=NOW, base=5)


def test_the_interval_is_the_widest_that_rounding_leaves(beside: Beside) -> None:
    low, _ = rate_ratio_interval(38, 92, 22, 91)
    _, high = rate_ratio_interval(42, 92, 18, 91)
    assert beside._interval(40, 20) == (low, high)


def test_an_interval_without_ends_goes_from_nothing_to_everything(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "rate_ratio_interval", lambda *_: (None, None))
    assert beside._interval(40, 20) == (0.0, float("inf"))


@pytest.mark.parametrize(
    ("interval", "count", "before", "told"),
    [
        ((1.01, 5.0), 30, 20, Change.RISING),
        ((1.0, 5.0), 30, 20, Change.NO_CLEAR_CHANGE),
        ((1.01, 5.0), 29, 20, Change.NO_CLEAR_CHANGE),
        ((0.1, 0.99), 20, 30, Change.FALLING),
        ((0.1, 1.0), 20, 30, Change.NO_CLEAR_CHANGE),
        ((0.1, 0.99), 20, 29, Change.NO_CLEAR_CHANGE),
    ],
)
def test_a_change_is_told_only_beyond_both_limits(
    beside: Beside,
    monkeypatch: pytest.MonkeyPatch,
    interval: tuple[float, float],
    count: int,
    before: int,
    told: Change,
) -> None:
    assert FEWEST_APART == 10
    monkeypatch.setattr(Beside, "_interval", lambda *_: interval)
    found = beside._compared(count, before, "spring")
    assert found.change is told
    words = {Change.RISING: ": more episodes", Change.FALLING: ": fewer episodes"}
    assert words.get(told, "No clear change") in found.text


@pytest.mark.parametrize(
    ("verdict", "stands", "firm"),
    [
        (Firmness.HIGHLY_STABLE, True, True),
        (Firmness.STABLE, True, True),
        (Firmness.STABLE, False, False),
        (None, True, False),
    ],
)
def test_firm_is_what_is_stable_and_stands_without_anybody(
    verdict: Firmness | None, *, stands: bool, firm: bool
) -> None:
    found: Any = SimpleNamespace(firmness=verdict, stands_without_any_child=stands)
    assert firmness._is_firm(found) is firm


@pytest.mark.parametrize(("inside", "of", "most"), [(2, 4, False), (3, 4, True), (2, 5, False)])
def test_most_of_a_hotspot_is_more_than_half(inside: int, of: int, *, most: bool) -> None:
    own: Any = [SimpleNamespace(key=number) for number in range(of)]
    cluster: Any = SimpleNamespace(sightings=own[:inside])
    assert firmness._is_most(own, cluster) is most


def test_the_draws_begin_with_the_runs_seed_and_one_band_says_nothing(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[float] = []

    def stability_of(*_: object, generator: np.random.Generator) -> tuple[object, ...]:
        drawn.append(generator.random())
        return (SimpleNamespace(firmness=None, stands_without_any_child=False),)

    monkeypatch.setattr(firmness, "stability_of", stability_of)
    rules = load_policy(Audience.PARTNER).rules
    assert rules is not None
    context = replace(make_context(), params=ClusterParams(), seed=7)
    hotspots = [make_hotspot(episodes_of((5, 5, 5, 5, 5, 5)))]
    assert firmness_of(hotspots, rules=rules, context=context) == {}
    assert drawn == [np.random.default_rng(7).random()]
    one_band = replace(rules, figures=replace(rules.figures, child_bands=(3,)))
    assert firmness_of(hotspots, rules=one_band, context=context) == {}
    assert len(drawn) == 1
