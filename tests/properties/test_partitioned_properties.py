"""However the plane and the rows are cut, the labels are those of one machine."""

from __future__ import annotations

import math
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.cluster import dbscan
from hotspots.cluster.partitioned.course import follow, planner
from hotspots.cluster.partitioned.partitions import array_parts
from hotspots.cluster.partitioned.rows import collapse, collapse_rows, exact_parts, find
from hotspots.cluster.partitioned.sketch import merged, sketch_of
from hotspots.cluster.partitioned.steps import Job, labels
from hotspots.cluster.partitioned.tiles import halo_m, plan, tiles_of_cuts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.cluster.partitioned.sketch import Sketch
    from hotspots.cluster.partitioned.tiles import Tiles

# Whole tens of metres on a small square: equal points, exact distances and ties abound.
_STEP_M = 10.0
_ORIGIN = np.array([437_000.0, 333_000.0])
_SIDE = 24
_Cuts: TypeAlias = list[tuple[float, float]]


def _on_the_grid(steps: list[tuple[int, int]]) -> np.ndarray:
    return np.array(steps, dtype=np.float64).reshape(-1, 2) * _STEP_M + _ORIGIN


_step = st.integers(0, _SIDE)
_grid_points = st.lists(st.tuples(_step, _step), min_size=1, max_size=60).map(_on_the_grid)
_lines = st.lists(_step, min_size=1, max_size=60).map(lambda xs: _on_the_grid([(x, 3) for x in xs]))
_metre = st.floats(0.0, 250.0)
_any_points = st.lists(st.tuples(_metre, _metre), min_size=1, max_size=40).map(
    lambda steps: np.array(steps).reshape(-1, 2) + _ORIGIN
)
_points = st.one_of(_grid_points, _lines, _any_points)
_eps_m = st.sampled_from([5.0, 10.0, 14.0, 20.0, 30.0, 100.0])
_min_samples = st.integers(1, 6)
_weight = st.one_of(st.integers(0, 4).map(float), st.sampled_from([0.1, 0.2, 0.3, 0.7, 1.5, 1e-17]))


@st.composite
def _cuts(draw: st.DrawFn, box: tuple[int, int, int, int] | None = None) -> _Cuts:
    """A tree of cuts anywhere: between points, through points, closer together than eps.

    `box` is west, south, east and north in halves of a step.
    """
    low_high = box or (-2, -2, 2 * _SIDE, 2 * _SIDE)
    axis = draw(st.integers(0, 1))
    low, high = low_high[axis], low_high[axis + 2]
    if high - low < 2 or not draw(st.booleans()):
        return [(-1.0, 0.0)]
    at = draw(st.integers(low + 1, high - 1))
    below, above = list(low_high), list(low_high)
    below[axis + 2] = above[axis] = at
    at_m = float(_ORIGIN[axis]) + at * _STEP_M / 2
    parts = [draw(_cuts((one[0], one[1], one[2], one[3]))) for one in (below, above)]
    return [(float(axis), at_m), *parts[0], *parts[1]]


def _one_by_one(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [step(*call) for call in calls]


def _accept(_reach: tuple[float, float]) -> None:
    pass


def _labels_of(
    rows: np.ndarray,
    planned: Callable[[Sketch], Tiles],
    *,
    job: tuple[float, int],
    part: int,
) -> list[int]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = Job(folder=folder, eps_m=job[0], min_samples=job[1])
        parts = array_parts(rows, folder / "points", rows_of_part=part)
        course = follow(one, parts, _one_by_one, check=_accept, planned=planned)
        found = [labels(one, number, own) for number, own in enumerate(course.answers)]
        assert course.points == len(rows)
        assert course.clusters == len(set(np.concatenate(found).tolist()) - {-1})
        return np.concatenate(found).tolist()


@given(data=st.data(), points=_points, eps_m=_eps_m, min_samples=_min_samples)
@settings(max_examples=150)
def test_cut_anywhere_the_labels_are_those_of_one_machine(
    data: st.DataObject, points: np.ndarray, eps_m: float, min_samples: int
) -> None:
    weights = np.array(
        data.draw(st.lists(_weight, min_size=len(points), max_size=len(points)), label="weights")
    )
    tiles = tiles_of_cuts(data.draw(_cuts(), label="cuts"))
    part = data.draw(st.integers(1, len(points)), label="rows of a partition")
    rows = np.column_stack([points, weights])
    found = _labels_of(rows, lambda _: tiles, job=(eps_m, min_samples), part=part)
    for engine in ("grid", "sklearn"):
        one = dbscan(points, eps_m=eps_m, min_samples=min_samples, weights=weights, engine=engine)
        assert found == one.tolist()


@given(seed=st.integers(0, 2**32 - 1), tile_points=st.integers(1, 60))
@settings(max_examples=25)
def test_planned_tiles_give_the_labels_of_one_machine(seed: int, tile_points: int) -> None:
    generator = np.random.default_rng(seed)
    towns = generator.uniform(0, 3_000, (8, 2)) + _ORIGIN
    points = np.round(towns[generator.integers(0, 8, 400)] + generator.normal(0, 60, (400, 2)))
    rows = np.column_stack([points, np.ones(400)])
    found = _labels_of(rows, planner(20.0, tile_points), job=(20.0, 4), part=70)
    assert found == dbscan(points, eps_m=20.0, min_samples=4, engine="grid").tolist()


@given(points=_points, cuts=_cuts(), eps_m=_eps_m)
def test_each_point_is_in_one_tile_and_in_every_halo_that_it_is_near(
    points: np.ndarray, cuts: _Cuts, eps_m: float
) -> None:
    tiles = tiles_of_cuts(cuts)
    owners = np.sum([box.has(points) for box in tiles.boxes], axis=0)
    assert (owners == 1).all()
    for box, near in zip(tiles.boxes, tiles.near(points, halo_m(eps_m)), strict=True):
        assert sorted(near.tolist()) == np.flatnonzero(box.is_near(points, halo_m(eps_m))).tolist()
        own = box.has(points)
        for other in tiles.boxes:
            if other is not box:
                seen = own & other.is_near(points, eps_m)
                assert not (seen & box.is_deep(points, eps_m)).any()


@given(values=st.lists(st.floats(0, 1e300), max_size=20))
def test_the_parts_of_a_sum_are_exactly_the_sum(values: list[float]) -> None:
    parts = exact_parts(values)
    assert sum(map(Fraction, parts)) == sum(map(Fraction, values))
    assert parts[0] == math.fsum(values)


@given(data=st.data(), points=_points)
def test_putting_equal_points_together_in_steps_is_putting_them_together(
    data: st.DataObject, points: np.ndarray
) -> None:
    weights = np.array(data.draw(st.lists(_weight, min_size=len(points), max_size=len(points))))
    cut = data.draw(st.integers(0, len(points)))
    whole = collapse(points, weights)
    steps = collapse_rows(
        np.concatenate(
            [collapse(points[own], weights[own]).rows for own in (slice(cut), slice(cut, None))]
        )
    )
    assert _sums(steps) == _sums(whole.rows)
    assert (whole.rows[whole.of_point, :2] == points).all()
    assert (find(points, whole.rows) == whole.of_point).all()


def _sums(rows: np.ndarray) -> dict[tuple[float, float], Fraction]:
    sums: dict[tuple[float, float], Fraction] = {}
    for x, y, weight in rows.tolist():
        sums[x, y] = sums.get((x, y), Fraction(0)) + Fraction(weight)
    return sums


@given(points=_points, cut=st.integers(0, 60), most=st.integers(1, 70))
def test_samples_of_parts_are_the_sample_of_the_whole(
    points: np.ndarray, cut: int, most: int
) -> None:
    whole = sketch_of(points, most=most)
    both = merged(sketch_of(points[:cut], most=most), sketch_of(points[cut:], most=most), most=most)
    assert both.hashes.tolist() == whole.hashes.tolist()
    assert both.limit == whole.limit
    distinct = len(np.unique(points, axis=0))
    assert len(whole.points_m) == min(most, distinct)
    assert (whole.share == 1.0) == (distinct <= most)


@given(points=_points, eps_m=st.sampled_from([1.0, 5.0, 20.0]), tile_points=st.integers(1, 20))
def test_a_tile_has_few_points_or_is_as_small_as_tiles_may_be(
    points: np.ndarray, eps_m: float, tile_points: int
) -> None:
    distinct = np.unique(points, axis=0)
    for box in plan(sketch_of(points), eps_m=eps_m, tile_points=tile_points).boxes:
        own = distinct[box.has(distinct)]
        if len(own) > tile_points:
            assert (np.ptp(own, axis=0) <= 8.0 * eps_m).all()
