"""What a row says beside who and when: placement, interview, report, origin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hotspots.ingest import checks
from hotspots.ingest.cells import CellError, value_class
from hotspots.ingest.dates import UNKNOWN_WORDS, read_clock, read_date
from hotspots.ingest.localtime import start_of, to_utc
from hotspots.model import InterviewState, PlacementType, ReturnInterview

if TYPE_CHECKING:
    from datetime import date, datetime

    from hotspots.ingest.dates import DateRules
    from hotspots.ingest.rowview import RowView
    from hotspots.ingest.spans import Span

_POSTCODE = re.compile(
    r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
# A reason is a code or a short phrase; anything longer is free text, which is not kept.
_REASON = re.compile(r"[0-9A-Za-z][0-9A-Za-z &/'(),.\-]{0,59}")
_CODE = re.compile(r"[A-Z0-9]{1,4}")
_MAX_AUTHORITY_CHARS = 80


def read_placement(view: RowView, started_on: date) -> tuple[PlacementType, str, str]:
    """The group in which the report counts, the placement's code and the provider's."""
    code = view.optional_text("placement_code").upper()
    provider = view.optional_text("placement_provider").upper()
    if not code or code.casefold() in UNKNOWN_WORDS:
        return PlacementType.UNKNOWN, "", ""
    for rule in view.profile.placement:
        if rule.holds(code, provider, started_on):
            return rule.type, code, provider
    view.remark(
        "placement_code",
        checks.OPTIONAL_CELL,
        CellError(
            "this code and provider stand in no line of the crosswalk; counted as unknown",
            value_class=value_class(code),
            mend="Correct them, or add a [[placement]] line to your profile.",
        ),
    )
    # A cell with an address in it is not kept as a code.
    return PlacementType.UNKNOWN, _code_only(code), _code_only(provider)


def _code_only(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""


def read_origin(view: RowView) -> str:
    """The postcode that the child went missing from, as `DE1 2RU`; blank where there is none.

    It keeps positions out of every output, so a cell that has none is remarked on.
    """
    text = view.optional_text("origin_postcode")
    found = _POSTCODE.search(text)
    if found:
        return f"{found[1]} {found[2]}".upper()
    if text and text.casefold() not in UNKNOWN_WORDS:
        view.remark(
            "origin_postcode",
            checks.OPTIONAL_CELL,
            CellError(
                "no postcode in the cell, so the placement cannot be kept out by its position",
                value_class=value_class(text),
                mend="Give the postcode, as DE1 2RU.",
            ),
        )
    return ""


def read_authority(view: RowView) -> str:
    """The responsible authority's name or code, cut to a sensible length."""
    return view.optional_text("responsible_la")[:_MAX_AUTHORITY_CHARS]


def read_moment(view: RowView, key: str, rules: DateRules) -> datetime | None:
    """An optional date, with its time where known; None, with a remark, where unreadable."""
    try:
        reading = read_date(view.cell(key), rules)
        clock = read_clock(view.cell(f"{key}_time"))
        if reading is None:
            return None
        clock = clock or reading.clock
        return start_of(reading.day) if clock is None else to_utc(reading.day, clock)[0]
    except CellError as problem:
        if view.optional_text(key).casefold() not in UNKNOWN_WORDS:
            view.remark(key, checks.OPTIONAL_CELL, problem)
        return None


def read_interview(view: RowView, span: Span, rules: DateRules) -> ReturnInterview | None:
    """The return interview; None where the row says nothing about one.

    A date of the offer has a column of its own; without one the only date is that of the
    offer until the interview is held.
    """
    state, is_said = _interview_state(view)
    offer = read_moment(view, "interview_offered_date", rules)
    moment = read_moment(view, "interview_date", rules)
    push, pull = _reasons(view, "push"), _reasons(view, "pull")
    if not (is_said or offer or moment or push or pull):
        return None
    completed = state is InterviewState.COMPLETED
    moment = _not_before_return(view, moment, span)
    offer = _not_before_return(view, offer, span, "interview_offered_date")
    return ReturnInterview(
        state=state,
        offered_at=offer if completed else offer or moment,
        completed_at=moment if completed else None,
        push=push,
        pull=pull,
    )


def _interview_state(view: RowView) -> tuple[InterviewState, bool]:
    """How far it has come, and whether any column said so: the outcome counts before the rest."""
    outcome = view.optional_code("interview_outcome", "outcome")
    offered = view.optional_code("interview_offered", "yes_no")
    accepted = view.optional_code("interview_accepted", "yes_no")
    # "Unknown" says nothing, nor does a refusal of what nobody says was offered.
    is_said = bool(outcome) or offered in {"yes", "no"} or accepted == "yes"
    if outcome:
        return InterviewState(outcome), is_said
    if accepted == "yes":
        return InterviewState.ACCEPTED, is_said
    if offered == "yes":
        declined = accepted == "no"
        return (InterviewState.DECLINED if declined else InterviewState.OFFERED), is_said
    return InterviewState.NOT_RECORDED, is_said


def _not_before_return(
    view: RowView, moment: datetime | None, span: Span, key: str = "interview_date"
) -> datetime | None:
    """A date without a time on the day of the return means after it."""
    if moment is None or span.ended_at is None or moment >= span.ended_at:
        return moment
    if moment == start_of(span.ended_on or span.started_on):
        return span.ended_at
    view.remark(
        key,
        checks.OPTIONAL_CELL,
        CellError(
            "the return interview or its offer lies before the return",
            value_class="date",
            mend="Correct one of the two dates in the source.",
        ),
    )
    return moment


def _reasons(view: RowView, key: str) -> tuple[str, ...]:
    """Codes separated by `;`, each once and in order."""
    parts = [part.strip() for part in view.optional_text(key).split(";")]
    reasons = tuple(dict.fromkeys(part for part in parts if _REASON.fullmatch(part)))
    if any(part and not _REASON.fullmatch(part) for part in parts):
        view.remark(
            key,
            checks.OPTIONAL_CELL,
            CellError(
                "free text among the reasons was left out",
                value_class="text",
                mend="Separate the reasons with semicolons and keep each short.",
            ),
        )
    return reasons
