"""`review.xlsx`: the texts that a person must settle, and the way back.

The workbook goes to the co-ordinator alone. It has a row for each distinct text (not for
each mention) and no child, date or episode. Texts that speak of somebody's home are not in
it. What staff typed is always a text cell, whatever it begins with: nothing in it runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hotspots.errors import InputError
from hotspots.model import Decision, GeocodeStatus
from hotspots.report.answers import WORDS, UnclearAnswerError, answer_of, places_by_name
from hotspots.report.workbook import rows_of
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from hotspots.gazetteer import Gazetteer
    from hotspots.geo import PointM
    from hotspots.model import Candidate, Sighting

SHEET, NOTES_SHEET, PLACES_SHEET, CHOICES_SHEET = "Review", "How to", "Places", "Choices"
TEXT, DECISION, DECIDED_BY = "Text", "Decision", "Decided by"
COLUMNS: Mapping[str, int] = {
    TEXT: 44,
    "How often": 10,
    "As": 24,
    "Why": 34,
    "Candidates": 44,
    DECISION: 34,
    DECIDED_BY: 16,
}
NOTES = (
    "One row is one text that the program would not guess. Fill in the column Decision:",
    "the name of a place (choose from the list, or copy one from the sheet Places);",
    "or easting and northing in metres, for instance 435601, 336203;",
    "or one of: private (somebody's home), outside (not in the area), no information.",
    "Leave Decision empty where you do not know: the text stays unresolved.",
    "Decided by may hold your initials; empty means whoever brings the file back.",
    "A decision holds for every text that differs only in case, spacing and punctuation,",
    "from now on and for all weeks before. Do not change the column Text.",
    "Bring the file back with: hotspots review import review.xlsx --out FOLDER --by INITIALS",
    "This file names places that children may have been at: keep it where the register is kept.",
)
_EXPORTED_AT = "Written at (do not change):"
_LONGEST_CELL = 4_096
_CHOICES_COLUMN_START = 1
_AS_TEXT = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One distinct text, how often, of how many children and as what, and what it may be."""

    text: str
    count: int
    children: int
    roles: str
    why: str
    candidates: tuple[Candidate, ...]


def write_review(
    sightings: Iterable[Sighting], path: Path, *, gazetteer: Gazetteer, exported_at: datetime
) -> None:
    """Write the texts in doubt, the most frequent first, to fill in and bring back.

    `exported_at` (with a time zone) goes into the notes, for `exported_at_of`.
    """
    questions = questions_of(sightings)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    _write_questions(sheet, questions)
    moment = f"{_EXPORTED_AT} {exported_at.astimezone(UTC).isoformat()}"
    _write_column(workbook.create_sheet(NOTES_SHEET), (*NOTES, moment), width=100)
    names = sorted(place.name for place in gazetteer.places if place.category != "area")
    _write_column(workbook.create_sheet(PLACES_SHEET), names, width=50)
    _write_choices(workbook.create_sheet(CHOICES_SHEET), sheet, questions)
    with written_whole(path) as part:
        workbook.save(part)


def read_review(
    path: Path, *, gazetteer: Gazetteer, decided_by: str, decided_at: datetime
) -> tuple[Decision, ...]:
    """Read what was filled in; rows without a decision are left out.

    Raises:
        InputError: not a workbook of ours, too large, or a decision that is neither a
            place, a position nor one of the words; says the row and the mend.
    """
    places = places_by_name(gazetteer)
    decisions: dict[str, tuple[Decision, int]] = {}
    rows = rows_of(path, sheet=SHEET, needed=(TEXT, DECISION), wanted=(TEXT, DECISION, DECIDED_BY))
    for row, cells in rows:
        if not cells[DECISION]:
            continue
        if not cells[TEXT]:
            raise _fault(path, row, TEXT, "a decision without a text", "Restore the text.")
        status, place_id, point = _settled(cells[DECISION], places, path, row)
        decision = Decision(
            text=cells[TEXT],
            status=status,
            place_id=place_id,
            point=point,
            decided_by=cells[DECIDED_BY] or decided_by,
            decided_at=decided_at,
        )
        earlier, earlier_row = decisions.setdefault(_key(decision.text), (decision, row))
        if _outcome(earlier) != _outcome(decision):
            problem = f"the same text is settled otherwise in row {earlier_row}"
            raise _fault(path, row, DECISION, problem, "Keep one of the two.")
    return tuple(decision for decision, _ in decisions.values())


def exported_at_of(path: Path) -> datetime | None:
    """The moment (UTC) at which `write_review` wrote the workbook; None if it says so no longer.

    Raises:
        InputError: not a workbook, or far larger than one of ours.
    """
    heading = NOTES[0]
    rows = rows_of(path, sheet=NOTES_SHEET, needed=(), wanted=(heading,), must_be=False)
    for _row, cells in rows:
        if cells[heading].startswith(_EXPORTED_AT):
            return _moment(cells[heading].removeprefix(_EXPORTED_AT).strip())
    return None


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def questions_of(sightings: Iterable[Sighting]) -> tuple[Question, ...]:
    """The texts in doubt, one of each that are equal to the geocoder; the most frequent first."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sorted(sightings, key=lambda s: (s.where.text, s.key)):
        if sighting.where.status is GeocodeStatus.REVIEW:
            groups[_key(sighting.where.text)].append(sighting)
    questions = [_question(members) for members in groups.values()]
    return tuple(sorted(questions, key=lambda q: (-q.count, q.text)))


def _question(members: Sequence[Sighting]) -> Question:
    roles = Counter(sighting.mention.role.value for sighting in members)
    first = members[0].where
    return Question(
        text=_printable(first.text),
        count=len(members),
        children=len({sighting.episode.child_id for sighting in members}),
        roles=", ".join(f"{role} ({count})" for role, count in sorted(roles.items())),
        why=first.note,
        candidates=first.candidates,
    )


def _write_questions(sheet: Worksheet, questions: Sequence[Question]) -> None:
    for number, (heading, width) in enumerate(COLUMNS.items(), start=1):
        _put(sheet, 1, number, heading)
        cell = sheet.cell(row=1, column=number)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDE7F0")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, question in enumerate(questions, start=2):
        candidates = "; ".join(f"{c.name} ({c.score:.2f})" for c in question.candidates)
        texts = (question.roles, question.why, candidates, "", "")
        _put(sheet, row, 1, question.text)
        sheet.cell(row=row, column=2, value=question.count)
        for column, text in enumerate(texts, start=3):
            _put(sheet, row, column, text)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(questions) + 1}"


def _write_choices(sheet: Worksheet, review: Worksheet, questions: Sequence[Question]) -> None:
    """The drop-down list of each row; anything else may be typed as well."""
    decision = get_column_letter(list(COLUMNS).index(DECISION) + 1)
    for row, question in enumerate(questions, start=2):
        choices = [*(candidate.name for candidate in question.candidates), *WORDS]
        for column, choice in enumerate(choices, start=_CHOICES_COLUMN_START):
            _put(sheet, row, column, choice)
        last = get_column_letter(len(choices))
        validation = DataValidation(
            type="list",
            formula1=f"{CHOICES_SHEET}!$A${row}:${last}${row}",
            allow_blank=True,
            showErrorMessage=False,
        )
        validation.add(f"{decision}{row}")
        review.add_data_validation(validation)
    sheet.sheet_state = "hidden"


def _write_column(sheet: Worksheet, lines: Sequence[str], *, width: int) -> None:
    sheet.column_dimensions["A"].width = width
    for row, line in enumerate(lines, start=1):
        _put(sheet, row, 1, line)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a cell that is text and stays text when somebody edits it."""
    cell = sheet.cell(row=row, column=column)
    cell.value = _printable(text)
    cell.data_type = "s"
    cell.number_format = _AS_TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = True


def _printable(text: str) -> str:
    """The text as a workbook can hold it: control characters become spaces."""
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)
    return plain[:_LONGEST_CELL]


def _key(text: str) -> str:
    """Equal for texts that differ in case, spacing and punctuation alone."""
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return " ".join(
        re.findall(r"[^\W_]+", re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", folded))
    )


def _settled(
    decision: str, places: Mapping[str, set[str]], path: Path, row: int
) -> tuple[GeocodeStatus, str | None, PointM | None]:
    try:
        return answer_of(decision, places)
    except UnclearAnswerError as error:
        raise _fault(path, row, DECISION, error.problem, error.mend) from None


def _outcome(decision: Decision) -> tuple[GeocodeStatus, str | None, PointM | None]:
    return decision.status, decision.place_id, decision.point


def _fault(path: Path, row: int, column: str, problem: str, mend: str) -> InputError:
    return InputError(problem, file=path.name, row=row, column=column, mend=mend)
