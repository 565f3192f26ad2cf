"""The mark of the releases: another as soon as there is something else to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Thread

import pytest

from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.store import ReleaseStore


@pytest.fixture
def release() -> Release:
    return Release(
        audience=Audience.PARTNER,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="made up",
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=(),
        zones=(),
    )


def test_the_mark_stays_while_nothing_is_published(
    store: ReleaseStore, release: Release, now: datetime
) -> None:
    store.seal(release, layers={}, sealed_at=now)
    before = store.mark(Audience.PARTNER)
    store.list(Audience.PARTNER)
    store.latest(Audience.PARTNER)
    assert store.mark(Audience.PARTNER) == before


def test_the_mark_changes_with_what_this_and_what_another_process_publishes(
    url: str, store: ReleaseStore, release: Release, now: datetime
) -> None:
    other = ReleaseStore.open(url)
    marks = [store.mark(Audience.PARTNER)]
    for number, publisher in enumerate((store, other, store)):
        one = replace(release, title=f"made up {number}")
        publisher.seal(one, layers={}, sealed_at=now + timedelta(days=number))
        marks.append(store.mark(Audience.PARTNER))
    other.close()
    assert len(set(marks)) == 4


def test_the_mark_changes_when_an_earlier_release_is_the_latest_again(
    store: ReleaseStore, release: Release, now: datetime
) -> None:
    later = replace(release, title="later")
    store.seal(release, layers={}, sealed_at=now)
    store.seal(later, layers={}, sealed_at=now + timedelta(days=1))
    before = store.mark(Audience.PARTNER)
    store.seal(release, layers={}, sealed_at=now + timedelta(days=2))
    assert store.mark(Audience.PARTNER) != before


def test_the_mark_can_be_asked_for_by_many_threads(store: ReleaseStore) -> None:
    marks: list[object] = []
    threads = [Thread(target=lambda: marks.append(store.mark(Audience.PARTNER))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(marks) == 8
    assert len(set(marks)) == 1
