"""What is being done about two of the places: a small table as partners keep one."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("What", "Place", "From", "To", "Lead", "Told")
ROWS = (
    ("Evening patrols on Fridays", "Derby Bus Station", "01/03/2021", "", "Police", "yes"),
    ("Outreach by youth workers", "Markeaton Park", "01/05/2021", "", "Council", "yes"),
    ("Talks with the manager", "Lidl Alvaston", "12/04/2021", "30/06/2021", "Council", "no"),
)


def write_actions(path: Path) -> None:
    """Write the table as a CSV file, as Excel saves one. All of it is made up."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows(ROWS)
