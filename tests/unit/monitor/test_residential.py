"""Types of home: exact figures, whatever types there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hotspots.model import (
    Episode,
    EpisodeStatus,
    InterviewState,
    PlacementType,
    ReturnInterview,
)
from hotspots.monitor.board import board_groups
from hotspots.monitor.residential import HOME_TYPES, home_figures
from hotspots.period import Period

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
START = datetime(2021, 2, 1, 19, tzinfo=UTC)


def episode(number: int, child: int, placement: PlacementType) -> Episode:
    started = START + timedelta(days=number)
    return Episode(
        episode_id=f"e{number}",
        child_id=f"c{child}",
        status=EpisodeStatus.MISSING,
        started_at=started,
        returned_at=started + timedelta(hours=5),
        placement=placement,
        interview=ReturnInterview(state=InterviewState.COMPLETED),
    )


def test_each_type_has_its_figures_and_a_type_of_none_has_noughts() -> None:
    homes = PlacementType.OWN_RESIDENTIAL
    episodes = [episode(number, number // 3, homes) for number in range(7)]
    episodes += [episode(10, 9, PlacementType.HOME)]
    episodes[6] = replace(episodes[6], returned_at=None)
    figures = home_figures(board_groups(episodes, (), PERIOD))
    assert [one.group.name.casefold() for one in figures] == [kind.value for kind in HOME_TYPES]
    own, *others = figures
    assert (len(own.group.episodes), own.group.children, own.often) == (7, 3, 2)
    assert own.interviews == (6, 0, 0, 1)
    assert all((one.group.episodes, one.often) == ((), 0) for one in others)
    assert all(one.interviews == (0, 0, 0, 0) for one in others)
