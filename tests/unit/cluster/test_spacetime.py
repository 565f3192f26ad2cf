from __future__ import annotations

import math

import numpy as np
import pytest

from hotspots.cluster import dbscan, dbscan_spacetime
from hotspots.errors import ParameterError

ORIGIN = np.array([437_000.0, 333_000.0])


def drawn(seed: int, number: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points with many equal ones, days and weights: whole numbers, so that ties are common."""
    generator = np.random.default_rng(seed)
    points = ORIGIN + generator.integers(0, 6, size=(number, 2)) * 50.0
    days = generator.integers(0, 12, size=number).astype(float)
    return points, days, generator.integers(0, 3, size=number).astype(float)


def brute(
    points: np.ndarray, days: np.ndarray, weights: np.ndarray, limits: tuple[float, float, int]
) -> list[int]:
    """The rules as they are stated, each pair looked at."""
    eps_m, eps_days, min_samples = limits
    events = np.column_stack([points, days])
    square = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    apart = np.abs(days[:, None] - days[None])
    near = (square <= eps_m**2) & (apart <= eps_days)
    core = (near @ weights) >= min_samples
    order = sorted(range(len(points)), key=lambda row: tuple(events[row]))
    labels = [-1] * len(points)
    number = 0
    for start in order:
        if not core[start] or labels[start] >= 0:
            continue
        labels[start], reached = number, [start]
        while reached:
            row = reached.pop()
            for to in np.flatnonzero(near[row] & core):
                if labels[to] < 0:
                    labels[to] = number
                    reached.append(int(to))
        number += 1
    joined = list(labels)
    for row in np.flatnonzero(~core):
        cores = np.flatnonzero(near[row] & core)
        if len(cores):
            to = min(cores, key=lambda c: (square[row, c], apart[row, c], *events[c]))
            joined[row] = labels[to]
    return joined


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("limits", [(50.0, 0.0, 2), (75.0, 2.0, 4), (110.0, 3.5, 6), (50.0, 5, 5)])
def test_it_is_what_looking_at_every_pair_gives(
    seed: int, limits: tuple[float, float, int]
) -> None:
    points, days, weights = drawn(seed)
    found = dbscan_spacetime(
        points, days, eps_m=limits[0], eps_days=limits[1], min_samples=limits[2], weights=weights
    )
    assert found.tolist() == brute(points, days, weights, limits)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("eps_days", [1e6, math.inf])
def test_without_a_limit_in_time_it_is_dbscan(seed: int, eps_days: float) -> None:
    generator = np.random.default_rng(seed)
    points = ORIGIN + generator.uniform(0, 1000, size=(80, 2))
    days = generator.uniform(0, 180, size=80)
    found = dbscan_spacetime(points, days, eps_m=120, eps_days=eps_days, min_samples=4)
    assert found.tolist() == dbscan(points, eps_m=120, min_samples=4).tolist()


def test_one_place_at_two_times_is_two_clusters() -> None:
    points = np.tile(ORIGIN, (6, 1))
    days = [0, 1, 2, 90, 91, 92]
    found = dbscan_spacetime(points, days, eps_m=100, eps_days=7, min_samples=3)
    assert found.tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("weighted", [False, True])
def test_the_order_of_the_rows_is_no_matter(weighted: bool) -> None:  # noqa: FBT001 - a parameter
    points, days, _ = drawn(3, 200)
    generator = np.random.default_rng(4)
    weights = generator.uniform(0, 1, size=200) if weighted else np.ones(200)
    limits = {"eps_m": 50, "eps_days": 1, "min_samples": 3}
    found = dbscan_spacetime(points, days, weights=weights, **limits)
    order = generator.permutation(200)
    again = dbscan_spacetime(points[order], days[order], weights=weights[order], **limits)
    assert again.tolist() == found[order].tolist()
    assert found.max() > 0


def test_weights_that_sum_exactly_to_enough_are_enough() -> None:
    points = np.tile(ORIGIN, (10, 1))
    found = dbscan_spacetime(
        points, range(10), eps_m=100, eps_days=20, min_samples=1, weights=[0.1] * 10
    )
    assert set(found.tolist()) == {0}


def test_many_events_at_one_place_fit_the_memory() -> None:
    days = np.tile(np.arange(3000.0), 10)
    points = np.tile(ORIGIN, (30_000, 1))
    found = dbscan_spacetime(points, days, eps_m=100, eps_days=1, min_samples=20)
    assert set(found.tolist()) == {0}


def test_nothing_dense_is_all_noise_and_nothing_gives_nothing() -> None:
    limits = {"eps_m": 100, "eps_days": 1, "min_samples": 2}
    assert dbscan_spacetime([ORIGIN], [0], **limits).tolist() == [-1]
    assert dbscan_spacetime([], [], **limits).shape == (0,)


@pytest.mark.parametrize("eps_days", [-1, math.nan, "7", None, True])
def test_a_time_that_is_none_is_refused(eps_days: object) -> None:
    with pytest.raises(ParameterError, match="eps_days must be a number of days"):
        dbscan_spacetime([ORIGIN], [0], eps_m=100, eps_days=eps_days, min_samples=1)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("days", [[0, 1], [math.nan], [math.inf], ["Monday"], [[0]], []])
def test_days_that_are_none_are_refused(days: list[object]) -> None:
    with pytest.raises(ParameterError, match="one finite number for each point"):
        dbscan_spacetime([ORIGIN], days, eps_m=100, eps_days=1, min_samples=1)  # type: ignore[arg-type]  # on purpose
