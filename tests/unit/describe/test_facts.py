from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.describe import facts_of
from hotspots.errors import InternalError
from hotspots.model import PlaceRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting


def test_an_episode_counts_once_however_often_it_was_seen_here(
    make_sighting: Callable[..., Sighting],
) -> None:
    sightings = [
        make_sighting("1", role=PlaceRole.VISITED),
        make_sighting("1", role=PlaceRole.MENTIONED),
        make_sighting("2"),
        make_sighting("3", child="c_2"),
    ]
    facts = facts_of(sightings)
    assert (facts.sightings, facts.episodes, facts.children) == (4, 3, 2)
    assert facts.top_child_share == pytest.approx(2 / 3)


def test_months_are_those_of_the_local_day(make_sighting: Callable[..., Sighting]) -> None:
    # 23:30 in UTC is half past midnight of the next day in British Summer Time.
    sightings = [
        make_sighting("1", started=datetime(2021, 5, 31, 23, 30, tzinfo=UTC)),
        make_sighting("2", started=datetime(2021, 1, 31, 23, 30, tzinfo=UTC)),
    ]
    facts = facts_of(sightings)
    assert (facts.first_month, facts.last_month) == ("2021-01", "2021-06")


def test_weekday_and_hour_are_local_and_only_of_known_moments(
    make_sighting: Callable[..., Sighting],
) -> None:
    # Sunday 30 May 2021, 23:30 UTC: Monday 00:30 in London. Back ten hours later.
    started = datetime(2021, 5, 30, 23, 30, tzinfo=UTC)
    sightings = [
        make_sighting("1", role=PlaceRole.LAST_SEEN, started=started),
        make_sighting("1", role=PlaceRole.FOUND, started=started),
        make_sighting("1", role=PlaceRole.VISITED, started=started),
    ]
    facts = facts_of(sightings)
    assert facts.timed == 2
    assert facts.by_weekday == (2, 0, 0, 0, 0, 0, 0)
    assert [hour for hour, n in enumerate(facts.by_hour) for _ in range(n)] == [0, 10]
    assert len(facts.by_hour) == 24


def test_no_sightings_have_no_figures() -> None:
    with pytest.raises(InternalError):
        facts_of([])
