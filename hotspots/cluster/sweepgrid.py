"""Which settings a sweep tries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from hotspots.cluster.checks import check_eps, check_min_samples
from hotspots.cluster.params import EPS_RANGE_M, MIN_SAMPLES_RANGE
from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from hotspots.cluster.params import ClusterParams


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepGrid:
    """Every eps (metres) with every min_samples, each rising and none twice.

    Raises:
        ParameterError: nothing to try, or a value that DBSCAN cannot use.
    """

    eps_m: tuple[float, ...] = tuple(float(eps_m) for eps_m in range(50, 501, 50))
    min_samples: tuple[int, ...] = tuple(range(3, 16))

    def __post_init__(self) -> None:
        for eps_m in self.eps_m:
            check_eps(eps_m)
        for number in self.min_samples:
            check_min_samples(number)
        for some in (self.eps_m, self.min_samples):
            if not some or list(some) != sorted(set(some)):
                msg = "Give the values to try in rising order, each once."
                raise ParameterError(msg)

    @classmethod
    def around(cls, params: ClusterParams) -> Self:
        """A small grid, at most five by five, about a setting that is in use."""
        low_m, high_m = EPS_RANGE_M
        near_m = {min(max(params.eps_m * part / 6, low_m), high_m) for part in (4, 5, 7, 8)}
        low, high = MIN_SAMPLES_RANGE
        needed = {min(max(params.min_samples + more, low), high) for more in range(-2, 3)}
        return cls(
            eps_m=tuple(sorted(near_m | {float(params.eps_m)})), min_samples=tuple(sorted(needed))
        )


WHOLE_GRID = SweepGrid()
