"""The forward check: would the hotspots of the earlier months have found the last one's?

Hit rate and predictive accuracy index after Chainey, Tompson and Uhlig 2008, (n/N) over
(a/A): the share of the visits over the share of the ground. The ground is the union of
discs of `eps_m` around positions, for the hotspots as for the rules they are set against.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.cluster.people import founding_sightings, split_by_people
from hotspots.cluster.sightings import cluster_sightings
from hotspots.model import Forecast, ForwardCheck, ForwardVerdict, HoldOut
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from hotspots.cluster.params import ClusterParams
    from hotspots.geo import PointM
    from hotspots.model import Cluster, Sighting

# With fewer visits one of them moves the hit rate by more than a tenth; with fewer
# children there are not enough ways to exchange them for any difference to show.
FEWEST_VISITS = 10
FEWEST_CHILDREN = 6
NAIVE_PLACES = 3
DRAWS = 199
PERMUTATIONS = 999
_SURE = 0.05
_STEP = 1e-6

_Key = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The ground of the check: the outline in metres, and every known public place."""

    outline_m: BaseGeometry
    places: tuple[PointM, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visits:
    """Distinct (episode, position): shape (n, 2) positions, and for each the child."""

    positions_m: NDArray[np.float64]
    children: tuple[str, ...]


def hold_out_last_month(period: Period) -> HoldOut | None:
    """The last whole calendar month apart from all before it.

    None where there is no other whole month before it in the period.
    """
    last = period.last
    if last.day < monthrange(last.year, last.month)[1]:
        last = last.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    if _month_before(first) < period.first:
        return None
    return HoldOut(
        earlier=Period(first=period.first, last=first - timedelta(days=1)),
        held_out=Period(first=first, last=last),
    )


def forward_check(
    sightings: Iterable[Sighting],
    params: ClusterParams,
    *,
    split: HoldOut | None,
    city: City,
    generator: np.random.Generator,
) -> ForwardCheck:
    """Cluster the earlier months and look where the children of the held-out month were.

    `sightings` are those of the whole period that a run clusters (`at_place`). A position
    that is too vague to found a cluster is neither learnt from nor looked for.
    """
    located = [one for one, _ in founding_sightings(sightings, eps_m=params.eps_m)]
    if split is None:
        return _insufficient(None, _visits(()))
    earlier = [s for s in located if s.episode.started_on in split.earlier]
    held_out = _visits(s for s in located if s.episode.started_on in split.held_out)
    clusters = split_by_people(cluster_sightings(earlier, params), params).founding
    month_before = _month_before(split.held_out.first)
    busiest = _busiest(s for s in earlier if s.episode.started_on >= month_before)
    too_few = (
        len(held_out.children) < FEWEST_VISITS or len(set(held_out.children)) < FEWEST_CHILDREN
    )
    if too_few or not clusters or not busiest:
        return _insufficient(split, held_out)
    test = _Test(held_out, city=city, radius_m=params.eps_m)
    ground = sorted({key for cluster in clusters for key, _ in _counts(cluster.sightings)})
    ours = _busiest_of_each(clusters)[: min(NAIVE_PLACES, len(busiest))]
    theirs = busiest[: len(ours)]
    difference, p_value = test.compare(ours, theirs, generator)
    return ForwardCheck(
        split=split,
        visits=len(held_out.children),
        children=len(set(held_out.children)),
        verdict=_verdict(difference, p_value),
        hotspots=test.forecast(ground),
        random=test.random(len(ground), generator),
        three_hotspots=test.forecast(ours),
        last_month=test.forecast(theirs),
        p_value=p_value,
    )


class _Test:
    """The held-out visits, against which any choice of positions is tried."""

    def __init__(self, visits: _Visits, *, city: City, radius_m: float) -> None:
        # Geocoded visits fall on few positions: distances are taken once for each of them.
        self._positions_m, self._position = np.unique(
            visits.positions_m, axis=0, return_inverse=True
        )
        self._children, self._child = np.unique(np.array(visits.children), return_inverse=True)
        self._outline = city.outline_m
        shapely.prepare(self._outline)
        self._area_m2 = float(shapely.area(self._outline))
        self._known = np.array(sorted({p.key for p in city.places})).reshape(-1, 2)
        self._radius_m = radius_m

    def hits(self, positions_m: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Shape (n,): whether each visit was within the radius of one of the positions."""
        delta = self._positions_m[:, None, :] - positions_m[None, :, :]
        near = np.hypot(delta[..., 0], delta[..., 1]) <= self._radius_m
        return np.asarray(np.any(near, axis=1))[self._position]

    def area_share(self, positions_m: NDArray[np.float64]) -> float:
        """The part of the city's ground within the radius of one of the positions."""
        ground = shapely.union_all(shapely.buffer(shapely.points(positions_m), self._radius_m))
        if not shapely.contains(self._outline, ground):
            ground = shapely.intersection(self._outline, ground)
        return float(shapely.area(ground)) / self._area_m2

    def forecast(self, positions: Sequence[_Key]) -> Forecast:
        """One choice of positions, tried."""
        positions_m = np.array(positions, dtype=np.float64).reshape(-1, 2)
        visits = int(self.hits(positions_m).sum())
        share = self.area_share(positions_m)
        rate = visits / len(self._position)
        return Forecast(
            places=len(positions),
            visits=visits,
            hit_rate=rate,
            area_share=share,
            pai=rate / share if share else None,
        )

    def random(self, number: int, generator: np.random.Generator) -> Forecast | None:
        """As many known public places, drawn again and again: the means. None of none known."""
        number = min(number, len(self._known))
        if not number:
            return None
        draws = [
            self.forecast([tuple(key) for key in self._known[np.sort(chosen)]])
            for chosen in (
                generator.choice(len(self._known), size=number, replace=False) for _ in range(DRAWS)
            )
        ]
        indices = [one.pai for one in draws if one.pai is not None]
        return Forecast(
            places=number,
            visits=float(np.mean([one.visits for one in draws])),
            hit_rate=float(np.mean([one.hit_rate for one in draws])),
            area_share=float(np.mean([one.area_share for one in draws])),
            pai=float(np.mean(indices)) if indices else None,
        )

    def compare(
        self, ours: Sequence[_Key], theirs: Sequence[_Key], generator: np.random.Generator
    ) -> tuple[float, float]:
        """By how much our index is the higher one, and the p-value of that (two-sided).

        Children are exchanged: were the two choices equally good, each child's difference
        would be as likely to have the other sign. A bootstrap of so few children would
        call one comparison in six a difference where there is none.
        """
        mine, other = (self._by_child(positions) for positions in (ours, theirs))
        # Whole steps: equal sums must tie whatever the order of the additions.
        difference = np.round((mine - other) / _STEP).astype(np.int64)
        signs = generator.choice(np.array([-1, 1]), size=(PERMUTATIONS, len(self._children)))
        beyond = np.abs(signs @ difference) >= abs(int(difference.sum()))
        return float(difference.sum()), float((1 + beyond.sum()) / (1 + PERMUTATIONS))

    def _by_child(self, positions: Sequence[_Key]) -> NDArray[np.float64]:
        """Shape (children,): each child's visits that were hit, over the share of the ground."""
        positions_m = np.array(positions, dtype=np.float64)
        found = np.bincount(self._child, self.hits(positions_m))
        share = self.area_share(positions_m)
        return np.asarray(found / share if share else np.zeros(len(found)), dtype=np.float64)


def _visits(sightings: Iterable[Sighting]) -> _Visits:
    distinct = {
        (s.episode.episode_id, s.where.point.key): s.episode.child_id
        for s in sightings
        if s.where.point is not None
    }
    ordered = sorted(distinct)
    return _Visits(
        positions_m=np.array([key for _, key in ordered], dtype=np.float64).reshape(-1, 2),
        children=tuple(distinct[one] for one in ordered),
    )


def _counts(sightings: Iterable[Sighting]) -> list[tuple[_Key, int]]:
    """Positions with their visits, the busiest first; of equals the one further south-west."""
    visits = {(s.episode.episode_id, s.where.point.key) for s in sightings if s.where.point}
    counts = Counter(key for _, key in visits)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _busiest(sightings: Iterable[Sighting]) -> list[_Key]:
    return [key for key, _ in _counts(sightings)]


def _busiest_of_each(clusters: Sequence[Cluster]) -> list[_Key]:
    """The busiest position of each cluster, the cluster with most visits first."""
    counted = [_counts(cluster.sightings) for cluster in clusters]
    counted.sort(key=lambda one: (-sum(number for _, number in one), one[0]))
    return [one[0][0] for one in counted]


def _verdict(difference: float, p_value: float) -> ForwardVerdict:
    if p_value > _SURE:
        return ForwardVerdict.NO_DIFFERENCE
    return ForwardVerdict.BETTER if difference > 0 else ForwardVerdict.WORSE


def _insufficient(split: HoldOut | None, visits: _Visits) -> ForwardCheck:
    return ForwardCheck(
        split=split,
        visits=len(visits.children),
        children=len(set(visits.children)),
        verdict=ForwardVerdict.INSUFFICIENT,
    )


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
