"""How unevenly episodes fall on young people, beside what luck alone would do.

The Gini coefficient of the counts of those who had any episode, and the share of the most
often missing. Both are above nothing by luck alone, and all the more with few episodes, so
they are held beside simulations in which everybody is equally likely.

Only young people with an episode are on the record. So the simulations deal the episodes
(a multinomial draw) to as many equally likely young people as leave, on average, the
observed number of them with at least one; and only those enter their figures.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from hotspots.model import Unevenness, UnevennessVerdict
from hotspots.monitor.params import MonitorParams

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.model import Episode
    from hotspots.period import Period

# With fewer, no split of the episodes is rare enough to stand out.
FEWEST_EPISODES = 6
FEWEST_CHILDREN = 3
_BEYOND_CHANCE = 0.05
_ENDS = (2.5, 50.0, 97.5)
# Counting into as many slots is faster than sorting, as long as most are not empty.
_MOST_SLOTS = 4
_DEFAULTS = MonitorParams()

Ends = tuple[float, float, float]


def unevenness_of(
    episodes: Iterable[Episode],
    period: Period,
    *,
    generator: np.random.Generator,
    params: MonitorParams = _DEFAULTS,
) -> Unevenness:
    """The episodes that began in the period; the same generator gives the same figures."""
    by_child = Counter(one.child_id for one in episodes if one.started_on in period)
    return unevenness_of_counts(by_child.values(), generator=generator, params=params)


def unevenness_of_counts(
    counts: Iterable[int], *, generator: np.random.Generator, params: MonitorParams = _DEFAULTS
) -> Unevenness:
    """The same from each young person's number of episodes, whatever their order."""
    ordered = np.sort(np.fromiter(counts, dtype=np.int64))
    total, children = int(ordered.sum()), len(ordered)
    top = min(params.top_children, children)
    simulated = None
    if total >= FEWEST_EPISODES and FEWEST_CHILDREN <= children < total:
        simulated = _simulated(total, children, generator=generator, params=params)
    gini = gini_of(ordered) if children else None
    beyond = None
    if simulated is not None and gini is not None:
        # The observed one is one of the draws, so that p is never 0 (Davison and Hinkley 1997).
        beyond = float((1 + np.sum(simulated[0] >= gini)) / (1 + params.simulations))
    return Unevenness(
        episodes=total,
        children=children,
        top_children=top,
        top_episodes=int(ordered[children - top :].sum()),
        gini=gini,
        chance_gini=None if simulated is None else _ends(simulated[0]),
        chance_top_share=None if simulated is None else _ends(simulated[1]),
        p_value=beyond,
        simulations=0 if simulated is None else params.simulations,
        verdict=_verdict(beyond),
    )


def gini_of(ordered: NDArray[np.int64]) -> float:
    """Gini coefficient of counts in ascending order, shape (n,), n at least 1, from 0 to 1.

    0 where everybody has as many; never above (n - 1) / n.
    """
    n = len(ordered)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float(np.dot(weights, ordered) / (n * ordered.sum()))


def _simulated(
    total: int, children: int, *, generator: np.random.Generator, params: MonitorParams
) -> NDArray[np.float64]:
    """Shape (2, simulations): Gini coefficients, and shares of the most often missing."""
    equals = equally_likely(total, children)
    found = np.empty((2, params.simulations))
    for number in range(params.simulations):
        counts = np.sort(_tallied(generator.integers(equals, size=total), equals))
        found[0, number] = gini_of(counts)
        found[1, number] = counts[-params.top_children :].sum() / total
    return found


def _tallied(dealt: NDArray[np.int64], equals: int) -> NDArray[np.int64]:
    """How often each number was dealt, of those that were, in any order."""
    if equals > _MOST_SLOTS * len(dealt):
        return np.unique(dealt, return_counts=True)[1]
    counts = np.bincount(dealt)
    return counts[counts > 0]


def equally_likely(total: int, seen: int) -> int:
    """How many equally likely people leave `seen` of them with any of `total` episodes.

    N (1 - (1 - 1/N)**total) rises with N from 1 towards `total`, so there is one such N.
    `seen` is at least 2 and below `total`.
    """

    def surplus(log_people: float) -> float:
        people = np.exp(log_people)
        return float(-people * np.expm1(total * np.log1p(-1 / people)) - seen)

    # Fewer people than `seen` are fewer, and of so many that hardly two episodes meet more
    # than `total` - 1/2 are seen: the answer lies between.
    fewest, most = np.log(seen - 0.5), np.log(4.0 * total**2)
    return round(float(np.exp(brentq(surplus, fewest, most))))


def _ends(values: NDArray[np.float64]) -> Ends:
    low, middle, high = np.percentile(values, _ENDS)
    return float(low), float(middle), float(high)


def _verdict(p_value: float | None) -> UnevennessVerdict:
    if p_value is None:
        return UnevennessVerdict.INSUFFICIENT
    return UnevennessVerdict.BEYOND if p_value <= _BEYOND_CHANCE else UnevennessVerdict.WITHIN
