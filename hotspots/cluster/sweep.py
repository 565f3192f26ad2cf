"""DBSCAN under many settings, so that the choice of one can be judged.

Nothing here depends on the order of the rows. Where something is drawn, every setting is
judged by the same draws, so that two settings differ by what they find alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from sklearn.neighbors import KDTree

from hotspots.cluster.advice import reason_of, warnings_of
from hotspots.cluster.agreement import adjusted_rand
from hotspots.cluster.checks import check_points
from hotspots.cluster.density import NOISE, dbscan
from hotspots.cluster.kdistance import k_distance
from hotspots.cluster.params import ClusterParams
from hotspots.cluster.people import founding_sightings, weights_of
from hotspots.cluster.plateau import DEFAULT, plateau_of, recommended_of
from hotspots.cluster.stability import stability_of
from hotspots.cluster.sweepgrid import WHOLE_GRID
from hotspots.errors import ParameterError
from hotspots.model import BadSign, Cluster, GeocodeStatus, Setting, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from hotspots.cluster.plateau import Key
    from hotspots.cluster.sweepgrid import SweepGrid
    from hotspots.model import Sighting

    _Labels = NDArray[np.int64]
    _Stability = Callable[[Key, _Labels], float | None]

_FEW = 3  # of fewer children than this no partner is told
_ONE_CLUSTER_ABOVE, _ALL_NOISE_FROM, _MOST_ABOVE = 0.5, 0.9, 0.5
_ASKED = 1000  # points whose neighbours are counted: a median needs no more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """Points, shape (n, 2); which child each is of, and how far off each may be, shape (n,).

    `weights_at(eps_m)` has shape (n,): what each counts, 0 for what cannot found a cluster.
    """

    points_m: NDArray[np.float64]
    weights_at: Callable[[float], NDArray[np.float64]]
    precision_m: NDArray[np.float64]
    child: NDArray[np.int64] | None


def sweep(
    sightings: Iterable[Sighting],
    *,
    grid: SweepGrid = WHOLE_GRID,
    base: ClusterParams | None = None,
    samples: int = 0,
    generator: np.random.Generator | None = None,
) -> Sweep:
    """Each setting tried on the located sightings; what it finds is as `cluster_sightings`.

    From `base` come `max_per_child` and the min_samples of the k-distance curve. Its
    `min_children` plays no part: the share of clusters of one child is what it is chosen by.
    Stability by child takes `samples` bootstrap samples and a `generator`; 0 leaves it out.

    Raises:
        ParameterError: samples without a generator; a setting that `ClusterParams` refuses.
    """
    base = base or ClusterParams()
    located = sorted(
        (s for s in sightings if s.where.status is GeocodeStatus.LOCATED and s.where.point),
        key=attrgetter("key"),
    )
    for eps_m in grid.eps_m:
        for needed in grid.min_samples:
            replace(base, eps_m=eps_m, min_samples=needed)  # refuses what is out of range
    stability = None
    if samples:
        if generator is None:
            msg = "Stability needs a generator: give numpy.random.default_rng(seed)."
            raise ParameterError(msg)
        stability = _stability(located, base, samples, int(generator.integers(2**63)))
    return _swept(_ground_of(located, base), grid, base.min_samples, stability)


def sweep_points(
    points_m: ArrayLike,
    *,
    children: Sequence[object] | None = None,
    grid: SweepGrid = WHOLE_GRID,
    min_samples: int = DEFAULT[1],
) -> Sweep:
    """Each setting tried on points of shape (n, 2) in metres, as `dbscan` takes them.

    `children` says whose each point is, for the shares of one child and of few. `min_samples`
    is that of the k-distance curve.

    Raises:
        ParameterError: a shape or a value that cannot be used; children for other rows.
    """
    points = check_points(points_m)
    child = None
    if children is not None:
        if len(children) != len(points):
            msg = "children must have one value for each point."
            raise ParameterError(msg)
        number = {name: at for at, name in enumerate(dict.fromkeys(children))}
        child = np.array([number[name] for name in children], dtype=np.int64)
    every = np.ones(len(points))
    ground = _Ground(
        points_m=points,
        weights_at=lambda _: every,
        precision_m=np.zeros(len(points)),
        child=child,
    )
    return _swept(ground, grid, min_samples, None)


def _swept(
    ground: _Ground, grid: SweepGrid, min_samples: int, stability: _Stability | None
) -> Sweep:
    settings: list[Setting] = []
    agreements: dict[tuple[Key, Key], float] = {}
    before: dict[Key, _Labels] = {}
    for eps_m in grid.eps_m:
        signs = _signs_of_eps(ground, eps_m)
        here = _labels_at(ground, eps_m, grid.min_samples)
        for key, labels in here.items():
            found = None if stability is None else stability(key, labels)
            settings.append(_setting(key, labels, ground.child, stability=found, signs=signs))
        beside = [*pairwise(here), *zip(before, here, strict=False)]
        both = before | here
        agreements |= {(a, b): adjusted_rand(both[a], both[b]) for a, b in beside}
        before = here
    settings = [replace(one, agreement=_mean(_of(one.key, agreements))) for one in settings]
    plateau = plateau_of(settings, agreements)
    return Sweep(
        points=len(ground.points_m),
        settings=tuple(settings),
        plateau=plateau,
        k_distance=k_distance(ground.points_m, min_samples=min_samples),
        recommended=recommended_of(plateau),
        reason=reason_of(settings, plateau),
        warnings=warnings_of(settings),
    )


def _labels_at(ground: _Ground, eps_m: float, needed: Iterable[int]) -> dict[Key, _Labels]:
    """By key; equal points are one with a weight, so that each is sorted out once for an eps."""
    weights = ground.weights_at(eps_m)
    founds = weights > 0
    unique, at = np.unique(ground.points_m[founds], axis=0, return_inverse=True)
    at = at.reshape(-1)
    weight = np.bincount(at, weights[founds], minlength=len(unique))
    labels = {}
    for number in needed:
        own = np.full(len(weights), NOISE, dtype=np.int64)
        own[founds] = dbscan(unique, eps_m=eps_m, min_samples=number, weights=weight)[at]
        labels[float(eps_m), number] = own
    return labels


def _setting(
    key: Key,
    labels: _Labels,
    child: NDArray[np.int64] | None,
    *,
    stability: float | None,
    signs: tuple[BadSign, ...],
) -> Setting:
    clustered = labels != NOISE
    sizes = np.bincount(labels[clustered])
    noise_share = 1 - sizes.sum() / len(labels) if len(labels) else 0.0
    largest_share = sizes.max() / sizes.sum() if len(sizes) else 0.0
    own = []
    if largest_share > _ONE_CLUSTER_ABOVE:
        own.append(BadSign.ONE_CLUSTER)
    if not len(sizes) or noise_share >= _ALL_NOISE_FROM:
        own.append(BadSign.ALL_NOISE)
    people = None
    if child is not None and len(sizes):
        pairs = np.unique(np.column_stack([labels[clustered], child[clustered]]), axis=0)
        people = np.bincount(pairs[:, 0])
    return Setting(
        eps_m=key[0],
        min_samples=key[1],
        clusters=len(sizes),
        noise_share=float(noise_share),
        largest_share=float(largest_share),
        one_child_share=None if people is None else float((people == 1).mean()),
        few_children_share=None if people is None else float((people < _FEW).mean()),
        stability=stability,
        signs=(*own, *signs),
    )


def _signs_of_eps(ground: _Ground, eps_m: float) -> tuple[BadSign, ...]:
    """What is wrong with an eps whatever the min_samples."""
    number, signs = len(ground.points_m), []
    if not number:
        return ()
    ordered = ground.points_m[np.lexsort(ground.points_m.T[::-1])]
    asked = np.unique(np.linspace(0, number - 1, _ASKED).round().astype(np.int64))
    reached = KDTree(ordered).query_radius(ordered[asked], eps_m, count_only=True)
    if np.median(reached) > _MOST_ABOVE * number:
        signs.append(BadSign.REACHES_MOST)
    if np.median(ground.precision_m) > eps_m:
        signs.append(BadSign.UNDER_PRECISION)
    return tuple(signs)


def _ground_of(located: Sequence[Sighting], base: ClusterParams) -> _Ground:
    row = {sighting.key: at for at, sighting in enumerate(located)}
    children = {s.episode.child_id: 0 for s in located}
    number = {child: at for at, child in enumerate(children)}
    keys = [s.where.point.key for s in located if s.where.point]

    def weights_at(eps_m: float) -> NDArray[np.float64]:
        founding = founding_sightings(located, eps_m=eps_m)
        weights = np.zeros(len(located))
        weights[[row[sighting.key] for sighting, _ in founding]] = weights_of(
            founding, max_per_child=base.max_per_child
        )
        return weights

    return _Ground(
        points_m=np.array(keys, dtype=np.float64).reshape(-1, 2) + 0.0,
        weights_at=weights_at,
        precision_m=np.array([_precision_m(one) for one in located]),
        child=np.array([number[s.episode.child_id] for s in located], dtype=np.int64),
    )


def _precision_m(sighting: Sighting) -> float:
    """A public place is known exactly, whatever its extent; what is not known is no use."""
    where = sighting.where
    if where.place_id is not None:
        return 0.0
    return float("inf") if where.precision_m is None else where.precision_m


def _stability(
    located: Sequence[Sighting], base: ClusterParams, samples: int, seed: int
) -> _Stability:
    def of(key: Key, labels: _Labels) -> float | None:
        members: defaultdict[int, list[Sighting]] = defaultdict(list)
        for sighting, label in zip(located, labels.tolist(), strict=True):
            members[label].append(sighting)
        clusters = [
            Cluster(number=number, sightings=tuple(members[number]))
            for number in sorted(members)
            if number != NOISE
        ]
        found = stability_of(
            located,
            clusters,
            replace(base, eps_m=key[0], min_samples=key[1]),
            samples=samples,
            generator=np.random.default_rng(seed),
        )
        return _mean(one.jaccard for one in found if one.jaccard is not None)

    return of


def _of(key: Key, agreements: dict[tuple[Key, Key], float]) -> list[float]:
    return [value for pair, value in agreements.items() if key in pair]


def _mean(values: Iterable[float]) -> float | None:
    every = list(values)
    return float(np.mean(every)) if every else None
