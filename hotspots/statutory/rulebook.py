"""The rules by number: what is wrong, in which column, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# MISSING: missing from care, away from placement without authorisation.
CODES: Final = frozenset({"M", "A"})
_EPISODES: Final = "Episodes"
_LAST: Final = "last year's Missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`needs` names the other file without which the rule cannot be run; blank for none."""

    code: str
    column: str
    problem: str
    mend: str
    needs: str = ""


RULES: Final = (
    Rule(
        code="564",
        column="MIS_START",
        problem="missing or away, and the start is blank",
        mend="Give the date of going missing.",
    ),
    Rule(
        code="565",
        column="MISSING",
        problem="there is a start and no status",
        mend="Write M (missing) or A (away without authorisation).",
    ),
    Rule(
        code="566",
        column="MISSING",
        problem="there is an end and no status",
        mend="Write M (missing) or A (away without authorisation).",
    ),
    Rule(
        code="567",
        column="MIS_END",
        problem="the end lies before the start",
        mend="Correct one of the two dates; day comes before month.",
    ),
    Rule(
        code="570",
        column="MIS_START",
        problem="the start lies after the end of the collection year",
        mend="Leave the row for the next year's return, or correct the date.",
    ),
    Rule(
        code="571",
        column="MIS_END",
        problem="the end lies outside the collection year",
        mend="Leave it blank where the episode was open at the year's end; leave out a row that "
        "ended before the year.",
    ),
    Rule(
        code="574",
        column="MIS_START",
        problem="it starts while an earlier episode of the child is open, or before it ended",
        mend="Give the earlier episode its end, correct the dates, or merge the two.",
    ),
    Rule(
        code="575",
        column="MIS_END",
        problem="the placement ended and the episode from it has no end",
        mend="Give the end, at the latest the day on which the placement ceased.",
        needs=_EPISODES,
    ),
    Rule(
        code="576",
        column="CHILD",
        problem="an episode was open at the end of last year and this year does not begin with it",
        mend="Carry the episode over with its own start, or give last year's its end.",
        needs=_LAST,
    ),
    Rule(
        code="577",
        column="MIS_END",
        problem="the child ceased to be looked after and the episode is open or goes beyond it",
        mend="Give the end of the episode, within the period of care.",
        needs=_EPISODES,
    ),
    Rule(
        code="578",
        column="MIS_START",
        problem="the start lies after the child ceased to be looked after, or before care began",
        mend="Correct the date, or leave the row out: the return is of looked-after children.",
        needs=_EPISODES,
    ),
    Rule(
        code="581",
        column="MIS_START",
        problem="the start lies in none of the child's placements",
        mend="Correct the date, or the placements of the Episodes file.",
        needs=_EPISODES,
    ),
    Rule(
        code="586",
        column="MIS_START",
        problem="the start lies on or before the date of birth",
        mend="Correct one of the two dates.",
    ),
    Rule(
        code="1004",
        column="MIS_START",
        problem="the start is not a date",
        mend="Write it as 31/12/2021.",
    ),
    Rule(
        code="1005",
        column="MIS_END",
        problem="the end is not a date",
        mend="Write it as 31/12/2021, or leave it blank while the child is missing.",
    ),
    Rule(
        code="1006",
        column="MISSING",
        problem="the status is neither M nor A",
        mend="Write M (missing) or A (away without authorisation).",
    ),
)
