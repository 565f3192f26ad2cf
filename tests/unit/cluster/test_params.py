from __future__ import annotations

import pytest

from hotspots.cluster import ClusterParams
from hotspots.errors import ParameterError


def test_the_defaults_are_the_documented_ones() -> None:
    assert ClusterParams() == ClusterParams(eps_m=150.0, min_samples=5)


@pytest.mark.parametrize("eps_m", [50, 50.0, 150, 500])
def test_distances_in_range_are_taken(eps_m: float) -> None:
    assert ClusterParams(eps_m=eps_m).eps_m == eps_m


@pytest.mark.parametrize("eps_m", [0, 49.9, 500.1, float("nan"), float("inf"), "150"])
def test_distances_out_of_range_are_refused(eps_m: float) -> None:
    with pytest.raises(ParameterError, match="eps_m"):
        ClusterParams(eps_m=eps_m)


@pytest.mark.parametrize("min_samples", [3, 5, 50])
def test_numbers_in_range_are_taken(min_samples: int) -> None:
    assert ClusterParams(min_samples=min_samples).min_samples == min_samples


@pytest.mark.parametrize("min_samples", [2, 51, 0, 5.0, True])
def test_numbers_out_of_range_are_refused(min_samples: int) -> None:
    with pytest.raises(ParameterError, match="min_samples"):
        ClusterParams(min_samples=min_samples)


def test_the_people_behind_the_points_are_not_limited_unless_asked_for() -> None:
    params = ClusterParams()
    assert (params.min_children, params.max_per_child) == (1, None)


@pytest.mark.parametrize("number", [1, 3, 20])
def test_numbers_of_children_in_range_are_taken(number: int) -> None:
    assert ClusterParams(min_children=number).min_children == number


@pytest.mark.parametrize("number", [0, 21, 3.0, True, None])
def test_numbers_of_children_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ParameterError, match=r"min_children .* from 1 to 20"):
        ClusterParams(min_children=number)


@pytest.mark.parametrize("number", [1, 50, None])
def test_a_cap_in_range_or_none_is_taken(number: int | None) -> None:
    assert ClusterParams(max_per_child=number).max_per_child == number


@pytest.mark.parametrize("number", [0, 51, 2.5, True, "2"])
def test_a_cap_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ParameterError, match=r"max_per_child .* from 1 to 50"):
        ClusterParams(max_per_child=number)
