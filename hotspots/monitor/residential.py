"""Types of home, for the residential case management meeting: exact, and for the inside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import PlacementType
from hotspots.monitor.board import Group
from hotspots.monitor.params import THREE_IN_NINETY

if TYPE_CHECKING:
    from hotspots.monitor.board import BoardGroups

HOME_TYPES = (
    PlacementType.OWN_RESIDENTIAL,
    PlacementType.EXTERNAL_RESIDENTIAL,
    PlacementType.FOSTER,
    PlacementType.SUPPORTED,
    PlacementType.INDEPENDENT,
)
"""What the meeting is about: wherever the authority has placed a young person."""

OFTEN = THREE_IN_NINETY.episodes
"""Episodes in the period that make a young person one who is missing again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFigures:
    """One type: its episodes, and what came of them.

    `often` are the young people who have `OFTEN` or more; `interviews` are episodes by what
    came of the interview, in the order of the board paper's groups.
    """

    group: Group
    often: int
    interviews: tuple[int, ...]


def group_of(groups: BoardGroups, kind: PlacementType) -> Group:
    """The type's own episodes; of a type without any, a group of none."""
    none = Group(name=kind.value.capitalize(), episodes=())
    return next((group for other, group in groups.placements if other is kind), none)


def home_figures(groups: BoardGroups) -> tuple[HomeFigures, ...]:
    """The figures of each of `HOME_TYPES`, in its order."""
    return tuple(_figures(groups, kind) for kind in HOME_TYPES)


def _figures(groups: BoardGroups, kind: PlacementType) -> HomeFigures:
    group = group_of(groups, kind)
    by_child = Counter(one.child_id for one in group.episodes)
    own = {one.episode_id for one in group.episodes}
    return HomeFigures(
        group=group,
        often=sum(number >= OFTEN for number in by_child.values()),
        interviews=tuple(
            sum(one.episode_id in own for one in came_of.episodes) for came_of in groups.interviews
        ),
    )
