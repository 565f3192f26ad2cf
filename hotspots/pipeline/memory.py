"""What a publication leaves in the register: entries in the ledger, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.describe import found
from hotspots.model import SealedRelease

if TYPE_CHECKING:
    from hotspots.pipeline.terms import Published, Terms
    from hotspots.register import Register


def entries_of(published: Published, *, terms: Terms) -> tuple[SealedRelease, ...]:
    """The releases with what stands behind their figures, as the ledger keeps them."""
    return tuple(
        SealedRelease(
            digest=gated.release.digest,
            audience=gated.release.audience.value,
            period=gated.release.period,
            cells=gated.cells,
            sealed_at=terms.now,
            approval=terms.approval,
        )
        for gated in published.gated
    )


def remember(published: Published, *, terms: Terms, register: Register) -> None:
    """Keep what was found, so that the next run gives it the same ids."""
    hotspots = published.analysis.hotspots
    every = {hotspot.hotspot_id for hotspot in hotspots}
    held = [{one.hotspot.hotspot_id for one in gated.withheld} for gated in published.gated]
    shown = frozenset().union(*(every - ids for ids in held))
    register.remember(
        found(hotspots, shown=shown),
        run_id=published.report.run_id,
        period=terms.period,
        found_at=terms.now,
    )
