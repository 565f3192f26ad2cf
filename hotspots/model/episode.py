"""A child's episodes, as they are recorded: who, when, and in which words where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

LONDON = ZoneInfo("Europe/London")


class EpisodeStatus(StrEnum):
    """The `MISSING` code of the SSDA903 return."""

    MISSING = "M"
    AWAY_WITHOUT_AUTHORISATION = "A"


class PlacementType(StrEnum):
    """The groups in which paragraph 4.7 of the council's report counts."""

    OWN_RESIDENTIAL = "own residential"
    EXTERNAL_RESIDENTIAL = "external residential"
    FOSTER = "foster care"
    SUPPORTED = "supported accommodation"
    INDEPENDENT = "independent or unregulated"
    HOME = "at home"
    OTHER = "other"
    UNKNOWN = "unknown"


class PlaceRole(StrEnum):
    """What the place was in the episode."""

    LAST_SEEN = "last seen"
    VISITED = "visited"
    FOUND = "found"
    MENTIONED = "mentioned"


class PlaceSource(StrEnum):
    """Who said so: police-found places and child-reported ones are biased differently."""

    RETURN_INTERVIEW = "return interview"
    POLICE = "police"
    CARER = "carer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """One cell of place words in one episode: the unit that is geocoded.

    `key` is unique within the episode (`last seen`, `visited`, `found`, …; a second
    column of the same role adds `#2`). `text` is as staff wrote it and never leaves
    the inside.
    """

    key: str
    role: PlaceRole
    source: PlaceSource
    text: str


class InterviewState(StrEnum):
    """Where the return home interview stands."""

    NOT_RECORDED = "not recorded"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_POSSIBLE = "not possible"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnInterview:
    """The independent interview offered after a child returns (DfE 2014 guidance)."""

    state: InterviewState
    offered_at: datetime | None = None
    completed_at: datetime | None = None
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One time that one child was missing or away.

    `episode_id` is the source system's own number where there is one, else made from
    the child's pseudonym and the start. `started_at` is when the child was last seen
    or reported missing; it is midnight local time where `time_known` is false (the
    statutory return has dates only). `returned_at` is None while the child is still
    missing. `time_uncertain` marks a local time that happened twice (clocks back).
    `origin_postcode` is the placement or home: used to *exclude* positions, shown to nobody.
    """

    episode_id: str
    child_id: str
    status: EpisodeStatus
    started_at: datetime
    returned_at: datetime | None
    reported_at: datetime | None = None
    time_known: bool = True
    time_uncertain: bool = False
    placement: PlacementType = PlacementType.UNKNOWN
    placement_code: str = ""
    placement_provider: str = ""
    risk_level: str = ""
    responsible_la: str = ""
    origin_postcode: str = ""
    mentions: tuple[PlaceMention, ...] = ()
    interview: ReturnInterview | None = None

    @property
    def started_on(self) -> date:
        """The local date by which the episode is counted."""
        return self.started_at.astimezone(LONDON).date()

    @property
    def closed_on(self) -> date | None:
        """The local date of the return; None while the child is missing."""
        return None if self.returned_at is None else self.returned_at.astimezone(LONDON).date()

    @property
    def length(self) -> timedelta | None:
        """True elapsed time; None while open."""
        return None if self.returned_at is None else self.returned_at - self.started_at

    def moment(self, role: PlaceRole) -> datetime | None:
        """When the child was at a place of this role, if the record says so and has times."""
        if not self.time_known:
            return None
        match role:
            case PlaceRole.LAST_SEEN:
                return self.started_at
            case PlaceRole.FOUND:
                return self.returned_at
            case _:
                return None
