"""One row seen through the profile: cells by canonical name, refusals and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from hotspots.errors import HotspotsError
from hotspots.ingest import checks
from hotspots.ingest.cells import (
    MAX_CELL_CHARS,
    CellError,
    Special,
    clean,
    is_blank,
    no_saved_result,
    text_of,
    value_class,
)
from hotspots.ledger import RowNote

if TYPE_CHECKING:
    from hotspots.ingest.cells import Cell
    from hotspots.ingest.document import Line
    from hotspots.ingest.headings import Heading
    from hotspots.ingest.profile import Profile


class RowError(HotspotsError):
    """The row cannot be kept; carries the note. Never leaves this package."""

    def __init__(self, note: RowNote) -> None:
        self.note = note
        super().__init__(note.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What every row of a file is read with."""

    file: str
    profile: Profile
    heading: Heading


class RowView:
    """A row's cells by canonical column; nothing else of the row is kept."""

    __slots__ = ("_cells", "_layout", "_row", "remarks")

    def __init__(self, line: Line, layout: Layout) -> None:
        self._cells = line.cells
        self._layout = layout
        self._row = line.row
        self.remarks: list[RowNote] = []

    @property
    def profile(self) -> Profile:
        """The profile by which the row is read."""
        return self._layout.profile

    @property
    def heading(self) -> Heading:
        """The heading under which the row stands."""
        return self._layout.heading

    def has(self, key: str) -> bool:
        """Whether the file has such a column."""
        return key in self.heading.columns

    def cell(self, key: str) -> Cell:
        """The cell of a canonical column; None where the file has no such column."""
        index = self.heading.columns.get(key)
        return None if index is None else self.at(index)

    def at(self, index: int | None) -> Cell:
        """The cell of a column by its index; None where the row is too short."""
        return None if index is None or index >= len(self._cells) else self._cells[index]

    def blank(self, key: str) -> bool:
        """Whether nothing stands in the cell."""
        return is_blank(self.cell(key))

    def optional_text(self, key: str) -> str:
        """The cell's clean text; blank, with a remark, where it cannot be read."""
        try:
            return text_of(self.cell(key))
        except CellError as problem:
            self.remark(key, checks.OPTIONAL_CELL, problem)
            return ""

    def optional_code(self, key: str, table: str) -> str:
        """The cell's code in a table; blank, with a remark, where the table lacks it."""
        text = self.optional_text(key)
        if not text:
            return ""
        code = self.profile.code(table, text)
        if code is None:
            self.remark(
                key,
                checks.OPTIONAL_CELL,
                CellError(
                    "not a known code; left blank",
                    value_class=value_class(text),
                    mend=f"Known are: {self.profile.accepted(table)}; a profile can add more.",
                ),
            )
        return code or ""

    def check_shape(self) -> None:
        """Refuse what no column's reader can mend.

        Raises:
            RowError: cells beyond the heading, a formula without a saved result, or a
                mapped cell that is extremely long.
        """
        if len(self._cells) > self.heading.cells:
            self.refuse_row(
                checks.EXTRA_CELLS,
                "the row has more cells than the heading, so they may stand in wrong columns",
                "Put the cell with the delimiter in it into quotation marks; if every row "
                "ends with a delimiter, let the heading end with one too.",
            )
        if not any(map(_suspicious, self._cells)):
            return
        for key, index in self.heading.columns.items():
            self._check_cell(self.at(index), self.heading.names[key])
        for column in self.heading.mentions:
            self._check_cell(self.at(column.text), column.heading)

    def _check_cell(self, cell: Cell, heading: str) -> None:
        if cell is Special.NO_SAVED_RESULT:
            raise RowError(self._note(heading, checks.UNREADABLE_CELL, no_saved_result()))
        if (
            isinstance(cell, str)
            and len(cell) > MAX_CELL_CHARS
            and len(clean(cell)) > MAX_CELL_CHARS
        ):
            problem = CellError(
                f"the cell has more than {MAX_CELL_CHARS:,} characters",
                value_class=value_class(cell),
                mend="Give the place alone; notes belong in another column.",
            )
            raise RowError(self._note(heading, checks.LONG_CELL, problem))

    def remark(self, key: str, rule: str, problem: CellError) -> None:
        """Note something to look at; the row is kept."""
        self.remark_under(self.heading.names.get(key, key), rule, problem)

    def remark_under(self, heading: str, rule: str, problem: CellError) -> None:
        """The same for a column that has no canonical name, by its heading."""
        self.remarks.append(self._note(heading, rule, problem))

    def refuse(self, key: str, rule: str, problem: CellError) -> NoReturn:
        """Reject the row for a cell.

        Raises:
            RowError: always.
        """
        raise RowError(self._note(self.heading.names.get(key, key), rule, problem)) from None

    def refuse_row(self, rule: str, problem: str, mend: str) -> NoReturn:
        """Reject the row for what it is as a whole.

        Raises:
            RowError: always.
        """
        reason = CellError(problem, value_class="row", mend=mend)
        raise RowError(self._note("", rule, reason)) from None

    def _note(self, heading: str, rule: str, problem: CellError) -> RowNote:
        return RowNote(
            file=self._layout.file,
            row=self._row,
            column=heading,
            value_class=problem.value_class,
            rule=rule,
            problem=problem.problem,
            mend=problem.mend,
        )


def _suspicious(cell: Cell) -> bool:
    """Whether a closer look at the cell is due, should its column be a mapped one."""
    return isinstance(cell, Special) or (isinstance(cell, str) and len(cell) > MAX_CELL_CHARS)
