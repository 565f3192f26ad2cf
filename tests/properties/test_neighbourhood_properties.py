"""Clustering the same positions under other weights is DBSCAN of what is there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotspots.cluster import NOISE, dbscan
from hotspots.cluster.neighbourhood import Neighbourhood

EAST, NORTH = 437_000, 333_000
STEP_M = 25
CASES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 6), st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.0])),
    max_size=40,
    unique_by=lambda one: one[:2],
)


@given(case=CASES, steps=st.integers(1, 5), min_samples=st.integers(1, 8))
def test_labels_are_those_of_dbscan_without_the_absent(
    case: list[tuple[int, int, float]], steps: int, min_samples: int
) -> None:
    rows = sorted(case)
    positions_m = np.array(
        [(EAST + STEP_M * x, NORTH + STEP_M * y) for x, y, _ in rows], dtype=np.float64
    ).reshape(-1, 2)
    weights = np.array([weight for *_, weight in rows], dtype=np.float64)
    there, eps_m = weights > 0, float(STEP_M * steps)
    labels = Neighbourhood(positions_m, eps_m=eps_m).labels(weights, min_samples=min_samples)
    expected = dbscan(
        positions_m[there], eps_m=eps_m, min_samples=min_samples, weights=weights[there]
    )
    assert labels[there].tolist() == expected.tolist()
    assert (labels[~there] == NOISE).all()
