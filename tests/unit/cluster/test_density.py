from __future__ import annotations

import numpy as np
import pytest

from hotspots.cluster import dbscan
from hotspots.errors import ParameterError

# Far from zero, as eastings and northings are.
ORIGIN = np.array([437_000.0, 333_000.0])


def at(*offsets: tuple[float, float]) -> np.ndarray:
    return np.asarray(np.array(offsets, dtype=np.float64).reshape(-1, 2) + ORIGIN)


def labels(points_m: np.ndarray, *, eps_m: float = 100, min_samples: int = 3) -> list[int]:
    return [int(label) for label in dbscan(points_m, eps_m=eps_m, min_samples=min_samples)]


def test_two_groups_and_a_stray() -> None:
    points = at((0, 0), (10, 0), (0, 10), (5000, 0), (5010, 0), (5000, 10), (9000, 9000))
    assert labels(points) == [0, 0, 0, 1, 1, 1, -1]


def test_the_edge_of_the_radius_is_inside() -> None:
    assert labels(at((0, 0), (100, 0), (200, 0))) == [0, 0, 0]
    assert labels(at((0, 0), (100.001, 0), (200, 0))) == [-1, -1, -1]


@pytest.mark.parametrize(("number", "expected"), [(2, -1), (3, 0), (4, 0)])
def test_a_point_counts_itself(number: int, expected: int) -> None:
    assert set(labels(at(*[(0, 0)] * number))) == {expected}


def test_clusters_are_numbered_by_their_smallest_core_point() -> None:
    east = [(900, 0), (910, 0), (920, 0)]
    south_west = [(0, 0), (10, 0), (20, 0)]
    north_west = [(0, 500), (10, 500), (20, 500)]
    assert labels(at(*east, *north_west, *south_west)) == [2] * 3 + [1] * 3 + [0] * 3


def test_a_border_point_does_not_number_its_cluster() -> None:
    # The westernmost point of all is only a border point of the cluster in the east.
    border, east = (0, 0), [(90, 0), (150, 0), (180, 0)]
    west = [(50, 1000), (51, 1000), (52, 1000), (53, 1000)]
    found = labels(at(border, *east, *west), eps_m=95, min_samples=4)
    assert found == [1, 1, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(("x", "expected"), [(99, 0), (101, 1)])
def test_a_border_point_joins_its_nearest_core_point(x: float, expected: int) -> None:
    east, west = [(200, 0), (200, 90), (290, 0)], [(0, 0), (0, 90), (-90, 0)]
    found = labels(at((x, 0), *east, *west), eps_m=110, min_samples=4)
    assert found == [expected, 1, 1, 1, 0, 0, 0]


def test_of_equally_near_cores_the_smallest_wins() -> None:
    east, west = [(200, 0), (200, 90), (290, 0)], [(0, 0), (0, 90), (-90, 0)]
    for points in (at((100, 0), *east, *west), at((100, 0), *reversed(east), *reversed(west))):
        assert labels(points, eps_m=110, min_samples=4)[0] == 0


def test_equal_points_are_one_point_with_weight() -> None:
    once = at((0, 0), (80, 0), (500, 500))
    often = np.repeat(once, [5, 1, 2], axis=0)
    weighted = dbscan(once, eps_m=100, min_samples=6, weights=[5, 1, 2])
    assert weighted.tolist() == [0, 0, -1]
    assert labels(often, min_samples=6) == [0] * 6 + [-1] * 2


def test_zero_and_minus_zero_are_one_place() -> None:
    points = [(0.0, 333_000.0), (-0.0, 333_000.0), (0.0, 333_000.0)]
    assert dbscan(points, eps_m=1, min_samples=3).tolist() == [0, 0, 0]


def test_weights_are_added_alike_in_every_order() -> None:
    # 0.1 + 0.2 + 0.7 is 1 or a little less, depending on which two come first.
    points = at(*[(0, 0)] * 3)
    found = {
        tuple(dbscan(points, eps_m=50, min_samples=1, weights=weights).tolist())
        for weights in ([0.1, 0.2, 0.7], [0.7, 0.2, 0.1], [0.2, 0.7, 0.1])
    }
    assert len(found) == 1


def test_points_without_weight_are_noise() -> None:
    points = at((0, 0), (10, 0))
    assert dbscan(points, eps_m=100, min_samples=1, weights=[0, 0]).tolist() == [-1, -1]
    assert dbscan(points, eps_m=100, min_samples=1, weights=[0, 1]).tolist() == [0, 0]


def test_twenty_thousand_equal_points_are_no_burden() -> None:
    points = np.tile(ORIGIN, (20_000, 1))
    assert set(labels(points)) == {0}


@pytest.mark.parametrize("nothing", [[], np.empty((0, 2)), np.empty((0,))])
def test_nothing_gives_nothing(nothing: object) -> None:
    found = dbscan(nothing, eps_m=100, min_samples=3)  # type: ignore[arg-type]  # any array-like
    assert found.shape == (0,)
    assert found.dtype == np.int64


@pytest.mark.parametrize("engine", ["auto", "sklearn", "grid"])
def test_every_engine_gives_the_same(engine: str) -> None:
    points = at((0, 0), (10, 0), (0, 10), (5000, 0))
    assert dbscan(points, eps_m=100, min_samples=3, engine=engine).tolist() == [0, 0, 0, -1]


def test_the_points_are_left_as_they_were() -> None:
    points = at((0, 0), (10, 0), (0, 10))
    before = points.copy()
    labels(points)
    assert (points == before).all()


@pytest.mark.parametrize("eps_m", [0, -1, float("nan"), float("inf"), "150", None, True])
def test_a_distance_that_is_none_is_refused(eps_m: object) -> None:
    with pytest.raises(ParameterError, match="eps_m must be a positive, finite number"):
        dbscan(at((0, 0)), eps_m=eps_m, min_samples=3)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("min_samples", [0, -5, 2.5, "5", None, True])
def test_a_number_of_samples_that_is_none_is_refused(min_samples: object) -> None:
    with pytest.raises(ParameterError, match="min_samples must be a whole number"):
        dbscan(at((0, 0)), eps_m=100, min_samples=min_samples)  # type: ignore[arg-type]  # on purpose


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="auto, sklearn"):
        dbscan(at((0, 0)), eps_m=100, min_samples=3, engine="warp")


@pytest.mark.parametrize("degrees", [[(-1.47, 52.92)], [(180, 90)], [(-180, -90), (0, 0)]])
def test_degrees_are_refused(degrees: list[tuple[float, float]]) -> None:
    with pytest.raises(ParameterError, match="degrees"):
        dbscan(degrees, eps_m=100, min_samples=3)


@pytest.mark.parametrize("metres", [[(180.1, 90)], [(180, 90.1)], [(0, 0), (437_000, 333_000)]])
def test_metres_near_zero_are_not_taken_for_degrees(metres: list[tuple[float, float]]) -> None:
    assert dbscan(metres, eps_m=100, min_samples=3).shape == (len(metres),)


def test_values_that_no_map_has_are_refused() -> None:
    with pytest.raises(ParameterError, match="beyond 1e"):
        dbscan([(1e200, 333_000)], eps_m=100, min_samples=3)
    with pytest.raises(ParameterError, match="eps_m must be"):
        dbscan(at((0, 0)), eps_m=1e-200, min_samples=3)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_missing_coordinate_is_refused(value: float | None) -> None:
    with pytest.raises(ParameterError, match="missing or infinite"):
        dbscan([(437_000, 333_000), (value, 333_000)], eps_m=100, min_samples=3)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize(
    "points", [[1.0, 2.0], [(1, 2, 3)], [[(437_000, 333_000)]], np.zeros((2, 2, 2))]
)
def test_another_shape_is_refused(points: object) -> None:
    with pytest.raises(ParameterError, match=r"shape \(n, 2\)"):
        dbscan(points, eps_m=100, min_samples=3)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("points", [[("a", "b")], [(1, 2), (1,)], {"x": 1}])
def test_what_is_not_numbers_is_refused(points: object) -> None:
    with pytest.raises(ParameterError, match="numbers only"):
        dbscan(points, eps_m=100, min_samples=3)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1], "one number for each point"),
        ([[1, 1]], "one number for each point"),
        ([1, -1], "at least 0"),
        ([1, float("nan")], "at least 0"),
        ([1, float("inf")], "at least 0"),
        (["a", "b"], "numbers only"),
    ],
)
def test_weights_that_are_none_are_refused(weights: object, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        dbscan(at((0, 0), (1, 1)), eps_m=100, min_samples=3, weights=weights)  # type: ignore[arg-type]  # on purpose
