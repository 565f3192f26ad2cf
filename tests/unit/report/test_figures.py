"""The sentences of paragraph 4.7, and the cases in which they need another word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hotspots.model import Episode, EpisodeStatus, PlacementType
from hotspots.period import Period
from hotspots.report import figures_of

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
IN_WORDS = "1 January 2021 to 30 June 2021"
OWN, FOSTER = PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER
SUPPORTED, INDEPENDENT = PlacementType.SUPPORTED, PlacementType.INDEPENDENT
# The report's: 180 by 11 (five of them with 164), 6 by 2, 43 by 9, 16 by 3.
REPORT = [
    *((OWN, n) for n in (45, 38, 32, 27, 22, 5, 4, 3, 2, 1, 1)),
    *((FOSTER, n) for n in (4, 2)),
    *((SUPPORTED, n) for n in (9, 8, 6, 5, 5, 4, 3, 2, 1)),
    *((INDEPENDENT, n) for n in (8, 5, 3)),
]


def _episodes(table: list[tuple[PlacementType, int]]) -> list[Episode]:
    return [
        _episode(f"c{child}", placement, day=number)
        for child, (placement, times) in enumerate(table)
        for number in range(times)
    ]


def _episode(child: str, placement: PlacementType, *, day: int) -> Episode:
    started = datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    return Episode(
        episode_id=f"{child}-{day}",
        child_id=child,
        status=EpisodeStatus.MISSING,
        started_at=started,
        returned_at=None,
        placement=placement,
    )


def test_the_report_s_own_sentences() -> None:
    assert figures_of(_episodes(REPORT), PERIOD).lines() == (
        f"245 episodes by 25 young people, {IN_WORDS}, counted by the day each began",
        "180 episodes are by 11 young people in own residential homes",
        "6 episodes are by 2 young people in foster care",
        "43 episodes are by 9 young people in supported accommodation",
        "16 episodes are by 3 young people in independent or unregulated provision",
        "164 of the 245 episodes (66.9 %) are by the 5 most often missing, over all placements",
    )


def test_one_episode_is_told_in_the_singular() -> None:
    figures = figures_of(_episodes([(FOSTER, 1)]), PERIOD)
    assert figures.lines() == (
        f"1 episode by 1 young person, {IN_WORDS}, counted by the day each began",
        "1 episode is by 1 young person in foster care",
    )


def test_who_moved_is_counted_in_each_type_and_once_in_all() -> None:
    moved = [_episode("c", OWN, day=1), _episode("c", FOSTER, day=2)]
    figures = figures_of(moved, PERIOD)
    assert (figures.children, figures.movers) == (1, 1)
    assert sum(one.children for one in figures.placements) == 2
    assert figures.lines()[-1] == (
        "1 young person was missing from more than one type of placement: "
        "counted in each, and once in the 1"
    )


def test_an_empty_period_is_told_without_dividing_by_nothing() -> None:
    figures = figures_of([], PERIOD)
    assert figures.top_share == 0.0
    assert figures.lines() == ("No episode began in the period 1 January 2021 to 30 June 2021",)


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
    started: datetime, counted: int
) -> None:
    one = Episode(
        episode_id="e",
        child_id="c",
        status=EpisodeStatus.MISSING,
        started_at=started,
        returned_at=started + timedelta(days=3),
    )
    assert figures_of([one], PERIOD).episodes == counted
