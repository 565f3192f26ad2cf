"""The files of a run as the report shows them: the account, and why rows were refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.ledger import Batch, FileLedger, RowNote


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """How many rows broke the same rule, and the mend; each row is in `rejects.csv`."""

    rule: str
    mend: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeView:
    """The account of each file, and the notes by kind, the most frequent first."""

    ledgers: tuple[FileLedger, ...]
    rejects: tuple[NoteGroup, ...]
    remarks: tuple[NoteGroup, ...]


def intake_view(batch: Batch | None) -> IntakeView | None:
    """None where no file was read."""
    if batch is None:
        return None
    return IntakeView(
        ledgers=batch.ledgers,
        rejects=_grouped(batch.rejects),
        remarks=_grouped(batch.remarks),
    )


def _grouped(notes: Iterable[RowNote]) -> tuple[NoteGroup, ...]:
    counts = Counter((note.rule, note.mend) for note in notes)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(NoteGroup(rule=rule, mend=mend, rows=rows) for (rule, mend), rows in ordered)
