from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.cluster import Background, ClusterParams, chance_of, cluster_sightings
from hotspots.errors import InternalError, ParameterError
from hotspots.model import ChanceBackground, ChanceVerdict, Cluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Chance, Sighting

    MakeSighting = Callable[..., Sighting]

PARAMS = ClusterParams(eps_m=100, min_samples=5)
EAST, NORTH = 437_000.0, 333_000.0
CHILDREN = "abcdefghijkl"


def at(place: float) -> tuple[float, float]:
    """The position of a place; places are a kilometre apart."""
    return (EAST + 1_000 * place, NORTH)


def visits(make: MakeSighting, child: str, place: int, times: int = 1) -> list[Sighting]:
    return [
        make(f"{child}-{place}-{number}", at(place), child=child, place_id=f"p{place}")
        for number in range(times)
    ]


def own_haunts(make: MakeSighting, times: int = 6) -> list[Sighting]:
    """Each child has one place of its own: 12 places, numbered from 1."""
    return [
        one
        for number, child in enumerate(CHILDREN, 1)
        for one in visits(make, child, number, times)
    ]


def chance(
    sightings: list[Sighting],
    *,
    seed: int = 1,
    permutations: int = 199,
    background: Background | None = None,
) -> list[Chance]:
    return list(
        chance_of(
            sightings,
            cluster_sightings(sightings, PARAMS),
            PARAMS,
            permutations=permutations,
            generator=np.random.default_rng(seed),
            background=background,
        )
    )


def test_a_place_that_all_children_share_is_beyond_chance(make_sighting: MakeSighting) -> None:
    shared = [one for child in CHILDREN for one in visits(make_sighting, child, 0)]
    found = chance(shared + own_haunts(make_sighting))
    assert found[0].verdict is ChanceVerdict.BEYOND
    assert 1 / 200 <= (found[0].p_value or 0.0) <= 0.05
    assert found[0].permutations == 199
    assert {one.verdict for one in found[1:]} == {ChanceVerdict.WITHIN}


def test_one_childs_habit_makes_nothing_significant_however_often(
    make_sighting: MakeSighting,
) -> None:
    seldom, often = own_haunts(make_sighting, 5), own_haunts(make_sighting, 50)
    assert chance(often) == chance(seldom)
    assert {one.p_value for one in chance(often)} == {1.0}


def test_one_child_alone_is_never_beyond_chance_where_nobody_was_expected(
    make_sighting: MakeSighting,
) -> None:
    weights = np.array([1e-9, *[1.0] * 12])
    background = Background(positions_m=np.array([at(n) for n in range(13)]), weights=weights)
    rest = own_haunts(make_sighting)
    alone = chance([*visits(make_sighting, "a", 0, 9), *rest], background=background)
    assert alone[0].p_value == pytest.approx(1.0)
    both = [*visits(make_sighting, "a", 0, 9), *visits(make_sighting, "b", 0, 9), *rest]
    assert chance(both, background=background)[0].verdict is ChanceVerdict.BEYOND


def test_returning_counts_and_a_third_visit_does_not(make_sighting: MakeSighting) -> None:
    def p_value(times: int) -> float:
        shared = [one for child in CHILDREN[:6] for one in visits(make_sighting, child, 0, times)]
        return chance(shared + own_haunts(make_sighting))[0].p_value or 0.0

    assert p_value(1) > p_value(2)
    assert p_value(2) == p_value(3) == p_value(30)


def test_places_of_one_episode_are_one_visit(make_sighting: MakeSighting) -> None:
    once = [one for child in CHILDREN[:6] for one in visits(make_sighting, child, 0)]
    again = [replace(one, part=2) for one in once]
    haunts = own_haunts(make_sighting)
    assert chance([*once, *again, *haunts])[0] == chance([*once, *haunts])[0]


def test_where_nothing_is_shared_a_false_alarm_is_as_rare_as_promised(
    make_sighting: MakeSighting,
) -> None:
    false = 0
    for seed in range(30):
        generator = np.random.default_rng(seed)
        sightings = [
            one
            for child in CHILDREN
            for place in generator.choice(15, size=4, replace=False)
            for one in visits(make_sighting, child, int(place), int(generator.integers(1, 9)))
        ]
        verdicts = {one.verdict for one in chance(sightings, seed=seed, permutations=39)}
        false += ChanceVerdict.BEYOND in verdicts
    assert false <= 4  # of 30 at 5 %: more than that has a probability below 2 %


def test_an_areal_place_is_one_place(make_sighting: MakeSighting) -> None:
    corners = [(0, 0), (60, 0), (0, 60), (60, 60)]
    park = [
        make_sighting(
            f"park-{child}-{number}",
            (at(0)[0] + east_m, NORTH + north_m),
            child=child,
            place_id="park",
        )
        for child in CHILDREN
        for number, (east_m, north_m) in enumerate(corners)
    ]
    point = [one for child in CHILDREN for one in visits(make_sighting, child, 0, 4)]
    haunts = own_haunts(make_sighting)
    assert chance(park + haunts) == chance(point + haunts)


def test_places_in_reach_of_one_another_count_a_child_once(make_sighting: MakeSighting) -> None:
    both = [
        make_sighting(
            f"{child}-{east_m}", (EAST + east_m, NORTH), child=child, place_id=str(east_m)
        )
        for child in CHILDREN[:4]
        for east_m in (0, 90)
    ]
    rest = own_haunts(make_sighting)
    four = [one for child in CHILDREN[:4] for one in visits(make_sighting, child, 0, 2)]
    p_value = chance(both + rest)[0].p_value
    assert p_value is not None
    assert p_value >= (chance(four + rest)[0].p_value or 0.0)


def test_a_supplied_control_set_decides(make_sighting: MakeSighting) -> None:
    shared = [one for child in CHILDREN for one in visits(make_sighting, child, 0)]
    positions_m = np.array([at(place) for place in range(13)])
    popular = Background(positions_m=positions_m, weights=np.array([1_000.0, *[1.0] * 12]))
    sightings = shared + own_haunts(make_sighting)
    (found, *_) = chance(sightings, background=popular)
    assert found.verdict is ChanceVerdict.WITHIN
    assert found.against is ChanceBackground.SUPPLIED
    assert chance(sightings)[0].against is ChanceBackground.PLACES_SEEN


def test_rows_in_another_order_change_nothing(make_sighting: MakeSighting) -> None:
    shared = [one for child in CHILDREN[:6] for one in visits(make_sighting, child, 0)]
    sightings = shared + own_haunts(make_sighting)
    positions_m = np.array([at(place) for place in range(30)])
    weights = np.arange(30.0) + 1
    there = Background(positions_m=positions_m, weights=weights)
    back = Background(positions_m=positions_m[::-1], weights=weights[::-1])
    assert chance(sightings) == chance(sightings[::-1])
    assert chance(sightings, background=there) == chance(sightings, background=back)


def test_places_out_of_reach_of_the_background_are_insufficient(
    make_sighting: MakeSighting,
) -> None:
    far = Background(
        positions_m=np.array([at(place + 0.05) for place in range(1, 13)]), weights=np.ones(12)
    )
    shared = [one for child in CHILDREN for one in visits(make_sighting, child, 0)]
    found = chance(shared + own_haunts(make_sighting), background=far)
    assert found[0].verdict is ChanceVerdict.INSUFFICIENT
    assert {one.verdict for one in found[1:]} == {ChanceVerdict.WITHIN}


def test_few_children_are_insufficient(make_sighting: MakeSighting) -> None:
    few = [
        one
        for child in "abcd"
        for place in range(12)
        for one in visits(make_sighting, child, place, 5)
    ]
    assert {(one.verdict, one.p_value, one.permutations) for one in chance(few)} == {
        (ChanceVerdict.INSUFFICIENT, None, 0)
    }


def test_few_places_are_insufficient(make_sighting: MakeSighting) -> None:
    few = [one for child in CHILDREN for one in visits(make_sighting, child, 0)]
    assert chance(few)[0].verdict is ChanceVerdict.INSUFFICIENT
    weights = np.array([1.0] * 9 + [0.0] * 20)
    background = Background(positions_m=np.array([at(n) for n in range(29)]), weights=weights)
    sightings = few + own_haunts(make_sighting)
    assert chance(sightings, background=background)[0].verdict is ChanceVerdict.INSUFFICIENT
    assert chance([]) == []


def test_a_child_with_more_places_than_the_background_has_takes_them_all(
    make_sighting: MakeSighting,
) -> None:
    tramp = [one for place in range(1, 13) for one in visits(make_sighting, "tramp", place)]
    background = Background(
        positions_m=np.array([at(n) for n in range(1, 11)]), weights=np.ones(10)
    )
    found = chance(tramp + own_haunts(make_sighting), background=background)
    assert ChanceVerdict.WITHIN in {one.verdict for one in found}


def test_too_few_permutations_are_refused() -> None:
    with pytest.raises(ParameterError, match="19"):
        chance_of([], [], PARAMS, permutations=18, generator=np.random.default_rng(1))


def test_a_background_must_be_numbers_for_different_positions() -> None:
    twice = np.array([at(1), at(1)])
    with pytest.raises(ParameterError, match="one position"):
        Background(positions_m=twice, weights=np.ones(2))
    with pytest.raises(ParameterError, match="weights"):
        Background(positions_m=twice[:1], weights=np.ones(2))
    with pytest.raises(ParameterError, match="degrees"):
        Background(positions_m=np.array([[-1.47, 52.9]]), weights=np.ones(1))


def test_a_cluster_of_other_sightings_is_refused(make_sighting: MakeSighting) -> None:
    strange = Cluster(number=0, sightings=tuple(visits(make_sighting, "a", 99)))
    with pytest.raises(InternalError):
        chance_of(own_haunts(make_sighting), [strange], PARAMS, generator=np.random.default_rng(1))
