"""A release as an Excel workbook: typed cells, a frozen heading with filters, and notes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hotspots.cells import safe_cell
from hotspots.export.features import PROPERTIES, about, properties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from hotspots.release import Release

_WIDTH = 18
_DATES = frozenset({"period_from", "period_to"})
_UK_DATE = "dd/mm/yyyy"


def xlsx_bytes(release: Release, *, digest: str, fields: Sequence[str] = PROPERTIES) -> bytes:
    """The hotspots with these of their properties, and what must stand on every product.

    Numbers are numbers, the period's days are dates (shown dd/mm/yyyy), and no text is
    read as a formula. A figure that is not shown is an empty cell, never 0.
    """
    book = Workbook(write_only=True)
    # The release's own day: the time of writing would make each file another one.
    book.properties.created = book.properties.modified = datetime.combine(
        release.period.last, datetime.min.time()
    )
    _hotspots(book.create_sheet("Hotspots"), release, fields)
    _notes(book.create_sheet("Notes"), release, digest=digest)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _hotspots(sheet: WriteOnlyWorksheet, release: Release, fields: Sequence[str]) -> None:
    last = get_column_letter(len(fields))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(release.hotspots) + 1}"  # type: ignore[attr-defined] # not in its stubs
    for number in range(1, len(fields) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH  # type: ignore[attr-defined] # likewise
    sheet.append([_bold(sheet, name) for name in fields])
    for hotspot in release.hotspots:
        values = properties_of(hotspot)
        sheet.append(
            [safe_cell(values[name]) if values[name] is not None else None for name in fields]
        )


def _notes(sheet: WriteOnlyWorksheet, release: Release, *, digest: str) -> None:
    sheet.column_dimensions["B"].width = 5 * _WIDTH  # type: ignore[attr-defined] # not in its stubs
    sheet.append([_bold(sheet, "item"), _bold(sheet, "text")])
    for item, said in about(release, digest=digest).items():
        for line in said if isinstance(said, list) else [said]:
            cell = WriteOnlyCell(
                sheet, datetime.fromisoformat(line) if item in _DATES else safe_cell(line)
            )
            if item in _DATES:
                cell.number_format = _UK_DATE
            sheet.append([item, cell])


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
