"""The checks of the SSDA903 return on its Missing file, by the numbers of the Department.

They follow the guidance of the return as it is implemented in data-to-insight's
csc-validator-be-903 (rules of 2022-23, unchanged since), which the tests hold them against.
Each finding names file, row, column and mend, and never a cell's value.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.ledger import RowNote
from hotspots.statutory.care import CareOfChild
from hotspots.statutory.rulebook import CODES, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.period import Period
    from hotspots.statutory.rulebook import Rule
    from hotspots.statutory.tables import CareEpisode, MissingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The collection year, 1 April to 31 March, and the file's name for messages."""

    year: Period
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTables:
    """What is there beside the Missing file: rules without their table are not run."""

    episodes: tuple[CareEpisode, ...] | None = None
    last_year: tuple[MissingRow, ...] | None = None
    last_file: str = ""


_NOTHING_ELSE = CareTables()


def check_missing(
    rows: Sequence[MissingRow], collection: Collection, *, tables: CareTables = _NOTHING_ELSE
) -> tuple[RowNote, ...]:
    """All findings, by row and rule; the rows' order plays no part but in their numbers."""
    found = [*_by_row(rows, collection), *_overlapping(rows, collection)]
    if tables.episodes is not None:
        found.extend(_beside_care(rows, tables.episodes, collection))
    if tables.last_year is not None:
        found.extend(_carried_over(rows, tables.last_year, collection, tables.last_file))
    return tuple(sorted(found, key=lambda note: (note.file, note.row, len(note.rule), note.rule)))


def rules_run(tables: CareTables = _NOTHING_ELSE) -> tuple[Rule, ...]:
    """The rules that `check_missing` runs with these tables, by number."""
    have = {""}
    if tables.episodes is not None:
        have.add("Episodes")
    if tables.last_year is not None:
        have.add("last year's Missing")
    return tuple(rule for rule in RULES if rule.needs in have)


def _by_row(rows: Iterable[MissingRow], collection: Collection) -> Iterable[RowNote]:
    """What one row alone can break."""
    first, last = collection.year.first, collection.year.last
    for row in rows:
        start, end, birth = row.started_on, row.ended_on, row.born_on
        broken = {
            "564": row.missing.upper() in CODES and not row.mis_start,
            "565": bool(row.mis_start) and not row.missing,
            "566": bool(row.mis_end) and not row.missing,
            "567": start is not None and end is not None and end < start,
            "570": start is not None and start > last,
            "571": end is not None and not first <= end <= last,
            "586": start is not None and birth is not None and start <= birth,
            "1004": start is None,
            "1005": bool(row.mis_end) and end is None,
            "1006": bool(row.missing) and row.missing not in CODES,
        }
        for code, is_broken in broken.items():
            if is_broken:
                yield _note(code, row, collection.file)


def _overlapping(rows: Iterable[MissingRow], collection: Collection) -> Iterable[RowNote]:
    """574: in the order of their ends (their starts where open), each beside the one before."""
    by_child: defaultdict[str, list[MissingRow]] = defaultdict(list)
    for row in rows:
        by_child[row.child].append(row)
    for mine in by_child.values():
        ordered = sorted(mine, key=_end_then_start)
        for before, row in itertools.pairwise(ordered):
            start, end = row.started_on, before.ended_on
            if end is None or (start is not None and start < end):
                yield _note("574", row, collection.file)


def _end_then_start(row: MissingRow) -> tuple[bool, str, bool, str, int]:
    end, start = row.ended_on or row.started_on, row.started_on
    return (
        end is None,
        "" if end is None else end.isoformat(),
        start is None,
        "" if start is None else start.isoformat(),
        row.row,
    )


def _beside_care(
    rows: Iterable[MissingRow], episodes: Iterable[CareEpisode], collection: Collection
) -> Iterable[RowNote]:
    by_child: defaultdict[str, list[CareEpisode]] = defaultdict(list)
    for one in episodes:
        by_child[one.child].append(one)
    care = {child: CareOfChild.of(mine) for child, mine in by_child.items()}
    for row in rows:
        mine = care.get(row.child)
        if mine is not None:
            for code in mine.broken_by(row.started_on, row.ended_on):
                # A cell that is no date is not blank: 1005 tells of it, not this rule.
                if code != "575" or not row.mis_end:
                    yield _note(code, row, collection.file)


def _carried_over(
    rows: Sequence[MissingRow],
    last_year: Iterable[MissingRow],
    collection: Collection,
    last_file: str,
) -> Iterable[RowNote]:
    """576: what was open when last year ended goes on at the start of this year."""
    first_of: dict[str, MissingRow] = {}
    for row in sorted(rows, key=lambda row: (row.started_on is None, row.started_on, row.row)):
        first_of.setdefault(row.child, row)
    for before in last_year:
        if before.mis_end:
            continue
        first = first_of.get(before.child)
        if first is None:
            yield _note("576", before, last_file)
        elif before.started_on is not None and first.started_on != before.started_on:
            yield _note("576", first, collection.file)


def _note(code: str, row: MissingRow, file: str) -> RowNote:
    rule = next(rule for rule in RULES if rule.code == code)
    return RowNote(
        file=file,
        row=row.row,
        column=rule.column,
        value_class="",
        rule=code,
        problem=rule.problem,
        mend=rule.mend,
    )
