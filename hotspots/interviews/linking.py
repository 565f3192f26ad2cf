"""From episodes and the team's log to interviews: one may answer several returns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.interviews.clock import day_moment, end_of, start_of
from hotspots.model import LONDON, Interview, InterviewState, Moment, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from hotspots.interviews.params import InterviewParams
    from hotspots.model import Episode, LoggedInterview, ReturnInterview


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Interviews by their id, and what of the log fits no return that is known.

    `unknown` counts names of episodes that the register does not have, or that were not
    over by then.
    """

    interviews: tuple[Interview, ...]
    unknown: int


def interviews_of(
    episodes: Iterable[Episode],
    log: Iterable[LoggedInterview],
    *,
    as_of: date,
    params: InterviewParams,
) -> Linked:
    """Every interview held or to hold after the returns up to the end of a day.

    An interview of the log covers the returns that it names; any other return has one of its
    own, as the weekly file has it. What happened after the day is not known on it.

    Raises:
        ParameterError: two lines of the log have one id, or one covers several children.
    """
    end = end_of(as_of)
    returns = {
        one.episode_id: one
        for one in episodes
        if one.status in params.statuses and one.returned_at is not None and one.returned_at <= end
    }
    found: dict[str, Interview] = {}
    named: set[str] = set()
    unknown = 0
    for entry in sorted(log, key=lambda one: one.interview_id):
        if entry.interview_id in found:
            msg = "Two lines of the interview log have the same interview id. Leave one of them."
            raise ParameterError(msg)
        covered = [returns[one] for one in sorted(set(entry.episode_ids)) if one in returns]
        unknown += len(set(entry.episode_ids)) - len(covered)
        if covered:
            named.update(one.episode_id for one in covered)
            found[entry.interview_id] = _known_by(_of_log(entry, covered), end)
    alone = (_of_weekly(one) for key, one in returns.items() if key not in named)
    every = [*found.values(), *(_known_by(one, end) for one in alone)]
    return Linked(
        interviews=tuple(sorted(every, key=lambda one: one.interview_id)), unknown=unknown
    )


def by_return(interviews: Iterable[Interview]) -> dict[str, Interview]:
    """For each return the interview that answers it best: the furthest on, then the earliest."""
    chosen: defaultdict[str, list[Interview]] = defaultdict(list)
    for one in interviews:
        for episode in one.episodes:
            chosen[episode.episode_id].append(one)
    return {key: min(several, key=_best_first) for key, several in chosen.items()}


_FURTHEST = {
    state: rank
    for rank, state in enumerate(
        (
            InterviewState.COMPLETED,
            InterviewState.ACCEPTED,
            InterviewState.OFFERED,
            InterviewState.DECLINED,
            InterviewState.NOT_POSSIBLE,
            InterviewState.NOT_RECORDED,
        )
    )
}


def _best_first(one: Interview) -> tuple[int, str, str]:
    when = "" if one.completed is None else one.completed.earliest.isoformat()
    return (_FURTHEST[one.state], when or "9", one.interview_id)


def _of_log(entry: LoggedInterview, covered: Sequence[Episode]) -> Interview:
    children = {one.child_id for one in covered}
    if len(children) > 1:
        msg = (
            "An interview of the log covers the returns of more than one young person. "
            "Give each their own line."
        )
        raise ParameterError(msg)
    weekly = [one.interview for one in covered if one.interview is not None]
    return Interview(
        interview_id=entry.interview_id,
        child_id=covered[0].child_id,
        episodes=_by_return_time(covered),
        state=entry.state,
        recorded_in=RecordKind.LOG,
        offered=entry.offered,
        completed=entry.completed,
        push=_union(one.push for one in weekly),
        pull=_union(one.pull for one in weekly),
        reason=entry.reason,
        hours=entry.hours,
    )


def _of_weekly(episode: Episode) -> Interview:
    record = episode.interview
    return Interview(
        interview_id=episode.episode_id,
        child_id=episode.child_id,
        episodes=(episode,),
        state=InterviewState.NOT_RECORDED if record is None else record.state,
        recorded_in=RecordKind.NOWHERE if record is None else RecordKind.WEEKLY,
        offered=None if record is None else _moment(record.offered_at, episode),
        completed=_completed(record, episode),
        push=() if record is None else _union([record.push]),
        pull=() if record is None else _union([record.pull]),
    )


def _completed(record: ReturnInterview | None, episode: Episode) -> Moment | None:
    return None if record is None else _moment(record.completed_at, episode)


def _moment(at: datetime | None, episode: Episode) -> Moment | None:
    """A midnight, and the very moment of the return, are how a date without a time is kept."""
    if at is None:
        return None
    day = at.astimezone(LONDON).date()
    if at == start_of(day) or at == episode.returned_at:
        whole = day_moment(day)
        return Moment(earliest=max(at, whole.earliest), latest=whole.latest)
    return Moment(earliest=at, latest=at)


def _known_by(one: Interview, end: datetime) -> Interview:
    """As it stood then: what came later is taken out again."""
    is_held = one.completed is None or one.completed.earliest <= end
    is_offered = one.offered is None or one.offered.earliest <= end
    if is_held and is_offered:
        return one
    state = InterviewState.NOT_RECORDED
    if one.offered is not None and is_offered:
        state = InterviewState.OFFERED
    return replace(
        one,
        state=state,
        completed=None,
        offered=one.offered if is_offered else None,
        push=(),
        pull=(),
        reason="",
        hours=None,
    )


def _by_return_time(covered: Iterable[Episode]) -> tuple[Episode, ...]:
    return tuple(
        sorted(covered, key=lambda one: (one.returned_at or one.started_at, one.episode_id))
    )


def _union(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Each code once whatever its case, sorted: the order of the rows plays no part."""
    first: dict[str, str] = {}
    for code in sorted({code for codes in lists for code in codes}):
        first.setdefault(code.casefold(), code)
    return tuple(first[key] for key in sorted(first))
