"""One table, described once: for the page, for Excel and for a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = str | int | float | date | None
# On a page, for a cell in which nothing stands. It is not 0.
NOTHING = "\N{EN DASH}"
_UK_DATE = "%d/%m/%Y"


class Kind(StrEnum):
    """What a column holds.

    A share runs from 0 to 1; a number has one decimal, and a ratio two, to see it beside 1.
    """

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    RATIO = "ratio"
    SHARE = "share"
    DATE = "date"


_DECIMALS = {Kind.NUMBER: 1, Kind.RATIO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`key` is its name for a program, `heading` for a person; `meaning` defines it.

    What is not on the page stands in the workbook and in the file for programs alone.
    """

    key: str
    heading: str
    kind: Kind
    meaning: str
    is_on_page: bool = True

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are set to the right."""
        return self.kind in {Kind.COUNT, Kind.NUMBER, Kind.RATIO, Kind.SHARE}

    def text(self, value: Value) -> str:
        """The value as a page prints it."""
        if value is None:
            return NOTHING
        if isinstance(value, date):
            return value.strftime(_UK_DATE)
        if self.kind is Kind.SHARE:
            return f"{100 * float(value):.1f} %"
        if self.kind in _DECIMALS:
            return f"{float(value):.{_DECIMALS[self.kind]}f}"
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. A cell of which nothing is known is None, never 0.

    `key` names it for a program and, with `title` above it, `note` says how to read it.

    Raises:
        InternalError: a row has not one cell for each column.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"A row of the table {self.key} has not one cell for each column."
            raise InternalError(msg)

    @property
    def on_page(self) -> tuple[tuple[int, Column], ...]:
        """The columns of the page, each with its place in a row."""
        return tuple((at, one) for at, one in enumerate(self.columns) if one.is_on_page)

    def records(self) -> list[dict[str, Any]]:
        """For a program: each row by the columns' keys, dates as ISO 8601."""
        return [
            {
                column.key: value.isoformat() if isinstance(value, date) else value
                for column, value in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]


def text(key: str, heading: str, meaning: str, *, is_on_page: bool = True) -> Column:
    """A column of words."""
    return Column(key=key, heading=heading, kind=Kind.TEXT, meaning=meaning, is_on_page=is_on_page)


def count(key: str, heading: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(key=key, heading=heading, kind=Kind.COUNT, meaning=meaning)


def number(key: str, heading: str, meaning: str, *, is_on_page: bool = True) -> Column:
    """A column of numbers with decimals."""
    return Column(
        key=key, heading=heading, kind=Kind.NUMBER, meaning=meaning, is_on_page=is_on_page
    )


def ratio(key: str, heading: str, meaning: str) -> Column:
    """A column of ratios, of which it matters on which side of 1 they lie."""
    return Column(key=key, heading=heading, kind=Kind.RATIO, meaning=meaning)


def share(key: str, heading: str, meaning: str) -> Column:
    """A column of parts from 0 to 1, shown as percentages."""
    return Column(key=key, heading=heading, kind=Kind.SHARE, meaning=meaning)


def day(key: str, heading: str, meaning: str) -> Column:
    """A column of local dates."""
    return Column(key=key, heading=heading, kind=Kind.DATE, meaning=meaning)


def table(
    key: str,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[tuple[Value, ...]],
    *,
    note: str = "",
) -> Table:
    """A table from whatever can be gone through once."""
    return Table(key=key, title=title, columns=tuple(columns), rows=tuple(rows), note=note)
