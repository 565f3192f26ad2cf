"""How far a hotspot may be relied on: the words and figures of its evidence, inside only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Firmness(StrEnum):
    """Hennig's reading of a mean cluster-wise Jaccard (`fpc::clusterboot`)."""

    HIGHLY_STABLE = "highly stable"
    STABLE = "stable"
    DOUBTFUL = "doubtful"
    UNSTABLE = "unstable"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How a cluster's episodes are spread over its children.

    Shares run from 0 to 1. `effective_children` is the inverse Simpson index: as many
    children as would give this concentration if each had equally many episodes.
    """

    children: int
    top_child_share: float
    top_two_share: float
    effective_children: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Whether the cluster is found again when other children, or one fewer, are asked.

    `jaccard` is the mean over `samples` bootstrap samples of children of the best
    overlap; None, over no samples, where there are too few children to resample.
    `stands_without_any_child` tells whether a cluster of at least two children is still
    there after each one child has been left out in turn.
    """

    jaccard: float | None
    samples: int
    firmness: Firmness
    stands_without_any_child: bool


class ChanceVerdict(StrEnum):
    """What the permutation test says, corrected for the number of places looked at."""

    BEYOND = "more than chance"
    WITHIN = "may be chance"
    INSUFFICIENT = "insufficient data"


class ChanceBackground(StrEnum):
    """Beside which places the test was made: it says no more than they do.

    Beside equally likely places, one that is popular with everybody is beyond chance too.
    """

    PLACES_SEEN = "every place where a child was seen, each as likely"
    SUPPLIED = "a supplied control set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """`p_value` is the corrected one; None where there is too little to test."""

    p_value: float | None
    permutations: int
    verdict: ChanceVerdict
    against: ChanceBackground = ChanceBackground.PLACES_SEEN


class Travel(StrEnum):
    """Direction of travel in words; the rules are beside the code that chooses."""

    PERSISTENT = "persistent"
    EMERGING = "emerging"
    RISING = "rising"
    STABLE = "stable"
    FALLING = "falling"
    FORMER = "former"
    INTERMITTENT = "intermittent"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Episodes of a period beside those of a frozen baseline, as rates per day.

    `rate_ratio` is current over baseline with its exact 95 % interval (`low`, `high`); each
    is None where it cannot be computed. An unbounded end of the interval is None too.
    `active_months` of the `months` of both periods had an episode. `hinges_on_one_child`
    is whether a change would no longer be shown if one child were left out.
    """

    word: Travel
    baseline_episodes: int
    baseline_days: int
    current_episodes: int
    current_days: int
    rate_ratio: float | None
    low: float | None
    high: float | None
    active_months: int = 0
    months: int = 0
    hinges_on_one_child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that speaks for or against one hotspot; `direction` needs a baseline."""

    concentration: Concentration
    stability: Stability
    chance: Chance
    direction: Direction | None = None
