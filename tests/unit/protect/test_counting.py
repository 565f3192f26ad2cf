from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.protect.counting import (
    counted_sightings,
    episode_counts,
    may_be_named,
    period_fits,
)
from hotspots.protect.policy import PeriodKind, Timing

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.gazetteer import Place
    from hotspots.model import Episode, Hotspot, Sighting
    from hotspots.protect import GateContext

FORTNIGHT = Timing(period=PeriodKind.MONTHS, days_after_close=14, days_after_period=1)


@pytest.mark.parametrize(
    ("kind", "first", "last", "fits"),
    [
        (PeriodKind.MONTHS, date(2021, 2, 1), date(2021, 2, 28), True),
        (PeriodKind.MONTHS, date(2021, 1, 1), date(2021, 6, 30), True),
        (PeriodKind.MONTHS, date(2021, 2, 1), date(2021, 2, 27), False),
        (PeriodKind.MONTHS, date(2021, 2, 2), date(2021, 3, 31), False),
        (PeriodKind.QUARTER_OR_HALF_YEAR, date(2021, 1, 1), date(2021, 3, 31), True),
        (PeriodKind.QUARTER_OR_HALF_YEAR, date(2021, 7, 1), date(2021, 12, 31), True),
        (PeriodKind.QUARTER_OR_HALF_YEAR, date(2021, 2, 1), date(2021, 4, 30), False),
        (PeriodKind.QUARTER_OR_HALF_YEAR, date(2021, 4, 1), date(2021, 9, 30), False),
        (PeriodKind.QUARTER_OR_HALF_YEAR, date(2021, 1, 1), date(2021, 12, 31), False),
        (PeriodKind.YEAR, date(2021, 1, 1), date(2021, 12, 31), True),
        (PeriodKind.YEAR, date(2021, 4, 1), date(2022, 3, 31), False),
        (PeriodKind.YEAR, date(2021, 1, 1), date(2021, 6, 30), False),
    ],
)
def test_the_kind_of_period(
    make_context: Callable[..., GateContext],
    kind: PeriodKind,
    first: date,
    last: date,
    *,
    fits: bool,
) -> None:
    timing = Timing(period=kind, days_after_close=0, days_after_period=0)
    assert period_fits(timing, make_context(first, last)) is fits


@pytest.mark.parametrize(("as_of", "fits"), [(27, False), (28, True), (29, True)])
def test_the_delay_after_the_period(
    make_context: Callable[..., GateContext], as_of: int, *, fits: bool
) -> None:
    timing = Timing(period=PeriodKind.MONTHS, days_after_close=0, days_after_period=28)
    context = make_context(date(2021, 8, 1), date(2021, 8, 31), as_of=date(2021, 9, as_of))
    assert period_fits(timing, context) is fits


@pytest.mark.parametrize(("day", "counts"), [(15, False), (16, True), (17, True)])
def test_an_episode_counts_once_it_has_been_over_for_the_delay(
    make_episode: Callable[..., Episode],
    make_context: Callable[..., GateContext],
    day: int,
    *,
    counts: bool,
) -> None:
    episode = make_episode(1, started=datetime(2021, 8, 2, 10, tzinfo=UTC), hours=2)
    context = make_context(as_of=date(2021, 8, day))
    assert episode_counts(episode, FORTNIGHT, context) is counts


def test_the_day_of_the_return_is_the_local_one(
    make_episode: Callable[..., Episode], make_context: Callable[..., GateContext]
) -> None:
    # Back at 23:30 in UTC: half past midnight of the 3rd in London.
    episode = make_episode(1, started=datetime(2021, 8, 2, 20, 30, tzinfo=UTC), hours=3)
    assert not episode_counts(episode, FORTNIGHT, make_context(as_of=date(2021, 8, 16)))
    assert episode_counts(episode, FORTNIGHT, make_context(as_of=date(2021, 8, 17)))


def test_a_child_who_is_still_missing_never_counts(
    make_episode: Callable[..., Episode], make_context: Callable[..., GateContext]
) -> None:
    assert not episode_counts(make_episode(1, hours=None), FORTNIGHT, make_context())


@pytest.mark.parametrize(
    ("started", "counts"),
    [
        (datetime(2021, 6, 30, 22, 59, tzinfo=UTC), False),
        (datetime(2021, 6, 30, 23, 0, tzinfo=UTC), True),  # midnight of 1 July in London
        (datetime(2021, 9, 30, 22, 59, tzinfo=UTC), True),
        (datetime(2021, 9, 30, 23, 0, tzinfo=UTC), False),
    ],
)
def test_an_episode_belongs_to_the_period_in_which_it_began(
    make_episode: Callable[..., Episode],
    make_context: Callable[..., GateContext],
    started: datetime,
    *,
    counts: bool,
) -> None:
    assert episode_counts(make_episode(1, started=started), FORTNIGHT, make_context()) is counts


@pytest.mark.parametrize(
    ("category", "publishable", "named"),
    [
        ("supermarket", True, True),
        ("supermarket", False, False),
        ("street", True, False),
        ("area", True, False),
    ],
)
def test_which_places_may_be_named(
    make_place: Callable[..., Place], category: str, *, publishable: bool, named: bool
) -> None:
    assert may_be_named(make_place(category=category, publishable=publishable)) is named


def test_only_sightings_at_places_that_may_be_named_count(
    make_place: Callable[..., Place],
    make_episode: Callable[..., Episode],
    make_sighting: Callable[..., Sighting],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    pub, road = make_place("Pub"), make_place("Road", category="street")
    refuge = make_place("Refuge", publishable=False)
    others = ["pub", "road", "refuge", "unheard-of", None]
    elsewhere = [make_sighting(make_episode(n), at) for n, at in enumerate(others)]
    still_missing = make_sighting(make_episode(8, hours=None), "shop")
    hotspot = make_hotspot([make_episode(9)], sightings=[*elsewhere, still_missing])
    for places, expected in (((pub, road, refuge), ["shop", "pub"]), ((), ["shop"])):
        known = replace(hotspot, places=places)
        counted = counted_sightings(known, FORTNIGHT, make_context())
        assert [sighting.where.place_id for sighting in counted] == expected
