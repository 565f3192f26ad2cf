"""DBSCAN against a definition written out in full, and against its own inputs in another order."""

from __future__ import annotations

from functools import partial

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
_engine = st.sampled_from(["sklearn", "grid"])
# Metres with decimals, crowded and thin, near and at the ends of the earth; some points twice.
_anywhere = st.builds(
    lambda seed, number, spread_m, shift_m, decimals: (
        np.random.default_rng(seed).normal(0, spread_m, (number, 2)).round(decimals)
        + np.array([shift_m, -shift_m])
    ),
    st.integers(0, 2**32 - 1),
    st.integers(1, 300),
    st.sampled_from([5.0, 60.0, 1000.0, 1e12]),
    st.sampled_from([200.0, 437_000.0, 1e9]),
    st.integers(0, 3),
).filter(lambda points: bool(np.abs(points).max() > 360))  # anything less is refused as degrees


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


@given(points=_points, eps_m=_eps_m, min_samples=_min_samples, engine=_engine)
@settings(max_examples=500)
def test_it_is_dbscan_by_definition(
    points: np.ndarray, eps_m: float, min_samples: int, engine: str
) -> None:
    expected = _by_definition(points, np.ones(len(points)), eps_m, min_samples)
    found = dbscan(points, eps_m=eps_m, min_samples=min_samples, engine=engine)
    assert found.tolist() == expected


@given(data=st.data(), points=_points, eps_m=_eps_m, min_samples=_min_samples, engine=_engine)
@settings(max_examples=300)
def test_it_is_dbscan_by_definition_with_weights(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int, engine: str
) -> None:
    halves = data.draw(st.lists(st.integers(0, 8), min_size=len(points), max_size=len(points)))
    weights = np.array(halves, dtype=np.float64) / 2
    found = dbscan(points, eps_m=eps_m, min_samples=min_samples, weights=weights, engine=engine)
    assert found.tolist() == _by_definition(points, weights, eps_m, min_samples)


@given(data=st.data(), points=_points, eps_m=_eps_m, min_samples=_min_samples, engine=_engine)
def test_the_order_of_the_rows_is_no_matter(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int, engine: str
) -> None:
    order = np.array(data.draw(st.permutations(range(len(points)))), dtype=np.intp)
    tenths = data.draw(st.lists(st.integers(0, 30), min_size=len(points), max_size=len(points)))
    weights = np.array(tenths, dtype=np.float64) / 10
    call = partial(dbscan, eps_m=eps_m, min_samples=min_samples, engine=engine)
    assert (call(points[order]) == call(points)[order]).all()
    shuffled = call(points[order], weights=weights[order])
    assert (shuffled == call(points, weights=weights)[order]).all()


@given(
    data=st.data(),
    points=st.one_of(_points, _anywhere),
    eps_m=st.one_of(_eps_m, st.floats(1e-3, 2000.0)),
    min_samples=st.integers(1, 60),
)
@settings(max_examples=500)
def test_all_engines_give_the_same_whatever_the_points(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    seed = data.draw(st.integers(0, 2**32 - 1))
    weights = np.random.default_rng(seed).choice([0.0, 0.1, 0.7, 1.0, 3.0], len(points))
    for weight in (None, weights):
        call = partial(dbscan, points, eps_m=eps_m, min_samples=min_samples, weights=weight)
        assert call(engine="grid").tolist() == call(engine="sklearn").tolist()


# Between points of the lattice every distance is exact, and so is the edge; anywhere else no
# pair may be exactly so far apart, for there scikit-learn has no one rule.
_cases = st.one_of(
    st.tuples(_points, _eps_m), st.tuples(_anywhere, _eps_m.map(lambda eps_m: eps_m * (1 + 1e-6)))
)


@given(case=_cases, min_samples=st.integers(1, 60), engine=_engine)
@settings(max_examples=500)
def test_noise_and_cores_are_those_of_scikit_learn(
    case: tuple[np.ndarray, float], min_samples: int, engine: str
) -> None:
    points, eps_m = case
    if len(points) == 0:
        return
    labels = dbscan(points, eps_m=eps_m, min_samples=min_samples, engine=engine)
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
