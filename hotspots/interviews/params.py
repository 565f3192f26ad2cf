"""What the interviews are asked for; every number is a setting with its source."""

from __future__ import annotations

from dataclasses import dataclass

from hotspots.errors import ParameterError
from hotspots.model import EpisodeStatus

# Department for Education, Statutory guidance on children who run away or go missing from
# home or care (January 2014): an independent return interview "within 72 hours of the child
# returning to their home or care setting". Plain hours: weekends and holidays count.
GUIDANCE_HOURS = 72
# No figure is published: a planning assumption for the visit, the way and the writing,
# until the team's own log says better.
ASSUMED_HOURS_EACH = 3.0
_MOST_HOURS = 24 * 28


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewParams:
    """Settings of the clock, the queue and the forecast.

    `hours` run from the return; `statuses` are those after which an interview is offered.
    The queue lists returns of the last `lookback_days`, and what was closed in the last
    `closed_days`. `working_days` adds the other view of the clock. The forecast looks at
    `past_weeks` whole weeks, at least `least_weeks` of them with `least_returns` returns,
    over the next `weeks`; `hours_each` is the work of one interview where fewer than
    `least_logged` interviews of the log say, drawn `draws` times.

    Raises:
        ParameterError: one of them is out of range.
    """

    hours: int = GUIDANCE_HOURS
    statuses: frozenset[EpisodeStatus] = frozenset(EpisodeStatus)
    lookback_days: int = 90
    closed_days: int = 28
    working_days: bool = False
    weeks: int = 4
    past_weeks: int = 26
    least_weeks: int = 8
    least_returns: int = 10
    hours_each: float = ASSUMED_HOURS_EACH
    least_logged: int = 10
    draws: int = 4000

    def __post_init__(self) -> None:
        if not 1 <= self.hours <= _MOST_HOURS:
            msg = f"The hours of the clock are from 1 to {_MOST_HOURS}; guidance says 72."
            raise ParameterError(msg)
        if not self.statuses:
            msg = "Name one status at least after which interviews are offered."
            raise ParameterError(msg)
        if min(self.lookback_days, self.closed_days, self.weeks, self.past_weeks) < 1:
            msg = "The days of the queue and the weeks of the forecast are 1 or more."
            raise ParameterError(msg)
        if self.least_weeks < 2:  # noqa: PLR2004 - one week shows no spread
            msg = "A forecast needs two past weeks at least: one shows nothing of their spread."
            raise ParameterError(msg)
        if not 0 < self.hours_each <= 24:  # noqa: PLR2004 - a day has no more
            msg = "The hours of work for one interview are more than 0 and at most 24."
            raise ParameterError(msg)
