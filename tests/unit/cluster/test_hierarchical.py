from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN
from sklearn.metrics import adjusted_rand_score

from hotspots.cluster import hdbscan
from hotspots.errors import ParameterError

ORIGIN = np.array([437_000.0, 333_000.0])


def towns(seed: int, *, whole: bool = False) -> np.ndarray:
    """Three towns of differing density, from east to west, and some strays."""
    generator = np.random.default_rng(seed)
    points = np.concatenate(
        [
            ORIGIN + generator.normal((9000, 0), 300, (60, 2)),
            ORIGIN + generator.normal((4000, 0), 100, (40, 2)),
            ORIGIN + generator.normal(0, 20, (30, 2)),
            ORIGIN + generator.uniform(-20_000, 20_000, (8, 2)),
        ]
    )
    return np.asarray(np.round(points, -2) if whole else points)


def test_clusters_of_differing_density_are_found_and_numbered_from_the_west() -> None:
    found = hdbscan(towns(1), min_samples=5, min_cluster_size=15)
    assert found.max() == 2
    assert [np.bincount(part[part >= 0]).argmax() for part in np.split(found[:130], [60, 100])] == [
        2,
        1,
        0,
    ]


@pytest.mark.parametrize("seed", range(5))
def test_it_is_scikit_learns_partition(seed: int) -> None:
    points = towns(seed)
    theirs = HDBSCAN(min_samples=4, min_cluster_size=10, copy=True).fit(points).labels_
    assert adjusted_rand_score(hdbscan(points, min_samples=4, min_cluster_size=10), theirs) == 1


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_rows_is_no_matter_and_equal_points_are_alike(seed: int) -> None:
    points = towns(seed, whole=True)
    found = hdbscan(points, min_samples=5)
    order = np.random.default_rng(seed).permutation(len(points))
    assert hdbscan(points[order], min_samples=5).tolist() == found[order].tolist()
    _, at = np.unique(points, axis=0, return_inverse=True)
    assert len(np.unique(np.column_stack([at.reshape(-1), found]), axis=0)) == at.max() + 1


@pytest.mark.parametrize("number", [0, 1, 4])
def test_too_few_points_are_noise(number: int) -> None:
    points = ORIGIN + np.arange(number)[:, None]
    assert hdbscan(points, min_samples=5).tolist() == [-1] * number


@pytest.mark.parametrize("size", [1, 0, 2.5, "5", True])
def test_a_size_that_is_none_is_refused(size: object) -> None:
    with pytest.raises(ParameterError, match="min_cluster_size must be a whole number"):
        hdbscan([ORIGIN], min_samples=5, min_cluster_size=size)  # type: ignore[arg-type]  # on purpose
