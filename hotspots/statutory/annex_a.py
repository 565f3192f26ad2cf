"""The fields of Annex A (Ofsted), list 8, that are about missing episodes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hotspots.model import EpisodeStatus
from hotspots.statutory.ssd import accepted, offered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.model import Episode
    from hotspots.period import Period
    from hotspots.statutory.ssda903 import ChildKey

# The headings of list 8 in Ofsted's workbook; its others come from the case system.
ANNEX_A_COLUMNS = (
    "Child Unique ID",
    "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
    "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
    "Was the child offered a Return Interview after their last missing episode (Y/N)?",
    "Did the child accept a Return Interview after their last missing episode (Y/N)?",
)
_WORDS = {"Y": "a) Yes", "N": "b) No", "NA": "c) Unknown"}


def annex_a_rows(
    episodes: Iterable[Episode], period: Period, *, keys: Mapping[str, ChildKey]
) -> tuple[tuple[str | int, ...], ...]:
    """A row for each child with an episode that began in the period (12 months), by reference.

    The last missing episode is the last of status M that ended; where there is none the two
    answers are blank. Children without an episode are not in the register: their row of
    list 8 has 0.
    """
    by_child: defaultdict[str, list[Episode]] = defaultdict(list)
    for one in episodes:
        if one.started_on in period:
            by_child[one.child_id].append(one)
    rows = [
        (keys[child].reference if child in keys else child, *_cells(mine))
        for child, mine in by_child.items()
    ]
    return tuple(sorted(rows, key=lambda row: str(row[0])))


def _cells(mine: Sequence[Episode]) -> tuple[str | int, ...]:
    missing = [one for one in mine if one.status is EpisodeStatus.MISSING]
    over = [one for one in missing if one.returned_at is not None]
    last = max(over, key=lambda one: (one.started_at, one.episode_id), default=None)
    answers = ("", "") if last is None else (_WORDS[offered(last)], _WORDS[accepted(last)])
    return (len(missing), len(mine) - len(missing), *answers)
