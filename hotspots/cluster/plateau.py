"""Where settings do not matter: the plateau of a sweep, and the setting to choose on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.params import ClusterParams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.model import Setting

    Key = tuple[float, int]

DEFAULT = (ClusterParams().eps_m, ClusterParams().min_samples)
# A walk of one to three minutes: what one group of young people calls one place.
WALK_M = (100.0, 200.0)
# From one setting to the next the points are put together nearly alike.
ALIKE = 0.9
# On a plateau the number of clusters differs by no more than this share, or by one.
HARDLY = 0.15
FEWEST_SETTINGS = 4


def plateau_of(
    settings: Sequence[Setting], agreements: Mapping[tuple[Key, Key], float]
) -> tuple[Key, ...]:
    """The largest connected region in which hardly anything changes, by keys in order.

    `agreements` are adjusted Rand indices of settings next to each other. Starting from a
    setting a region grows over those that agree by at least 0.9, as long as the number of
    clusters is within 15 % of that at the start, or one: small steps must not add up. No
    setting with a bad sign is on it. Of equally large regions the one that starts at the
    smallest key; of fewer than 4 settings none.
    """
    fit = {one.key: one.clusters for one in settings if not one.signs}
    alike: dict[Key, list[Key]] = {key: [] for key in fit}
    for (one, two), agreement in agreements.items():
        if agreement >= ALIKE and one in fit and two in fit:
            alike[one].append(two)
            alike[two].append(one)
    regions = (_region(start, fit, alike) for start in sorted(fit))
    largest: frozenset[Key] = max(regions, key=len, default=frozenset())
    return tuple(sorted(largest)) if len(largest) >= FEWEST_SETTINGS else ()


def recommended_of(plateau: Sequence[Key]) -> Key | None:
    """The default where it is on the plateau; else what is nearest to it, in a walk if possible.

    Nearest is by min_samples first, then by eps; of equally near ones the smallest.
    """
    if DEFAULT in plateau:
        return DEFAULT
    walk = [key for key in plateau if WALK_M[0] <= key[0] <= WALK_M[1]]
    return min(walk or plateau, key=_distance, default=None)


def _distance(key: Key) -> tuple[float, int, float, Key]:
    outside_m = max(WALK_M[0] - key[0], key[0] - WALK_M[1], 0.0)
    return (outside_m, abs(key[1] - DEFAULT[1]), abs(key[0] - DEFAULT[0]), key)


def _region(
    start: Key, clusters: Mapping[Key, int], alike: Mapping[Key, Sequence[Key]]
) -> frozenset[Key]:
    most = max(1.0, HARDLY * clusters[start])
    found, open_ends = {start}, [start]
    while open_ends:
        for key in alike[open_ends.pop()]:
            if key not in found and abs(clusters[key] - clusters[start]) <= most:
                found.add(key)
                open_ends.append(key)
    return frozenset(found)
