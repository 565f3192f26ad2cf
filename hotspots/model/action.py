"""What agencies do about a place, and what came of it: inside words of disruption."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from datetime import date, datetime

    from hotspots.period import Period

LONGEST_WHAT = 200
LONGEST_LEAD = 80
# An agency's name has a number at most ("Unit 12"); a telephone number has more digits.
_MOST_DIGITS = 5


class ActionPlace(StrEnum):
    """What kind of thing an action is aimed at; `where` is its id or, of a zone, its name."""

    PLACE = "place"
    HOTSPOT = "hotspot"
    ZONE = "zone"


class ActionStatus(StrEnum):
    """How an action stands on a day."""

    PLANNED = "planned"
    UNDER_WAY = "under way"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of the disruption register: what, where, from, to, and who leads it.

    `lead` is an agency or a role, never a person's private data. Both days belong to the
    action; `to_on` is None while no end is known. `withdrawn` marks one that was entered
    by mistake or never took place: it stays in the register and counts for nothing. `told`
    is somebody's decision that partners may read of it: what is done, and who leads.

    Raises:
        ParameterError: a text is empty, too long or not plain, the lead holds an address
            or a telephone number, or the end lies before the beginning.
    """

    action_id: str
    what: str
    kind: ActionPlace
    where: str
    from_on: date
    to_on: date | None
    lead: str
    recorded_by: str
    recorded_at: datetime
    withdrawn: bool = False
    told: bool = False

    def __post_init__(self) -> None:
        check_text(self.what, "what is done", LONGEST_WHAT)
        check_text(self.where, "the place", LONGEST_WHAT)
        check_text(self.lead, "who leads", LONGEST_LEAD)
        check_text(self.recorded_by, "who enters it", LONGEST_LEAD)
        if "@" in self.lead or sum(c.isdigit() for c in self.lead) > _MOST_DIGITS:
            msg = "Who leads is an agency or a role, without an e-mail address or a number to call."
            raise ParameterError(msg)
        if self.to_on is not None and self.to_on < self.from_on:
            msg = "An action ends on the day it begins or later. Swap the two days."
            raise ParameterError(msg)

    def status_on(self, day: date) -> ActionStatus:
        """How it stands on that day."""
        if self.withdrawn:
            return ActionStatus.WITHDRAWN
        if day < self.from_on:
            return ActionStatus.PLANNED
        ended = self.to_on is not None and self.to_on < day
        return ActionStatus.ENDED if ended else ActionStatus.UNDER_WAY

    def is_open_on(self, day: date) -> bool:
        """Whether it is planned or under way on that day."""
        return self.status_on(day) in {ActionStatus.PLANNED, ActionStatus.UNDER_WAY}

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but who entered it and when: what makes two versions differ."""
        return (
            self.what,
            self.kind,
            self.where,
            self.from_on,
            self.to_on,
            self.lead,
            self.withdrawn,
            self.told,
        )


def check_text(text: str, name: str, longest: int) -> None:
    """Refuse a text that is blank, longer than so many characters, or not plain.

    Raises:
        ParameterError: it is; the message has its name and not the text.
    """
    plain = all(not unicodedata.category(letter).startswith("C") for letter in text)
    if not text.strip() or len(text) > longest or not plain:
        msg = f"Say {name} in 1 to {longest} plain characters."
        raise ParameterError(msg)


class DisruptionVerdict(StrEnum):
    """What the figures say of an action; the rules are beside the code that chooses."""

    MOVED = "moved to places nearby"
    SPREAD = "spread of benefit to places nearby"
    FEWER = "fewer here, and no sign that it moved"
    MORE = "more here than expected"
    NO_CLEAR_EFFECT = "no clear effect"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Distinct episodes at the places of one area, before and after an action began."""

    places: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Episodes more (or fewer, below 0) than expected, with standard error and 95 % interval."""

    estimate: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """Before and after an action, as many days each, beside the rest of the city.

    `local` is the weighted difference at the place itself, `nearby` that of the ring around
    it, `total` the weighted displacement difference of both; None where the rest of the
    city has too little to compare with, `nearby` also where the ring has no public place.
    `quotient` is the weighted displacement quotient. Of the `children` seen at the place
    before, `children_nearby` were seen in the ring after and not before.
    `hinges_on_one_child` is whether another verdict would be given if one child were left
    out. The periods are None where none can be cut.
    """

    action_id: str
    verdict: DisruptionVerdict
    before: Period | None = None
    after: Period | None = None
    target: BeforeAfter
    ring: BeforeAfter
    rest: BeforeAfter
    local: Difference | None = None
    nearby: Difference | None = None
    total: Difference | None = None
    quotient: float | None = None
    children: int = 0
    children_nearby: int = 0
    hinges_on_one_child: bool = False
