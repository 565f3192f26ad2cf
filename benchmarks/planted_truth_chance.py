"""The permutation test in worlds whose truth is known, under four backgrounds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from planted_truth_world import Plan, planted
from scipy import stats

from hotspots.cluster import Background, chance_of, cluster_sightings
from hotspots.model import ChanceVerdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planted_truth_world import World

    from hotspots.cluster import ClusterParams
    from hotspots.model import Cluster

PERMUTATIONS = 199
NOTHING = Plan(shared=0, share_shared=0.0, share_private=0.5)
POPULARITY = {"equal": 0.0, "uneven": 0.5, "very uneven": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarms:
    """How many worlds without a shared place had one "beyond chance", with an exact interval."""

    popularity: str
    background: str
    false: int
    rate: float
    low: float
    high: float


def _all_equal(world: World) -> Background:
    return Background(positions_m=world.positions_m, weights=np.ones(len(world.positions_m)))


def _control_set(world: World) -> Background:
    return Background(positions_m=world.positions_m, weights=world.popularity)


def _own_visits(world: World) -> Background:
    visits = Counter(s.where.place_id for s in world.sightings)
    weights = [visits[f"p{place:03d}"] for place in range(len(world.positions_m))]
    return Background(positions_m=world.positions_m, weights=np.array(weights, dtype=np.float64))


BACKGROUNDS: dict[str, Callable[[World], Background | None]] = {
    "places seen, equal": lambda _: None,
    "all public places, equal": _all_equal,
    "a control set": _control_set,
    "places by their own visits": _own_visits,
}


def beyond(
    world: World,
    clusters: Sequence[Cluster],
    params: ClusterParams,
    background: Callable[[World], Background | None],
    *,
    generator: np.random.Generator,
) -> list[bool]:
    """For each cluster whether it is beyond chance."""
    verdicts = chance_of(
        world.sightings,
        clusters,
        params,
        permutations=PERMUTATIONS,
        generator=generator,
        background=background(world),
    )
    return [one.verdict is ChanceVerdict.BEYOND for one in verdicts]


def false_positives(worlds: int, seed: int, params: ClusterParams) -> Iterator[FalseAlarms]:
    """A row for each popularity and background; the interval is Clopper and Pearson's."""
    for row, (popularity, unevenness) in enumerate(POPULARITY.items()):
        plan = replace(NOTHING, unevenness=unevenness)
        false: Counter[str] = Counter()
        for number in range(worlds):
            generator = np.random.default_rng([seed, row, number, 1])
            world = planted(plan, generator)
            clusters = cluster_sightings(world.sightings, params)
            for name, background in BACKGROUNDS.items():
                false[name] += any(beyond(world, clusters, params, background, generator=generator))
        for name in BACKGROUNDS:
            interval = stats.binomtest(false[name], worlds).proportion_ci(method="exact")
            yield FalseAlarms(
                popularity=popularity,
                background=name,
                false=false[name],
                rate=false[name] / worlds,
                low=float(interval.low),
                high=float(interval.high),
            )


def power(worlds: int, seed: int, params: ClusterParams) -> Iterator[tuple[str, int, int]]:
    """A row for each background: its name, planted places found, planted places."""
    found: Counter[str] = Counter()
    of = 0
    for number in range(worlds):
        generator = np.random.default_rng([seed, number, 2])
        world = planted(Plan(), generator)
        clusters = cluster_sightings(world.sightings, params)
        of += len(world.shared)
        for name, background in BACKGROUNDS.items():
            sure = beyond(world, clusters, params, background, generator=generator)
            mains = {
                Counter(s.where.place_id for s in cluster.sightings).most_common(1)[0][0]
                for cluster, fit in zip(clusters, sure, strict=True)
                if fit
            }
            found[name] += len(world.shared & mains)
    for name in BACKGROUNDS:
        yield name, found[name], of
