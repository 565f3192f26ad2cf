"""One cell of figures, and the rules that it must pass: whole numbers throughout.

A cell knows how many episodes each child has in it, and nothing else about them. Shares
are compared by cross-multiplication: 50 % of 7 is never rounded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotspots.model import Episode
    from hotspots.protect.policy import Thresholds


class Rule(StrEnum):
    """The rules of the gate, in the words in which the co-ordinator reads them.

    They are for the inside: no release says which rule kept something from it.
    """

    AUDIENCE = "this audience is shown no places"
    PERIOD = "the period is not one that this audience is shown, or not over for long enough"
    PLACE = "not a public place that may be named"
    CHILDREN = "too few young people"
    EPISODES = "too few episodes"
    TOP_CHILD = "one young person makes too much of it"
    TOP_TWO = "two young people make too much of it"
    P_PERCENT = "one of the young people could work out how many are another's"
    WIDER = "hidden from an audience that sees more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many episodes each child has, the most first."""

    by_child: tuple[int, ...]

    @classmethod
    def of(cls, episodes: Iterable[Episode]) -> Self:
        """The cell of these episodes; one that comes again counts once."""
        children = {episode.episode_id: episode.child_id for episode in episodes}
        counts = Counter(children.values())
        return cls(by_child=tuple(sorted(counts.values(), reverse=True)))

    @property
    def children(self) -> int:
        """Distinct children."""
        return len(self.by_child)

    @property
    def episodes(self) -> int:
        """Distinct episodes."""
        return sum(self.by_child)

    def failures(self, thresholds: Thresholds) -> tuple[Rule, ...]:
        """The rules that it fails; none where it may be shown."""
        return tuple(self._failures(thresholds))

    def _failures(self, asked: Thresholds) -> Iterator[Rule]:
        first, both = sum(self.by_child[:1]), sum(self.by_child[:2])
        total = self.episodes
        if self.children < asked.children:
            yield Rule.CHILDREN
        if total < asked.episodes:
            yield Rule.EPISODES
        if 100 * first > asked.top_child_percent * total:
            yield Rule.TOP_CHILD
        # ACRO's (n, k) rule: safe only below the share, so the share itself is too much.
        if total and 100 * both >= asked.top_two_percent * total:
            yield Rule.TOP_TWO
        if 100 * (total - both) < asked.p_percent * first:
            yield Rule.P_PERCENT
