from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.cluster import ClusterParams, cluster_sightings
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Cluster, Sighting

    MakeSighting = Callable[..., Sighting]

PARAMS = ClusterParams(eps_m=100, min_samples=3)
EAST, NORTH = 437_000.0, 333_000.0


def at(east_m: float, north_m: float = 0.0) -> tuple[float, float]:
    return (EAST + east_m, NORTH + north_m)


def clusters_of(make: MakeSighting, vague: list[Sighting], *places_m: float) -> tuple[Cluster, ...]:
    firm = [
        make(f"{east_m:g}-{number}", at(east_m), place_id="known")
        for east_m in places_m
        for number in range(3)
    ]
    return cluster_sightings(firm, PARAMS, vague=vague)


def ids(sightings: tuple[Sighting, ...]) -> list[str]:
    return [sighting.episode.episode_id for sighting in sightings]


@pytest.mark.parametrize("precision_m", [100.1, 1_000.0, None])
def test_a_vague_sighting_in_reach_of_a_core_position_joins_as_probable(
    make_sighting: MakeSighting, precision_m: float | None
) -> None:
    vague = [make_sighting(name, at(100), precision_m=precision_m) for name in "ba"]
    (cluster,) = clusters_of(make_sighting, vague, 0)
    assert ids(cluster.probable) == ["a", "b"]
    assert not set(cluster.probable) & set(cluster.sightings)


def test_one_among_the_clustered_sightings_joins_too(make_sighting: MakeSighting) -> None:
    firm = [make_sighting(name, at(0)) for name in "abc"]
    (cluster,) = cluster_sightings([make_sighting("v", at(0), precision_m=500.0), *firm], PARAMS)
    assert (ids(cluster.sightings), ids(cluster.probable)) == (["a", "b", "c"], ["v"])


def test_out_of_reach_it_joins_nothing(make_sighting: MakeSighting) -> None:
    vague = [make_sighting("v", at(101), precision_m=500.0)]
    (cluster,) = clusters_of(make_sighting, vague, 0)
    assert cluster.probable == ()


def test_it_joins_the_nearest_and_of_equally_near_the_first(make_sighting: MakeSighting) -> None:
    vague = [
        make_sighting("middle", at(90), precision_m=500.0),
        make_sighting("right", at(91), precision_m=500.0),
    ]
    left, right = clusters_of(make_sighting, vague, 0, 180)
    assert (ids(left.probable), ids(right.probable)) == (["middle"], ["right"])


def test_a_border_position_draws_nobody_in(make_sighting: MakeSighting) -> None:
    core = [make_sighting(name, at(0)) for name in "abc"]
    borders = [make_sighting("west", at(-60)), make_sighting("east", at(100))]
    vague = [make_sighting("v", at(190), precision_m=500.0)]
    params = ClusterParams(eps_m=100, min_samples=5)
    (cluster,) = cluster_sightings([*core, *borders], params, vague=vague)
    assert "east" in ids(cluster.sightings)
    assert cluster.probable == ()


def test_vague_sightings_make_nothing_dense(make_sighting: MakeSighting) -> None:
    vague = [make_sighting(name, at(0), precision_m=500.0) for name in "abcdef"]
    assert cluster_sightings([make_sighting("g", at(0))], PARAMS, vague=vague) == ()


@pytest.mark.parametrize(
    "status", [status for status in GeocodeStatus if status is not GeocodeStatus.LOCATED]
)
def test_private_places_origins_and_places_elsewhere_never_join(
    make_sighting: MakeSighting, status: GeocodeStatus
) -> None:
    vague = [make_sighting("v", at(0), precision_m=500.0, status=status)]
    (cluster,) = clusters_of(make_sighting, vague, 0)
    assert cluster.probable == ()


def test_a_precise_position_at_no_place_does_not_join_a_public_one(
    make_sighting: MakeSighting,
) -> None:
    vague = [
        make_sighting("precise", at(0), precision_m=10.0),
        make_sighting("without", None, precision_m=500.0),
    ]
    (cluster,) = clusters_of(make_sighting, vague, 0)
    assert cluster.probable == ()
