"""Return interviews from the register and the team's log: queue, summary, sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hotspots.interviews import (
    InterviewParams,
    Linked,
    Told,
    interviews_of,
    queue_of,
    sample_of,
    summary_of,
)
from hotspots.pipeline.analysis import find_places

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model import Interview, InterviewSummary, LoggedInterview, Queue
    from hotspots.period import Period
    from hotspots.pipeline.ground import Ground
    from hotspots.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTerms:
    """What is asked: the day at whose end things stand, the log, the settings, the seed."""

    as_of: date
    log: tuple[LoggedInterview, ...] = ()
    params: InterviewParams = field(default_factory=InterviewParams)
    seed: int = 0


def interview_queue(*, terms: InterviewTerms, register: Register) -> tuple[Queue, int]:
    """The queue, and how many episodes the log names that no return is known of."""
    episodes = register.episodes()
    linked = _linked(terms, register)
    queue = queue_of(linked.interviews, episodes, as_of=terms.as_of, params=terms.params)
    return queue, linked.unknown


def interview_summary(
    period: Period, *, terms: InterviewTerms, ground: Ground, register: Register
) -> tuple[InterviewSummary, int]:
    """All that is counted of the returns of the period, and the log's unknown names."""
    linked = _linked(terms, register)
    episodes = {
        episode.episode_id: episode
        for one in linked.interviews
        for episode in one.episodes
        if episode.closed_on is not None and episode.closed_on in period
    }
    sightings = find_places(
        [episodes[key] for key in sorted(episodes)], ground=ground, register=register
    )
    summary = summary_of(
        linked.interviews,
        period,
        as_of=terms.as_of,
        params=terms.params,
        told=Told(
            sightings=sightings,
            names={place.place_id: place.name for place in ground.gazetteer.places},
        ),
        generator=np.random.default_rng(terms.seed),
    )
    return summary, linked.unknown


def interview_sample(
    period: Period, *, size: int, terms: InterviewTerms, register: Register
) -> tuple[tuple[Interview, ...], int]:
    """Interviews to audit, and of how many held in the period they were drawn.

    Raises:
        ParameterError: the size is not positive.
    """
    return sample_of(
        _linked(terms, register).interviews,
        period,
        size=size,
        generator=np.random.default_rng(terms.seed),
    )


def _linked(terms: InterviewTerms, register: Register) -> Linked:
    return interviews_of(register.episodes(), terms.log, as_of=terms.as_of, params=terms.params)
