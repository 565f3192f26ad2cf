"""What people settled, matched as the geocoder matches it: by text, whatever its case and signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geocode.words import same_text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Decision
    from hotspots.register.decisions import ForgottenDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedOut:
    """The decisions of a workbook that may be kept, and what was taken back before.

    `again` of those to settle had been taken back; `left` others stay so, because the
    workbook asked about them before that.
    """

    to_settle: tuple[Decision, ...]
    again: int
    left: int


def sort_out(
    decisions: Iterable[Decision],
    forgotten: Iterable[ForgottenDecision],
    *,
    held: Iterable[Decision],
    exported_at: datetime | None,
) -> SortedOut:
    """Leave out what was taken back after the workbook was written.

    Where nobody knows when that was (`exported_at` is None), the decision is taken, and
    counted in `again` unless its text was settled anew before (`held`): whoever brings the
    file is told.
    """
    settled = {same_text_key(one.text) for one in held}
    taken_back: dict[str, datetime] = {}
    for one in forgotten:
        key = same_text_key(one.decision.text)
        taken_back[key] = max(one.forgotten_at, taken_back.get(key, one.forgotten_at))
    to_settle, again, left = [], 0, 0
    for decision in decisions:
        key = same_text_key(decision.text)
        forgotten_at = taken_back.get(key)
        if forgotten_at is not None and exported_at is not None and exported_at < forgotten_at:
            left += 1
            continue
        again += forgotten_at is not None and key not in settled
        to_settle.append(decision)
    return SortedOut(to_settle=tuple(to_settle), again=again, left=left)


def still_forgotten(
    forgotten: Iterable[ForgottenDecision], held: Iterable[Decision]
) -> tuple[ForgottenDecision, ...]:
    """What was taken back, but for texts of which an equal was settled since."""
    settled = {same_text_key(one.text) for one in held}
    return tuple(one for one in forgotten if same_text_key(one.decision.text) not in settled)


def equals_of(text: str, decisions: Iterable[Decision]) -> tuple[str, ...]:
    """The texts among the decisions that are the given one to the geocoder."""
    key = same_text_key(text)
    return tuple(one.text for one in decisions if same_text_key(one.text) == key)


def latest_of_equals(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of the decisions on equal texts the last one, which is the one that is applied; by text."""
    latest: dict[str, Decision] = {}
    for one in sorted(decisions, key=lambda one: (one.decided_at, one.decided_by, one.text)):
        latest[same_text_key(one.text)] = one
    return tuple(sorted(latest.values(), key=lambda one: one.text))


def answer_in_words(decision: Decision, gazetteer: Gazetteer) -> str:
    """The place's name, or its id if it is no longer listed, or the position; else blank."""
    if decision.place_id is not None:
        known = decision.place_id in gazetteer
        return gazetteer[decision.place_id].name if known else decision.place_id
    if decision.point is not None:
        return f"{decision.point.easting:.0f}, {decision.point.northing:.0f}"
    return ""


def row_of(decision: Decision, gazetteer: Gazetteer) -> Sequence[str]:
    """Text, status, place name, who and when."""
    when = decision.decided_at.isoformat(timespec="seconds")
    place = answer_in_words(decision, gazetteer)
    return (decision.text, decision.status.value, place, decision.decided_by, when)
