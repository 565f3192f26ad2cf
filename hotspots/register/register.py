"""The register itself: the one door to the tables of episodes and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from hotspots.database import check_database, open_database, reading, require_utc, writing
from hotspots.register.decisions import current_decisions, write_decisions
from hotspots.register.recall import current_episodes, placement_postcodes, versions_of
from hotspots.register.recording import arrivals_of, write_batch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import Engine

    from hotspots.ledger import Batch
    from hotspots.model import Decision, Episode
    from hotspots.period import Period
    from hotspots.register.accounts import EpisodeVersion, RecordOutcome

_PACKAGE = "hotspots.register"
_TURN = "register"


class Register:
    """Every episode as last recorded, with what it was before.

    Safe to share among threads and processes; each call is one transaction.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the register, made or brought up to date where needed.

        Raises:
            StoreError: the database cannot be used, or is newer than this program.
        """
        return cls(open_database(url, _PACKAGE))

    def record(self, batch: Batch, *, recorded_at: datetime) -> RecordOutcome:
        """Record a batch as a whole or not at all.

        The same batch again, or an overlapping one, changes nothing that is known; a
        corrected episode gets a new version and keeps the old ones. The order of the
        rows plays no part.

        Raises:
            InternalError: the batch contradicts itself.
            StoreError: the database cannot be written; nothing of the batch was kept.
        """
        moment = require_utc(recorded_at, "The time of recording")
        arrivals = arrivals_of(batch.episodes)
        with writing(self._engine, turn=_TURN) as connection:
            return write_batch(connection, arrivals, ledgers=batch.ledgers, recorded_at=moment)

    def episodes(self, period: Period | None = None) -> tuple[Episode, ...]:
        """Episodes as they stand, sorted by id; of a period, those that began in it."""
        with reading(self._engine) as connection:
            return current_episodes(connection, period)

    def history(self, episode_id: str) -> tuple[EpisodeVersion, ...]:
        """Every version of one episode, the oldest first; empty if it is not known."""
        with reading(self._engine) as connection:
            return versions_of(connection, episode_id)

    def origins(self) -> frozenset[str]:
        """The postcodes that children went missing from: to keep off every map."""
        with reading(self._engine) as connection:
            return placement_postcodes(connection)

    def settle(self, decisions: Iterable[Decision]) -> int:
        """Keep what people settled; returns how many texts got another answer.

        Raises:
            StoreError: the database cannot be written; no decision was kept.
        """
        given = tuple(decisions)
        with writing(self._engine, turn=_TURN) as connection:
            return write_decisions(connection, given)

    def decisions(self) -> tuple[Decision, ...]:
        """The decision that holds for each text, sorted by text."""
        with reading(self._engine) as connection:
            return current_decisions(connection)

    def check(self) -> None:
        """See that the database can be read, has the right schema, and is whole.

        Raises:
            StoreError: one of these does not hold.
        """
        check_database(self._engine, _PACKAGE)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
