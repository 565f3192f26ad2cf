"""The statutory shapes: episodes of the register as their files, and files held to the rules."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell
from hotspots.errors import InputError, ParameterError
from hotspots.ingest.tablefile import read_table
from hotspots.statutory import (
    ANNEX_A_COLUMNS,
    MISSING_COLUMNS,
    SSD_COLUMNS,
    CareEpisode,
    CareTables,
    ChildKey,
    Collection,
    MissingRow,
    Shape,
    annex_a_rows,
    check_missing,
    missing_rows,
    ssd_rows,
)
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from hotspots.ledger import RowNote
    from hotspots.model import Episode
    from hotspots.period import Period

# A reference that could be run as a formula, or holds a delimiter, is not one.
_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.\-]{0,63}")
NAMES = {
    Shape.SSDA903: "ssda903-missing.csv",
    Shape.SSD: "ssd-missing.csv",
    Shape.ANNEX_A: "annex-a-list-8-missing.csv",
}
CHECKS = "ssda903-checks.csv"
_CHECK_COLUMNS = ("file", "row", "column", "rule", "problem", "mend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: rows, those of them by pseudonym alone, and what the rules say.

    `cells` are those of the rows, as they stand in the file.
    """

    path: Path
    rows: int
    without_key: int
    findings: tuple[RowNote, ...] = ()
    cells: tuple[tuple[str | int, ...], ...] = ()


def read_child_keys(path: Path, pseudonym_of: Callable[[str], str]) -> dict[str, ChildKey]:
    """From the Header file (CHILD, DOB) the key by which the return knows each pseudonym.

    Raises:
        InputError: the file cannot be used, or a row has no reference, or one that is none, or
            two references are one to the register.
    """
    keys: dict[str, ChildKey] = {}
    for row, cells in read_table(path, ("CHILD", "DOB")):
        reference = cells["CHILD"]
        if not _REFERENCE.fullmatch(reference):
            raise _fault(path, row, "the reference is blank or not one", "Give it as it is kept.")
        key = ChildKey(reference=reference, dob=cells["DOB"])
        if keys.setdefault(pseudonym_of(reference), key) != key:
            raise _fault(path, row, "the child stands there before, otherwise", "Leave one row.")
    return keys


def _fault(path: Path, row: int, problem: str, mend: str) -> InputError:
    return InputError(problem, file=path.name, row=row, column="CHILD", mend=mend)


def export_shape(
    shape: Shape,
    episodes: Sequence[Episode],
    period: Period,
    *,
    keys: Mapping[str, ChildKey],
    folder: Path,
) -> Exported:
    """Write the file of a shape into the folder, whole or not at all; the 903 is checked, too."""
    path = folder / NAMES[shape]
    findings: tuple[RowNote, ...] = ()
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    match shape:
        case Shape.SSDA903:
            columns, made = MISSING_COLUMNS, missing_rows(episodes, period, keys=keys)
            rows, findings = made, _own_findings(made, period, path.name)
            child = 0
        case Shape.SSD:
            columns, rows = SSD_COLUMNS, ssd_rows(episodes, period, keys=keys)
            child = 1
        case Shape.ANNEX_A:
            columns, rows = ANNEX_A_COLUMNS, annex_a_rows(episodes, period, keys=keys)
            child = 0
    _write(path, columns, rows)
    known = {key.reference for key in keys.values()}
    return Exported(
        path=path,
        rows=len(rows),
        without_key=sum(row[child] not in known for row in rows),
        findings=findings,
        cells=tuple(tuple(row) for row in rows),
    )


def _own_findings(
    cells: Iterable[tuple[str, ...]], period: Period, file: str
) -> tuple[RowNote, ...]:
    rows = [
        MissingRow(row=number, child=child, dob=dob, missing=code, mis_start=start, mis_end=end)
        for number, (child, dob, code, start, end) in enumerate(cells, start=2)
    ]
    return check_missing(rows, Collection(year=period, file=file))


def check_return(
    path: Path, year: Period, *, episodes: Path | None = None, last_year: Path | None = None
) -> tuple[RowNote, ...]:
    """What the rules say of a Missing file, with the Episodes file and last year's if given.

    Raises:
        InputError: one of the files cannot be used.
        ParameterError: two of the files have one name, so that a finding could not be placed.
    """
    if last_year is not None and last_year.name == path.name:
        msg = "This year's file and last year's have the same name. Rename one of them."
        raise ParameterError(msg)
    stays = None
    if episodes is not None:
        stays = tuple(
            CareEpisode(child=cells["CHILD"], decom=cells["DECOM"], dec=cells["DEC"])
            for _, cells in read_table(episodes, ("CHILD", "DECOM", "DEC"))
        )
    return check_missing(
        _missing(path),
        Collection(year=year, file=path.name),
        tables=CareTables(
            episodes=stays,
            last_year=None if last_year is None else _missing(last_year),
            last_file="" if last_year is None else last_year.name,
        ),
    )


def write_findings(findings: Iterable[RowNote], folder: Path) -> Path:
    """The findings as a CSV in the folder."""
    rows = [(one.file, one.row, one.column, one.rule, one.problem, one.mend) for one in findings]
    _write(folder / CHECKS, _CHECK_COLUMNS, rows)
    return folder / CHECKS


def _missing(path: Path) -> tuple[MissingRow, ...]:
    return tuple(
        MissingRow(
            row=row,
            child=cells["CHILD"],
            dob=cells["DOB"],
            missing=cells["MISSING"],
            mis_start=cells["MIS_START"],
            mis_end=cells["MIS_END"],
        )
        for row, cells in read_table(path, MISSING_COLUMNS)
    )


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    with written_whole(path) as part:
        part.write_bytes(text.getvalue().encode())
