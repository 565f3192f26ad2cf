"""The register itself: the one door to the tables of episodes and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from hotspots.database import check_database, open_database, reading, require_utc, writing
from hotspots.register.actions import current_actions, versions_of_action, write_actions
from hotspots.register.decisions import (
    current_decisions,
    forgotten_decisions,
    write_decisions,
    write_forgotten,
)
from hotspots.register.findings import read_memory, write_finding, write_remark
from hotspots.register.ledger import read_releases, write_releases
from hotspots.register.placerisk import read_place_risks, write_place_risks
from hotspots.register.recall import (
    current_episodes,
    knows_any_child,
    placement_postcodes,
    versions_of,
)
from hotspots.register.recording import arrivals_of, write_batch
from hotspots.register.soundness import verify_contents
from hotspots.register.tombstones import refuse_erased, tombstones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import Engine

    from hotspots.ledger import Batch
    from hotspots.model import (
        Action,
        ActionPlace,
        Decision,
        Episode,
        FoundHotspot,
        Memory,
        PlaceRisk,
        PlaceRiskVersion,
        Remark,
        SealedRelease,
    )
    from hotspots.period import Period
    from hotspots.register.accounts import EpisodeVersion, RecordOutcome
    from hotspots.register.decisions import ForgottenDecision
    from hotspots.register.findings import RemarkKind

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

    def record(
        self,
        batch: Batch,
        *,
        recorded_at: datetime,
        tombstone_of: Callable[[str], str] | None = None,
    ) -> RecordOutcome:
        """Record a batch as a whole or not at all.

        The same batch again, or an overlapping one, changes nothing that is known; a
        corrected episode gets a new version and keeps the old ones. The order of the
        rows plays no part. `tombstone_of` makes of a pseudonym what is kept of an erased
        child: a batch with such a child is refused, also if the erasure came while its
        files were read.

        Raises:
            InternalError: the batch contradicts itself.
            StoreError: the database cannot be written; nothing of the batch was kept.
        """
        moment = require_utc(recorded_at, "The time of recording")
        arrivals = arrivals_of(batch.episodes)
        with writing(self._engine, turn=_TURN) as connection:
            refuse_erased(connection, batch.episodes, tombstone_of)
            return write_batch(
                connection,
                arrivals,
                ledgers=batch.ledgers,
                recorded_at=moment,
                is_reduced=batch.erased > 0,
            )

    def erased(self) -> frozenset[str]:
        """The tombstones of the children whose data were erased and may not come back."""
        with reading(self._engine) as connection:
            return tombstones(connection)

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

    def knows_any_child(self, child_ids: Iterable[str]) -> bool:
        """Whether any of these pseudonyms is that of a child in the register."""
        wanted = tuple(child_ids)
        with reading(self._engine) as connection:
            return knows_any_child(connection, wanted)

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

    def forget(self, texts: Iterable[str], *, by: str, at: datetime) -> int:
        """Take back what was settled for these very texts; returns how many had an answer.

        Who did it and when is kept, and what had been settled too.

        Raises:
            StoreError: nobody says so, or the database cannot be written.
        """
        given = tuple(texts)
        with writing(self._engine, turn=_TURN) as connection:
            return write_forgotten(connection, given, by=by, at=at)

    def forgotten(self) -> tuple[ForgottenDecision, ...]:
        """What was taken back and not settled again since, sorted by text."""
        with reading(self._engine) as connection:
            return forgotten_decisions(connection)

    def enter_actions(self, actions: Iterable[Action]) -> int:
        """Keep actions of the disruption register; returns how many are new or changed.

        Raises:
            StoreError: two entries contradict each other, or the database cannot be written;
                nothing was kept.
        """
        given = tuple(actions)
        with writing(self._engine, turn=_TURN) as connection:
            return write_actions(connection, given)

    def actions(self, *, at: datetime | None = None) -> tuple[Action, ...]:
        """Each action as it stands, or stood at a moment, by its first day; withdrawn ones too."""
        with reading(self._engine) as connection:
            return current_actions(connection, at=at)

    def action_history(self, action_id: str) -> tuple[Action, ...]:
        """All that was ever said of one action, the oldest first; empty if it is not known."""
        with reading(self._engine) as connection:
            return versions_of_action(connection, action_id)

    def enter_place_risks(
        self,
        records: Iterable[PlaceRisk],
        *,
        made_from: Mapping[tuple[ActionPlace, str], int] | None = None,
    ) -> int:
        """Keep what is agreed about places; returns how many records are new or changed.

        `made_from` says which version each was made from (0: none).

        Raises:
            StoreError: somebody changed one meanwhile, or the database cannot be written;
                nothing was kept.
        """
        given = tuple(records)
        with writing(self._engine, turn=_TURN) as connection:
            return write_place_risks(connection, given, made_from=made_from)

    def place_risks(self) -> tuple[PlaceRiskVersion, ...]:
        """All that was ever agreed about a place; `standing` says what holds, or held."""
        with reading(self._engine) as connection:
            return read_place_risks(connection)

    def remember(
        self, hotspots: Iterable[FoundHotspot], *, run_id: str, period: Period, found_at: datetime
    ) -> int:
        """Keep what a publication found; returns its number. The same again is kept once.

        Raises:
            StoreError: the database cannot be written; nothing was kept.
        """
        taken = tuple(hotspots)
        with writing(self._engine, turn=_TURN) as connection:
            return write_finding(connection, taken, run_id=run_id, period=period, found_at=found_at)

    def remark(self, kind: RemarkKind, remark: Remark) -> bool:
        """Keep the name or zone that a person chose; False: it was so already.

        Raises:
            StoreError: no publication found such a hotspot, or it cannot be written.
        """
        with writing(self._engine, turn=_TURN) as connection:
            return write_remark(connection, kind, remark)

    def enter_releases(
        self,
        releases: Iterable[SealedRelease],
        *,
        judge: Callable[[Sequence[SealedRelease], Sequence[SealedRelease]], None],
    ) -> int:
        """Enter releases that are about to be sealed into the ledger, if `judge` lets them.

        `judge` is given the new ones and all that were entered before, in one turn: two
        publications at once are judged one after the other. Entered before sealing, so
        that no release is ever out without its entry. Returns how many were new.

        Raises:
            StoreError: the database cannot be written; nothing was entered.
        """
        new = tuple(releases)
        with writing(self._engine, turn=_TURN) as connection:
            judge(new, read_releases(connection))
            return write_releases(connection, new)

    def released(self) -> tuple[SealedRelease, ...]:
        """All that was ever let out, the oldest first."""
        with reading(self._engine) as connection:
            return read_releases(connection)

    def memory(self) -> Memory:
        """What publications found, the oldest first, and what people call it."""
        with reading(self._engine) as connection:
            return read_memory(connection)

    def check(self) -> None:
        """See that the database can be read, has the right schema, and holds what was written.

        Reads everything: every episode and decision is held beside its hash.

        Raises:
            StoreError: one of these does not hold.
        """
        check_database(self._engine, _PACKAGE)
        with reading(self._engine) as connection:
            verify_contents(connection)

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
