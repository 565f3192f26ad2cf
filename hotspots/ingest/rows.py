"""One row → one draft of an episode, or a note that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.ingest import checks
from hotspots.ingest.cells import CellError, reference_of, value_class
from hotspots.ingest.dates import UNKNOWN_WORDS, DateRules, read_date
from hotspots.ingest.mentions import read_mentions
from hotspots.ingest.particulars import (
    read_authority,
    read_interview,
    read_moment,
    read_origin,
    read_placement,
)
from hotspots.ingest.profile import normal
from hotspots.ingest.pseudonym import normal_reference
from hotspots.ingest.rowview import Layout, RowError, RowView
from hotspots.ingest.spans import read_span
from hotspots.model import Episode, EpisodeStatus

if TYPE_CHECKING:
    from datetime import date

    from hotspots.ingest.document import Line
    from hotspots.ingest.pseudonym import Pseudonymiser
    from hotspots.ledger import RowNote

# A reference this short may stand in an episode's number by chance; a longer one does not.
_TELLING_CHARS = 5
_PUNCTUATION = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An episode that its own row allows; other rows may still forbid it.

    Its `episode_id` is blank where the source gives none.
    """

    file: str
    row: int
    episode: Episode
    remarks: tuple[RowNote, ...]


class RowReader:
    """Reads the rows of one file by one layout."""

    def __init__(self, layout: Layout, pseudonymiser: Pseudonymiser, rules: DateRules) -> None:
        self._layout = layout
        self._pseudonymiser = pseudonymiser
        self._rules = rules
        self._child_headings = frozenset(map(normal, layout.profile.columns["child_ref"]))

    def read(self, line: Line) -> Draft | RowNote:
        """The draft of the row's episode, or the reason for rejecting it."""
        view = RowView(line, self._layout)
        try:
            episode = self._episode(view)
        except RowError as refusal:
            return refusal.note
        if len(line.cells) < self._layout.heading.width:
            view.remark(
                "",
                checks.SHORT_ROW,
                CellError(
                    "the row ends before the heading does; the rest counts as blank",
                    value_class="row",
                    mend="Check whether a line break has cut the row in two.",
                ),
            )
        return Draft(
            file=self._layout.file, row=line.row, episode=episode, remarks=tuple(view.remarks)
        )

    def _episode(self, view: RowView) -> Episode:
        view.check_shape()
        reference = _child_reference(view)
        if normal(reference) in self._child_headings:
            view.refuse_row(
                checks.HEADING_AGAIN,
                "the row repeats the heading",
                "Nothing to mend: it is no episode.",
            )
        status = _status(view)
        span = read_span(view, self._rules)
        _check_birth(view, span.started_on, self._rules)
        placement, code, provider = read_placement(view, span.started_on)
        return Episode(
            episode_id=self._episode_id(view, reference),
            child_id=self._pseudonymiser(reference),
            status=status,
            started_at=span.started_at,
            returned_at=span.ended_at,
            reported_at=read_moment(view, "reported", self._rules),
            time_known=span.time_known,
            time_uncertain=span.time_uncertain,
            placement=placement,
            placement_code=code,
            placement_provider=provider,
            risk_level=view.optional_code("risk_level", "risk"),
            responsible_la=read_authority(view),
            origin_postcode=read_origin(view),
            mentions=read_mentions(view),
            interview=read_interview(view, span, self._rules),
        )

    def _episode_id(self, view: RowView, reference: str) -> str:
        """The source's own number, veiled where the child's reference is part of it."""
        try:
            identifier = reference_of(view.cell("episode_id"))
        except CellError as problem:
            view.refuse("episode_id", checks.UNREADABLE_CELL, problem)
        if not identifier or identifier.casefold() in UNKNOWN_WORDS:
            return ""
        if _names_child(identifier, reference):
            return self._pseudonymiser.veiled(identifier)
        return identifier


def _names_child(identifier: str, reference: str) -> bool:
    """Whether the reference is a part of the identifier, however it is punctuated."""
    parts = {normal_reference(part) for part in _PUNCTUATION.split(identifier)}
    if normal_reference(reference) in parts:
        return True
    whole, part = (_PUNCTUATION.sub("", text).upper() for text in (identifier, reference))
    return len(part) >= _TELLING_CHARS and part in whole


def _child_reference(view: RowView) -> str:
    try:
        reference = reference_of(view.cell("child_ref"))
    except CellError as problem:
        view.refuse("child_ref", checks.CHILD_UNREADABLE, problem)
    needed = view.profile.needed
    if not normal_reference(reference) or reference.casefold() in UNKNOWN_WORDS:
        if sum(not view.blank(key) for key in needed) <= 1:
            view.refuse_row(
                checks.NOT_AN_EPISODE,
                "the row has no child, no start and no return (a total, a note or a broken row)",
                "Nothing to mend if it is no episode; else join it to the row it was broken from.",
            )
        blank = CellError(
            "the child's reference is blank",
            value_class=value_class(reference),
            mend="Give the reference by which the source knows the child.",
        )
        view.refuse("child_ref", checks.CHILD_BLANK, blank)
    return reference


def _status(view: RowView) -> EpisodeStatus:
    text = view.optional_text("status")
    accepted = view.profile.accepted("status")
    if not text:
        default = view.profile.defaults.get("status")
        if default:
            return EpisodeStatus(default)
        problem = CellError(
            "the status is blank",
            value_class=value_class(view.cell("status")),
            mend=f"Give one of: {accepted}.",
        )
        view.refuse("status", checks.STATUS_BLANK, problem)
    code = view.profile.code("status", text)
    if code is None:
        problem = CellError(
            "the status is not a known one",
            value_class=value_class(text),
            mend=f"Known are: {accepted}; a profile can add the words for them.",
        )
        view.refuse("status", checks.STATUS_UNKNOWN, problem)
    return EpisodeStatus(code)


def _check_birth(view: RowView, started_on: date, rules: DateRules) -> None:
    """The date of birth serves this check alone and is not kept."""
    try:
        birth = read_date(view.cell("birth_date"), rules)
    except CellError as problem:
        view.remark("birth_date", checks.OPTIONAL_CELL, problem)
        return
    if birth is not None and started_on < birth.day:
        order = CellError(
            "the start lies before the date of birth",
            value_class="date",
            mend="Correct one of the two dates in the source.",
        )
        view.refuse("start", checks.BEFORE_BIRTH, order)
