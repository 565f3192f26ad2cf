"""The heading of anybody's table: the first row in which anything stands, and the columns in it."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from hotspots.errors import InputError
from hotspots.ingest.cells import Special

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_MOST_NAMED, _LONGEST_NAMED = 40, 60


def heading_of(rows: Iterable[tuple[int, Sequence[object]]]) -> tuple[int, list[str]]:
    """The number and the cells of the first row that is not blank; 0 and none without one."""
    for row, cells in rows:
        heading = ["" if isinstance(one, Special) else words_of(one).strip() for one in cells]
        if any(heading):
            return row, heading
    return 0, []


def position_of(column: str, heading: Sequence[str], source: Path) -> int:
    """Where in the heading the column is, counted from 0.

    Raises:
        InputError: it is not there, or more than once; names the columns that there are.
    """
    found = [at for at, name in enumerate(heading) if name.strip() == column.strip()]
    if not found:
        mend = f"Name one of: {in_a_row(name for name in heading if name)}"
        raise InputError("no such column", file=source.name, column=column, mend=mend)
    if len(found) > 1:
        raise InputError(
            "several columns have this heading",
            file=source.name,
            column=column,
            mend="Rename all but the one that is meant.",
        )
    return found[0]


def in_a_row(names: Iterable[str]) -> str:
    """Names for a message: a heading may be anything, a whole novel too."""
    plain = ["".join(c if c.isprintable() else " " for c in one[:_LONGEST_NAMED]) for one in names]
    more = ", …" if len(plain) > _MOST_NAMED else ""
    return (", ".join(plain[:_MOST_NAMED]) + more) or "(there is none)"


def words_of(cell: object) -> str:
    """What stands in a cell as text; a whole number without the `.0` that programs add."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
