from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.cluster import ClusterParams, cluster_sightings, split_by_people
from hotspots.cluster.people import census_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting

    MakeSighting = Callable[..., Sighting]

HERE, NEAR, THERE = (437_000.0, 333_000.0), (437_050.0, 333_000.0), (439_000.0, 333_000.0)


def often(
    make: MakeSighting, child: str, times: int, at: tuple[float, float], place_id: str | None = None
) -> list[Sighting]:
    return [
        make(f"{child}-{at[0]:.0f}-{number}", at, child=child, place_id=place_id)
        for number in range(times)
    ]


def test_a_cluster_of_too_few_children_founds_no_hotspot_and_is_still_told(
    make_sighting: MakeSighting,
) -> None:
    params = ClusterParams(eps_m=100, min_samples=3, min_children=2)
    habit = often(make_sighting, "a", 5, HERE)
    shared = often(make_sighting, "b", 2, THERE) + often(make_sighting, "c", 2, THERE)
    clusters = cluster_sightings(habit + shared, params)
    split = split_by_people(reversed(clusters), params)
    assert [cluster.number for cluster in split.of_too_few] == [0]
    assert [cluster.number for cluster in split.founding] == [1]
    assert {*split.founding, *split.of_too_few} == set(clusters)


def test_as_many_children_as_asked_for_are_enough(make_sighting: MakeSighting) -> None:
    params = ClusterParams(eps_m=100, min_samples=3, min_children=3)
    three = [one for child in "abc" for one in often(make_sighting, child, 1, HERE)]
    assert split_by_people(cluster_sightings(three, params), params).of_too_few == ()


def test_a_child_counts_at_one_place_at_most_so_often(make_sighting: MakeSighting) -> None:
    sightings = often(make_sighting, "a", 10, HERE) + often(make_sighting, "b", 1, HERE)
    assert len(cluster_sightings(sightings, ClusterParams(min_samples=5))) == 1
    assert cluster_sightings(sightings, ClusterParams(min_samples=5, max_per_child=3)) == ()
    (cluster,) = cluster_sightings(sightings, ClusterParams(min_samples=5, max_per_child=4))
    assert len(cluster.sightings) == 11  # capped in weight, and not left out


@pytest.mark.parametrize("times", [3, 6, 7, 10, 49, 101])
def test_shares_of_a_cap_add_up_to_the_cap(make_sighting: MakeSighting, times: int) -> None:
    sightings = often(make_sighting, "a", times, HERE)
    assert len(cluster_sightings(sightings, ClusterParams(min_samples=3, max_per_child=3))) == 1
    assert cluster_sightings(sightings, ClusterParams(min_samples=4, max_per_child=3)) == ()


def test_a_cap_is_for_each_place_and_a_public_place_is_one_whatever_its_extent(
    make_sighting: MakeSighting,
) -> None:
    params = ClusterParams(eps_m=100, min_samples=4, max_per_child=2)
    two_places = often(make_sighting, "a", 4, HERE) + often(make_sighting, "a", 4, NEAR)
    assert len(cluster_sightings(two_places, params)) == 1
    park = often(make_sighting, "a", 4, HERE, "park") + often(make_sighting, "a", 4, NEAR, "park")
    assert cluster_sightings(park, params) == ()


def test_rows_in_another_order_make_the_same_census(make_sighting: MakeSighting) -> None:
    params = ClusterParams(max_per_child=2)
    sightings = [
        *often(make_sighting, "b", 3, THERE),
        *often(make_sighting, "a", 7, HERE),
        *often(make_sighting, "a", 1, THERE),
    ]
    first, second = census_of(sightings, params), census_of(sightings[::-1], params)
    assert first.children == second.children == ("a", "b")
    assert first.positions_m.tolist() == second.positions_m.tolist() == [[*HERE], [*THERE]]
    assert first.counts.toarray().tolist() == second.counts.toarray().tolist() == [[7, 1], [0, 3]]
    assert (first.weights.toarray() == second.weights.toarray()).all()
    assert first.weights.toarray().tolist() == [
        [pytest.approx(2), pytest.approx(1)],
        [0, pytest.approx(2)],
    ]
