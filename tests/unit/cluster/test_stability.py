from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.cluster import ClusterParams, cluster_sightings, stability_of
from hotspots.cluster.stability import firmness_of
from hotspots.errors import InternalError, ParameterError
from hotspots.model import Cluster, Firmness

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting, Stability

    MakeSighting = Callable[..., Sighting]

PARAMS = ClusterParams(eps_m=100, min_samples=5)
EAST, NORTH = 437_000.0, 333_000.0


def visits(
    make: MakeSighting, children: str, times: int = 1, *, east_m: float = 0.0
) -> list[Sighting]:
    return [
        make(f"{child}{east_m:g}-{number}", (EAST + east_m, NORTH), child=child)
        for child in children
        for number in range(times)
    ]


def stability(sightings: list[Sighting], *, seed: int = 1, samples: int = 100) -> list[Stability]:
    clusters = cluster_sightings(sightings, PARAMS)
    return list(
        stability_of(
            sightings, clusters, PARAMS, samples=samples, generator=np.random.default_rng(seed)
        )
    )


@pytest.mark.parametrize(
    ("jaccard", "word"),
    [
        (None, Firmness.INSUFFICIENT),
        (0.0, Firmness.UNSTABLE),
        (0.599, Firmness.UNSTABLE),
        (0.60, Firmness.DOUBTFUL),
        (0.75, Firmness.DOUBTFUL),
        (0.751, Firmness.STABLE),
        (0.85, Firmness.STABLE),
        (0.851, Firmness.HIGHLY_STABLE),
        (1.0, Firmness.HIGHLY_STABLE),
    ],
)
def test_the_words_are_hennigs(jaccard: float | None, word: Firmness) -> None:
    assert firmness_of(jaccard) is word


def test_a_place_of_many_children_is_highly_stable_and_stands(make_sighting: MakeSighting) -> None:
    (found,) = stability(visits(make_sighting, "abcdefghij", 2))
    assert found.jaccard == pytest.approx(1.0)
    assert (found.firmness, found.samples) == (Firmness.HIGHLY_STABLE, 100)
    assert found.stands_without_any_child


def test_one_childs_place_is_insufficient_and_never_stands(make_sighting: MakeSighting) -> None:
    others = visits(make_sighting, "bcd", east_m=5_000)
    (found,) = stability([*visits(make_sighting, "a", 40), *others])
    assert (found.jaccard, found.samples) == (None, 0)
    assert found.firmness is Firmness.INSUFFICIENT
    assert not found.stands_without_any_child


def test_of_two_children_one_would_be_left_and_that_is_a_habit(
    make_sighting: MakeSighting,
) -> None:
    others = visits(make_sighting, "cd", east_m=5_000)
    (found,) = stability([*visits(make_sighting, "ab", 10), *others])
    assert found.firmness is Firmness.INSUFFICIENT
    assert not found.stands_without_any_child


def test_three_children_of_whom_any_two_are_dense_stand(make_sighting: MakeSighting) -> None:
    (found,) = stability(visits(make_sighting, "abc", 3))
    assert found.stands_without_any_child
    assert found.jaccard is not None


def test_a_place_that_hangs_on_one_child_falls_without_it(make_sighting: MakeSighting) -> None:
    sightings = visits(make_sighting, "a", 3) + visits(make_sighting, "bcd")
    others = visits(make_sighting, "efghij", east_m=5_000)
    (hanging, firm) = stability(sightings + others)
    assert not hanging.stands_without_any_child
    assert firm.stands_without_any_child
    assert hanging.firmness is Firmness.DOUBTFUL


def test_half_of_what_is_left_is_enough_to_survive(make_sighting: MakeSighting) -> None:
    # z alone holds the two ends together. Without z 6 and 6 are left: an overlap of 0.5.
    west, east = visits(make_sighting, "abc", 2), visits(make_sighting, "def", 2, east_m=180)
    bridge = visits(make_sighting, "z", 1, east_m=90)
    (even,) = stability(west + east + bridge)
    assert even.stands_without_any_child
    # 6 and 6 and 6 are left of three: no part is half of it.
    far, second = (
        visits(make_sighting, "ghi", 2, east_m=360),
        visits(make_sighting, "z", 2, east_m=270),
    )
    (thirds,) = stability(west + east + bridge + far + second)
    assert not thirds.stands_without_any_child


def test_a_sample_without_any_of_its_children_has_not_found_it(
    make_sighting: MakeSighting,
) -> None:
    sightings = visits(make_sighting, "abc", 20) + visits(make_sighting, "defghij", east_m=5_000)
    found, _ = stability(sightings, samples=400)
    assert found.jaccard == pytest.approx(1 - (1 - 3 / 10) ** 10, abs=0.04)


def test_a_child_drawn_twice_weighs_double(make_sighting: MakeSighting) -> None:
    # Of 5 needed each child brings 2: three draws of the three make 6, whoever was drawn.
    (found,) = stability(visits(make_sighting, "abc", 2))
    assert found.jaccard == pytest.approx(1.0)


def test_the_result_depends_on_the_generator_and_not_on_the_rows(
    make_sighting: MakeSighting,
) -> None:
    sightings = visits(make_sighting, "a", 3) + visits(make_sighting, "bcde")
    sightings += visits(make_sighting, "fghij", east_m=5_000)
    first = stability(sightings, seed=7)
    assert first == stability(sightings[::-1], seed=7)
    assert first != stability(sightings, seed=8)


def test_results_come_in_the_order_of_the_clusters(make_sighting: MakeSighting) -> None:
    sightings = visits(make_sighting, "a", 9) + visits(make_sighting, "bcdefgh", east_m=900)
    clusters = cluster_sightings(sightings, PARAMS)[::-1]
    found = stability_of(sightings, clusters, PARAMS, generator=np.random.default_rng(1))
    assert [one.stands_without_any_child for one in found] == [True, False]


def test_no_clusters_have_no_stability(make_sighting: MakeSighting) -> None:
    assert stability(visits(make_sighting, "ab")) == []
    assert stability([]) == []


def test_a_cluster_of_other_sightings_is_refused(make_sighting: MakeSighting) -> None:
    strange = Cluster(number=0, sightings=tuple(visits(make_sighting, "a", east_m=5_000)))
    with pytest.raises(InternalError):
        stability_of(
            visits(make_sighting, "ab"), [strange], PARAMS, generator=np.random.default_rng(1)
        )


def test_no_samples_at_all_are_refused() -> None:
    with pytest.raises(ParameterError, match="samples"):
        stability_of([], [], PARAMS, samples=0, generator=np.random.default_rng(1))
