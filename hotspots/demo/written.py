"""Cells as people type them: dd/mm/yyyy and hh:mm."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.demo.rows import Cell


def as_text(cell: Cell) -> str:
    """The cell as text; a blank for None."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case datetime():  # before date, of which it is a kind
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case time():
            return f"{cell:%H:%M}"
