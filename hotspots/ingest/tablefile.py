"""A small table by its headings, as texts: the other files of the statutory return."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from hotspots.errors import InputError
from hotspots.ingest.cells import CellError, is_blank, text_of
from hotspots.ingest.document import HEADING_ROWS, MAX_DATA_ROWS
from hotspots.ingest.profile import normal
from hotspots.ingest.readers import open_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hotspots.ingest.cells import Cell
    from hotspots.ingest.document import Document, Sheet


def read_table(path: Path, columns: Sequence[str]) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """The number and the cells of every row that is not blank, under the columns' names.

    Texts stand as they are, dates of a workbook as dd/mm/yyyy; other columns are not read.

    Raises:
        InputError: the file cannot be read, lacks a column, has one twice, or has a cell that
            cannot be read.
    """
    with open_document(path) as document:
        sheet, places, heading_row = _heading(document, columns, path.name)
        rows: list[tuple[int, Mapping[str, str]]] = []
        for line in sheet.lines():
            if line.row <= heading_row or all(is_blank(cell) for cell in line.cells):
                continue
            cells = {
                name: _text(
                    line.cells[at] if at < len(line.cells) else None,
                    where=(path.name, line.row, name),
                )
                for name, at in places.items()
            }
            rows.append((line.row, cells))
            if len(rows) > MAX_DATA_ROWS:
                raise InputError(
                    f"the file has more than {MAX_DATA_ROWS:,} rows",
                    file=path.name,
                    mend="Split it by year.",
                )
    return tuple(rows)


def _heading(
    document: Document, columns: Sequence[str], file: str
) -> tuple[Sheet, Mapping[str, int], int]:
    wanted = {normal(name): name for name in columns}
    for sheet in document.sheets:
        try:
            lines = list(islice(sheet.lines(), HEADING_ROWS))
        except InputError:
            if document.alternatives:
                continue  # with another delimiter it may be read
            raise
        for line in lines:
            names = [normal(cell) if isinstance(cell, str) else "" for cell in line.cells]
            if set(wanted) <= set(names):
                twice = [wanted[name] for name in wanted if names.count(name) > 1]
                if twice:
                    raise InputError(
                        "two columns have the same heading",
                        file=file,
                        row=line.row,
                        column=twice[0],
                        mend="Leave one of them.",
                    )
                return sheet, {wanted[name]: names.index(name) for name in wanted}, line.row
    raise InputError(
        f"the columns {', '.join(columns)} are not all there",
        file=file,
        mend=f"They must head it within its first {HEADING_ROWS} rows.",
    )


def _text(cell: Cell, *, where: tuple[str, int, str]) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    try:
        return text_of(cell)
    except CellError as error:
        file, row, column = where
        raise InputError(
            error.problem, file=file, row=row, column=column, mend=error.mend
        ) from None
