"""The sentences of paragraph 4.7, and the cases in which they need another word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hotspots.model import Episode, EpisodeStatus, PlacementType
from hotspots.monitor import figures_of
from hotspots.period import Period
from hotspots.report import figure_lines

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
IN_WORDS = "1 January 2021 to 30 June 2021"
OWN, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER
HOME, INDEPENDENT = PlacementType.HOME, PlacementType.INDEPENDENT


def _lines(table: list[tuple[str, PlacementType, int]]) -> tuple[str, ...]:
    episodes = [
        _episode(f"{child}-{placement}-{day}", child, placement, day=day)
        for child, placement, times in table
        for day in range(times)
    ]
    return figure_lines(figures_of(episodes, PERIOD))


def _episode(episode_id: str, child: str, placement: PlacementType, *, day: int) -> Episode:
    return Episode(
        episode_id=episode_id,
        child_id=child,
        status=EpisodeStatus.MISSING,
        started_at=datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=day),
        returned_at=None,
        placement=placement,
    )


def test_one_episode_is_told_in_the_singular() -> None:
    assert _lines([("c", FOSTER, 1)]) == (
        f"1 episode by 1 young person, {IN_WORDS}, counted by the day each began",
        "1 episode is by 1 young person in foster care",
    )


def test_who_moved_is_counted_in_each_type_and_once_in_all() -> None:
    assert _lines([("c", OWN, 1), ("c", FOSTER, 1)])[-1] == (
        "1 young person was missing from more than one type of placement: "
        "counted in each, and once in the 1"
    )


def test_a_remainder_of_several_types_is_told_with_its_parts() -> None:
    lines = _lines([("a", OWN, 3), ("b", INDEPENDENT, 2), ("c", INDEPENDENT, 1), ("c", HOME, 1)])
    assert (
        "The remainder: 4 episodes are by 2 young people "
        "(3 by 2 in independent or unregulated provision, 1 by 1 living at home)"
    ) in lines


def test_without_a_remainder_none_is_told() -> None:
    assert not [line for line in _lines([("a", OWN, 3)]) if "remainder" in line]


def test_an_empty_period_is_told_without_dividing_by_nothing() -> None:
    assert _lines([]) == ("No episode began in the period 1 January 2021 to 30 June 2021",)
