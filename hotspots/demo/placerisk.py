"""What partners agree about three of the places: a small table as a co-ordinator keeps one."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = (
    *("Kind", "Where", "Themes", "Guardian kinds", "Guardian", "Owner", "Lead"),
    *("Last review", "Next review", "Note", "Told"),
)
ROWS = (
    (
        *("place", "Derby Bus Station", "approaches; travel", "transport-staff; security"),
        *("Duty managers", "Bus company (made up)", "Police", "10/06/2021", "09/09/2021"),
        *("Synthetic: staff know whom to call in the evening.", "themes; guardians; lead; review"),
    ),
    (
        *("place", "Markeaton Park", "few-eyes; surroundings", "wardens; youth-workers"),
        *("Park staff", "Council (made up)", "Council", "20/05/2021", "19/08/2021"),
        *("Synthetic: the far car park is dark after eight.", "themes; lead"),
    ),
    (
        *("place", "Lidl Alvaston", "meeting-place", "staff", "Shop manager"),
        *("Company (made up)", "Council", "12/04/2021", "12/06/2021"),
        *("Synthetic: no day was found for the review yet.", ""),
    ),
)


def write_place_risks(path: Path) -> None:
    """Write the table as a CSV file, as Excel saves one. All of it is made up."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows(ROWS)
