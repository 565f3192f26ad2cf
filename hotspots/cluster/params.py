"""How near, how many and of how many children: what the service allows DBSCAN to be told."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from hotspots.cluster.checks import check_eps, check_min_samples
from hotspots.errors import ParameterError

# Below 50 m the error of a postcode's middle decides; above 500 m two shops in
# different suburbs become one hotspot. Below 3 a single evening out is a hotspot;
# above 50 the busiest places of a city in half a year are not.
EPS_RANGE_M = (50.0, 500.0)
MIN_SAMPLES_RANGE = (3, 50)
# The council's report has 25 children in half a year: more than 20 at every hotspot
# would leave none. A cap above the largest `min_samples` could never matter.
MIN_CHILDREN_RANGE = (1, 20)
MAX_PER_CHILD_RANGE = (1, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterParams:
    """`eps_m` in metres (50 to 500), `min_samples` in sightings (3 to 50), and the people.

    150 m is a walk of two minutes: across a supermarket's car park, not to the next
    parade of shops. In simulations shaped like the council's figures the hotspots that
    are found hardly change between 100 m and 250 m, so the middle is chosen.

    5 is one more than the 4 (twice the dimensions) that Sander et al. 1998 advise for
    points in a plane, and the fewest episodes of which any audience is told: a place
    with fewer could not be published anyway. It counts sightings, so one child can make a
    cluster; whether a cluster may be shown is for the gate, which counts children.

    `min_children` (1 to 20): a cluster of fewer distinct children founds no hotspot and is
    a pattern of too few children (`split_by_people`). 1 keeps every cluster: the
    co-ordinator needs to see one child's habit too, and the gate has numbers of its own.

    `max_per_child` (1 to 50, or None for no limit): at one place a child's sightings count
    at most so many in total, spread evenly over them, so that a place is dense because
    children come and not because one comes often. No limit is DBSCAN as everybody knows
    it, and comparable with earlier maps. In the council's report of 2021 five young people
    make 164 of 245 episodes (paragraph 4.7); a cap by
    person asks how many come, not how often one does.

    Raises:
        ParameterError: a number outside its range.
    """

    eps_m: float = 150.0
    min_samples: int = 5
    min_children: int = 1
    max_per_child: int | None = None

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
        _check_whole(self.min_children, MIN_CHILDREN_RANGE, "min_children")
        if self.max_per_child is not None:
            _check_whole(self.max_per_child, MAX_PER_CHILD_RANGE, "max_per_child")


def _check_whole(value: object, limits: tuple[int, int], name: str) -> None:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= int(value) <= high:
        msg = f"{name} cannot be used. Choose a whole number from {low} to {high}."
        raise ParameterError(msg)
