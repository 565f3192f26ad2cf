"""The period beside a frozen baseline, by type of placement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hotspots.errors import ParameterError
from hotspots.model import Episode, EpisodeStatus, PlacementType, Travel
from hotspots.period import Period
from hotspots.pipeline.monitoring import NOTHING_RECORDED, reduction_of

BASELINE = Period(first=date(2022, 1, 1), last=date(2022, 6, 30))
PERIOD = Period(first=date(2022, 7, 1), last=date(2022, 12, 31))
FOSTER, OWN = PlacementType.FOSTER, PlacementType.OWN_RESIDENTIAL


def _episodes(first: date, number: int, placement: PlacementType) -> list[Episode]:
    """One a day from that day on, of ten young people in turn."""
    start = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    return [
        Episode(
            episode_id=f"{first}-{placement}-{n}",
            child_id=f"c{n % 10}",
            status=EpisodeStatus.MISSING,
            started_at=start + timedelta(days=n),
            returned_at=None,
            placement=placement,
        )
        for n in range(number)
    ]


def test_without_a_baseline_no_change_is_told() -> None:
    assert reduction_of(_episodes(PERIOD.first, 9, OWN), baseline=None, period=PERIOD) is None


def test_all_and_each_type_of_either_period_are_told_in_a_word_and_a_sentence() -> None:
    episodes = [
        *_episodes(BASELINE.first, 60, OWN),
        *_episodes(PERIOD.first, 20, OWN),
        *_episodes(PERIOD.first, 40, FOSTER),
        *_episodes(date(2023, 2, 1), 5, PlacementType.HOME),
    ]
    reduction = reduction_of(episodes, baseline=BASELINE, period=PERIOD)
    assert reduction is not None
    words = {one.placement: one.direction.word for one in reduction.trends}
    assert words == {None: Travel.STABLE, OWN: Travel.FALLING, FOSTER: Travel.EMERGING}
    everyone, own, _ = reduction.trends
    assert (everyone.direction.baseline_episodes, everyone.direction.current_episodes) == (60, 60)
    assert own.sentence.startswith("Falling: 20 episodes in 184 days against 60 in 181 before")
    assert reduction.warnings == ()


@pytest.mark.parametrize("recorded", [[], _episodes(PERIOD.first, 30, OWN)])
def test_a_baseline_of_which_nothing_is_recorded_shows_no_rise(recorded: list[Episode]) -> None:
    reduction = reduction_of(recorded, baseline=BASELINE, period=PERIOD)
    assert reduction is not None
    assert (reduction.trends, reduction.warnings) == ((), (NOTHING_RECORDED,))


@pytest.mark.parametrize(("first_day", "warned"), [(28, False), (29, True)])
def test_a_register_that_begins_within_the_baseline_is_told(
    first_day: int, *, warned: bool
) -> None:
    first = BASELINE.first.replace(day=first_day)
    reduction = reduction_of(_episodes(first, 30, OWN), baseline=BASELINE, period=PERIOD)
    assert reduction is not None
    assert bool(reduction.warnings) == warned
    assert not warned or f"{first_day}/01/2022, 28 days after" in reduction.warnings[0]


def test_a_baseline_of_the_lockdowns_is_called_a_poor_one() -> None:
    lockdown = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
    reduction = reduction_of(_episodes(lockdown.first, 30, OWN), baseline=lockdown, period=PERIOD)
    assert reduction is not None
    assert reduction.warnings[0].startswith("The baseline is a poor one")


def test_a_baseline_that_runs_into_the_period_is_refused() -> None:
    with pytest.raises(ParameterError, match="baseline must end"):
        reduction_of(_episodes(PERIOD.first, 3, OWN), baseline=PERIOD, period=PERIOD)
