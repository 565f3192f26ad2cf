"""The breakdowns of a board paper: which episodes stand behind which figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import Episode, GeocodeStatus, InterviewState, PlacementType
from hotspots.monitor.params import MOST_OFTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.model import Sighting
    from hotspots.period import Period

HELD, DECLINED = "Held", "Declined, or not possible"
NOT_HELD = "Not held, or not recorded"
STILL_MISSING = "No return recorded"
PLACED, UNPLACED = "With a place that can be put on a map", "Without such a place"
_INTERVIEWS = (HELD, DECLINED, NOT_HELD, STILL_MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The episodes behind one figure, under its name."""

    name: str
    episodes: tuple[Episode, ...]

    @property
    def children(self) -> int:
        """Distinct young people."""
        return len({episode.child_id for episode in self.episodes})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardGroups:
    """Every breakdown of the same episodes: each adds up to `every`.

    `movers` is whether a young person is in more than one type of placement. `most_often`
    are the episodes of the young people who were missing most often.
    """

    every: Group
    months: tuple[Group, ...]
    placements: tuple[tuple[PlacementType, Group], ...]
    interviews: tuple[Group, ...]
    placed: tuple[Group, ...]
    most_often: Group
    movers: bool


def board_groups(
    episodes: Iterable[Episode], sightings: Iterable[Sighting], period: Period
) -> BoardGroups:
    """Group the episodes that began in the period, whatever their order.

    A month without an episode has a group of none, so that no gap is missed.
    """
    counted = sorted(
        (one for one in episodes if one.started_on in period), key=lambda one: one.episode_id
    )
    shown = {one.episode.episode_id for one in sightings if _is_on_a_map(one)}
    by_type: defaultdict[PlacementType, list[Episode]] = defaultdict(list)
    types_of: defaultdict[str, set[PlacementType]] = defaultdict(set)
    for one in counted:
        by_type[one.placement].append(one)
        types_of[one.child_id].add(one.placement)
    return BoardGroups(
        every=Group(name="All", episodes=tuple(counted)),
        months=_months(counted, period),
        placements=tuple(
            (kind, Group(name=kind.value.capitalize(), episodes=tuple(by_type[kind])))
            for kind in PlacementType
            if kind in by_type
        ),
        interviews=tuple(
            Group(name=name, episodes=tuple(one for one in counted if _interview(one) == name))
            for name in _INTERVIEWS
        ),
        placed=tuple(
            Group(
                name=name,
                episodes=tuple(one for one in counted if (one.episode_id in shown) is is_placed),
            )
            for name, is_placed in ((PLACED, True), (UNPLACED, False))
        ),
        most_often=_most_often(counted),
        movers=any(len(types) > 1 for types in types_of.values()),
    )


def _is_on_a_map(sighting: Sighting) -> bool:
    return sighting.where.status is GeocodeStatus.LOCATED


def _interview(episode: Episode) -> str:
    if episode.returned_at is None:
        return STILL_MISSING
    state = InterviewState.NOT_RECORDED if episode.interview is None else episode.interview.state
    if state is InterviewState.COMPLETED:
        return HELD
    refused = {InterviewState.DECLINED, InterviewState.NOT_POSSIBLE}
    return DECLINED if state in refused else NOT_HELD


def _months(episodes: Sequence[Episode], period: Period) -> tuple[Group, ...]:
    first = period.first.year * 12 + period.first.month - 1
    found = []
    for number in range(first, first + period.months):
        year, month = divmod(number, 12)
        own = tuple(
            one
            for one in episodes
            if (one.started_on.year, one.started_on.month) == (year, month + 1)
        )
        found.append(Group(name=f"{_MONTHS[month]} {year}", episodes=own))
    return tuple(found)


def _most_often(episodes: Sequence[Episode]) -> Group:
    counts = Counter(one.child_id for one in episodes)
    most = sorted(counts, key=lambda child: (-counts[child], child))[:MOST_OFTEN]
    own = tuple(one for one in episodes if one.child_id in most)
    return Group(name=f"The {len(most)} most often missing", episodes=own)


# Not calendar.month_abbr: that follows the machine's locale, and a paper must not.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
