"""How near, and how many: the two numbers of DBSCAN as this service allows them."""

from __future__ import annotations

from dataclasses import dataclass

from hotspots.cluster.checks import check_eps, check_min_samples
from hotspots.errors import ParameterError

# Below 50 m the error of a postcode's middle decides; above 500 m two shops in
# different suburbs become one hotspot. Below 3 a single evening out is a hotspot;
# above 50 the busiest places of a city in half a year are not.
EPS_RANGE_M = (50.0, 500.0)
MIN_SAMPLES_RANGE = (3, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterParams:
    """`eps_m` in metres (50 to 500) and `min_samples` in sightings (3 to 50).

    150 m is a walk of two minutes: across a supermarket's car park, not to the next
    parade of shops. In simulations shaped like the council's figures the hotspots that
    are found hardly change between 100 m and 250 m, so the middle is chosen.

    5 is one more than the 4 (twice the dimensions) that Sander et al. 1998 advise for
    points in a plane, and the fewest episodes of which any audience is told: a place
    with fewer could not be published anyway. It counts sightings, so one child can make a
    cluster; whether a cluster may be shown is for the gate, which counts children.

    Raises:
        ParameterError: a number outside its range.
    """

    eps_m: float = 150.0
    min_samples: int = 5

    def __post_init__(self) -> None:
        eps_m = check_eps(self.eps_m)
        low_m, high_m = EPS_RANGE_M
        if not low_m <= eps_m <= high_m:
            msg = f"eps_m is {eps_m:g} m. Choose a distance from {low_m:g} to {high_m:g} metres."
            raise ParameterError(msg)
        number = check_min_samples(self.min_samples)
        low, high = MIN_SAMPLES_RANGE
        if not low <= number <= high:
            msg = f"min_samples is {number}. Choose a whole number from {low} to {high}."
            raise ParameterError(msg)
