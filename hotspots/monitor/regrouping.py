"""Episodes grouped again by another crosswalk than the one they were read with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.model import PlacementType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Crosswalk, Episode


def regrouped(episodes: Iterable[Episode], crosswalk: Crosswalk) -> tuple[Episode, ...]:
    """The same episodes in the same order, each with the type that the crosswalk gives it.

    A code that stands in no line is `UNKNOWN`; an episode without a code stays as it is.
    """
    return tuple(_regrouped(episode, crosswalk) for episode in episodes)


def _regrouped(episode: Episode, crosswalk: Crosswalk) -> Episode:
    if not episode.placement_code:
        return episode
    placement = crosswalk.type_of(
        episode.placement_code, episode.placement_provider, episode.started_on
    )
    return replace(episode, placement=placement or PlacementType.UNKNOWN)
