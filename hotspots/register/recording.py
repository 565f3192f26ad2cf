"""Writing one batch: what is new, what was corrected, and nothing for what is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update

from hotspots.errors import InternalError
from hotspots.register.accounts import RecordOutcome
from hotspots.register.codec import batch_hash, content_hash, episode_row, mention_rows
from hotspots.register.tables import BATCH, BATCH_FILE, EPISODE_VERSION, MENTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from hotspots.ledger import FileLedger
    from hotspots.model import Episode

# Rows handed to the driver at once: bounds the memory of a large recording.
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One episode of a batch, ready to be written."""

    row: dict[str, Any]
    mentions: list[dict[str, Any]]
    content_hash: str

    @property
    def episode_id(self) -> str:
        """The episode's number."""
        return str(self.row["episode_id"])


def arrivals_of(episodes: Iterable[Episode]) -> tuple[Arrival, ...]:
    """The batch's episodes by id; the same row twice counts once.

    Raises:
        InternalError: two rows of one batch contradict each other. Which of them holds
            would depend on their order, so the reader of the files must have settled it.
        StoreError: a text cannot be kept.
    """
    arrivals: dict[str, Arrival] = {}
    for episode in episodes:
        arrival = _arrival(episode)
        other = arrivals.setdefault(arrival.episode_id, arrival)
        if other.content_hash != arrival.content_hash:
            msg = "A batch names one episode twice with different content; nothing was recorded."
            raise InternalError(msg)
    return tuple(arrivals[episode_id] for episode_id in sorted(arrivals))


def _arrival(episode: Episode) -> Arrival:
    row, mentions = episode_row(episode), mention_rows(episode)
    return Arrival(row=row, mentions=mentions, content_hash=content_hash(row, mentions))


def write_batch(
    connection: Connection,
    arrivals: Sequence[Arrival],
    *,
    ledgers: Sequence[FileLedger],
    recorded_at: datetime,
    is_reduced: bool = False,
) -> RecordOutcome:
    """Write what differs from the register; a batch that was seen before changes nothing.

    So an old file that is loaded again cannot undo a later correction; only a file with
    at least one different row is taken as news. A batch that `is_reduced` lacks the rows
    of erased children, so it is known again by its files.
    """
    content = batch_hash((a.episode_id, a.content_hash) for a in arrivals)
    same = connection.scalar(select(BATCH.c.batch).where(BATCH.c.content_hash == content))
    if same is not None or (is_reduced and _files_seen(connection, ledgers)):
        return RecordOutcome(new=0, changed=0, unchanged=len(arrivals))
    current = _current(connection, arrivals)
    new = [a for a in arrivals if a.episode_id not in current]
    changed = [
        a
        for a in arrivals
        if a.episode_id in current and current[a.episode_id][1] != a.content_hash
    ]
    outcome = RecordOutcome(
        new=len(new), changed=len(changed), unchanged=len(arrivals) - len(new) - len(changed)
    )
    batch = _number_batch(connection, content, outcome, recorded_at)
    _insert(connection, BATCH_FILE, _file_rows(ledgers, batch))
    _retire(connection, changed)
    versions = {a.episode_id: 1 for a in new} | {
        a.episode_id: current[a.episode_id][0] + 1 for a in changed
    }
    written = (*new, *changed)
    _insert(connection, EPISODE_VERSION, _version_rows(written, versions, batch))
    _insert(connection, MENTION, _mention_rows(written, versions))
    return outcome


def _files_seen(connection: Connection, ledgers: Sequence[FileLedger]) -> bool:
    """Whether one earlier batch was read of these very files."""
    batches: set[int] | None = None
    for ledger in ledgers:
        query = select(BATCH_FILE.c.batch).where(
            BATCH_FILE.c.sha256 == ledger.sha256, BATCH_FILE.c.sheet == ledger.sheet
        )
        found = set(connection.scalars(query))
        batches = found if batches is None else batches & found
    return bool(batches)


def _number_batch(
    connection: Connection, content: str, outcome: RecordOutcome, recorded_at: datetime
) -> int:
    number = 1 + (connection.scalar(select(func.max(BATCH.c.batch))) or 0)
    row = {
        "batch": number,
        "content_hash": content,
        "recorded_at": recorded_at,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
    }
    connection.execute(insert(BATCH), row)
    return number


def _current(connection: Connection, arrivals: Sequence[Arrival]) -> dict[str, tuple[int, str]]:
    """What the register holds of these episodes: a week's file does not read ten years."""
    table = EPISODE_VERSION.c
    query = select(table.episode_id, table.version, table.content_hash).where(table.is_current)
    ids = [arrival.episode_id for arrival in arrivals]
    portions = (ids[at : at + _ROWS_AT_ONCE] for at in range(0, len(ids), _ROWS_AT_ONCE))
    return {
        row.episode_id: (row.version, row.content_hash)
        for portion in portions
        for row in connection.execute(query.where(table.episode_id.in_(portion)))
    }


def _retire(connection: Connection, changed: Sequence[Arrival]) -> None:
    if not changed:
        return
    statement = (
        update(EPISODE_VERSION)
        .where(EPISODE_VERSION.c.episode_id == bindparam("retired"), EPISODE_VERSION.c.is_current)
        .values(is_current=False)
    )
    connection.execute(statement, [{"retired": arrival.episode_id} for arrival in changed])


def _file_rows(ledgers: Sequence[FileLedger], batch: int) -> Iterator[dict[str, Any]]:
    for position, ledger in enumerate(ledgers):
        yield {
            "batch": batch,
            "position": position,
            "file": ledger.file,
            "sha256": ledger.sha256,
            "sheet": ledger.sheet,
            "rows_in": ledger.rows_in,
            "kept": ledger.kept,
            "rejected": ledger.rejected,
        }


def _version_rows(
    arrivals: Iterable[Arrival], versions: dict[str, int], batch: int
) -> Iterator[dict[str, Any]]:
    for arrival in arrivals:
        yield arrival.row | {
            "version": versions[arrival.episode_id],
            "batch": batch,
            "is_current": True,
            "content_hash": arrival.content_hash,
        }


def _mention_rows(
    arrivals: Iterable[Arrival], versions: dict[str, int]
) -> Iterator[dict[str, Any]]:
    for arrival in arrivals:
        identity = {
            "episode_id": arrival.episode_id,
            "version": versions[arrival.episode_id],
        }
        for mention in arrival.mentions:
            yield mention | identity


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    portion: list[dict[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _ROWS_AT_ONCE:
            connection.execute(insert(table), portion)
            portion = []
    if portion:
        connection.execute(insert(table), portion)
