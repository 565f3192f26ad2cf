"""The figures of paragraph 4.7 of the council's report: exact, and for the inside only."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import PlacementType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.model import Episode
    from hotspots.period import Period

# Paragraph 4.7 names the five young people who were missing most often.
MOST_OFTEN = 5

_ORDER = tuple(PlacementType)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFigure:
    """One type of placement: its episodes, and the young people who had them."""

    placement: PlacementType
    episodes: int
    children: int

    @property
    def sentence(self) -> str:
        """`180 episodes are by 11 young people in own residential homes`."""
        episodes = _counted(self.episodes, "episode is", "episodes are")
        children = _counted(self.children, "young person", "young people")
        return f"{episodes} by {children} {_WHERE[self.placement]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many episodes began in the period, by how many young people, and from where.

    `placements` holds the types that occur, in the order of `PlacementType`. A young
    person who moved counts in each type (`movers` says how many did) and once in
    `children`. `top_episodes` are those of the `top_children` most often missing, over
    all types of placement together.
    """

    period: Period
    episodes: int
    children: int
    placements: tuple[PlacementFigure, ...]
    movers: int
    top_children: int
    top_episodes: int

    @property
    def top_share(self) -> float:
        """From 0 to 1: the part of all episodes that are by the most often missing."""
        return self.top_episodes / self.episodes if self.episodes else 0.0

    def lines(self) -> tuple[str, ...]:
        """The sentences to print."""
        if not self.episodes:
            return (f"No episode began in the period {self.period.in_words}",)
        placements = tuple(figure.sentence for figure in self.placements)
        return (self._total_line, *placements, *self._top_line, *self._movers_line)

    @property
    def _total_line(self) -> str:
        episodes = _counted(self.episodes, "episode", "episodes")
        children = _counted(self.children, "young person", "young people")
        return f"{episodes} by {children}, {self.period.in_words}, counted by the day each began"

    @property
    def _top_line(self) -> tuple[str, ...]:
        if self.top_children == self.children:
            return ()
        part = f"{self.top_episodes} of the {self.episodes} episodes ({100 * self.top_share:.1f} %)"
        return (f"{part} are by the {self.top_children} most often missing, over all placements",)

    @property
    def _movers_line(self) -> tuple[str, ...]:
        if not self.movers:
            return ()
        moved = _counted(self.movers, "young person was", "young people were")
        where = "missing from more than one type of placement"
        return (f"{moved} {where}: counted in each, and once in the {self.children}",)


def figures_of(episodes: Iterable[Episode], period: Period) -> Figures:
    """Count the episodes that began in the period, whatever their order."""
    counted = [episode for episode in episodes if episode.started_on in period]
    by_child = Counter(episode.child_id for episode in counted)
    most = sorted(by_child.values(), reverse=True)[:MOST_OFTEN]
    return Figures(
        period=period,
        episodes=len(counted),
        children=len(by_child),
        placements=_by_placement(counted),
        movers=_movers(counted),
        top_children=len(most),
        top_episodes=sum(most),
    )


def _by_placement(episodes: Sequence[Episode]) -> tuple[PlacementFigure, ...]:
    children: defaultdict[PlacementType, set[str]] = defaultdict(set)
    for episode in episodes:
        children[episode.placement].add(episode.child_id)
    counts = Counter(episode.placement for episode in episodes)
    return tuple(
        PlacementFigure(placement=one, episodes=counts[one], children=len(children[one]))
        for one in _ORDER
        if counts[one]
    )


def _movers(episodes: Iterable[Episode]) -> int:
    placements: defaultdict[str, set[PlacementType]] = defaultdict(set)
    for episode in episodes:
        placements[episode.child_id].add(episode.placement)
    return sum(len(types) > 1 for types in placements.values())


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_WHERE = {
    PlacementType.OWN_RESIDENTIAL: "in own residential homes",
    PlacementType.EXTERNAL_RESIDENTIAL: "in other providers' residential homes",
    PlacementType.FOSTER: "in foster care",
    PlacementType.SUPPORTED: "in supported accommodation",
    PlacementType.INDEPENDENT: "in independent or unregulated provision",
    PlacementType.HOME: "living at home",
    PlacementType.OTHER: "in other placements",
    PlacementType.UNKNOWN: "whose placement is not known",
}
