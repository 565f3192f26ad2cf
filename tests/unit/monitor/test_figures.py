"""Who is counted, where and how often."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import PlacementType, Tally
from hotspots.monitor import figures_of
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
OWN, FOSTER, HOME = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER, PlacementType.HOME


@pytest.mark.parametrize(
    ("started", "counted"),
    [
        (datetime(2021, 6, 30, 22, 59, tzinfo=UTC), 1),
        (datetime(2021, 6, 30, 23, 0, tzinfo=UTC), 0),  # 1 July by British summer time
        (datetime(2020, 12, 31, 23, 59, tzinfo=UTC), 0),
        (datetime(2021, 1, 1, 0, 0, tzinfo=UTC), 1),
    ],
)
def test_an_episode_counts_by_the_local_day_on_which_it_began(
    started: datetime, counted: int, episode: Callable[..., Episode]
) -> None:
    assert figures_of([episode(started_at=started, hours=72)], PERIOD).episodes == counted


def test_who_moved_is_counted_in_each_type_and_once_in_all(
    episode: Callable[..., Episode],
) -> None:
    figures = figures_of([episode(placement=OWN), episode(placement=FOSTER)], PERIOD)
    assert (figures.children, figures.movers) == (1, 1)
    assert sum(one.children for one in figures.placements) == 2


def test_the_top_is_told_of_all_and_of_each_type(episode: Callable[..., Episode]) -> None:
    episodes = [
        *(episode("a", day, placement=OWN) for day in range(3)),
        *(episode("b", day, placement=FOSTER) for day in range(2)),
        episode("c", 1, placement=OWN),
    ]
    figures = figures_of(episodes, PERIOD, top_children=1)
    assert (figures.top_children, figures.top_episodes, figures.top_share) == (1, 3, 0.5)
    tops = {one.placement: (one.top_episodes, one.top_share) for one in figures.placements}
    assert tops == {OWN: (3, 0.75), FOSTER: (2, 1.0)}


def test_the_remainder_is_all_that_is_not_named(episode: Callable[..., Episode]) -> None:
    episodes = [episode("a", placement=OWN), episode("b", placement=HOME), episode("b")]
    figures = figures_of(episodes, PERIOD)
    assert figures.remainder == Tally(episodes=2, children=1)
    assert figures.remainder_types == (HOME, PlacementType.UNKNOWN)
    named = figures_of(episodes, PERIOD, named_types=tuple(PlacementType))
    assert (named.remainder, named.remainder_types) == (Tally(episodes=0, children=0), ())


def test_nothing_is_divided_by_nothing() -> None:
    figures = figures_of([], PERIOD)
    assert (figures.top_share, figures.placements) == (0.0, ())
