"""The figures of paragraph 4.7 of the council's report: exact, and for the inside only."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hotspots.model import Figures, PlacementFigure, PlacementType, Tally
from hotspots.monitor.params import MOST_OFTEN, NAMED_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from hotspots.model import Episode
    from hotspots.period import Period

_ORDER = tuple(PlacementType)


def figures_of(
    episodes: Iterable[Episode],
    period: Period,
    *,
    top_children: int = MOST_OFTEN,
    named_types: Collection[PlacementType] = NAMED_TYPES,
) -> Figures:
    """Count the episodes that began in the period, whatever their order.

    An episode belongs to the day on which it began, also if it ended after the period. A
    young person counts once in all, and once in each type of placement.
    """
    counted = [episode for episode in episodes if episode.started_on in period]
    by_child = Counter(episode.child_id for episode in counted)
    most = top_of(by_child, top_children)
    left = [episode for episode in counted if episode.placement not in named_types]
    types = {episode.placement for episode in left}
    return Figures(
        period=period,
        episodes=len(counted),
        children=len(by_child),
        placements=_by_placement(counted, top_children),
        movers=_movers(counted),
        top_children=len(most),
        top_episodes=sum(most),
        remainder=tally_of(left),
        remainder_types=tuple(one for one in _ORDER if one in types),
    )


def tally_of(episodes: Iterable[Episode]) -> Tally:
    """How many they are, and of how many different young people."""
    children = [episode.child_id for episode in episodes]
    return Tally(episodes=len(children), children=len(set(children)))


def top_of(by_child: Counter[str], top_children: int) -> list[int]:
    """The counts of the most often missing, the most first."""
    return sorted(by_child.values(), reverse=True)[:top_children]


def _by_placement(episodes: Sequence[Episode], top_children: int) -> tuple[PlacementFigure, ...]:
    by_type: defaultdict[PlacementType, Counter[str]] = defaultdict(Counter)
    for episode in episodes:
        by_type[episode.placement][episode.child_id] += 1
    return tuple(
        _figure(one, by_type[one], top_of(by_type[one], top_children))
        for one in _ORDER
        if one in by_type
    )


def _figure(placement: PlacementType, by_child: Counter[str], most: list[int]) -> PlacementFigure:
    return PlacementFigure(
        placement=placement,
        episodes=by_child.total(),
        children=len(by_child),
        top_children=len(most),
        top_episodes=sum(most),
    )


def _movers(episodes: Iterable[Episode]) -> int:
    placements: defaultdict[str, set[PlacementType]] = defaultdict(set)
    for episode in episodes:
        placements[episode.child_id].add(episode.placement)
    return sum(len(types) > 1 for types in placements.values())
