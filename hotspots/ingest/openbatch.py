"""What open street-level files gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.ledger import FileLedger, RowNote
    from hotspots.openrecord import OpenRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBatch:
    """Ledgers and rejects in the order of the files, records in the order of their rows."""

    ledgers: tuple[FileLedger, ...]
    records: tuple[OpenRecord, ...]
    rejects: tuple[RowNote, ...]
