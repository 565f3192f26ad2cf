"""One line of the pretended case-system export, and its headings."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime, time

Cell = str | date | datetime | time | None

# Each band stands in a merged cell above its headings.
BANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Episode", ("Episode ID", "Child ID", "Date of Birth", "Status", "Reported At")),
    (
        "Times",
        (
            *("Missing From Date", "Missing From Time", "Return Date", "Return Time"),
            "Risk Level",
        ),
    ),
    (
        "Placement",
        (
            *("Placement Type Code", "Placement Provider", "Responsible LA"),
            "Placement Postcode",
        ),
    ),
    ("Places", ("Last Seen Location", "Places Visited", "Found Location", "Found By")),
    (
        "Return interview",
        (
            *("Return Interview Offered", "Return Interview Date", "Return Interview Outcome"),
            *("Push Factors", "Pull Factors", "Interview Location"),
        ),
    ),
    ("Notes", ("Case Notes",)),
)
HEADINGS: tuple[str, ...] = tuple(heading for _, headings in BANDS for heading in headings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one line, in the order of `HEADINGS`; local times, None for a blank."""

    episode_id: str
    child_id: str
    born: date
    status: str
    reported_at: datetime | None
    from_date: date
    from_time: time | None
    return_date: date | None
    return_time: time | None
    risk_level: str
    placement_code: str
    placement_provider: str
    responsible_la: str
    placement_postcode: str
    last_seen: str
    visited: str
    found: str
    found_by: str
    interview_offered: str
    interview_date: date | None
    interview_outcome: str
    push_factors: str
    pull_factors: str
    interview_location: str
    notes: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The values in the order of `HEADINGS`."""
        return astuple(self)
