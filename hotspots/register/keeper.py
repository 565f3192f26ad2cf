"""Looking after the register: erasure, retention, and what is held about a child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy import select

from hotspots.database import open_database, reading, require_utc, scrub, writing
from hotspots.model import sealed_digest
from hotspots.register.decisions import current_decisions
from hotspots.register.erasure import carry_out, ended_before, of_child, open_before, plan_erasure
from hotspots.register.ledger import read_releases
from hotspots.register.recall import versions_of
from hotspots.register.tables import BATCH_FILE, EPISODE_VERSION, METADATA
from hotspots.register.tombstones import ERASED, lift_tombstone, set_tombstone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import Connection, Engine

    from hotspots.model import Decision, SealedRelease
    from hotspots.register.accounts import EpisodeVersion
    from hotspots.register.erasure import ErasurePlan
    from hotspots.register.tombstones import ErasureOrder

_PACKAGE = "hotspots.register"
_TURN = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much an erasure took away, or would.

    `figures` of the release ledger and `grounds` of findings were rewritten without the
    children; `still_open` episodes of that age were left because they have no end.
    """

    episodes: int
    versions: int
    mentions: int
    decisions: int
    figures: int
    grounds: int
    still_open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Everything that the register holds about one child.

    `files` are the names of the files by batch; `releases` are those that count the child,
    each with the names of its figures.
    """

    versions: tuple[EpisodeVersion, ...]
    files: dict[int, tuple[str, ...]]
    decisions: tuple[Decision, ...]
    releases: tuple[tuple[SealedRelease, tuple[str, ...]], ...]


class Keeper:
    """The door for whoever looks after the register; each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the register, made or brought up to date where needed.

        Raises:
            StoreError: the database cannot be used, or is newer than this program.
        """
        return cls(open_database(url, _PACKAGE))

    def would_erase(self, child_id: str) -> Erased:
        """What erasing this child would take away."""
        with reading(self._engine) as connection:
            return _account(plan_erasure(connection, of_child(child_id), child_id=child_id))

    def erase(self, child_id: str, order: ErasureOrder) -> Erased:
        """Erase a child, and leave the tombstone that keeps files from bringing the child back.

        Again changes nothing. See `scrub` for the bytes.

        Raises:
            StoreError: nobody says so, or the database cannot be written; nothing was erased.
        """
        with writing(self._engine, turn=_TURN) as connection:
            set_tombstone(connection, order)
            return _erase(connection, child_id)

    def lift(self, tombstone: str, *, by: str, at: datetime) -> bool:
        """Let files bring an erased child again; False if nothing barred the child."""
        with writing(self._engine, turn=_TURN) as connection:
            return lift_tombstone(connection, tombstone, by=by, at=at)

    def would_expire(self, before: datetime) -> Erased:
        """What `expire` would take away."""
        moment = require_utc(before, "The end of the retention")
        with reading(self._engine) as connection:
            plan = plan_erasure(connection, ended_before(moment))
            return _account(plan, still_open=open_before(connection, moment))

    def expire(self, before: datetime) -> Erased:
        """Erase the episodes that ended before then; their children may come back with new ones.

        Raises:
            StoreError: the database cannot be written; nothing was erased.
        """
        moment = require_utc(before, "The end of the retention")
        with writing(self._engine, turn=_TURN) as connection:
            plan = plan_erasure(connection, ended_before(moment))
            carry_out(connection, plan)
            return _account(plan, still_open=open_before(connection, moment))

    def held_about(self, child_id: str) -> Holding:
        """Everything that is held about the child, the oldest episode first."""
        with reading(self._engine) as connection:
            return _holding(connection, child_id)

    def erasures(self) -> tuple[dict[str, object], ...]:
        """The tombstones with who asked, why and when, by their names."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(ERASED).order_by(ERASED.c.tombstone)).mappings()
            return tuple(dict(row) for row in rows)

    def erase_again(
        self, orders: tuple[ErasureOrder, ...], *, tombstone_of: Callable[[str], str]
    ) -> int:
        """Erase what a restored backup brought back; returns how many children it had.

        Raises:
            StoreError: the database cannot be written; nothing was erased.
        """
        with writing(self._engine, turn=_TURN) as connection:
            names = {order.tombstone for order in orders}
            children = connection.scalars(select(EPISODE_VERSION.c.child_id).distinct()).all()
            back = [child for child in sorted(children) if tombstone_of(child) in names]
            for order in orders:
                set_tombstone(connection, order)
            for child in back:
                _erase(connection, child)
            return len(back)

    def scrub(self) -> None:
        """Make the database's file anew, so that the bytes of what was erased are in it no more.

        Raises:
            StoreError: somebody else has it open, or the disk has no room for a second copy;
                what was erased is erased, and this can be done again.
        """
        scrub(self._engine, METADATA.sorted_tables)

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


def _erase(connection: Connection, child_id: str) -> Erased:
    plan = plan_erasure(connection, of_child(child_id), child_id=child_id)
    carry_out(connection, plan)
    return _account(plan)


def _account(plan: ErasurePlan, *, still_open: int = 0) -> Erased:
    return Erased(
        episodes=len(plan.episodes),
        versions=len(plan.versions),
        mentions=plan.mentions,
        decisions=len(plan.decisions),
        figures=len(plan.figures),
        grounds=len(plan.grounds),
        still_open=still_open,
    )


def _holding(connection: Connection, child_id: str) -> Holding:
    ids = select(EPISODE_VERSION.c.episode_id).where(EPISODE_VERSION.c.child_id == child_id)
    versions = tuple(
        version
        for episode_id in sorted(set(connection.scalars(ids)))
        for version in versions_of(connection, episode_id)
        # A version that named another child is that child's.
        if version.episode.child_id == child_id
    )
    ordered = tuple(sorted(versions, key=lambda one: (one.episode.started_at, one.version)))
    texts = {m.text.casefold() for one in versions for m in one.episode.mentions}
    decisions = tuple(
        one for one in current_decisions(connection) if any(one.text.casefold() in t for t in texts)
    )
    return Holding(
        versions=ordered,
        files=_files(connection, {one.batch for one in versions}),
        decisions=decisions,
        releases=_releases(connection, child_id),
    )


def _files(connection: Connection, batches: set[int]) -> dict[int, tuple[str, ...]]:
    query = select(BATCH_FILE).order_by(BATCH_FILE.c.batch, BATCH_FILE.c.position)
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        if row.batch in batches:
            found[row.batch] = (*found.get(row.batch, ()), row.file)
    return found


def _releases(
    connection: Connection, child_id: str
) -> tuple[tuple[SealedRelease, tuple[str, ...]], ...]:
    digest = sealed_digest(child_id)
    counted = (
        (
            release,
            tuple(c.name for c in release.cells if any(child == digest for child, _ in c.records)),
        )
        for release in read_releases(connection)
    )
    return tuple((release, names) for release, names in counted if names)
