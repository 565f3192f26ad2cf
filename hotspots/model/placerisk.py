"""What partners agree about a place: the Place Based Risk record, and how it stood on a day.

A place where children are seen to be at risk, never a child to blame. What is done there
are actions (`model.action`), of which there is one register: the record has none of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.model.action import LONGEST_LEAD, LONGEST_WHAT, ActionPlace, check_text
from hotspots.model.placewords import LIST_VERSION, guardian_codes, theme_codes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

LONGEST_NOTE = 1000
# An agency's name has a number at most ("Unit 12"); a telephone number has more digits.
_MOST_DIGITS = 5
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# How a child is named, dated, reached or lived with: nothing of it belongs to a place.
_OF_A_CHILD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b[cet]_[a-z2-7]{16}\b",  # a pseudonym of ours
        r"\d{6,}|\d(?:[ -]?\d){6,}",  # a case, NHS or telephone number
        r"\b[a-z]\d{9,12}[a-z]?\b",  # a unique pupil number
        r"\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\b",  # a whole date: one of birth among them
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+\d{{2,4}}\b",
        r"\b(?:d\.?o\.?b\b|born\b|aged?\s+\d)",
        r"\b\d{1,2}[ -]?(?:years?[ -]old|yrs?\b|y/?o\b)",
        r"@",
        r"\b[a-z]{1,2}\d[a-z0-9]?\s*\d[a-z]{2}\b",  # a postcode
    )
)


class PlaceFact(StrEnum):
    """A part of the record that may be told, each by somebody's decision of its own."""

    THEMES = "themes"
    GUARDIANS = "guardians"
    LEAD = "lead"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRisk:
    """What is agreed about one place, hotspot or zone; `where` is its id or the zone's name.

    `themes` and `guardian_kinds` are codes of the list, `guardian` and `owner` say in words
    who looks after the place and whose it is, by role or organisation; they and the `note`
    never leave the wall. `told` is what somebody decided that partners may read. A record
    that is `closed` stays and is neither told nor due. `list_version` is that of the list.

    Raises:
        ParameterError: a code that the list does not have, a text that is too long, not
            plain, or looks like something about a child, a lead with an address or a
            telephone number, or a review that lies before the last one.
    """

    kind: ActionPlace
    where: str
    themes: tuple[str, ...] = ()
    guardian_kinds: tuple[str, ...] = ()
    guardian: str = ""
    owner: str = ""
    lead: str = ""
    reviewed_on: date | None = None
    next_review: date | None = None
    note: str = ""
    told: tuple[PlaceFact, ...] = ()
    closed: bool = False
    recorded_by: str
    recorded_at: datetime
    list_version: int = LIST_VERSION

    def __post_init__(self) -> None:
        check_text(self.where, "the place", LONGEST_WHAT)
        check_text(self.recorded_by, "who enters it", LONGEST_LEAD)
        for text, name, longest in (
            (self.guardian, "who looks after the place", LONGEST_WHAT),
            (self.owner, "whose the place is", LONGEST_WHAT),
            (self.lead, "who leads", LONGEST_LEAD),
            (self.note, "the note", LONGEST_NOTE),
        ):
            if text:
                check_text(text, name, longest)
                refuse_a_child(text, name)
        if sum(c.isdigit() for c in self.lead) > _MOST_DIGITS:
            msg = "Who leads is an agency or a role, without a number to call."
            raise ParameterError(msg)
        _check_codes(self.themes, theme_codes(self.list_version), "theme")
        _check_codes(self.guardian_kinds, guardian_codes(self.list_version), "kind of guardian")
        if self.told != tuple(one for one in PlaceFact if one in self.told):
            msg = "What is told stands once each, in the order of the list of facts."
            raise ParameterError(msg)
        if self.reviewed_on and self.next_review and self.next_review < self.reviewed_on:
            msg = "The next review lies before the last one. Swap the two days."
            raise ParameterError(msg)

    @property
    def key(self) -> tuple[ActionPlace, str]:
        """What it is about: one record each."""
        return (self.kind, self.where)

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but who entered it, when, and with which list: what versions differ in."""
        return (
            self.themes,
            self.guardian_kinds,
            self.guardian,
            self.owner,
            self.lead,
            self.reviewed_on,
            self.next_review,
            self.note,
            self.told,
            self.closed,
        )

    def days_overdue(self, day: date) -> int | None:
        """Days since the review was due on that day, below 0 before; None: none is due."""
        if self.closed or self.next_review is None:
            return None
        return (day - self.next_review).days


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRiskVersion:
    """One entry of a record's history; `number` counts from 1 and never has a gap."""

    number: int
    record: PlaceRisk


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReview:
    """A review that somebody has to hold: `name` is that of the place, for people.

    `next_review` is None, and so is `days_overdue`, where no day was agreed.
    """

    kind: ActionPlace
    name: str
    lead: str
    reviewed_on: date | None
    next_review: date | None
    days_overdue: int | None


def standing(
    versions: Iterable[PlaceRiskVersion], *, at: datetime | None = None
) -> tuple[PlaceRiskVersion, ...]:
    """The version of each record that holds, or held at a moment; by what they are about."""
    found: dict[tuple[ActionPlace, str], PlaceRiskVersion] = {}
    for one in versions:
        if at is None or one.record.recorded_at <= at:
            before = found.get(one.record.key)
            if before is None or before.number < one.number:
                found[one.record.key] = one
    return tuple(found[key] for key in sorted(found))


def refuse_a_child(text: str, name: str) -> None:
    """Refuse a text that looks like something about a child: a number, a date, an age, a home.

    It cannot know a name. What was written is not repeated in the message.

    Raises:
        ParameterError: it looks so.
    """
    if any(pattern.search(text) for pattern in _OF_A_CHILD):
        msg = (
            f"In {name} stands something that could be a child's: a reference or telephone "
            "number, a whole date, an age, a postcode or an e-mail address. Write about the place."
        )
        raise ParameterError(msg)


def _check_codes(codes: tuple[str, ...], known: tuple[str, ...], name: str) -> None:
    if codes != tuple(code for code in known if code in codes):
        msg = (
            f"A {name} is one of: {', '.join(known)}; each once, in this order. "
            "`hotspots place-risk words` explains them."
        )
        raise ParameterError(msg)
