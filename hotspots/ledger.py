"""INSIDE words for a file that was read: what was kept, what was refused, and why.

The ledger always balances: rows in = kept + rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from hotspots.model import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """Something about one row: why it was rejected, or what to look at in a kept one.

    `row` counts from 1 as the spreadsheet does. `value_class` says what kind of thing
    stood in the cell ("blank", "text", "date before 1990", …), never the thing itself.
    `rule` names the check, with the statutory return's number where it mirrors one.
    """

    file: str
    row: int
    column: str
    value_class: str
    rule: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLedger:
    """One file's account; `sha256` is of its bytes.

    Raises:
        InternalError: the account does not balance.
    """

    file: str
    sha256: str
    sheet: str
    rows_in: int
    kept: int
    rejected: int

    def __post_init__(self) -> None:
        if self.rows_in != self.kept + self.rejected:
            msg = f"{self.file}: {self.rows_in} rows in, {self.kept} kept, {self.rejected} rejected"
            raise InternalError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything that one or more files gave: episodes, rejects and remarks.

    `erased` of the rejected rows are of children whose data were erased on request.
    """

    ledgers: tuple[FileLedger, ...]
    episodes: tuple[Episode, ...]
    rejects: tuple[RowNote, ...]
    remarks: tuple[RowNote, ...]
    erased: int = 0
