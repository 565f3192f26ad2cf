"""The direction of travel is told from shown figures alone, and only where they are far apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from scipy import stats

from hotspots.period import Period
from hotspots.protect import load_policy, protect
from hotspots.protect.travel import Beside
from hotspots.release import Audience, Change, ShownCount

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext
    from hotspots.release import Release, ReleasedHotspot

PARTNER = load_policy(Audience.PARTNER)
NOW = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))
BEFORE = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))


@pytest.fixture
def release(
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> Release:
    hotspot = make_hotspot(episodes_of((4, 4, 4, 3)))
    return protect([hotspot], policy=PARTNER, context=make_context()).release


def _with(release: Release, value: int | None) -> Release:
    figure = ShownCount(text="5 to 7" if value is None else str(value), value=value)
    shown = tuple(replace(one, episodes=figure) for one in release.hotspots)
    return replace(release, hotspots=shown, period=BEFORE)


def _beside(release: Release, value: int | None) -> Beside:
    return Beside(earlier=_with(release, value), period=NOW, base=5)


def _showing(release: Release, value: int | None) -> ReleasedHotspot:
    return _with(release, value).hotspots[0]


@pytest.mark.parametrize(
    ("count", "before", "change"),
    [
        (40, 10, Change.RISING),
        (10, 40, Change.FALLING),
        (15, 15, Change.NO_CLEAR_CHANGE),
        (15, 10, Change.NO_CLEAR_CHANGE),  # nearer than ten
        (30, 20, Change.NO_CLEAR_CHANGE),  # ten apart, and it may be chance
        (None, 40, Change.NOT_COMPARABLE),
        (40, None, Change.NOT_COMPARABLE),
    ],
)
def test_a_change_is_told_only_where_the_shown_figures_are_clearly_apart(
    release: Release, count: int | None, before: int | None, change: Change
) -> None:
    found = _beside(release, before).direction_of(_showing(release, count))
    assert found.change is change
    told = change in {Change.RISING, Change.FALLING}
    assert (found.ratio is not None) is told
    assert (found.low is not None) is told
    assert BEFORE.in_words in found.text


def test_a_step_of_nine_is_not_told_however_sure(release: Release) -> None:
    unrounded = Beside(earlier=_with(release, 1), period=NOW, base=1)
    assert unrounded.direction_of(_showing(release, 10)).change is Change.NO_CLEAR_CHANGE
    assert unrounded.direction_of(_showing(release, 11)).change is Change.RISING


def test_the_interval_allows_for_rounding_of_both_figures(release: Release) -> None:
    plain = Beside(earlier=_with(release, 20), period=NOW, base=1)
    rounded = Beside(earlier=_with(release, 20), period=NOW, base=5)
    one, other = (b.direction_of(_showing(release, 60)) for b in (plain, rounded))
    assert one.low is not None
    assert other.low is not None
    assert other.low < one.low
    assert one.high is not None
    assert other.high is not None
    assert other.high > one.high
    # Given their sum of 80, the 60 are binomial; the ratio's limits are those of the odds.
    share = stats.binomtest(60, 80).proportion_ci(method="exact")
    limits = [odds / (1 - odds) * 91 / 92 for odds in (share.low, share.high)]
    assert [one.low, one.high] == [round(limit, 2) for limit in limits]
    assert one.ratio == round((60 / 92) / (20 / 91), 2)


def test_days_and_not_periods_are_compared(release: Release) -> None:
    half = replace(_with(release, 40), period=Period(first=date(2021, 1, 1), last=BEFORE.last))
    found = Beside(earlier=half, period=NOW, base=5).direction_of(_showing(release, 20))
    assert found.change is Change.NO_CLEAR_CHANGE  # as many a day


def test_what_was_not_shown_is_new_and_what_is_no_longer_shown_is_named(release: Release) -> None:
    elsewhere = replace(release.hotspots[0], hotspot_id="park", name="Park")
    earlier = replace(_with(release, 20), hotspots=(elsewhere,))
    beside = Beside(earlier=earlier, period=NOW, base=5)
    found = beside.direction_of(release.hotspots[0])
    assert found.change is Change.NEW
    assert "too few young people" in found.text
    comparison = beside.comparison(release.hotspots)
    assert comparison.period == BEFORE
    assert [one.hotspot_id for one in comparison.former] == ["park"]
    assert comparison.for_areas(frozenset({"E05000001"})) == comparison
    assert comparison.for_areas(frozenset({"E05000002"})).former == ()


def test_a_place_that_was_struck_off_since_is_not_named_again(
    release: Release,
    make_context: Callable[..., GateContext],
) -> None:
    at = release.hotspots[0].position
    shown = ("shop", "shop-2", "pub-2", "pub")
    earlier = replace(
        _with(release, 20),
        hotspots=tuple(replace(release.hotspots[0], hotspot_id=one, name=one) for one in shown),
    )
    nameable = frozenset({("shop", at.easting, at.northing), ("pub", at.easting + 1, at.northing)})
    context = replace(make_context(), earlier=(earlier,), nameable=nameable)
    told = protect([], policy=PARTNER, context=context).release.comparison
    assert told is not None
    assert [one.name for one in told.former] == ["shop", "shop-2"]
    context = replace(context, nameable=None)
    told = protect([], policy=PARTNER, context=context).release.comparison
    assert told is not None
    assert [one.name for one in told.former] == list(shown)


def test_the_gate_compares_with_the_audiences_own_earlier_release(
    release: Release,
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of((14, 13, 12, 11)))
    earlier = _with(release, 10)
    context = replace(make_context(), earlier=(earlier,))
    shown = protect([hotspot], policy=PARTNER, context=context).release
    assert shown.hotspots[0].direction is not None
    assert shown.hotspots[0].direction.change is Change.RISING
    assert shown.comparison is not None
    assert any(BEFORE.in_words in notice for notice in shown.notices)
    assert type(shown).from_bytes(shown.canonical_bytes()) == shown
    for other in (Audience.BRIEF, Audience.PUBLIC):
        told = protect([hotspot], policy=load_policy(other), context=context).release
        assert told.comparison is None  # the earlier one was not theirs


def test_a_period_that_is_not_shown_is_compared_with_nothing(
    release: Release, make_context: Callable[..., GateContext]
) -> None:
    early = replace(make_context(as_of=date(2021, 9, 30)), earlier=(_with(release, 10),))
    assert protect([], policy=PARTNER, context=early).release.comparison is None
    empty = replace(make_context(as_of=date(2021, 9, 30)), period=BEFORE)
    closed = protect([], policy=PARTNER, context=replace(empty, as_of=BEFORE.last)).release
    later = replace(make_context(), earlier=(closed,))
    assert protect([], policy=PARTNER, context=later).release.comparison is None
