"""Many children or one child's habit: how a cluster's episodes are spread over its children."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotspots.errors import InternalError
from hotspots.model import Concentration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Sighting


def concentration_of(sightings: Iterable[Sighting]) -> Concentration:
    """Shares of the children in the episodes; an episode counts once.

    `effective_children` is the inverse of Simpson's index (Simpson 1949; the Hill number
    of order 2), 1 / sum of squared shares: 1 where one child makes all the episodes, the
    number of children where each makes as many. With two children or fewer the top two
    make everything.

    Raises:
        InternalError: there are no sightings.
    """
    child_of = {s.episode.episode_id: s.episode.child_id for s in sightings}
    if not child_of:
        msg = "A cluster without sightings has no concentration."
        raise InternalError(msg)
    counts = sorted(Counter(child_of.values()).values(), reverse=True)
    total = len(child_of)
    return Concentration(
        children=len(counts),
        top_child_share=counts[0] / total,
        top_two_share=sum(counts[:2]) / total,
        effective_children=total**2 / sum(count**2 for count in counts),
    )
