from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.cluster import ClusterParams, cluster_sightings, split_by_place
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting

PARAMS = ClusterParams(eps_m=100, min_samples=3)
HERE, THERE = (437_000.0, 333_000.0), (439_000.0, 333_000.0)


def ids(sightings: tuple[Sighting, ...]) -> list[str]:
    return [sighting.episode.episode_id for sighting in sightings]


def test_sightings_are_split_by_what_their_position_is_worth(
    make_sighting: Callable[..., Sighting],
) -> None:
    sightings = [
        make_sighting("6", HERE, status=GeocodeStatus.OUTSIDE),
        make_sighting("5", None, place_id="park"),
        make_sighting("4", None, status=GeocodeStatus.PRIVATE),
        make_sighting("3", HERE),
        make_sighting("2", HERE, place_id="park"),
        make_sighting("1", HERE, place_id="park"),
    ]
    split = split_by_place(sightings)
    assert ids(split.at_place) == ["1", "2"]
    assert ids(split.elsewhere) == ["3"]
    assert ids(split.unlocated) == ["4", "5", "6"]


def test_clusters_come_by_number_and_sightings_by_key(
    make_sighting: Callable[..., Sighting],
) -> None:
    east = [make_sighting(i, THERE) for i in "321"]
    west = [make_sighting(i, HERE) for i in "654"]
    clusters = cluster_sightings([*east, *west], PARAMS)
    assert [cluster.number for cluster in clusters] == [0, 1]
    assert [ids(cluster.sightings) for cluster in clusters] == [["4", "5", "6"], ["1", "2", "3"]]


def test_noise_is_in_no_cluster(make_sighting: Callable[..., Sighting]) -> None:
    sightings = [make_sighting(i, HERE) for i in "123"] + [make_sighting("4", THERE)]
    (cluster,) = cluster_sightings(sightings, PARAMS)
    assert ids(cluster.sightings) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("precision_m", "found"), [(99.0, 1), (100.0, 1), (100.1, 0), (1000.0, 0), (None, 0)]
)
def test_a_vague_position_founds_nothing(
    make_sighting: Callable[..., Sighting], precision_m: float | None, found: int
) -> None:
    vague = [make_sighting(i, HERE, precision_m=precision_m) for i in "123"]
    assert len(cluster_sightings(vague, PARAMS)) == found


@pytest.mark.parametrize("precision_m", [400.0, None])
def test_a_public_place_is_one_place_whatever_its_extent(
    make_sighting: Callable[..., Sighting], precision_m: float | None
) -> None:
    park = [make_sighting(i, HERE, place_id="park", precision_m=precision_m) for i in "123"]
    assert len(cluster_sightings(park, PARAMS)) == 1


@pytest.mark.parametrize(
    "status", [status for status in GeocodeStatus if status is not GeocodeStatus.LOCATED]
)
def test_only_located_sightings_are_clustered(
    make_sighting: Callable[..., Sighting], status: GeocodeStatus
) -> None:
    sightings = [make_sighting(i, HERE, place_id="park", status=status) for i in "123"]
    assert cluster_sightings(sightings, PARAMS) == ()


def test_a_sighting_without_a_position_is_left_out(
    make_sighting: Callable[..., Sighting],
) -> None:
    sightings = [make_sighting(i, None, place_id="park") for i in "123"]
    assert cluster_sightings(sightings, PARAMS) == ()
