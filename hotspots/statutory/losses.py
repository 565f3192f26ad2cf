"""What each shape cannot hold, in words and as what is left of an episode."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from hotspots.model import LONDON, NOT_COMPUTABLE, InterviewState, PlacementType, ReturnInterview
from hotspots.statutory.ssd import accepted, offered

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model import Episode


class Shape(StrEnum):
    """The shapes that can be written."""

    SSDA903 = "ssda903"
    SSD = "ssd"
    ANNEX_A = "annex-a"


_EVERYWHERE = (
    "no place: where a young person was last seen, went or was found",
    "no risk level, no responsible authority, no postcode, no placement",
)
LOSSES = {
    Shape.SSDA903: (
        f"no time of day: {NOT_COMPUTABLE}",
        "no return interview",
        "no number of the episode",
        "no return after the end of the year: the episode is open in the file",
        *_EVERYWHERE,
    ),
    Shape.SSD: (
        (
            "no date of the interview or its offer, no reasons, no link of one interview to "
            "several returns: whether it was offered and accepted, and no more"
        ),
        "not which of the two hours was meant when the clocks went back",
        "no moment of the report",
        *_EVERYWHERE,
    ),
    Shape.ANNEX_A: (
        "no episodes: counts for each child, and the interview after the last one",
        f"no date or time: {NOT_COMPUTABLE}",
        "no child without an episode",
        *_EVERYWHERE,
    ),
}


def as_held(episode: Episode, shape: Shape, *, last: date) -> Episode | None:
    """What is left of an episode after it was written in the shape and read again.

    The id is left as it was, also where the shape has none; `last` is the last day of the
    exported period. None where the shape holds no episodes. Times that happened twice are
    told apart by nothing: the first of the two stands.
    """
    if shape is Shape.ANNEX_A:
        return None
    bare = replace(
        episode,
        reported_at=None,
        placement=PlacementType.UNKNOWN,
        placement_code="",
        placement_provider="",
        risk_level="",
        responsible_la="",
        origin_postcode="",
        mentions=(),
        interview=None,
    )
    if shape is Shape.SSDA903:
        end = episode.closed_on
        return replace(
            bare,
            time_known=False,
            time_uncertain=False,
            started_at=_midnight(episode.started_on),
            returned_at=None if end is None or end > last else _midnight(end),
        )
    started_at, start_twice = _first_of_two(episode.started_at)
    returned_at, end_twice = episode.returned_at, False
    if returned_at is not None:
        returned_at, end_twice = _first_of_two(returned_at)
        if returned_at < started_at:  # then it can only have been the second
            returned_at = episode.returned_at
    return replace(
        bare,
        started_at=started_at,
        returned_at=returned_at,
        time_uncertain=episode.time_known and (start_twice or end_twice),
        interview=_yes_or_no(episode),
    )


def _first_of_two(at: datetime) -> tuple[datetime, bool]:
    """The first instant of the same local time, and whether there are two."""
    local = at.astimezone(LONDON)
    first = local.replace(fold=0)
    return first.astimezone(UTC), first.utcoffset() != local.replace(fold=1).utcoffset()


def _yes_or_no(episode: Episode) -> ReturnInterview | None:
    """What "Y", "N" and "NA" say; where both are "NA" nothing is said."""
    match offered(episode), accepted(episode):
        case "Y", "Y":
            state = InterviewState.ACCEPTED
        case "Y", "N":
            state = InterviewState.DECLINED
        case "Y", _:
            state = InterviewState.OFFERED
        case "N", _:
            state = InterviewState.NOT_RECORDED
        case _:
            return None
    return ReturnInterview(state=state)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
