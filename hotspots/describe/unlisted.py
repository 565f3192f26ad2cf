"""Density away from any public place: somewhere for the co-ordinator to look into."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from hotspots.describe.centre import centre_of
from hotspots.describe.facts import facts_of
from hotspots.model import UnlistedCluster

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Cluster


def describe_unlisted(clusters: Iterable[Cluster]) -> tuple[UnlistedCluster, ...]:
    """Clusters of sightings at no public place, in the order of their numbers."""
    return tuple(_unlisted(cluster) for cluster in sorted(clusters, key=attrgetter("number")))


def _unlisted(cluster: Cluster) -> UnlistedCluster:
    facts = facts_of(cluster.sightings)
    return UnlistedCluster(
        centre=centre_of(cluster.sightings),
        sightings=facts.sightings,
        episodes=facts.episodes,
        children=facts.children,
    )
