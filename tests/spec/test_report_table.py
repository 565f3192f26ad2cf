"""P12: paragraph 4.7 of the council's report of 2021, as each audience may read it.

The report prints 245 episodes; 180 for 11 young people in the council's own homes, 164 of
the 245 for 5; 6 for 2 in foster care; 43 for 9 in supported accommodation. What it does
not print can be subtracted: 245 - 180 - 6 - 43 = 16 episodes of 3 young people. How many
each young person had is invented here; the sums are the report's.
"""

from __future__ import annotations

import pytest

from hotspots.protect import load_policy
from hotspots.protect.cell import Cell
from hotspots.protect.secondary import Frame, Margin, readings
from hotspots.protect.table import Table, protect_table
from hotspots.release import Audience

TOP_FIVE = (45, 38, 32, 27, 22)
OTHERS_IN_HOMES = (5, 4, 3, 2, 1, 1)
FOSTER = (4, 2)
SUPPORTED = (12, 8, 6, 5, 4, 3, 2, 2, 1)
REMAINDER = (9, 5, 2)
BY_PLACEMENT = ("own homes", "foster care", "supported", "remainder")
MARGINS = (
    Margin(total="all", parts=BY_PLACEMENT),
    Margin(total="all", parts=("top five", "all but the top five")),
    Margin(total="own homes", parts=("top five", "own homes but the top five")),
)


def _cell(*by_child: int) -> Cell:
    return Cell(by_child=tuple(sorted(by_child, reverse=True)))


def _report() -> Table:
    homes = (*TOP_FIVE, *OTHERS_IN_HOMES)
    elsewhere = (*FOSTER, *SUPPORTED, *REMAINDER)
    return Table(
        cells={
            "all": _cell(*homes, *elsewhere),
            "own homes": _cell(*homes),
            "top five": _cell(*TOP_FIVE),
            "foster care": _cell(*FOSTER),
            "supported": _cell(*SUPPORTED),
            "remainder": _cell(*REMAINDER),
            "all but the top five": _cell(*OTHERS_IN_HOMES, *elsewhere),
            "own homes but the top five": _cell(*OTHERS_IN_HOMES),
        },
        margins=MARGINS,
        implied=frozenset({"all but the top five", "own homes but the top five"}),
    )


def test_the_invented_parts_add_up_to_the_reports_figures() -> None:
    sums = {name: (cell.episodes, cell.children) for name, cell in _report().cells.items()}
    assert sums["all"] == (245, 25)
    assert (sums["own homes"], sums["top five"]) == ((180, 11), (164, 5))
    assert (sums["foster care"], sums["supported"]) == ((6, 2), (43, 9))
    assert sums["remainder"] == (16, 3)


@pytest.mark.parametrize(
    ("audience", "refused"),
    [
        (Audience.PARTNER, {"foster care"}),
        (Audience.BRIEF, {"foster care", "remainder"}),
        (Audience.PUBLIC, {"foster care", "remainder", "supported", "top five"}),
    ],
)
def test_the_cells_that_point_at_few_young_people_are_refused(
    audience: Audience, refused: set[str]
) -> None:
    rows = protect_table(_report(), policy=load_policy(audience))
    assert refused == {name for name, row in rows.items() if row.episodes.value is None}
    assert rows["all"].episodes.text == "245"


@pytest.mark.parametrize("audience", [Audience.BRIEF, Audience.PUBLIC])
def test_the_remainder_of_sixteen_for_three_cannot_be_worked_out(audience: Audience) -> None:
    policy = load_policy(audience)
    assert policy.rules is not None
    rows = protect_table(_report(), policy=policy)
    for figure, fewest in (
        ("episodes", policy.rules.thresholds.episodes),
        ("children", policy.rules.thresholds.children),
    ):
        values = {name: getattr(row, figure).value for name, row in rows.items()}
        shown = {n: (max(0, v - 2), v + 2) for n, v in values.items() if v is not None}
        read = readings(shown, Frame(margins=MARGINS), asked=["remainder", "foster care"])
        assert all(one.is_wider_than(fewest) for one in read)


def test_as_the_report_was_printed_the_remainder_can_be_worked_out() -> None:
    printed = {"all": 245, "own homes": 180, "top five": 164, "foster care": 6, "supported": 43}
    shown = {name: (value, value) for name, value in printed.items()}
    (read,) = readings(shown, Frame(margins=MARGINS), asked=["remainder"])
    assert (read.low, read.high) == (16, 16)
