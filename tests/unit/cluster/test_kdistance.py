from __future__ import annotations

import numpy as np
import pytest

from hotspots.cluster import k_distance

ORIGIN = np.array([437_000.0, 333_000.0])


@pytest.mark.parametrize("min_samples", [1, 2, 5, 11])
def test_it_is_the_distance_that_makes_each_point_core(min_samples: int) -> None:
    generator = np.random.default_rng(min_samples)
    points = ORIGIN + generator.integers(0, 8, (90, 2)) * 25.0  # many equal ones
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    expected = np.sort(np.sort(apart, axis=1)[:, min_samples - 1])
    found = k_distance(points, min_samples=min_samples)
    assert found.k == min_samples - 1
    assert np.allclose(found.distances_m, expected)
    assert k_distance(points[::-1], min_samples=min_samples) == found


def test_the_knee_parts_what_is_together_from_what_is_alone() -> None:
    generator = np.random.default_rng(1)
    together = ORIGIN + generator.uniform(0, 300, (200, 2))
    alone = ORIGIN + [5000, 5000] + np.arange(20)[:, None] * [900.0, 1300.0]
    knee_m = k_distance(np.concatenate([together, alone]), min_samples=4).knee_m
    assert knee_m is not None
    assert 20 < knee_m < 200


@pytest.mark.parametrize(
    "points", [np.tile(ORIGIN, (9, 1)), ORIGIN + np.array([[0, 0], [50, 0]]), ORIGIN[None]]
)
def test_a_straight_curve_has_no_knee(points: np.ndarray) -> None:
    assert k_distance(points, min_samples=1).knee_m is None
    assert k_distance(points, min_samples=2).knee_m is None


def test_fewer_points_than_min_samples_have_no_curve() -> None:
    found = k_distance([ORIGIN], min_samples=5)
    assert (found.points, found.distances_m, found.knee_m) == (1, (), None)


def test_of_many_points_a_thousand_are_kept_and_the_ends_among_them() -> None:
    points = ORIGIN + np.cumsum(np.arange(5000.0))[:, None] * [0.001, 0]
    found = k_distance(points, min_samples=2)
    assert len(found.distances_m) == 1000
    assert found.distances_m[0] == pytest.approx(0.001)
    assert found.distances_m[-1] == pytest.approx(4.999)
