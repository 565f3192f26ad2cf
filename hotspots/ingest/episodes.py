"""Files → episodes: the one verb of the package for registers of children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from hotspots.errors import InputError, ParameterError, shown
from hotspots.ingest import checks
from hotspots.ingest.cells import is_blank
from hotspots.ingest.dates import DateRules
from hotspots.ingest.document import MAX_DATA_ROWS
from hotspots.ingest.headings import find_table
from hotspots.ingest.profile import ProfileKind
from hotspots.ingest.readers import open_document, sha256_of
from hotspots.ingest.reconciliation import Numbered, reconcile, with_ids
from hotspots.ingest.rows import Draft, RowReader
from hotspots.ingest.rowview import Layout
from hotspots.ledger import Batch, FileLedger, RowNote
from hotspots.model import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from hotspots.ingest.document import Document, Line, Sheet
    from hotspots.ingest.headings import Heading
    from hotspots.ingest.profile import Profile
    from hotspots.ingest.pseudonym import Pseudonymiser

Progress: TypeAlias = Callable[[str, int], None]
_ROWS_PER_REPORT = 1000
# Their absence loses nothing that matters: no remark on it.
_MERELY_FINER = frozenset(
    {
        "reported_time",
        "interview_offered_date",
        "interview_offered_date_time",
        "interview_accepted",
        "interview_date_time",
    }
)


def _silent(_file: str, _rows: int) -> None:
    """Say nothing of the progress."""


def _nobody(_child_id: str) -> bool:
    """No child was erased."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _FileRead:
    """One file's rows, each of them a draft or a note."""

    file: str
    sha256: str
    sheet: str
    drafts: list[Draft]
    notes: list[RowNote]
    remarks: list[RowNote]


def read_episodes(
    paths: Sequence[Path],
    *,
    profile: Profile,
    pseudonymiser: Pseudonymiser,
    as_of: date | None = None,
    progress: Progress = _silent,
    is_erased: Callable[[str], bool] = _nobody,
) -> Batch:
    """Read files of episodes; every row is kept or rejected with a reason.

    A row counts unless it is blank from end to end. All files are checked together for
    duplicates and overlaps; name them from the oldest to the newest. `as_of` is the
    day after whose morrow nothing can have happened (today in London if None). Calls
    `progress(file name, rows read)` now and then. Rows of a child whose pseudonym
    `is_erased` knows are rejected: counted and told, not kept. Episodes are sorted by their id,
    ledgers stand in the order of the files, notes by file and row.

    Raises:
        InputError: a file that cannot be used as a whole: missing, empty, damaged,
            hostile, too large, or without the headings that the profile needs.
        ParameterError: no file, or a profile of open data.
    """
    if not paths:
        msg = "No file was given. Name at least one."
        raise ParameterError(msg)
    if profile.kind is not ProfileKind.EPISODES:
        msg = f"The profile {profile.name!r} is of open records, which have no episodes in them."
        raise ParameterError(msg)
    day = as_of or datetime.now(tz=LONDON).date()
    reads = [
        _without_erased(
            _read_file(path, profile, pseudonymiser=pseudonymiser, as_of=day, progress=progress),
            is_erased,
        )
        for path in paths
    ]
    return _batch(reads)


def _read_file(
    path: Path,
    profile: Profile,
    *,
    pseudonymiser: Pseudonymiser,
    as_of: date,
    progress: Progress,
) -> _FileRead:
    file = shown(path.name)
    with open_document(path) as document:
        sheet, heading = find_table(document, profile, file=file)
        rules = DateRules(as_of=as_of, month_first=profile.month_first, serials=sheet.serial_dates)
        layout = Layout(file=file, profile=profile, heading=heading)
        reader = RowReader(layout, pseudonymiser, rules)
        drafts: list[Draft] = []
        notes: list[RowNote] = []
        for line in _data_lines(sheet, heading, file=file, progress=progress):
            outcome = reader.read(line)
            if isinstance(outcome, Draft):
                drafts.append(outcome)
            else:
                notes.append(outcome)
        return _FileRead(
            file=file,
            sha256=sha256_of(path),
            sheet=sheet.name,
            drafts=with_ids(drafts, pseudonymiser),
            notes=notes,
            remarks=_file_remarks(document, layout, rows=len(drafts) + len(notes)),
        )


def _without_erased(read: _FileRead, is_erased: Callable[[str], bool]) -> _FileRead:
    """Before rows are held against one another: a note on one must not point at these."""
    erased = [one for one in read.drafts if is_erased(one.episode.child_id)]
    notes = [
        RowNote(
            file=read.file,
            row=one.row,
            column="",
            value_class="erased",
            rule=checks.ERASED,
            problem="the young person's data were erased on request",
            mend="Nothing to mend. Take the rows out of the export where you can.",
        )
        for one in erased
    ]
    kept = [one for one in read.drafts if not is_erased(one.episode.child_id)]
    return replace(read, drafts=kept, notes=[*read.notes, *notes])


def _data_lines(sheet: Sheet, heading: Heading, *, file: str, progress: Progress) -> Iterator[Line]:
    """The rows below the heading that are not blank."""
    count = 0
    for line in sheet.lines():
        if line.row <= heading.row or all(map(is_blank, line.cells)):
            continue
        count += 1
        if count > MAX_DATA_ROWS:
            raise InputError(
                f"the file has more than {MAX_DATA_ROWS:,} rows",
                file=file,
                mend="Split it by year.",
            )
        if count % _ROWS_PER_REPORT == 0:
            progress(file, count)
        yield line
    progress(file, count)


def _file_remarks(document: Document, layout: Layout, *, rows: int) -> list[RowNote]:
    heading = layout.heading
    found = [
        (
            checks.COLUMN_ABSENT,
            heading.names[key],
            "the profile knows this column and the file does not have it",
            "Add it to the export if you need what it says.",
        )
        for key in heading.absent
        if key not in _MERELY_FINER
    ]
    if document.encoding_note:
        found.append(
            (
                checks.ENCODING,
                "",
                document.encoding_note,
                "Check names with accents, or save the file as 'CSV UTF-8'.",
            )
        )
    if not rows:
        found.append(
            (checks.NO_ROWS, "", "there are no rows below the heading", "Export it again.")
        )
    return [
        RowNote(
            file=layout.file,
            row=heading.row,
            column=column,
            value_class="heading",
            rule=rule,
            problem=problem,
            mend=mend,
        )
        for rule, column, problem, mend in found
    ]


def _batch(reads: Sequence[_FileRead]) -> Batch:
    reconciled = reconcile([read.drafts for read in reads])
    rejects = [(order, note) for order, read in enumerate(reads) for note in read.notes]
    rejects.extend(reconciled.rejected)
    remarks = [(order, note) for order, read in enumerate(reads) for note in read.remarks]
    remarks.extend((one.order, note) for one in reconciled.kept for note in one.draft.remarks)
    return Batch(
        ledgers=tuple(
            _ledger(order, read, reconciled.kept, rejects) for order, read in enumerate(reads)
        ),
        episodes=tuple(
            sorted(
                (one.draft.episode for one in reconciled.kept),
                key=lambda episode: episode.episode_id,
            )
        ),
        rejects=_in_order(rejects),
        remarks=_in_order(remarks),
        erased=sum(note.rule == checks.ERASED for _, note in rejects),
    )


def _ledger(
    order: int,
    read: _FileRead,
    kept: Sequence[Numbered],
    rejects: Sequence[tuple[int, RowNote]],
) -> FileLedger:
    """Three independent counts, so that the ledger's own check means something."""
    return FileLedger(
        file=read.file,
        sha256=read.sha256,
        sheet=read.sheet,
        rows_in=len(read.drafts) + len(read.notes),
        kept=sum(one.order == order for one in kept),
        rejected=sum(place == order for place, _ in rejects),
    )


def _in_order(notes: Iterable[tuple[int, RowNote]]) -> tuple[RowNote, ...]:
    ordered = sorted(notes, key=lambda pair: (pair[0], pair[1].row, pair[1].column, pair[1].rule))
    return tuple(note for _, note in ordered)
