"""What became of each hotspot since the period before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.describe.ground import ground_of, shared_part
from hotspots.describe.identity import SAME_GROUND
from hotspots.model import Change, Finding, FoundHotspot, Lineage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.model import Hotspot, Memory
    from hotspots.period import Period


def found(
    hotspots: Iterable[Hotspot], *, shown: frozenset[str] = frozenset()
) -> tuple[FoundHotspot, ...]:
    """Hotspots as they are remembered, by id; `shown` are the ids that any audience saw."""
    made = [
        FoundHotspot(
            hotspot_id=hotspot.hotspot_id,
            place_id=hotspot.place.place_id,
            name=hotspot.name,
            zone=hotspot.zone,
            ground=ground_of(hotspot.sightings),
            was_shown=hotspot.hotspot_id in shown,
        )
        for hotspot in hotspots
    ]
    return tuple(sorted(made, key=lambda one: one.hotspot_id))


def lineage_of(
    now: Sequence[FoundHotspot], *, memory: Memory, period: Period
) -> tuple[Lineage, ...]:
    """What `found` gave beside the last finding of another period, by id; the gone ones last.

    The same period published again is compared with what was before it, so the answer
    does not change with the number of times that it is published. Of the first period
    that is ever published, every hotspot is new.
    """
    others = [finding for finding in memory.findings if finding.period != period]
    earlier = [finding for finding in others if finding.period.last < period.last] or others
    before = max(earlier, key=_period_then_number).hotspots if earlier else ()
    known = {one.hotspot_id for finding in others for one in finding.hotspots}
    living = [_living(one, now, before, known=known) for one in now]
    here = {one.hotspot_id for one in now}
    gone = [_gone(one, now) for one in before if one.hotspot_id not in here]
    return (*living, *gone)


def _period_then_number(finding: Finding) -> tuple[object, ...]:
    return (finding.period.last, finding.period.first, finding.number)


def _living(
    one: FoundHotspot,
    now: Sequence[FoundHotspot],
    before: Sequence[FoundHotspot],
    *,
    known: set[str],
) -> Lineage:
    roots = _standing_on(one, before)
    return Lineage(
        hotspot_id=one.hotspot_id,
        name=one.name,
        change=_change(one, roots, now, known=known),
        from_ids=tuple(root.hotspot_id for root in roots),
    )


def _change(
    one: FoundHotspot,
    roots: Sequence[FoundHotspot],
    now: Sequence[FoundHotspot],
    *,
    known: set[str],
) -> Change:
    own = next((root for root in roots if root.hotspot_id == one.hotspot_id), None)
    if len(roots) > 1:
        return Change.MERGED
    if any(len(_standing_on(root, now)) > 1 for root in roots):
        return Change.SPLIT
    if own is None:
        return Change.RETURNED if one.hotspot_id in known else Change.NEW
    mine, theirs = ({place for place, _ in each.ground.places} for each in (one, own))
    if mine > theirs:
        return Change.GROWN
    return Change.SHRUNK if mine < theirs else Change.SAME


def _gone(one: FoundHotspot, now: Sequence[FoundHotspot]) -> Lineage:
    heirs = tuple(heir.hotspot_id for heir in _standing_on(one, now))
    return Lineage(
        hotspot_id=one.hotspot_id,
        name=one.name,
        change=Change.MERGED if heirs else Change.GONE,
        from_ids=heirs,
    )


def _standing_on(one: FoundHotspot, others: Iterable[FoundHotspot]) -> list[FoundHotspot]:
    return [other for other in others if shared_part(one.ground, other.ground) >= SAME_GROUND]
