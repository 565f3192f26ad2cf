"""Many settings tried on the same points: what each finds, and which to choose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BadSign(StrEnum):
    """A sign that a setting is a bad choice for these points.

    The first three after Schubert, Sander, Ester, Kriegel and Xu, "DBSCAN Revisited,
    Revisited", ACM Transactions on Database Systems 42(3), 2017, doi 10.1145/3068335.
    """

    ONE_CLUSTER = "more than half of all that is clustered is in one cluster"
    ALL_NOISE = "nearly everything is noise"
    REACHES_MOST = "from most points more than half of all points are within eps"
    UNDER_PRECISION = "eps is less than the precision of most positions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One eps and min_samples, and what they find. Shares run from 0 to 1.

    `noise_share` is of all located points, those too vague to found a cluster included;
    `largest_share` is of the points in clusters. `one_child_share` and `few_children_share`
    (fewer than 3) are of the clusters, and None where nobody is known or nothing is found.
    `stability` is the mean cluster-wise Jaccard by child, None where it was not asked for or
    there are too few children. `agreement` is the mean adjusted Rand index with the settings
    next to this one, None where there is none. In the last, a point of noise is on its own.
    """

    eps_m: float
    min_samples: int
    clusters: int
    noise_share: float
    largest_share: float
    one_child_share: float | None = None
    few_children_share: float | None = None
    stability: float | None = None
    agreement: float | None = None
    signs: tuple[BadSign, ...] = ()

    @property
    def key(self) -> tuple[float, int]:
        """Unique in a sweep, and the order in which settings are taken."""
        return (self.eps_m, self.min_samples)


@dataclass(frozen=True, slots=True, kw_only=True)
class KDistance:
    """How far each point's k-th neighbour is (itself not counted), from near to far.

    `distances_m` are at most a thousand, evenly spread over the `points` ranks, the ends
    among them. `knee_m` is where the curve turns up: beyond it a larger eps mostly takes
    in what is on its own. None where the curve is a straight line.
    """

    k: int
    points: int
    distances_m: tuple[float, ...]
    knee_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """All settings, in the order of their keys; the plateau, by keys; and what follows.

    `recommended` is the key of the setting to choose, None where none can be recommended;
    `reason` and `warnings` are sentences for a person.
    """

    points: int
    settings: tuple[Setting, ...]
    plateau: tuple[tuple[float, int], ...]
    k_distance: KDistance
    recommended: tuple[float, int] | None
    reason: str
    warnings: tuple[str, ...]

    def __getitem__(self, key: tuple[float, int]) -> Setting:
        """The setting of this eps and min_samples.

        Raises:
            KeyError: it was not tried.
        """
        for one in self.settings:
            if one.key == key:
                return one
        raise KeyError(key)
