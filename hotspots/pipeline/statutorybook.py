"""The statutory shapes and their checks as workbooks, beside the files that are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from hotspots.model import LONDON
from hotspots.pipeline.papers import INSIDE_STAMP
from hotspots.report.tidy import Kind, count, day, table, text
from hotspots.report.tidybook import workbook_bytes
from hotspots.statutory import ANNEX_A_COLUMNS, LOSSES, MISSING_COLUMNS, SSD_COLUMNS, Shape
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from hotspots.ledger import RowNote
    from hotspots.period import Period
    from hotspots.pipeline.statutory import Exported
    from hotspots.report.tidy import Column, Table, Value

_CHILD = "The child's reference, or the pseudonym where no Header file was given."
_INTERVIEW = "Y, N, or NA where nothing is recorded, or the young person is still missing."
_UK_DATE = "%d/%m/%Y"
COLUMNS: dict[Shape, tuple[Column, ...]] = {
    Shape.SSDA903: (
        text("child", MISSING_COLUMNS[0], _CHILD),
        day(
            "dob", MISSING_COLUMNS[1], "Date of birth, from the Header file; the register has none."
        ),
        text("missing", MISSING_COLUMNS[2], "M: missing. A: away without authorisation."),
        day("start", MISSING_COLUMNS[3], "Local day on which the episode began."),
        day(
            "end", MISSING_COLUMNS[4], "Local day on which it ended; blank: open at the year's end."
        ),
    ),
    Shape.SSD: (
        text("episode", SSD_COLUMNS[0], "The episode's id."),
        text("person", SSD_COLUMNS[1], _CHILD),
        text(
            "start", SSD_COLUMNS[2], "When it began: local time, ISO 8601; a day alone if need be."
        ),
        text("type", SSD_COLUMNS[3], "M: missing. A: away without authorisation."),
        text("end", SSD_COLUMNS[4], "When it ended; blank while the young person is missing."),
        text("offered", SSD_COLUMNS[5], f"Whether a return interview was offered. {_INTERVIEW}"),
        text("accepted", SSD_COLUMNS[6], f"Whether it was accepted. {_INTERVIEW}"),
    ),
    Shape.ANNEX_A: (
        text("child", ANNEX_A_COLUMNS[0], _CHILD),
        count("missing", ANNEX_A_COLUMNS[1], "Episodes of status M that began in the period."),
        count("absent", ANNEX_A_COLUMNS[2], "Episodes of status A that began in the period."),
        text("offered", ANNEX_A_COLUMNS[3], "After the last episode of status M that ended."),
        text("accepted", ANNEX_A_COLUMNS[4], "Likewise; blank where there is none."),
    ),
}
_FINDINGS = (
    text("file", "File", "The file that the row is in."),
    count("row", "Row", "Its row, as a spreadsheet counts."),
    text("column", "Column", "The column."),
    text("rule", "Rule", "The number of the Department's rule."),
    text("problem", "Problem", "What is wrong, without the value."),
    text("mend", "Mend", "What to do."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTerms:
    """What stands in the notes: the period, the moment, and what marks synthetic data."""

    period: Period
    now: datetime
    banner: str = ""


def write_shape_book(exported: Exported, shape: Shape, *, terms: BookTerms) -> Path:
    """The same rows as the file of the shape, with typed cells and what it cannot hold."""
    columns = COLUMNS[shape]
    rows = (
        tuple(_typed(value, column) for value, column in zip(row, columns, strict=True))
        for row in exported.cells
    )
    shown = table(exported.path.stem.replace("-", "_"), shape.value, columns, rows)
    losses = (("What the shape cannot hold", loss) for loss in LOSSES[shape])
    return _write(exported.path.with_suffix(".xlsx"), shown, notes=losses, terms=terms)


def write_findings_book(findings: Iterable[RowNote], csv: Path, *, terms: BookTerms) -> Path:
    """What the rules say of a file, as a workbook beside the table that has the same."""
    rows = ((one.file, one.row, one.column, one.rule, one.problem, one.mend) for one in findings)
    shown = table("findings", "What the rules say", _FINDINGS, rows)
    return _write(csv.with_suffix(".xlsx"), shown, notes=(), terms=terms)


def _write(path: Path, shown: Table, *, notes: Iterable[tuple[str, str]], terms: BookTerms) -> Path:
    head: Sequence[tuple[str, str]] = (
        ("Stamp", INSIDE_STAMP),
        *((("Banner", terms.banner),) if terms.banner else ()),
        ("Period", terms.period.in_words),
        ("Made", f"{terms.now.astimezone(LONDON):%d/%m/%Y %H:%M}"),
    )
    data = workbook_bytes((shown,), notes=(*head, *notes), day=terms.now.astimezone(LONDON).date())
    with written_whole(path) as part:
        part.write_bytes(data)
    return path


def _typed(value: str | int, column: Column) -> Value:
    """Dates as dates, nothing as an empty cell; what is no date stays as it was given."""
    if column.kind is Kind.DATE and isinstance(value, str) and value:
        return _date(value)
    return None if value == "" else value


def _date(said: str) -> date | str:
    try:
        return datetime.strptime(said, _UK_DATE).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return said
