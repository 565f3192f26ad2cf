"""From which type of placement, of which provider, and with which status."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hotspots.model import PROVIDER_WORDS, EpisodeStatus, PlacementType, ProviderTally
from hotspots.monitor.figures import tally_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Episode
    from hotspots.period import Period

_ORDER = {placement: number for number, placement in enumerate(PlacementType)}


def provider_tallies(episodes: Iterable[Episode], period: Period) -> tuple[ProviderTally, ...]:
    """The pairs of placement type and provider that occur, in the order of the types.

    What is no code of the SSDA903 return may be the name of a home: it is left blank.
    """
    held: defaultdict[tuple[PlacementType, str], list[Episode]] = defaultdict(list)
    for episode in episodes:
        if episode.started_on in period:
            code = episode.placement_provider.strip().upper()
            held[episode.placement, code if code in PROVIDER_WORDS else ""].append(episode)
    ordered = sorted(held.items(), key=lambda one: (_ORDER[one[0][0]], one[0][1] or "~"))
    return tuple(
        ProviderTally(
            placement=placement,
            provider=provider,
            all=tally_of(these),
            missing=tally_of(e for e in these if e.status is EpisodeStatus.MISSING),
            away=tally_of(e for e in these if e.status is EpisodeStatus.AWAY_WITHOUT_AUTHORISATION),
        )
        for (placement, provider), these in ordered
    )
