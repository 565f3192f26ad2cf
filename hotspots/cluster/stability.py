"""Is a cluster found again when other children, or one fewer, are asked?

Children are resampled and left out, never single sightings: a child's sightings hang
together, and drawing them apart would make one child's habit look like firm ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster.density import NOISE
from hotspots.cluster.neighbourhood import Neighbourhood
from hotspots.cluster.people import census_of, children_of
from hotspots.errors import InternalError, ParameterError
from hotspots.model import Firmness, Stability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.params import ClusterParams
    from hotspots.cluster.people import Census
    from hotspots.model import Cluster, Sighting

# A sample of two children mostly is one child twice: it says nothing of the others.
FEWEST_CHILDREN = 3
# What is left of a cluster is its heir from here on: no two clusters can both be that.
SURVIVAL_OVERLAP = 0.5
# One child left is a habit and no longer a place that children share.
FEWEST_LEFT = 2
# Hennig's reading, as the manual of fpc::clusterboot gives it.
DOUBTFUL_FROM = 0.60
STABLE_ABOVE = 0.75
HIGHLY_STABLE_ABOVE = 0.85


def stability_of(
    sightings: Iterable[Sighting],
    clusters: Sequence[Cluster],
    params: ClusterParams,
    *,
    samples: int = 200,
    generator: np.random.Generator,
) -> tuple[Stability, ...]:
    """For each cluster its stability by child, in the order of the clusters.

    `sightings` are those that were clustered. The cluster-wise Jaccard is Hennig's
    ("Cluster-wise assessment of cluster stability", Computational Statistics & Data
    Analysis 52, 2007; `fpc::clusterboot`) over bootstrap samples of children: one drawn twice
    weighs double, and overlap is counted in sightings of the children drawn, each once. A
    cluster of which no child was drawn has not been found again and counts 0. Where the
    data or the cluster have fewer than three children the figure is None.

    A cluster stands without any one child if after leaving out each child of the data in
    turn some new cluster has an overlap of at least 0.5 with what is left of it, and is of
    at least two children. This part is exact: nothing is drawn.

    Raises:
        ParameterError: `samples` is less than 1.
    """
    if samples < 1:
        msg = "samples must be at least 1, for instance 200."
        raise ParameterError(msg)
    census = census_of(sightings, params)
    trial = _Trial(census, clusters, params)
    jaccard = trial.resampled(samples, generator)
    stands = trial.left_out()
    children = [len(children_of(cluster.sightings)) for cluster in clusters]
    return tuple(
        _stability(
            float(mean) if min(number, len(census.children)) >= FEWEST_CHILDREN else None,
            samples=samples,
            stands=bool(firm),
        )
        for mean, firm, number in zip(jaccard, stands, children, strict=True)
    )


class _Trial:
    """The same positions, clustered again under other weights and set beside the clusters."""

    def __init__(self, census: Census, clusters: Sequence[Cluster], params: ClusterParams) -> None:
        self._census, self._number = census, len(clusters)
        self._min_samples = params.min_samples
        self._ground = Neighbourhood(census.positions_m, eps_m=params.eps_m)
        self._own = _numbers(census, clusters)
        self._stands_on = census.counts.nonzero()  # each child's row, and its positions

    def resampled(self, samples: int, generator: np.random.Generator) -> NDArray[np.float64]:
        """Shape (clusters,): the mean of the best overlap over samples of children."""
        total = np.zeros(self._number)
        many = len(self._census.children)
        for _ in range(samples if many else 0):
            drawn = generator.multinomial(many, np.full(many, 1 / many))
            labels = self._labels(drawn @ self._census.weights)
            overlaps = self._overlaps(labels, (drawn > 0) @ self._census.counts)
            total += overlaps.max(axis=1, initial=0)
        return total / samples

    def left_out(self) -> NDArray[np.bool_]:
        """Shape (clusters,): whether each survives without each one child."""
        stands = np.ones(self._number, dtype=np.bool_)
        every = np.ones(len(self._census.children))
        for child in range(len(every)):
            others = every.copy()
            others[child] = 0
            labels = self._labels(others @ self._census.weights)
            overlaps = self._overlaps(labels, others @ self._census.counts)
            people = self._people(labels, without=child)
            heirs = (overlaps >= SURVIVAL_OVERLAP) & (people >= FEWEST_LEFT)
            stands &= heirs.any(axis=1)
        return stands

    def _labels(self, weights: NDArray[np.float64]) -> NDArray[np.int64]:
        return self._ground.labels(weights, min_samples=self._min_samples)

    def _overlaps(
        self, labels: NDArray[np.int64], counts: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Shape (clusters, new clusters): Jaccard in sightings."""
        new = int(labels.max(initial=NOISE)) + 1
        both = np.zeros((self._number + 1, new + 1))  # the last row and column: in none
        np.add.at(both, (self._own, labels), counts)
        own, theirs = both.sum(axis=1)[:-1, None], both.sum(axis=0)[None, :-1]
        shared = both[:-1, :-1]
        return np.asarray(shared / np.maximum(own + theirs - shared, 1))

    def _people(self, labels: NDArray[np.int64], *, without: int) -> NDArray[np.int64]:
        """Shape (new clusters,): distinct children in each."""
        new = int(labels.max(initial=NOISE)) + 1
        child, position = self._stands_on
        counts = (labels[position] != NOISE) & (child != without)
        pairs = np.unique(child[counts] * (new + 1) + labels[position[counts]])
        return np.bincount(pairs % (new + 1), minlength=new)


def _numbers(census: Census, clusters: Sequence[Cluster]) -> NDArray[np.int64]:
    """Shape (n,): the place in `clusters` of the one that holds each position; -1 for none."""
    at = {position: row for row, position in enumerate(map(tuple, census.positions_m.tolist()))}
    numbers = np.full(len(at), NOISE, dtype=np.int64)
    for place, cluster in enumerate(clusters):
        for sighting in cluster.sightings:
            point = sighting.where.point
            if point is None or point.key not in at:
                msg = "A cluster has a sighting that was not clustered with the others."
                raise InternalError(msg)
            numbers[at[point.key]] = place
    return numbers


def _stability(jaccard: float | None, *, samples: int, stands: bool) -> Stability:
    return Stability(
        jaccard=jaccard,
        samples=0 if jaccard is None else samples,
        firmness=firmness_of(jaccard),
        stands_without_any_child=stands,
    )


def firmness_of(jaccard: float | None) -> Firmness:
    """Hennig's word for a mean cluster-wise Jaccard; None is too few children."""
    if jaccard is None:
        return Firmness.INSUFFICIENT
    if jaccard < DOUBTFUL_FROM:
        return Firmness.UNSTABLE
    if jaccard <= STABLE_ABOVE:
        return Firmness.DOUBTFUL
    return Firmness.STABLE if jaccard <= HIGHLY_STABLE_ABOVE else Firmness.HIGHLY_STABLE
