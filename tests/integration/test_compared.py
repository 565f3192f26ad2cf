"""Which earlier release a period is compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.period import Period
from hotspots.pipeline.compared import earlier_releases
from hotspots.release import Audience, Release, ShownCount
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2022, 1, 1, tzinfo=UTC)
PERIOD = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))
BEFORE = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))
LONG_BEFORE = Period(first=date(2021, 1, 1), last=date(2021, 3, 31))


def _release(period: Period, *, title: str = "A title") -> Release:
    return Release(
        audience=Audience.PARTNER,
        period=period,
        title=title,
        classification="OFFICIAL-SENSITIVE",
        policy_version="partner-2",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="-"),
        hotspots=(),
        zones=(),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReleaseStore]:
    opened = ReleaseStore.open(f"sqlite:///{tmp_path / 'releases.sqlite'}")
    yield opened
    opened.close()


def _seal(store: ReleaseStore, *releases: Release) -> None:
    for day, one in enumerate(releases):
        store.seal(one, layers={}, sealed_at=NOW + timedelta(days=day))


def test_it_is_the_last_period_of_as_many_months_before(store: ReleaseStore) -> None:
    half = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
    odd = Period(first=date(2021, 4, 2), last=date(2021, 6, 30))
    overlapping = Period(first=date(2021, 5, 1), last=date(2021, 7, 31))
    for period in (BEFORE, LONG_BEFORE, half, odd, overlapping, PERIOD):
        _seal(store, _release(period))
    assert [one.period for one in earlier_releases(store, PERIOD)] == [BEFORE]


def test_of_several_of_that_period_the_newest_counts(store: ReleaseStore) -> None:
    _seal(store, _release(BEFORE, title="old"), _release(BEFORE, title="new"))
    assert [one.title for one in earlier_releases(store, PERIOD)] == ["new"]


def test_without_one_nothing_is_compared(store: ReleaseStore) -> None:
    assert earlier_releases(store, PERIOD) == ()
    _seal(store, _release(PERIOD))
    assert earlier_releases(store, PERIOD) == ()
