"""What stands behind each figure of a release, for the ledger and for the inside alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import SealedCell
from hotspots.protect.counting import counted_sightings, episode_counts
from hotspots.protect.showing import bands_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotspots.model import Hotspot
    from hotspots.protect.context import GateContext
    from hotspots.protect.policy import PeopleRules

WHOLE_CITY = "the whole city"


def cells_behind(
    passed: Sequence[Hotspot], *, rules: PeopleRules, context: GateContext, total_is_shown: bool
) -> tuple[SealedCell, ...]:
    """A cell for each hotspot that is shown, each of its time bands, and the total if shown.

    Zones add up figures as they are shown, so nothing stands behind them that does not
    stand behind their hotspots.
    """
    return tuple(_cells(passed, rules, context, total_is_shown=total_is_shown))


def _cells(
    passed: Sequence[Hotspot],
    rules: PeopleRules,
    context: GateContext,
    *,
    total_is_shown: bool,
) -> Iterator[SealedCell]:
    for hotspot in passed:
        counted = counted_sightings(hotspot, rules.timing, context)
        yield SealedCell.of(hotspot.name, (sighting.episode for sighting in counted))
        for band, episodes in bands_shown(counted, rules):
            yield SealedCell.of(f"{hotspot.name}, {band}", episodes)
    if total_is_shown:
        counted_ones = (e for e in context.episodes if episode_counts(e, rules.timing, context))
        yield SealedCell.of(WHOLE_CITY, counted_ones)
