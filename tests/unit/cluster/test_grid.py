"""The grid engine beside scikit-learn's, where its own short cuts could go wrong."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from hotspots.cluster import dbscan
from hotspots.cluster.grid import engine, parts, sums
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ORIGIN = np.array([437_000.0, 333_000.0])

# Run once compiled and once as plain Python: the same loops, seen by coverage and by eye.
WITHOUT_COMPILER = """
import numpy as np
from hotspots.cluster import dbscan

rng = np.random.default_rng(7)
blob = rng.normal(0, 40, (90, 2)) + [437_000.0, 333_000.0]
two = np.concatenate([blob, blob + [190.0, 0.0]])
wide = np.concatenate([blob, blob * 1e9])
lattice = np.repeat(np.indices((7, 7)).reshape(2, -1).T * 100.0, 3, axis=0)
tenths = rng.integers(0, 12, len(two)) / 10
line = np.column_stack([np.arange(10.0), np.zeros(10)]) + [437_000.0, 333_000.0]
rows = np.arange(60.0)
west, east = np.column_stack([-rows, rows]), np.column_stack([200.0 + rows, -rows])
boxes = rng.uniform(0, 30, (80, 2)) + [437_000.0, 333_000.0]
mixed = np.concatenate([line, line])
for points, eps_m, min_samples, weights in (
    (blob, 25.0, 5, None), (two, 60.0, 20, None), (two, 150.0, 100, None),
    (two, 100.0, 12, tenths), (two, 100.0, 60, tenths), (wide, 30.0, 10, None),
    (lattice, 500.0, 40, None), (lattice, 100.0, 9, None), (lattice - 300.0, 1e4, 1, None),
    (two, 80.0, 90, np.floor(tenths * 10)), (blob, 1e-6, 2, None),
    (line, 20.0, 1, np.full(10, 0.1)), (mixed, 20.0, 2, np.full(20, 0.1)),
    (np.concatenate([west, east]), 200.0, 10, None),
    (np.concatenate([boxes, boxes + [135.0, 0.0]]), 100.0, 10, None),
):
    found = [
        dbscan(points, eps_m=eps_m, min_samples=min_samples, weights=weights, engine=engine)
        for engine in ("sklearn", "grid")
    ]
    assert (found[0] == found[1]).all()
"""


def both(points: np.ndarray, eps_m: float, min_samples: int, weights: object = None) -> np.ndarray:
    call = partial(dbscan, points, eps_m=eps_m, min_samples=min_samples, weights=weights)  # type: ignore[arg-type]  # any array-like
    grid = call(engine="grid")
    assert grid.tolist() == call(engine="sklearn").tolist()
    return np.asarray(grid)


def _blob(number: int, spread_m: float, seed: int = 1) -> np.ndarray:
    points = np.random.default_rng(seed).normal(0, spread_m, (number, 2))
    return np.asarray(points + ORIGIN)


SHAPES: dict[str, Callable[[], np.ndarray]] = {
    "all points equal": lambda: np.tile(ORIGIN, (500, 1)),
    "a line": lambda: np.column_stack([np.arange(500.0), np.zeros(500)]) * 3 + ORIGIN,
    "a slanting line": lambda: np.arange(500.0)[:, None] * [3, 4] + ORIGIN,
    "one blob": lambda: _blob(800, 100),
    "decimals": lambda: np.round(_blob(500, 60), 1),
    "tiny clusters far apart": lambda: np.concatenate([_blob(9, 4) * k for k in range(1, 40)]),
    "beyond any raster": lambda: np.concatenate([_blob(40, 20) * 10.0**k for k in range(1, 9)]),
    "farther than any map": lambda: np.concatenate([_blob(40, 20), _blob(40, 20) - 1e15]),
    "around zero": lambda: np.rint(np.random.default_rng(2).normal(0, 300, (400, 2))),
    "a lattice": lambda: np.indices((20, 20)).reshape(2, -1).T * 10.0 + ORIGIN,
}


@pytest.mark.parametrize("min_samples", [1, 5, 60, 400])
@pytest.mark.parametrize("eps_m", [0.001, 5.0, 50.0, 1e7])
@pytest.mark.parametrize("shape", SHAPES)
def test_both_engines_agree_on_unfriendly_points(
    shape: str, eps_m: float, min_samples: int
) -> None:
    if shape == "one blob" and eps_m == 1e7:
        eps_m = 700.0  # all of it, but not every pair for every neighbour twice
    both(SHAPES[shape](), eps_m, min_samples)


@pytest.mark.parametrize("seed", range(30))
def test_crowded_cells_of_cores_and_others_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    middle = rng.normal(0, 150, (4, 1, 2))
    points = (middle + rng.normal(0, 40, (4, 120, 2))).reshape(-1, 2) + ORIGIN
    both(points, float(rng.uniform(60, 200)), int(rng.integers(40, 300)))


@pytest.mark.parametrize("apart_m", [200.0, 200.0 + 1e-9, 199.9])
def test_two_crowds_touch_at_their_nearest_points_alone(apart_m: float) -> None:
    rows = np.arange(60.0)
    west = np.column_stack([-rows, rows])
    east = np.column_stack([apart_m + rows, -rows])
    labels = both(np.concatenate([west, east]), 200.0, 10)
    assert labels.max() == (1 if apart_m > 200 else 0)


def test_two_crowds_out_of_reach_are_told_by_their_boxes() -> None:
    rng = np.random.default_rng(3)
    west = rng.uniform(0, 30, (80, 2)) + ORIGIN
    labels = both(np.concatenate([west, west + np.array([135.0, 0.0])]), 100.0, 10)
    assert labels.tolist() == [0] * 80 + [1] * 80


def test_sides_of_a_right_triangle_are_exactly_in_reach() -> None:
    # 3-4-5 and its like: where both squares and their sum are exact, so is the edge.
    for legs in ((3, 4), (5, 12), (8, 15), (20, 21), (119, 120)):
        step = np.array(legs, dtype=np.float64)
        points = ORIGIN + np.array([[0, 0], [1, 1], [2, 2]]) * step
        hypotenuse = float(np.hypot(*legs))
        assert both(points, hypotenuse, 3).tolist() == [0, 0, 0]
        assert both(points, float(np.nextafter(hypotenuse, 0)), 3).tolist() == [-1, -1, -1]
        theirs = DBSCAN(eps=hypotenuse, min_samples=3, algorithm="kd_tree").fit(points)
        assert theirs.labels_.tolist() == [0, 0, 0]


def test_eastings_with_decimals_are_compared_as_they_are_written() -> None:
    # 400000.3 - 400000.0 is 0.29999999998..., whatever a reader may think.
    tenths = np.array([(x, y) for x in range(12) for y in range(12)]) / 10
    points = tenths + np.array([400_000.0, 300_000.0])
    for eps_m in (0.1, 0.3, 0.5, 1.0):
        both(points, eps_m, 4)


def test_weights_are_added_exactly_in_every_engine() -> None:
    # Ten tenths are 1, however they are grouped: added one by one they are a little less.
    line = ORIGIN + np.column_stack([np.arange(10.0), np.zeros(10)])
    assert both(line, 20.0, 1, [0.1] * 10).tolist() == [0] * 10
    assert both(np.tile(ORIGIN, (10, 1)), 20.0, 1, [0.1] * 10).tolist() == [0] * 10
    assert both(line, 20.0, 1, [0.1] * 9 + [0.0999]).tolist() == [-1] * 10


@pytest.mark.parametrize("seed", range(20))
def test_fractional_weights_near_the_threshold_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 15, (300, 2)) * 10.0 + ORIGIN
    weights = rng.choice([0.0, 0.1, 0.2, 0.3, 0.7, 1e-17, 1.0], 300)
    both(points, 25.0, int(rng.integers(1, 6)), weights)


def test_huge_weights_and_numbers_of_samples_agree() -> None:
    points = _blob(60, 30)
    assert both(points, 20.0, 10**400).tolist() == [-1] * 60
    both(points, 20.0, 10**20, np.full(60, 1e19))
    both(points, 20.0, 2**53, np.full(60, 2.0**52))


def test_the_two_zeros_are_one_place() -> None:
    points = np.array([[0.0, 300.0], [-0.0, 300.0], [0.0, -300.0]])
    ones = np.ones(3)
    assert engine.labels(points, ones, eps_m=1.0, min_samples=2).tolist() == [0, 0, -1]


@pytest.mark.parametrize("parts_wanted", [1, 2, 3, 7])
def test_the_number_of_parts_is_no_matter(
    monkeypatch: pytest.MonkeyPatch, parts_wanted: int
) -> None:
    def cut(number: int, *, smallest: int = 0) -> Sequence[int]:
        del smallest
        return [number * part // parts_wanted for part in range(parts_wanted + 1)]

    points = np.concatenate([_blob(400, 60), np.rint(_blob(400, 60)), _blob(400, 60) * 1e6])
    tenths = np.random.default_rng(5).integers(0, 20, 1200) / 10
    expected = both(points, 20.0, 6, tenths)
    for module in ("order", "places", "engine"):
        monkeypatch.setattr(f"hotspots.cluster.grid.{module}.cut", cut)
    found = dbscan(points, eps_m=20.0, min_samples=6, weights=tenths, engine="grid")
    assert found.tolist() == expected.tolist()
    some = dbscan(points[:2], eps_m=20.0, min_samples=1, engine="grid")
    assert some.tolist() == [0, 1] if points[0, 0] < points[1, 0] else [1, 0]


def test_large_inputs_are_cut_and_small_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert parts.cut(1000) == [0, 1000]
    assert parts.cut(10**6) == [0, 250_000, 500_000, 750_000, 10**6]
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert parts.cut(10**6) == [0, 10**6]


@pytest.mark.parametrize("order", ["C", "F"])
def test_read_only_points_of_any_layout_will_do(order: str) -> None:
    points = np.array(_blob(200, 50), order=order)  # type: ignore[call-overload]  # C or F
    points.setflags(write=False)
    both(points, 20.0, 4)
    both(points[::2], 20.0, 4)
    both(points[:, ::-1], 20.0, 4)


def test_no_points_have_no_labels() -> None:
    none = np.empty((0, 2))
    assert engine.labels(none, np.empty(0), eps_m=1.0, min_samples=1).shape == (0,)


def test_more_points_than_can_be_numbered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_ROWS", 5)
    with pytest.raises(ParameterError, match="at most 5 points"):
        dbscan(_blob(6, 1), eps_m=1, min_samples=1, engine="grid")


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_loops_do_the_same_without_the_compiler() -> None:
    done = _run(WITHOUT_COMPILER, NUMBA_DISABLE_JIT="1")
    assert done.returncode == 0, done.stderr


def test_it_works_where_no_cache_can_be_written(tmp_path: Path) -> None:
    # What cannot be a folder cannot be written to, not even by the administrator.
    blocked = tmp_path / "file"
    blocked.touch()
    done = _run(
        "from numba.core import caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "from hotspots.cluster.grid.sums import rounded\n"
        "import numpy as np\n"
        "assert rounded(np.array([1.0]), 1) == 1.0\n",
        NUMBA_CACHE_DIR="",
        HOME=str(blocked),
    )
    assert done.returncode == 0, done.stderr


def test_the_package_needs_no_compiler_until_it_is_used() -> None:
    code = "import sys, hotspots.cluster; assert not {'numba', 'dask'} & set(sys.modules)"
    done = _run(code)
    assert done.returncode == 0, done.stderr


def test_sums_are_rounded_as_fsum_rounds_them() -> None:
    rng = np.random.default_rng(11)
    for _ in range(300):
        values = rng.choice([1.0, 0.1, 2.0**-53, 2.0**-54, 1e-30, 1e16, 1e300], 12)
        held, number = np.empty(sums.MOST_PARTS), 0
        for value in values:
            number = sums.absorb(value, held, number)
        assert sums.rounded(held, number) == math.fsum(values)
    assert sums.rounded(held, 0) == 0.0
