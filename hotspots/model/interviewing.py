"""Return interviews: what is recorded of them, their clock, and what is counted, for the inside.

Guidance runs the clock from each return in plain hours; one interview may answer several
returns. So a return has its own clock, and an interview is counted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from hotspots.model.episode import Episode, InterviewState, PlacementType
    from hotspots.period import Period

NOT_COMPUTABLE = "72 hours cannot be computed from this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened at a moment (UTC) between two, both included.

    The two are one where the time is known; a date alone is all of its local day.
    """

    earliest: datetime
    latest: datetime

    @property
    def is_exact(self) -> bool:
        """Whether the time of day is known."""
        return self.earliest == self.latest


class Clock(StrEnum):
    """How a return stands to its hours at the end of a day."""

    DUE = "due"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    WITHIN = "within the hours"
    LATE = "after the hours"
    UNTOLD = "cannot be told"
    ENDED = "not held"
    NONE = "no clock"


class RecordKind(StrEnum):
    """Where a state was written down."""

    WEEKLY = "weekly file"
    LOG = "interview log"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedInterview:
    """One line of the team's interview log; `episode_ids` are all that it covers.

    `hours` is the work that it took, `reason` a short phrase why it was not held.
    """

    interview_id: str
    episode_ids: tuple[str, ...]
    state: InterviewState
    offered: Moment | None = None
    completed: Moment | None = None
    reason: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One interview, held or still to hold, with the returns that it answers (at least one).

    `interview_id` is the log's, or the id of the only episode. `episodes` are in the order of
    their return. `push`, `pull` hold each code once.
    """

    interview_id: str
    child_id: str
    episodes: tuple[Episode, ...]
    state: InterviewState
    recorded_in: RecordKind
    offered: Moment | None = None
    completed: Moment | None = None
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()
    reason: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnClock:
    """One return and its clock.

    `due_at` is None where the record has dates without times. `hour_uncertain`: the child
    came back in the hour that happened twice. `flags` say what lies within the hours
    (weekends, bank holidays); nothing is subtracted for it. `working_due_on` is the other
    view, by working days, where it was asked for.
    """

    episode: Episode
    clock: Clock
    due_at: datetime | None
    hour_uncertain: bool = False
    flags: tuple[str, ...] = ()
    working_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One interview of the queue: its state, and the clock of its first return.

    `is_open`: somebody still has something to do. `missing_now`: the child is missing again.
    """

    interview: Interview
    first: ReturnClock
    clocks: tuple[ReturnClock, ...]
    is_open: bool
    missing_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits at the end of a day, the most urgent first, then what was closed lately.

    `older_open` interviews after returns of more than `lookback_days` ago are not listed.
    """

    as_of: date
    hours: int
    lookback_days: int
    lines: tuple[QueueLine, ...]
    still_missing: int
    older_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTally:
    """Counts of returns; each stands beside the number that it is a part of.

    `offered` counts accepted, declined, not possible after an offer, and completed ones;
    `with_clock` have a time of return. `completed_*` are parts of `completed`,
    `offered_within` and `offered_untold` of the offered ones with a clock.
    """

    label: str
    returns: int
    with_clock: int
    offered: int
    offered_within: int
    offered_untold: int
    accepted: int
    declined: int
    not_possible: int
    completed: int
    completed_with_clock: int
    completed_within: int
    completed_late: int
    completed_untold: int
    not_recorded: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How many completed interviews name a push or pull reason, of how many young people."""

    kind: str
    reason: str
    interviews: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTold:
    """A public place that completed interviews name, of how many young people."""

    name: str
    interviews: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """One field of the record: of `of` records that should have it (1 or more) some do not."""

    field: str
    source: str
    of: int
    missing: int

    @property
    def share(self) -> float:
        """The part that is missing, from 0 to 1."""
        return self.missing / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What the next weeks may bring: middle and 90 % interval of returns, interviews, hours.

    `enough` is False where the past is too short to say; then all numbers are None, as
    `interviews` and `hours` are where none was recorded as held. Each triple
    is lower, middle, upper, for all the weeks together.
    """

    weeks: int
    past_weeks: int
    past_returns: int
    enough: bool
    hours_each: float
    hours_source: str
    weekly_mean: float | None = None
    dispersion: float | None = None
    returns: tuple[int, int, int] | None = None
    interviews: tuple[int, int, int] | None = None
    hours: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSummary:
    """All that is counted of the returns of a period as it stood at the end of `as_of`.

    `interviews_held` counts an interview once that covers several returns.
    """

    period: Period
    as_of: date
    hours: int
    all: ReturnTally
    by_placement: tuple[tuple[PlacementType, ReturnTally], ...]
    interviews_held: int
    returns_covered: int
    several: int
    told_where: int
    reasons: tuple[ReasonCount, ...]
    places: tuple[PlaceTold, ...]
    completeness: tuple[Completeness, ...]
    workload: Workload
