"""DBSCAN against a definition written out in full, and against its own inputs in another order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from hotspots.cluster import dbscan

# Whole tens of metres on a small square: equal points, exact distances and ties abound.
_STEP_M = 10.0
_ORIGIN = np.array([437_000.0, 333_000.0])
_points = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=40).map(
    lambda steps: np.array(steps, dtype=np.float64).reshape(-1, 2) * _STEP_M + _ORIGIN
)
_eps_m = st.sampled_from([10.0, 14.0, 20.0, 30.0, 50.0, 100.0])
_min_samples = st.integers(1, 8)


def _by_definition(
    points: np.ndarray, weights: np.ndarray, eps_m: float, min_samples: int
) -> list[int]:
    square = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    near = square <= eps_m**2
    core = [i for i in range(len(points)) if weights[near[i]].sum() >= min_samples]
    place = {i: (points[i, 0], points[i, 1]) for i in range(len(points))}
    labels = dict.fromkeys(range(len(points)), -1)
    number = 0
    for start in sorted(core, key=place.__getitem__):
        if labels[start] == -1:
            reach = [start]
            while reach:
                at = reach.pop()
                if labels[at] == -1:
                    labels[at] = number
                    reach += [other for other in core if near[at, other]]
            number += 1
    for i in range(len(points)):
        candidates = [c for c in core if near[i, c]]
        if i not in core and candidates:
            labels[i] = labels[min(candidates, key=lambda c: (square[i, c], place[c]))]
    return [labels[i] for i in range(len(points))]


@given(points=_points, eps_m=_eps_m, min_samples=_min_samples)
def test_it_is_dbscan_by_definition(points: np.ndarray, eps_m: float, min_samples: int) -> None:
    expected = _by_definition(points, np.ones(len(points)), eps_m, min_samples)
    assert dbscan(points, eps_m=eps_m, min_samples=min_samples).tolist() == expected


@given(data=st.data(), points=_points, eps_m=_eps_m, min_samples=_min_samples)
def test_it_is_dbscan_by_definition_with_weights(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    halves = data.draw(st.lists(st.integers(0, 8), min_size=len(points), max_size=len(points)))
    weights = np.array(halves, dtype=np.float64) / 2
    found = dbscan(points, eps_m=eps_m, min_samples=min_samples, weights=weights)
    assert found.tolist() == _by_definition(points, weights, eps_m, min_samples)


@given(data=st.data(), points=_points, eps_m=_eps_m, min_samples=_min_samples)
def test_the_order_of_the_rows_is_no_matter(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    order = np.array(data.draw(st.permutations(range(len(points)))), dtype=np.intp)
    labels = dbscan(points, eps_m=eps_m, min_samples=min_samples)
    shuffled = dbscan(points[order], eps_m=eps_m, min_samples=min_samples)
    assert (shuffled == labels[order]).all()


@given(points=_points, eps_m=_eps_m, min_samples=_min_samples)
def test_noise_and_cores_are_those_of_scikit_learn(
    points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    labels = dbscan(points, eps_m=eps_m, min_samples=min_samples)
    if len(points) == 0:
        return
    theirs = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm="kd_tree").fit(points)
    assert ((labels == -1) == (theirs.labels_ == -1)).all()
    core = theirs.core_sample_indices_
    pairs = set(zip(labels[core].tolist(), theirs.labels_[core].tolist(), strict=True))
    assert len(pairs) == len({ours for ours, _ in pairs}) == len({other for _, other in pairs})


@given(points=_points, eps_m=_eps_m, min_samples=_min_samples)
def test_a_copy_of_a_point_is_the_same_as_more_weight(
    points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    twice = np.concatenate([points, points])
    doubled = dbscan(
        points, eps_m=eps_m, min_samples=min_samples, weights=np.full(len(points), 2.0)
    )
    found = dbscan(twice, eps_m=eps_m, min_samples=min_samples)
    assert found.tolist() == doubled.tolist() * 2


@given(points=_points, eps_m=_eps_m, min_samples=_min_samples)
@settings(max_examples=50)
def test_equal_points_are_in_one_cluster_and_numbers_have_no_gaps(
    points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    labels = dbscan(points, eps_m=eps_m, min_samples=min_samples).tolist()
    by_point: dict[tuple[float, ...], set[int]] = {}
    for point, label in zip(points.tolist(), labels, strict=True):
        by_point.setdefault(tuple(point), set()).add(label)
    assert all(len(own) == 1 for own in by_point.values())
    clusters = set(labels) - {-1}
    assert clusters == set(range(len(clusters)))
