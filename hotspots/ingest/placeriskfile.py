"""What is agreed about places, from a workbook that a co-ordinator edits: a row for each place.

Columns, by whatever case and spacing: `Kind` (hotspot, place or zone) and `Where` (its name
or id); of the others (`Themes`, `Guardian kinds`, `Guardian`, `Owner`, `Lead`, `Last
review`, `Next review`, `Note`, `Told`, `Closed`, `Version`) those that are there are read: a
blank cell clears the fact, a column that is not there leaves it. Every row that cannot be
used is found, not the first alone, so that all can be mended in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotspots.errors import InputError, ParameterError
from hotspots.ingest.profile import normal
from hotspots.ingest.tidytable import TableShape, open_rows
from hotspots.model import GUARDIANS, THEMES, ActionPlace, PlaceFact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from hotspots.ingest.tidytable import TidyRow
    from hotspots.model import PlaceRisk

_TEXTS = ("guardian", "owner", "lead", "note")
_DAYS = {"lastreview": "reviewed_on", "nextreview": "next_review"}
_LISTS = {"themes": "themes", "guardiankinds": "guardian_kinds", "told": "told"}
_YES_OR_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_SHAPE = TableShape(
    needed=("kind", "where"),
    known=(*_TEXTS, *_DAYS, *_LISTS, "closed", "version"),
    mend="Head its columns Kind and Where; Themes, Lead, Next review and others as exported.",
    most_rows=10_000,
)


class PlaceRiskRowError(ParameterError):
    """What a row means cannot be used, by the `column` that says it."""

    def __init__(self, message: str, *, column: str) -> None:
        self.column = column
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRiskRow:
    """One row as it stands: `words` say where, `facts` are fields of the record by their names.

    `version` is the one that the row was made from; 0 where none is said.
    """

    kind: ActionPlace
    words: str
    facts: Mapping[str, Any]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRiskRows:
    """The records of the rows that can be used, and what is wrong with each of the others."""

    records: tuple[PlaceRisk, ...]
    faults: tuple[InputError, ...]


def read_place_risks(
    path: Path, *, as_of: date, make: Callable[[PlaceRiskRow], PlaceRisk]
) -> PlaceRiskRows:
    """The records of an XLSX or CSV file, in the order of its rows.

    `make` finds what a row means; its `ParameterError` becomes a fault of the row, that of a
    `PlaceRiskRowError` with its column.

    Raises:
        InputError: the file cannot be read or has no such table.
    """
    made: dict[tuple[ActionPlace, str], PlaceRisk] = {}
    faults: list[InputError] = []
    with open_rows(path, _SHAPE, as_of=as_of) as rows:
        for row in rows:
            try:
                record = _made(row, make)
                if record.key in made:
                    problem = "there is a row for this place already"
                    raise row.fault(problem, "Leave one of them.", "where")
            except InputError as fault:
                faults.append(fault)
            else:
                made[record.key] = record
    return PlaceRiskRows(records=tuple(made.values()), faults=tuple(faults))


def _made(row: TidyRow, make: Callable[[PlaceRiskRow], PlaceRisk]) -> PlaceRisk:
    kind = row.text("kind").casefold()
    if kind not in {one.value for one in ActionPlace}:
        raise row.fault("not a kind of place", "Write hotspot, place or zone.", "kind")
    read = PlaceRiskRow(
        kind=ActionPlace(kind),
        words=row.text("where"),
        facts=_facts(row),
        version=_version(row),
    )
    try:
        return make(read)
    except ParameterError as error:
        column = error.column if isinstance(error, PlaceRiskRowError) else None
        raise row.fault("the record cannot be used", str(error), column) from None


def _facts(row: TidyRow) -> dict[str, Any]:
    """The facts whose column is there, by the names that the record has for them."""
    there = row.cells
    facts: dict[str, Any] = {name: row.text(name, needed=False) for name in _TEXTS if name in there}
    facts |= {name: row.day(column) for column, name in _DAYS.items() if column in there}
    facts |= {name: _listed(row, column) for column, name in _LISTS.items() if column in there}
    if "closed" in there:
        facts["closed"] = _closed(row)
    return facts


def _listed(row: TidyRow, column: str) -> tuple[str, ...]:
    """The words of the cell that are in the list, in its order; blanks and signs apart."""
    known = {
        # Words that were given up among them: a row that holds one may be left as it is.
        "themes": tuple(one.code for one in THEMES),
        "guardiankinds": tuple(one.code for one in GUARDIANS),
        "told": tuple(PlaceFact),
    }[column]
    by_word = {normal(code): code for code in known}
    parts = row.text(column, needed=False).replace(",", ";").split(";")
    wanted = [normal(part) for part in parts if part.strip()]
    if not by_word.keys() >= set(wanted):
        raise row.fault("a word that is not in the list", f"Known: {', '.join(known)}.", column)
    return tuple(code for word, code in by_word.items() if word in wanted)


def _closed(row: TidyRow) -> bool:
    text = row.text("closed", needed=False).casefold()
    if text and text not in _YES_OR_NO:
        raise row.fault("neither yes nor no", "Write yes or no, or leave it blank.", "closed")
    return _YES_OR_NO.get(text, False)


def _version(row: TidyRow) -> int:
    text = row.text("version", needed=False)
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - no record has so many
        raise row.fault("not the number of a version", "Leave it as it was exported.", "version")
    return int(text or 0)
