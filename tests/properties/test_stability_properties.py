"""Leaving children out is exact: as if everything were clustered again without each."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotspots.cluster import ClusterParams, cluster_sightings, stability_of
from hotspots.geo import PointM
from hotspots.model import (
    Cluster,
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)

EAST, NORTH, STEP_M = 437_000.0, 333_000.0, 40.0
CASES = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(0, 9), st.integers(0, 2)), max_size=40
)


def sighting(number: int, child: str, x: int, y: int) -> Sighting:
    started = datetime(2021, 2, 1, 20, tzinfo=UTC)
    return Sighting(
        episode=Episode(
            episode_id=f"e{number}",
            child_id=child,
            status=EpisodeStatus.MISSING,
            started_at=started,
            returned_at=None,
        ),
        mention=PlaceMention(key="found", role=PlaceRole.FOUND, source=PlaceSource.POLICE, text=""),
        part=1,
        where=Geocoded(
            text="",
            status=GeocodeStatus.LOCATED,
            method=GeocodeMethod.NAME,
            confidence=1.0,
            point=PointM(EAST + STEP_M * x, NORTH + STEP_M * y),
            precision_m=10.0,
        ),
    )


def stands(cluster: Cluster, sightings: list[Sighting], params: ClusterParams) -> bool:
    """The rule, said as plainly as can be."""
    for child in {one.episode.child_id for one in sightings}:
        rest = [one for one in sightings if one.episode.child_id != child]
        left = {one.key for one in cluster.sightings if one.episode.child_id != child}
        heirs = [
            len(left & keys) / len(left | keys) >= 0.5
            and len({one.episode.child_id for one in new.sightings}) >= 2
            for new in cluster_sightings(rest, params)
            if (keys := {one.key for one in new.sightings})
        ]
        if not any(heirs):
            return False
    return True


@given(case=CASES, max_per_child=st.sampled_from([None, 1, 2]), seed=st.integers(0, 9))
def test_a_cluster_stands_as_it_does_when_clustered_again_without_each_child(
    case: list[tuple[str, int, int]], max_per_child: int | None, seed: int
) -> None:
    params = ClusterParams(eps_m=50, min_samples=3, max_per_child=max_per_child)
    sightings = [sighting(number, *one) for number, one in enumerate(case)]
    clusters = cluster_sightings(sightings, params)
    found = stability_of(
        sightings, clusters, params, samples=1, generator=np.random.default_rng(seed)
    )
    assert [one.stands_without_any_child for one in found] == [
        stands(cluster, sightings, params) for cluster in clusters
    ]
