"""How firm a hotspot is, in words that its audience may read.

Only the sightings behind shown figures are asked, so nothing that is withheld decides. It is
said of hotspots above the lowest band of young people alone: of fewer, whether a hotspot
stands without one of them would tell how many there are. And only the good news is told:
that it is not said of a hotspot may have many reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster import cluster_sightings, stability_of
from hotspots.model import Firmness
from hotspots.protect.cell import Cell
from hotspots.protect.counting import counted_sightings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.model import Cluster, Hotspot, Sighting, Stability
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import PeopleRules

FIRM = "Firm: it is found again when some of the young people are left out."
_GOOD = frozenset({Firmness.HIGHLY_STABLE, Firmness.STABLE})
_SECOND_BAND = 1


def firmness_of(
    passed: Sequence[Hotspot], *, rules: PeopleRules, context: GateContext
) -> Mapping[str, str]:
    """What is said of each hotspot, by its inside id; those of which nothing is said are not in.

    The hotspots are clustered anew from what counts for the audience, with the parameters
    of the run; a generator of its own makes the same draws for the same seed.
    """
    bands = rules.figures.child_bands
    if not rules.shows.firmness or context.params is None or len(bands) <= _SECOND_BAND:
        return {}
    counted = {one.hotspot_id: counted_sightings(one, rules.timing, context) for one in passed}
    enough = [
        hotspot_id
        for hotspot_id, own in counted.items()
        if Cell.of(s.episode for s in own).children >= bands[_SECOND_BAND]
    ]
    if not enough:
        return {}
    every = sorted((s for own in counted.values() for s in own), key=lambda s: s.key)
    clusters = cluster_sightings(every, context.params)
    stability = stability_of(
        every, clusters, context.params, generator=np.random.default_rng(context.seed)
    )
    firm = [c for c, found in zip(clusters, stability, strict=True) if _is_firm(found)]
    return {one: FIRM for one in enough if any(_is_most(counted[one], c) for c in firm)}


def _is_firm(found: Stability) -> bool:
    return found.firmness in _GOOD and found.stands_without_any_child


def _is_most(own: Sequence[Sighting], cluster: Cluster) -> bool:
    """Whether more than half of what counts of the hotspot is in this cluster."""
    inside = {sighting.key for sighting in cluster.sightings}
    return 2 * sum(sighting.key in inside for sighting in own) > len(own)
