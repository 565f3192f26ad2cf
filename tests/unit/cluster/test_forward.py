"""The forward check on made-up months. All children, episodes and places are synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import shapely

from hotspots.cluster import (
    City,
    ClusterParams,
    forward_check,
    forward_sentences,
    hold_out_last_month,
)
from hotspots.cluster.forward import _Test, _Visits
from hotspots.geo import PointM
from hotspots.model import (
    Episode,
    EpisodeStatus,
    ForwardCheck,
    ForwardVerdict,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    HoldOut,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.period import Period

EAST, NORTH = 430_000.0, 330_000.0
SIDE_M = 10_000.0
HALF_YEAR = Period(first=date(2022, 1, 1), last=date(2022, 6, 30))
PARAMS = ClusterParams()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One visit: which place (1 km apart), in which month, which child."""

    place: int
    month: int
    child: int
    located: bool = True
    precision_m: float = 50.0


def _point(place: int) -> PointM:
    return PointM(EAST + 1_000 * (place % 9 + 1), NORTH + 1_000 * (place // 9 + 1))


CITY = City(
    outline_m=shapely.box(EAST, NORTH, EAST + SIDE_M, NORTH + SIDE_M),
    places=tuple(_point(place) for place in range(81)),
)


def _sighting(number: int, seen: Seen, *, role: PlaceRole = PlaceRole.VISITED) -> Sighting:
    started = datetime(2022, seen.month, 1 + number % 28, 20, tzinfo=UTC)
    return Sighting(
        episode=Episode(
            episode_id=f"E{number:04d}",
            child_id=f"c_{seen.child}",
            status=EpisodeStatus.MISSING,
            started_at=started,
            returned_at=started + timedelta(hours=3),
        ),
        mention=PlaceMention(key=role.value, role=role, source=PlaceSource.POLICE, text=""),
        part=1,
        where=Geocoded(
            text="",
            status=GeocodeStatus.LOCATED if seen.located else GeocodeStatus.OUTSIDE,
            method=GeocodeMethod.NAME,
            confidence=1.0,
            point=_point(seen.place),
            precision_m=seen.precision_m,
            place_id=f"place-{seen.place}" if seen.precision_m == 50.0 else None,
        ),
    )


def _sightings(visits: list[Seen]) -> list[Sighting]:
    return [_sighting(number, one) for number, one in enumerate(visits)]


def _steady(places: tuple[int, ...], *, busy_in_may: tuple[int, ...] = ()) -> list[Seen]:
    """Six children at each place in every month; in May at other places, if any are given."""
    return [
        Seen(place=place, month=month, child=child)
        for month in range(1, 7)
        for place in (busy_in_may if month == 5 and busy_in_may else places)
        for child in range(6)
    ]


def _check(visits: list[Seen], *, seed: int = 1, split: HoldOut | None = None) -> ForwardCheck:
    return forward_check(
        _sightings(visits),
        PARAMS,
        split=split or hold_out_last_month(HALF_YEAR),
        city=CITY,
        generator=np.random.default_rng(seed),
    )


@pytest.mark.parametrize(
    ("first", "last", "held_out"),
    [
        (date(2022, 1, 1), date(2022, 6, 30), date(2022, 6, 1)),
        (date(2022, 1, 1), date(2022, 6, 29), date(2022, 5, 1)),
        (date(2022, 1, 1), date(2022, 2, 28), date(2022, 2, 1)),
        (date(2021, 12, 1), date(2022, 1, 31), date(2022, 1, 1)),
        (date(2022, 1, 2), date(2022, 2, 28), None),
        (date(2022, 1, 1), date(2022, 1, 31), None),
        (date(2022, 1, 1), date(2022, 2, 27), None),
    ],
)
def test_the_last_whole_month_is_held_out(first: date, last: date, held_out: date | None) -> None:
    split = hold_out_last_month(Period(first=first, last=last))
    if held_out is None:
        assert split is None
        return
    assert split is not None
    assert split.held_out.first == held_out
    assert split.held_out.is_whole_months
    assert split.held_out.months == 1
    assert split.earlier == Period(first=first, last=held_out - timedelta(days=1))


def test_places_that_last_are_found_and_one_odd_month_misleads_the_naive_rule() -> None:
    check = _check(_steady((0, 40, 80), busy_in_may=(10, 20, 30)))
    assert check.verdict is ForwardVerdict.BETTER
    assert check.p_value is not None
    assert check.p_value <= 0.05
    assert check.three_hotspots is not None
    assert check.last_month is not None
    assert (check.three_hotspots.visits, check.last_month.visits) == (18, 0)
    assert check.last_month.pai == 0.0


def test_hotspots_of_old_months_are_worse_than_last_month() -> None:
    moved = [
        Seen(place=place, month=month, child=child)
        for month in range(1, 7)
        for place in ((0, 40, 80) if month < 5 else (10, 20, 30))
        for child in range(6)
    ]
    check = _check(moved)
    assert check.verdict is ForwardVerdict.WORSE
    assert check.p_value is not None
    assert check.p_value <= 0.05


def test_the_same_places_are_no_different() -> None:
    check = _check(_steady((0, 40, 80)))
    assert check.verdict is ForwardVerdict.NO_DIFFERENCE
    assert check.p_value == 1.0
    assert check.three_hotspots == check.last_month


def test_hit_rate_and_index_are_shares_of_visits_and_of_ground() -> None:
    check = _check(_steady((0, 40, 80)) + [Seen(place=33, month=6, child=n) for n in range(6)])
    disc_m2 = shapely.area(shapely.buffer(shapely.Point(0, 0), PARAMS.eps_m))
    assert (check.visits, check.children) == (24, 6)
    assert check.hotspots is not None
    assert check.hotspots.places == 3
    assert check.hotspots.hit_rate == 18 / 24
    assert check.hotspots.area_share == pytest.approx(3 * disc_m2 / SIDE_M**2)
    assert check.hotspots.pai == pytest.approx(0.75 / check.hotspots.area_share)
    assert check.random is not None
    assert check.random.places == 3
    # 24 visits lie at 4 of the 81 places: 3 drawn places take in 24 x 3 / 81 on average.
    assert check.random.visits == pytest.approx(24 * 3 / 81, abs=0.5)


def test_a_visit_is_one_episode_at_one_position() -> None:
    twice = [
        _sighting(number, one, role=role)
        for number, one in enumerate(_steady((0, 40, 80)))
        for role in (PlaceRole.VISITED, PlaceRole.FOUND)
    ]
    split = hold_out_last_month(HALF_YEAR)
    check = forward_check(twice, PARAMS, split=split, city=CITY, generator=np.random.default_rng(1))
    assert check == _check(_steady((0, 40, 80)))


def test_the_order_of_the_rows_plays_no_part_and_the_seed_does_all() -> None:
    visits = _sightings([*_steady((0, 40, 80)), Seen(place=5, month=6, child=9)])
    split = hold_out_last_month(HALF_YEAR)

    def check(rows: list[Sighting], seed: int) -> ForwardCheck:
        generator = np.random.default_rng(seed)
        return forward_check(rows, PARAMS, split=split, city=CITY, generator=generator)

    assert check(visits, 1) == check(visits[::-1], 1)
    assert check(visits, 1).random != check(visits, 2).random


def test_a_vague_position_is_neither_learnt_from_nor_looked_for() -> None:
    vague = [
        Seen(place=33, month=month, child=child, precision_m=2_000.0)
        for month in range(1, 7)
        for child in range(12)
    ]
    assert _check([*_steady((0, 40, 80)), *vague]) == _check(_steady((0, 40, 80)))


def test_a_cluster_of_too_few_children_is_no_hotspot() -> None:
    habit = [Seen(place=33, month=month, child=7) for month in range(1, 7) for _ in range(9)]
    several = ClusterParams(min_children=2)
    check = forward_check(
        _sightings([*_steady((0, 40)), *habit]),
        several,
        split=hold_out_last_month(HALF_YEAR),
        city=CITY,
        generator=np.random.default_rng(1),
    )
    assert check.hotspots is not None
    assert check.hotspots.places == 2


def test_ground_beyond_the_city_does_not_count() -> None:
    half = City(outline_m=shapely.box(EAST, NORTH, EAST + 1_000, NORTH + SIDE_M), places=())
    check = forward_check(
        _sightings(_steady((0, 9, 18))),
        PARAMS,
        split=hold_out_last_month(HALF_YEAR),
        city=half,
        generator=np.random.default_rng(1),
    )
    disc_m2 = shapely.area(shapely.buffer(shapely.Point(0, 0), PARAMS.eps_m))
    assert check.hotspots is not None
    assert check.hotspots.area_share == pytest.approx(1.5 * disc_m2 / (1_000 * SIDE_M))
    assert check.random is None


def test_places_wholly_outside_take_up_no_ground_and_have_no_index() -> None:
    far = City(outline_m=shapely.box(0, 0, 1, 1), places=CITY.places[:3])
    check = forward_check(
        _sightings(_steady((0, 40, 80))),
        PARAMS,
        split=hold_out_last_month(HALF_YEAR),
        city=far,
        generator=np.random.default_rng(1),
    )
    assert check.hotspots is not None
    assert check.random is not None
    assert (check.hotspots.pai, check.random.pai, check.p_value) == (None, None, 1.0)
    assert "(PAI)" not in " ".join(forward_sentences(check))


def test_where_neither_choice_is_better_a_difference_is_rarely_claimed() -> None:
    """Children with habits of their own, who go to either of two places as it happens."""
    generator = np.random.default_rng(11)
    here, there = _point(0).key, _point(10).key
    claimed = 0
    for _ in range(200):
        often = generator.integers(0, 6, size=12)
        children = tuple(
            f"c_{child:02d}" for child, times in enumerate(often) for _ in range(times)
        )
        at = generator.choice(np.array([here, there]), size=len(children))
        test = _Test(_Visits(positions_m=at, children=children), city=CITY, radius_m=150.0)
        _, p_value = test.compare([here], [there], generator)
        claimed += p_value <= 0.05
    assert claimed <= 18  # a fair test at 5 % claims more in fewer than one run of a hundred


@pytest.mark.parametrize(
    "visits",
    [
        [],
        [one for one in _steady((0,)) if one.month < 6],
        [one for one in _steady((0, 40, 80)) if one.month == 6],
        [Seen(place=one.place, month=one.month, child=one.child % 5) for one in _steady((0, 40))],
        [one for one in _steady((0, 40, 80)) if one.month != 5],
        [Seen(place=1, month=m, child=c, located=False) for m in range(1, 7) for c in range(12)],
    ],
    ids=["nothing", "none held out", "no hotspot", "five children", "empty May", "outside"],
)
def test_too_little_is_called_so(visits: list[Seen]) -> None:
    check = _check(visits)
    assert check.verdict is ForwardVerdict.INSUFFICIENT
    assert (check.hotspots, check.p_value) == (None, None)
    assert "too little" in " ".join(forward_sentences(check))


def test_without_a_month_to_hold_out_there_is_nothing_to_check() -> None:
    check = forward_check([], PARAMS, split=None, city=CITY, generator=np.random.default_rng(1))
    assert check.verdict is ForwardVerdict.INSUFFICIENT
    assert "no whole month" in forward_sentences(check)[0]


@pytest.mark.parametrize(
    ("visits", "verdict"),
    [
        (_steady((0, 40, 80), busy_in_may=(10, 20, 30)), "say more of the next month"),
        (_steady((0, 40)), "neither clearly more"),
    ],
)
def test_the_sentences_name_each_rule_with_its_figures(visits: list[Seen], verdict: str) -> None:
    sentences = forward_sentences(_check(visits))
    assert sentences[0].startswith("June 2022 was held out: ")
    assert len(sentences) == 6
    assert all(" visits on " in one for one in sentences[1:5])
    assert verdict in sentences[-1]


def test_one_position_is_not_called_positions() -> None:
    visits = [Seen(place=0, month=m, child=c) for m in range(1, 7) for c in range(12)]
    assert "(1 position)" in forward_sentences(_check(visits))[1]
