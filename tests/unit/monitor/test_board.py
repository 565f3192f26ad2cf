"""The breakdowns of a board paper: each adds up to the whole, whatever the order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.model import GeocodeStatus, InterviewState, PlacementType, ReturnInterview
from hotspots.monitor.board import (
    DECLINED,
    HELD,
    NOT_HELD,
    PLACED,
    STILL_MISSING,
    UNPLACED,
    board_groups,
)
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Sighting

QUARTER = Period(first=date(2020, 12, 1), last=date(2021, 2, 28))


def _interview(state: InterviewState) -> ReturnInterview:
    return ReturnInterview(state=state)


def test_every_breakdown_adds_up(
    episode: Callable[..., Episode], sighting: Callable[..., Sighting]
) -> None:
    made = [
        episode("a", 0, placement=PlacementType.FOSTER),
        episode("a", 40, placement=PlacementType.OWN_RESIDENTIAL, hours=None),
        episode("b", 3, interview=_interview(InterviewState.COMPLETED)),
        episode("c", 5, interview=_interview(InterviewState.NOT_POSSIBLE)),
        episode("c", 9, interview=_interview(InterviewState.OFFERED)),
        episode("d", 400),  # after the period
    ]
    seen = [
        sighting(made[2], at="park"),
        sighting(made[3], at="park", status=GeocodeStatus.REVIEW),
        sighting(made[5], at="park"),
    ]
    groups = board_groups(made, seen, QUARTER)
    assert groups == board_groups(reversed(made), reversed(seen), QUARTER)
    assert len(groups.every.episodes) == 5
    assert groups.every.children == 3
    assert [(one.name, len(one.episodes)) for one in groups.months] == [
        ("Dec 2020", 0),
        ("Jan 2021", 4),
        ("Feb 2021", 1),
    ]
    assert {one.name: len(one.episodes) for one in groups.interviews} == {
        HELD: 1,
        DECLINED: 1,
        NOT_HELD: 2,
        STILL_MISSING: 1,
    }
    assert {one.name: len(one.episodes) for one in groups.placed} == {PLACED: 1, UNPLACED: 4}
    assert [kind for kind, _ in groups.placements] == [
        PlacementType.OWN_RESIDENTIAL,
        PlacementType.FOSTER,
        PlacementType.UNKNOWN,
    ]
    assert groups.movers


def test_the_most_often_missing_are_told_apart(episode: Callable[..., Episode]) -> None:
    made = [episode(child, day) for child in "abcdefg" for day in range(ord(child) - 96)]
    groups = board_groups(made, [], QUARTER)
    assert groups.most_often.children == 5
    assert len(groups.most_often.episodes) == 7 + 6 + 5 + 4 + 3
    assert not groups.movers


def test_nothing_is_a_paper_of_nothing() -> None:
    groups = board_groups([], [], QUARTER)
    assert groups.every.children == 0
    assert groups.placements == ()
    assert groups.most_often.episodes == ()
