"""Before and after an action, beside the rest of a made-up town. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.describe.disruption import (
    Ring,
    before_and_after,
    difference,
    disruption_of,
    quotient,
)
from hotspots.describe.disruption_words import (
    CAUTION,
    NOWHERE_NEAR,
    ONE_CHILD,
    disruption_sentences,
)
from hotspots.errors import ParameterError
from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM
from hotspots.model import (
    Action,
    ActionPlace,
    BeforeAfter,
    Disruption,
    DisruptionVerdict,
)
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.model import Sighting

BEGAN = date(2022, 4, 1)
RECORDED = Period(first=date(2022, 1, 1), last=date(2022, 6, 29))
AWAY_M = {"shop": 0.0, "kiosk": 100.0, "pub": 400.0, "cafe": 601.0, "station": 5_000.0}


def _town() -> Gazetteer:
    places = [
        Place(
            place_id=place_id,
            name=place_id.title(),
            category="retail",
            point=PointM(437_000.0 + x_m, 333_000.0),
            extent_m=60.0,
            accuracy_m=30.0,
            zone="Town",
        )
        for place_id, x_m in AWAY_M.items()
    ]
    street = Place(
        place_id="street",
        name="Street",
        category="street",
        point=PointM(437_300.0, 333_000.0),
        extent_m=250.0,
        accuracy_m=30.0,
        zone="Town",
    )
    return Gazetteer([*places, street], name="town")


TOWN = _town()


def _action(**changes: object) -> Action:
    fields: dict[str, object] = {
        "action_id": "a",
        "what": "Patrols",
        "kind": ActionPlace.PLACE,
        "where": "shop",
        "from_on": BEGAN,
        "to_on": None,
        "lead": "Police",
        "recorded_by": "AB",
        "recorded_at": datetime(2022, 4, 1, tzinfo=UTC),
    }
    return Action(**(fields | changes))  # type: ignore[arg-type] - fields of an action


@pytest.fixture
def seen(make_sighting: Callable[..., Sighting]) -> Callable[..., list[Sighting]]:
    """So many episodes before and after at each place, each by a child of its own."""

    def make(counts: Mapping[str, tuple[int, int]], child: str = "") -> list[Sighting]:
        return [
            make_sighting(
                f"{place_id}-{side}-{number}",
                place_id,
                child=child or f"c_{place_id}_{side}_{number}",
                started=datetime(2022, 4 if side else 2, 1 + number % 28, 20, tzinfo=UTC),
            )
            for place_id, pair in counts.items()
            for side, count in enumerate(pair)
            for number in range(count)
        ]

    return make


def _of(sightings: list[Sighting], **changes: object) -> Disruption:
    return disruption_of(
        _action(**changes), sightings, place_ids={"shop"}, gazetteer=TOWN, recorded=RECORDED
    )


def _area(before: int, after: int) -> BeforeAfter:
    return BeforeAfter(places=1, before=before, after=after)


@pytest.mark.parametrize(
    ("shop", "pub", "verdict"),
    [
        ((30, 5), (5, 25), DisruptionVerdict.MOVED),
        ((30, 5), (30, 5), DisruptionVerdict.SPREAD),
        ((30, 5), (10, 10), DisruptionVerdict.FEWER),
        ((30, 5), (0, 0), DisruptionVerdict.FEWER),
        ((5, 30), (10, 10), DisruptionVerdict.MORE),
        ((12, 10), (10, 12), DisruptionVerdict.NO_CLEAR_EFFECT),
        ((4, 0), (10, 10), DisruptionVerdict.INSUFFICIENT),
    ],
)
def test_each_verdict_has_its_rule(
    seen: Callable[..., list[Sighting]],
    shop: tuple[int, int],
    pub: tuple[int, int],
    verdict: DisruptionVerdict,
) -> None:
    found = _of(seen({"shop": shop, "pub": pub, "station": (100, 100)}))
    assert found.verdict is verdict
    assert (found.local is None) == (verdict is DisruptionVerdict.INSUFFICIENT)


def test_what_the_whole_city_did_is_no_effect_of_the_action(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = _of(seen({"shop": (30, 15), "pub": (10, 5), "station": (200, 100)}))
    assert found.verdict is DisruptionVerdict.NO_CLEAR_EFFECT
    assert found.total is not None
    assert found.total.estimate == pytest.approx(0.0)


def test_areas_are_told_apart_by_distance_and_streets_are_in_none(
    seen: Callable[..., list[Sighting]],
) -> None:
    counts = {"shop": (6, 6), "kiosk": (50, 50), "pub": (7, 7), "cafe": (8, 8), "station": (9, 9)}
    found = _of(seen(counts | {"street": (40, 40)}))
    assert found.target == BeforeAfter(places=1, before=6, after=6)
    assert found.ring == BeforeAfter(places=1, before=7, after=7)
    assert found.rest == BeforeAfter(places=2, before=17, after=17)


def test_the_ring_may_be_chosen(seen: Callable[..., list[Sighting]]) -> None:
    sightings = seen({"shop": (6, 6), "kiosk": (5, 5), "cafe": (8, 8), "station": (9, 9)})
    found = disruption_of(
        _action(),
        sightings,
        place_ids={"shop"},
        gazetteer=TOWN,
        recorded=RECORDED,
        ring=Ring(inner_m=50, outer_m=700),
    )
    assert (found.ring.before, found.rest.before) == (13, 9)
    for inner_m, outer_m in ((600, 150), (-1, 600), (150, float("inf"))):
        with pytest.raises(ParameterError, match="ring"):
            Ring(inner_m=inner_m, outer_m=outer_m)


def test_a_place_the_list_has_lost_leaves_everything_in_the_rest(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = disruption_of(
        _action(), seen({"pub": (6, 6)}), place_ids=(), gazetteer=TOWN, recorded=RECORDED
    )
    assert found.verdict is DisruptionVerdict.INSUFFICIENT
    assert (found.target.places, found.ring.places, found.rest.places) == (0, 0, 5)


def test_an_episode_counts_once_in_an_area_however_often_it_is_seen_there(
    seen: Callable[..., list[Sighting]],
) -> None:
    sightings = seen({"shop": (6, 6), "station": (9, 9)})
    assert _of(sightings * 2) == _of(sightings[::-1])


def test_children_who_came_to_be_seen_nearby_are_counted(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = _of(seen({"shop": (7, 2), "pub": (0, 3), "station": (50, 50)}, child="c_one"))
    assert (found.children, found.children_nearby) == (1, 1)
    there_already = seen({"shop": (7, 2), "pub": (1, 3), "station": (50, 50)}, child="c_one")
    assert _of(there_already).children_nearby == 0


@pytest.mark.parametrize(
    ("began", "ends", "days"),
    [
        (date(2022, 4, 1), None, 90),
        (date(2022, 4, 1), date(2022, 5, 10), 40),
        (date(2022, 6, 2), None, 28),
        (date(2022, 6, 3), None, None),
        (date(2022, 1, 29), None, 28),
        (date(2022, 1, 28), None, None),
        (date(2022, 4, 1), date(2022, 4, 27), None),
        (date(2023, 1, 1), None, None),
        (date(2021, 1, 1), None, None),
    ],
)
def test_as_many_days_are_taken_before_as_after(
    began: date, ends: date | None, days: int | None
) -> None:
    cut = before_and_after(_action(from_on=began, to_on=ends), RECORDED)
    if days is None:
        assert cut is None
        return
    assert cut is not None
    before, after = cut
    assert after.first == began
    assert before.last == began - timedelta(days=1)
    assert (before.last - before.first).days + 1 == (after.last - after.first).days + 1 == days


def test_never_more_than_half_a_year_each() -> None:
    long = Period(first=date(2018, 1, 1), last=date(2024, 12, 31))
    cut = before_and_after(_action(), long)
    assert cut is not None
    assert (cut[1].last - cut[1].first).days + 1 == 182


def test_a_withdrawn_action_and_one_just_begun_have_no_figures(
    seen: Callable[..., list[Sighting]],
) -> None:
    sightings = seen({"shop": (30, 5), "station": (50, 50)})
    for changes in ({"withdrawn": True}, {"from_on": RECORDED.last}):
        found = _of(sightings, **changes)
        assert found.verdict is DisruptionVerdict.INSUFFICIENT
        assert (found.before, found.target.before) == (None, 0)
        assert "not yet four weeks" in disruption_sentences(found)[1]


def test_where_the_rest_does_not_change_the_error_is_the_papers() -> None:
    found = difference(_area(30, 12), _area(60, 60))
    assert found.estimate == -18
    assert found.standard_error == pytest.approx(sqrt(30 + 12 + 0.5**2 * (60 + 60)))
    assert found.high == pytest.approx(-18 + 1.96 * found.standard_error, abs=0.001)


def test_equal_areas_give_the_papers_difference() -> None:
    # Wheeler and Ratcliffe: (T1 - T0) - (C1 - C0).
    assert difference(_area(40, 20), _area(40, 35)).estimate == (20 - 40) - (35 - 40)


def test_an_area_without_a_count_before_is_still_compared() -> None:
    found = difference(_area(0, 9), _area(50, 50))
    assert (found.estimate, found.standard_error) == (9.0, 3.0)


def test_nothing_to_expect_is_refused() -> None:
    with pytest.raises(ParameterError, match="nothing to expect"):
        difference(_area(1, 1), _area(0, 5))


def test_the_local_and_nearby_differences_add_up_and_their_errors_do_not(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = _of(seen({"shop": (30, 10), "pub": (20, 18), "station": (50, 60)}))
    assert found.local is not None
    assert found.nearby is not None
    assert found.total is not None
    assert found.total.estimate == pytest.approx(found.local.estimate + found.nearby.estimate)
    apart = sqrt(found.local.standard_error**2 + found.nearby.standard_error**2)
    assert found.total.standard_error > apart


@pytest.mark.parametrize("trend", [0.5, 1.0, 2.0])
def test_where_nothing_is_done_an_effect_is_claimed_in_about_one_of_twenty(trend: float) -> None:
    generator = np.random.default_rng(2018)
    means = (12, 12 * trend, 150, 150 * trend)
    draws = [tuple(int(n) for n in generator.poisson(means)) for _ in range(2_000)]
    found = [difference(_area(a, b), _area(c, d)) for a, b, c, d in draws]
    assert sum(one.low > 0 or one.high < 0 for one in found) / len(found) < 0.06


@pytest.mark.parametrize(
    ("target", "ring", "rest", "value"),
    [
        ((40, 20), (20, 30), (100, 100), -0.5),
        ((40, 20), (20, 10), (100, 100), 0.5),
        ((40, 20), (20, 20), (100, 100), 0.0),
        ((40, 20), (0, 0), (100, 100), None),
        ((40, 20), (20, 20), (100, 4), None),
        ((40, 20), (20, 20), (4, 100), None),
        ((40, 40), (20, 20), (100, 100), None),
        ((20, 40), (20, 20), (100, 100), None),
    ],
)
def test_the_quotient_is_given_only_where_it_means_something(
    target: tuple[int, int], ring: tuple[int, int], rest: tuple[int, int], value: float | None
) -> None:
    found = quotient(_area(*target), _area(*ring), _area(*rest))
    assert found == (None if value is None else pytest.approx(value))


def test_the_sentences_give_verdict_figures_and_caution(
    seen: Callable[..., list[Sighting]],
) -> None:
    sentences = disruption_sentences(
        _of(seen({"shop": (30, 5), "pub": (5, 25), "station": (60, 60)}))
    )
    assert sentences[0] == "Moved to places nearby."
    assert sentences[1] == (
        "In the 90 days before it began and the 90 days from then on: 30 and 5 episodes at the "
        "place, 5 and 25 at 1 public place nearby, 60 and 60 at 2 public places in the rest of "
        "the city."
    )
    assert sentences[2].startswith("At the place: 25.0 fewer than the rest of the city lets expect")
    assert sentences[3].startswith("Nearby: 20.0 more than")
    assert sentences[5] == "Weighted displacement quotient: -0.80."
    assert sentences[6] == "Of 30 children seen at the place before, 0 came to be seen nearby."
    assert sentences[-1] == CAUTION


def test_an_effect_that_is_one_childs_says_so(seen: Callable[..., list[Sighting]]) -> None:
    others = seen({"shop": (10, 10), "station": (60, 60)})
    one = [
        s
        for s in seen({"shop": (40, 10)}, child="c_one")
        if s.episode.episode_id not in {o.episode.episode_id for o in others}
    ]
    found = _of([*others, *one])
    assert (found.verdict, found.hinges_on_one_child) == (DisruptionVerdict.FEWER, True)
    assert ONE_CHILD in disruption_sentences(found)
    spread = _of(seen({"shop": (40, 10), "station": (60, 60)}))
    assert (spread.verdict, spread.hinges_on_one_child) == (DisruptionVerdict.FEWER, False)
    nothing = _of(seen({"shop": (9, 9), "station": (60, 60)}, child="c_one"))
    assert not nothing.hinges_on_one_child


def test_an_effect_that_nothing_is_left_of_hinges_on_that_child(
    seen: Callable[..., list[Sighting]],
) -> None:
    shop = seen({"shop": (40, 5)}, child="c_one")
    assert _of([*shop, *seen({"station": (60, 60)})]).hinges_on_one_child


def test_where_nothing_is_near_nobody_can_say_whether_it_moved(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = disruption_of(
        _action(),
        seen({"shop": (30, 5), "station": (60, 60)}),
        place_ids={"shop"},
        gazetteer=TOWN,
        recorded=RECORDED,
        ring=Ring(inner_m=150, outer_m=200),
    )
    assert (found.verdict, found.nearby) == (DisruptionVerdict.FEWER, None)
    assert found.total == found.local
    assert not found.hinges_on_one_child
    assert NOWHERE_NEAR in disruption_sentences(found)


def test_too_few_have_figures_but_no_comparison(seen: Callable[..., list[Sighting]]) -> None:
    sentences = disruption_sentences(_of(seen({"shop": (4, 1), "station": (60, 60)})))
    assert sentences[0] == "Insufficient data."
    assert sentences[-1] == "That is too little to compare."


def test_no_quotient_is_not_spoken_of_and_one_child_is_no_children(
    seen: Callable[..., list[Sighting]],
) -> None:
    found = _of(seen({"shop": (9, 9), "station": (60, 60)}, child="c_one"))
    sentences = " ".join(disruption_sentences(found))
    assert "quotient" not in sentences
    assert "Of 1 child seen" in sentences
