"""Do more children come to one place than habits of their own would bring together?

A permutation test with children as the exchange unit. A child's visits to one place are one
habit, however many they are: the habit moves as a block, so that no child alone can make a
place significant. Under the null hypothesis each child keeps as many places as it has,
and how often it returns to each, but which places they are is drawn, without regard to the
other children, from a background of places. What is looked at is the sum of visits within
`eps_m` of a place, of each child two at most: a second visit tells a habit from passing by,
a third only says more of that child. Where only one child was, the sum is taken as none.
The middle of a city has more places within `eps_m` than a suburb, so the sum is set beside
the one expected there, as the likelihood ratio of Kulldorff's scan statistic (1997).

p-values are corrected for having looked at every place, by the largest ratio at any place
in each permutation (Westfall and Young 1993), the data themselves being one of them.

The background decides what the test can say. By default it is the places where any child
was seen, each as likely as the next: a place beyond chance then draws more children than
places that attract equally, because it is risky or because it is popular with everybody.
To part the two takes a control set from outside (footfall, the places of all young people's
interviews), with its weights. The same sightings cannot serve: weighted by how often any
child is seen there a place explains itself, and in planted worlds no shared place was
found at all (`benchmarks/planted_truth.py`, which also shows the false alarms of each).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hotspots.cluster.people import founding_sightings, place_key
from hotspots.cluster.scikit import neighbours_within
from hotspots.errors import InternalError, ParameterError
from hotspots.model import Chance, ChanceBackground, ChanceVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.background import Background
    from hotspots.cluster.params import ClusterParams
    from hotspots.model import Cluster, Sighting

    _Place = str | tuple[float, float]

# Of fewer children or places the most extreme arrangement is no surprise.
FEWEST_CHILDREN = 5
FEWEST_PLACES = 10
# With fewer than 19 the smallest p-value there is would be above 5 %.
FEWEST_PERMUTATIONS = 19
ERROR_RATE = 0.05
VISITS_COUNTED = 2
FEWEST_AT_A_PLACE = 2
_CELLS = 2_000_000  # children x places x permutations that are drawn at once: bounds the memory


def chance_of(
    sightings: Iterable[Sighting],
    clusters: Sequence[Cluster],
    params: ClusterParams,
    *,
    permutations: int = 999,
    generator: np.random.Generator,
    background: Background | None = None,
) -> tuple[Chance, ...]:
    """For each cluster whether it is beyond chance at 5 %, in the order of the clusters.

    `sightings` are those that were clustered. An areal place is one place, at the position
    where it was seen most. Insufficient are data of fewer than 5 children, a background of
    fewer than 10 places, and for one cluster a background with nothing within its reach.

    Raises:
        ParameterError: fewer than 19 permutations.
    """
    if permutations < FEWEST_PERMUTATIONS:
        msg = f"permutations must be at least {FEWEST_PERMUTATIONS}, for instance 999."
        raise ParameterError(msg)
    haunts = _haunts(sightings, eps_m=params.eps_m)
    ground = _Ground(haunts, background, eps_m=params.eps_m)
    if haunts.children < FEWEST_CHILDREN or ground.choices < FEWEST_PLACES:
        return (_INSUFFICIENT,) * len(clusters)
    observed, largest = ground.observed(), ground.largest(permutations, generator)
    against = ChanceBackground.PLACES_SEEN if background is None else ChanceBackground.SUPPLIED
    return tuple(
        _chance([observed[place] for place in _places(cluster, haunts)], largest, against)
        for cluster in clusters
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Haunts:
    """Which child (`child`, a number) was seen at which place (`place`), each pair once.

    `visits` are the episodes of each pair that count. The pairs are in the order of the
    children, each child's most frequented place first. `positions_m` has shape (places, 2),
    in the order of the positions.
    """

    children: int
    place_of: dict[_Place, int]
    positions_m: NDArray[np.float64]
    child: NDArray[np.int64]
    place: NDArray[np.int64]
    visits: NDArray[np.int64]


class _Ground:
    """The places that may be drawn, and all that are looked at."""

    def __init__(self, haunts: _Haunts, background: Background | None, *, eps_m: float) -> None:
        drawn_m, weights = haunts.positions_m, np.ones(len(haunts.positions_m))
        if background is not None:
            order = np.lexsort(background.positions_m.T[::-1])
            drawn_m, weights = background.positions_m[order], background.weights[order]
        self._drawn_m, self._weights = drawn_m[weights > 0], weights[weights > 0]
        self._haunts, self._eps_m = haunts, eps_m
        looked_at_m, at = np.unique(
            np.concatenate([haunts.positions_m, self._drawn_m]), axis=0, return_inverse=True
        )
        self._looked_at_m = looked_at_m
        self._own = at.reshape(-1)[: len(haunts.positions_m)]  # the places of the data

    @property
    def choices(self) -> int:
        """How many places can be drawn."""
        return len(self._drawn_m)

    @cached_property
    def _habits(self) -> NDArray[np.int64]:
        """Shape (children,): how many places each child has."""
        many = np.bincount(self._haunts.child, minlength=self._haunts.children)
        return np.minimum(many, self.choices)

    @cached_property
    def _expected(self) -> NDArray[np.float64]:
        """Shape (looked at,): the visits to expect, as if nothing were capped or taken away.

        It is the same for the data and for every permutation, so that it need not be exact.
        """
        share = (self._weights @ self._reach(self._drawn_m)) / self._weights.sum()
        return np.asarray(share * self._haunts.visits.sum())

    def observed(self) -> NDArray[np.float64]:
        """Shape (places,): how surprising the visits to each place of the data are.

        NaN where nothing that may be drawn is within reach, so that nothing is expected.
        """
        seen = (self._haunts.child, self._haunts.place)
        reach = self._reach(self._haunts.positions_m)
        surprise = self._surprise(self._sums(seen, self._haunts.visits, reach))[0]
        return np.asarray(np.where(self._expected > 0, surprise, np.nan)[self._own])

    def largest(self, permutations: int, generator: np.random.Generator) -> NDArray[np.float64]:
        """Shape (permutations,): the largest surprise at any place, each time drawn anew."""
        reach = self._reach(self._drawn_m)
        at_once = max(1, _CELLS // (self._haunts.children * self.choices))
        visits = self._haunts.visits[_rank_in(self._haunts.child) < self.choices]
        largest = np.zeros(permutations)
        for first in range(0, permutations, at_once):
            number = min(at_once, permutations - first)
            drawn = self._draw(np.tile(self._habits, number), generator)
            surprise = self._surprise(self._sums(drawn, np.tile(visits, number), reach))
            largest[first : first + number] = surprise.max(axis=1)
        return largest

    def _surprise(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Kulldorff's log likelihood ratio of a Poisson sum above its expectation, else 0.

        Rounded, so that equal sums tie whatever the machine's last digit.
        """
        known = self._expected > 0
        expected = np.where(known, self._expected, 1.0)
        ratio = np.maximum(sums / expected, 1.0)
        surprise = expected * (ratio * np.log(ratio) - ratio + 1.0)
        return np.asarray(np.round(np.where(known, surprise, 0.0), 9))

    def _draw(
        self, habits: NDArray[np.int64], generator: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and their places: for each row so many different ones, by weight.

        The first arrivals of exponential clocks that run at the speed of the weights are a
        weighted sample without replacement (Efraimidis and Spirakis 2006).
        """
        clocks = generator.exponential(size=(len(habits), self.choices)) / self._weights
        most = int(habits.max())
        soonest = np.argpartition(clocks, most - 1, axis=1)[:, :most]
        order = np.argsort(np.take_along_axis(clocks, soonest, axis=1), axis=1)
        places = np.take_along_axis(soonest, order, axis=1)
        kept = np.arange(most) < habits[:, None]
        return np.nonzero(kept)[0], places[kept]

    def _reach(self, from_m: NDArray[np.float64]) -> sparse.csr_array:
        """Shape (from, looked at): 1 where the one is within `eps_m` of the other."""
        near = neighbours_within(self._looked_at_m, from_m, eps_m=self._eps_m)
        row = np.repeat(np.arange(len(from_m)), [len(one) for one in near])
        column = np.concatenate(near).astype(np.int64)
        ones = np.ones(len(row), dtype=np.int64)
        return _matrix(row, column, ones, (len(from_m), len(self._looked_at_m)))

    def _sums(
        self,
        seen: tuple[NDArray[np.int64], NDArray[np.int64]],
        visits: NDArray[np.int64],
        reach: sparse.csr_array,
    ) -> NDArray[np.float64]:
        """Shape (permutations, looked at): capped visits within reach of each place.

        `seen` has the children's rows, those of one permutation after those of another.
        """
        (row, place), children = seen, self._haunts.children
        shape = (int(row.max()) + 1, reach.shape[0])
        near = (_matrix(row, place, visits, shape) @ reach).tocoo()
        times, looked_at = shape[0] // children, reach.shape[1]
        at = (near.row // children) * looked_at + near.col
        sums = np.bincount(at, np.minimum(near.data, VISITS_COUNTED), minlength=times * looked_at)
        shared = np.bincount(at, minlength=times * looked_at) >= FEWEST_AT_A_PLACE
        return np.where(shared, sums, 0.0).reshape(times, looked_at)


def _haunts(sightings: Iterable[Sighting], *, eps_m: float) -> _Haunts:
    founding = founding_sightings(sightings, eps_m=eps_m)
    often = Counter((place_key(s, point), point.key) for s, point in founding)
    at: dict[_Place, tuple[float, float]] = {}
    for (place, position), _ in sorted(often.items(), key=lambda one: (-one[1], one[0][1])):
        at.setdefault(place, position)
    ordered = sorted(at, key=lambda place: (at[place], str(place)))
    place_of = {place: number for number, place in enumerate(ordered)}
    names = sorted({s.episode.child_id for s, _ in founding})
    child_of = {name: number for number, name in enumerate(names)}
    stays = {
        (child_of[s.episode.child_id], place_of[place_key(s, p)], s.episode.episode_id)
        for s, p in founding
    }
    visits = Counter((child, place) for child, place, _ in stays)
    pairs = sorted((child, -number, place) for (child, place), number in visits.items())
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    return _Haunts(
        children=len(names),
        place_of=place_of,
        positions_m=np.array([at[place] for place in ordered], dtype=np.float64).reshape(-1, 2),
        child=table[:, 0],
        place=table[:, 2],
        visits=np.minimum(-table[:, 1], VISITS_COUNTED),
    )


def _rank_in(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape (n,): each one's rank, from 0, among its equals in a sorted array."""
    return np.asarray(np.arange(len(groups)) - np.searchsorted(groups, groups))


def _places(cluster: Cluster, haunts: _Haunts) -> set[int]:
    keys = {place_key(s, s.where.point) for s in cluster.sightings if s.where.point is not None}
    if not keys or not keys <= haunts.place_of.keys():
        msg = "A cluster has a sighting that was not clustered with the others."
        raise InternalError(msg)
    return {haunts.place_of[key] for key in keys}


def _chance(
    observed: list[float], largest: NDArray[np.float64], against: ChanceBackground
) -> Chance:
    known = [value for value in observed if not math.isnan(value)]
    if not known:
        return _INSUFFICIENT
    p_value = (1 + int((largest >= max(known)).sum())) / (1 + len(largest))
    return Chance(
        p_value=p_value,
        permutations=len(largest),
        verdict=ChanceVerdict.BEYOND if p_value <= ERROR_RATE else ChanceVerdict.WITHIN,
        against=against,
    )


def _matrix(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    values: NDArray[np.int64],
    shape: tuple[int, int],
) -> sparse.csr_array:
    return sparse.coo_array((values.astype(np.float64), (row, column)), shape=shape).tocsr()


_INSUFFICIENT = Chance(p_value=None, permutations=0, verdict=ChanceVerdict.INSUFFICIENT)
