"""What the steps rely on: files that are whole, cells that are exact, sums that stay finite."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.cluster.partitioned import steps
from hotspots.cluster.partitioned.course import follow, planner
from hotspots.cluster.partitioned.merge import Seam, cell_keys, numbers_of
from hotspots.cluster.partitioned.partitions import array_parts
from hotspots.cluster.partitioned.sketch import EMPTY, Sketch, sketch_of
from hotspots.cluster.partitioned.steps import Job, keep_labels
from hotspots.cluster.partitioned.tiles import plan
from hotspots.cluster.partitioned.workfolder import read_array, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def _twice(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    for call in calls:
        step(*call)
    return [step(*call) for call in calls]


def _accept(_reach: tuple[float, float]) -> None:
    pass


def _run(folder: Path, rows: np.ndarray, *, eps_m: float = 15.0, part: int = 3) -> list[int]:
    job = Job(folder=folder, eps_m=eps_m, min_samples=2)
    parts = array_parts(rows, folder / "points", rows_of_part=part)
    course = follow(job, parts, _twice, check=_accept, planned=planner(eps_m, 2))
    _twice(keep_labels, [(job, number, own) for number, own in enumerate(course.answers)])
    found = [read_array(job.file("labels", number), np.int64) for number in range(len(parts))]
    return np.concatenate(found).tolist()


def test_steps_that_are_run_twice_do_the_same(tmp_path: Path) -> None:
    rows = np.array([[500.0 * (i // 3), 7.0, 1.0] for i in range(30)])
    assert _run(tmp_path, rows) == [i // 3 for i in range(30)]


def test_equal_points_are_put_together_while_a_tile_gathers_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_ROWS_AT_ONCE", 1)
    rows = np.array([[500.0 * (i % 4), 7.0, 0.1] for i in range(84)])
    assert _run(tmp_path, rows, part=5) == [i % 4 for i in range(84)]


def test_weights_beyond_counting_make_cores_and_no_warnings(tmp_path: Path) -> None:
    rows = np.array([[500.0 * (i % 2), 7.0, 1.7e308] for i in range(8)])
    assert _run(tmp_path, rows) == [0, 1] * 4


def test_a_file_that_fails_is_not_there(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_file(tmp_path / "a") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_points_of_one_cell_are_within_eps_of_each_other() -> None:
    generator = np.random.default_rng(1)
    points = generator.uniform(437_000, 437_030, (300, 2))
    keys = cell_keys(points, 10.0)
    square = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    one_cell = (keys[:, None, :] == keys[None, :, :]).all(axis=2)
    assert (square[one_cell] <= 100.0).all()
    assert one_cell.sum() > 2 * len(points)


@pytest.mark.parametrize("eps_m", [1e-3, 1e-300, 5e-324])
def test_where_cells_cannot_be_numbered_exactly_each_point_is_its_own(eps_m: float) -> None:
    points = np.array([[0.0, 4e6], [0.0, 4e6], [0.0, 4e6 + 2.0**-30], [4e6, 0.0]])
    keys = cell_keys(points, eps_m).tolist()
    assert keys[0] == keys[1]
    assert len({tuple(key) for key in keys}) == 3


def test_components_are_joined_by_cells_and_numbered_by_their_smallest_core() -> None:
    nothing = np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int32)
    seams = [
        Seam(
            keys=np.array([[1, 1], [2, 2]]),
            components=np.array([0, 1], dtype=np.int32),
            smallest_m=np.array([[9.0, 1.0], [math.inf, math.inf], [5.0, 2.0]]),
        ),
        Seam(keys=nothing[0], components=nothing[1], smallest_m=np.empty((0, 2))),
        Seam(
            keys=np.array([[1, 1]]),
            components=np.array([0], dtype=np.int32),
            smallest_m=np.array([[5.0, 1.0]]),
        ),
    ]
    assert [one.tolist() for one in numbers_of(seams)] == [[0, -1, 1], [], [0]]
    assert [len(one) for one in numbers_of(seams[1:2])] == [0]


def test_a_sample_stands_for_all_points() -> None:
    points = np.random.default_rng(2).uniform(0, 1e5, (20_000, 2))
    sample = sketch_of(points, most=2_000)
    assert len(sample.points_m) / sample.share == pytest.approx(20_000, rel=0.1)
    tiles = plan(sample, eps_m=10.0, tile_points=2_500)
    sizes = [int(box.has(points).sum()) for box in tiles.boxes]
    assert sum(sizes) == 20_000
    assert max(sizes) < 3_500


def test_of_no_points_there_is_one_tile() -> None:
    assert len(plan(EMPTY, eps_m=10.0, tile_points=5)) == 1


def test_the_same_points_are_not_cut_apart() -> None:
    points = np.full((50, 2), 7.0)
    sample = Sketch(points_m=points, hashes=np.arange(50, dtype=np.uint64), limit=2**64 - 1)
    assert len(plan(sample, eps_m=10.0, tile_points=5)) == 1
