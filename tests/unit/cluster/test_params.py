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
