"""What is counted of the returns of a period, each count beside what it is a part of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotspots.interviews.clock import clock_of, compare, return_moment
from hotspots.interviews.completeness import completeness_of, told_where
from hotspots.interviews.forecast import workload_of
from hotspots.interviews.linking import by_return
from hotspots.model import (
    Clock,
    InterviewState,
    InterviewSummary,
    PlacementType,
    PlaceSource,
    PlaceTold,
    ReasonCount,
    ReturnTally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy as np

    from hotspots.interviews.params import InterviewParams
    from hotspots.model import Episode, Interview, Sighting
    from hotspots.period import Period

ALL_RETURNS = "all returns"
_OFFERED = frozenset(
    {
        InterviewState.OFFERED,
        InterviewState.ACCEPTED,
        InterviewState.DECLINED,
        InterviewState.COMPLETED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Return:
    """One return with the interview that answers it best."""

    episode: Episode
    interview: Interview
    clock: Clock
    offer: Clock | None

    @property
    def is_offered(self) -> bool:
        return self.interview.state in _OFFERED or self.interview.offered is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where the interviews' words were found to be, and the names of the public places."""

    sightings: tuple[Sighting, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def summary_of(
    interviews: Sequence[Interview],
    period: Period,
    *,
    as_of: date,
    params: InterviewParams,
    told: Told,
    generator: np.random.Generator,
) -> InterviewSummary:
    """Everything of the returns of the period; the forecast looks at the weeks before `as_of`.

    A return belongs to the local day on which the child came back.
    """
    returns = _returns(interviews, period, as_of=as_of, params=params)
    answering = {one.interview.interview_id: one.interview for one in returns}
    held = [one for one in answering.values() if one.state is InterviewState.COMPLETED]
    covered = Counter(
        one.interview.interview_id
        for one in returns
        if one.interview.state is InterviewState.COMPLETED
    )
    types = {one.episode.placement for one in returns}
    return InterviewSummary(
        period=period,
        as_of=as_of,
        hours=params.hours,
        all=_tally(ALL_RETURNS, returns),
        by_placement=tuple(
            (kind, _tally(kind.value, [one for one in returns if one.episode.placement is kind]))
            for kind in PlacementType
            if kind in types
        ),
        interviews_held=len(held),
        returns_covered=covered.total(),
        several=sum(count > 1 for count in covered.values()),
        told_where=sum(map(told_where, held)),
        reasons=_reasons(held),
        places=_places(held, told),
        completeness=completeness_of(answering[key] for key in sorted(answering)),
        workload=workload_of(interviews, as_of=as_of, params=params, generator=generator),
    )


def _returns(
    interviews: Iterable[Interview], period: Period, *, as_of: date, params: InterviewParams
) -> list[_Return]:
    every = tuple(interviews)
    best = by_return(every)
    episodes = {episode.episode_id: episode for one in every for episode in one.episodes}
    return [
        _return(episodes[key], best[key], as_of=as_of, params=params)
        for key in sorted(episodes)
        if (day := episodes[key].closed_on) is not None and day in period
    ]


def _return(
    episode: Episode, interview: Interview, *, as_of: date, params: InterviewParams
) -> _Return:
    clock = clock_of(
        episode,
        state=interview.state,
        completed=interview.completed,
        as_of=as_of,
        params=params,
    ).clock
    return _Return(
        episode=episode,
        interview=interview,
        clock=clock,
        offer=_offer(episode, interview, clock, params),
    )


def _offer(
    episode: Episode, interview: Interview, clock: Clock, params: InterviewParams
) -> Clock | None:
    """Whether the offer came within the hours; one held in time was offered in time."""
    returned = return_moment(episode)
    if returned is None:
        return None
    if clock is Clock.WITHIN:
        return Clock.WITHIN
    if interview.offered is None:
        return Clock.UNTOLD
    return compare(interview.offered, returned, hours=params.hours)


def _tally(label: str, returns: Sequence[_Return]) -> ReturnTally:
    states = Counter(one.interview.state for one in returns)
    held = [one for one in returns if one.interview.state is InterviewState.COMPLETED]
    clocks = Counter(one.clock for one in held)
    offers = Counter(one.offer for one in returns if one.is_offered)
    return ReturnTally(
        label=label,
        returns=len(returns),
        with_clock=sum(return_moment(one.episode) is not None for one in returns),
        offered=sum(one.is_offered for one in returns),
        offered_within=offers[Clock.WITHIN],
        offered_untold=offers[Clock.UNTOLD],
        accepted=states[InterviewState.ACCEPTED],
        declined=states[InterviewState.DECLINED],
        not_possible=states[InterviewState.NOT_POSSIBLE],
        completed=len(held),
        completed_with_clock=len(held) - clocks[Clock.NONE],
        completed_within=clocks[Clock.WITHIN],
        completed_late=clocks[Clock.LATE],
        completed_untold=clocks[Clock.UNTOLD],
        not_recorded=states[InterviewState.NOT_RECORDED],
        overdue=sum(one.clock is Clock.OVERDUE for one in returns),
    )


def _reasons(held: Iterable[Interview]) -> tuple[ReasonCount, ...]:
    """Push before pull, the most frequent first; several may be named in one interview."""
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    words: dict[tuple[str, str], str] = {}
    for one in sorted(held, key=lambda one: one.interview_id):
        for kind, codes in (("push", one.push), ("pull", one.pull)):
            for code in codes:
                key = (kind, code.casefold())
                words[key] = min(code, words.get(key, code))
                named[key].append(one.child_id)
    counts = [
        ReasonCount(
            kind=kind,
            reason=words[kind, folded],
            interviews=len(children),
            children=len(set(children)),
        )
        for (kind, folded), children in named.items()
    ]
    return tuple(
        sorted(counts, key=lambda one: (one.kind == "pull", -one.interviews, one.reason.casefold()))
    )


def _places(held: Iterable[Interview], told: Told) -> tuple[PlaceTold, ...]:
    """The public places that interviews name, the most frequent first; each interview once."""
    of_episode = {
        episode.episode_id: (one.interview_id, one.child_id)
        for one in held
        for episode in one.episodes
    }
    named: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in told.sightings:
        place_id = one.where.place_id
        answer = of_episode.get(one.episode.episode_id)
        if (
            place_id is not None
            and answer is not None
            and one.mention.source is PlaceSource.RETURN_INTERVIEW
        ):
            named[place_id].add(answer)
    counts = [
        PlaceTold(
            name=told.names.get(place_id, place_id),
            interviews=len(answers),
            children=len({child for _, child in answers}),
        )
        for place_id, answers in named.items()
    ]
    return tuple(sorted(counts, key=lambda one: (-one.interviews, one.name)))
