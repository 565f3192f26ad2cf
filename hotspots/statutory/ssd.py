"""Episodes as rows of the Standard Safeguarding Dataset's missing table (`ssd_missing`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import LONDON, InterviewState
from hotspots.statutory.ssda903 import ChildKey, touches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from hotspots.model import Episode
    from hotspots.period import Period

# As github.com/data-to-insight/ssd-data-model creates the table.
SSD_COLUMNS = (
    "miss_table_id",
    "miss_person_id",
    "miss_missing_episode_start_date",
    "miss_missing_episode_type",
    "miss_missing_episode_end_date",
    "miss_missing_rhi_offered",
    "miss_missing_rhi_accepted",
)
_OFFERED = {
    InterviewState.OFFERED: "Y",
    InterviewState.ACCEPTED: "Y",
    InterviewState.DECLINED: "Y",
    InterviewState.COMPLETED: "Y",
}
_ACCEPTED = {
    InterviewState.ACCEPTED: "Y",
    InterviewState.COMPLETED: "Y",
    InterviewState.DECLINED: "N",
}


def ssd_rows(
    episodes: Iterable[Episode], period: Period, *, keys: Mapping[str, ChildKey]
) -> tuple[tuple[str, ...], ...]:
    """The cells of every episode that touches the period, sorted by its id.

    Times are local and without an offset, as the dataset has them; where the record has dates
    alone there is a date alone. A child without a key stands there by the pseudonym.
    """
    return tuple(
        (
            one.episode_id,
            keys[one.child_id].reference if one.child_id in keys else one.child_id,
            _moment(one.started_at, one),
            one.status.value,
            "" if one.returned_at is None else _moment(one.returned_at, one),
            offered(one),
            accepted(one),
        )
        for one in sorted(episodes, key=lambda one: one.episode_id)
        if touches(one, period)
    )


def offered(episode: Episode) -> str:
    """`Y`, `N`, or `NA` while the child is missing or nothing is recorded."""
    interview = episode.interview
    if episode.returned_at is None or interview is None:
        return "NA"
    if interview.offered_at is not None:
        return "Y"
    if interview.state is InterviewState.NOT_RECORDED:
        # A record without a state is a plain "no", unless reasons show that there was something.
        return "NA" if interview.push or interview.pull else "N"
    # Of what was not possible nothing says whether it was offered before.
    return _OFFERED.get(interview.state, "NA")


def accepted(episode: Episode) -> str:
    """`Y`, `N`, or `NA` where nobody has answered yet."""
    interview = episode.interview
    if episode.returned_at is None or interview is None:
        return "NA"
    return _ACCEPTED.get(interview.state, "NA")


def _moment(at: datetime, episode: Episode) -> str:
    local = at.astimezone(LONDON)
    return f"{local:%Y-%m-%dT%H:%M:%S}" if episode.time_known else f"{local:%Y-%m-%d}"
