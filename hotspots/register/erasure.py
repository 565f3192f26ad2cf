"""Erasing episodes: what would go is found first, so that it can be told before it is done.

An episode goes with all its versions and mentions, and with it the decisions on texts
that no other episode holds. The release ledger must go on protecting everybody else: the
digests of an erased child and of erased episodes are replaced by random ones, the same in
every figure, so what one figure has over another stays as many children as it was. The
points of a finding are taken out, its counts stay. Batches hold counts only, and stay.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, not_, or_, select, update

from hotspots.model import point_digest, sealed_digest
from hotspots.register.finding_tables import FOUND_HOTSPOT
from hotspots.register.ledger_tables import SEALED_CELL
from hotspots.register.tables import DECISION, DECISION_FORGOTTEN, EPISODE_VERSION, MENTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

_VERSION = EPISODE_VERSION.c
# More places than the geocoder ever finds in one cell.
_MOST_PARTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """What goes: rows by their keys, and for the ledger and findings what stands there instead."""

    versions: tuple[tuple[str, int], ...]
    episodes: frozenset[str]
    mentions: int
    decisions: tuple[str, ...]
    figures: tuple[tuple[int, int, str], ...]
    grounds: tuple[tuple[int, str, str], ...]


def of_child(child_id: str) -> ColumnElement[bool]:
    """Every version that names the child, and all of an episode that is now the child's."""
    own = EPISODE_VERSION.alias("own")
    now = select(own.c.episode_id).where(own.c.child_id == child_id, own.c.is_current)
    return or_(_VERSION.child_id == child_id, _VERSION.episode_id.in_(now))


def ended_before(moment: datetime) -> ColumnElement[bool]:
    """All versions of the episodes that ended before then; an open episode has not ended."""
    own = EPISODE_VERSION.alias("own")
    over = select(own.c.episode_id).where(own.c.is_current, own.c.returned_at < moment)
    return _VERSION.episode_id.in_(over)


def plan_erasure(
    connection: Connection, doomed: ColumnElement[bool], *, child_id: str | None = None
) -> ErasurePlan:
    """What would go with these versions; `child_id` goes from the ledger in any case."""
    rows = connection.execute(
        select(_VERSION.episode_id, _VERSION.version, _VERSION.child_id)
        .where(doomed)
        .order_by(_VERSION.episode_id, _VERSION.version)
    ).all()
    left = select(_VERSION.episode_id).where(not_(doomed)).distinct()
    episodes = {row.episode_id for row in rows} - set(connection.scalars(left))
    staying = set(connection.scalars(select(_VERSION.child_id).where(not_(doomed)).distinct()))
    children = ({row.child_id for row in rows} | ({child_id} - {None})) - staying
    mentions = _mentions(connection, doomed)
    return ErasurePlan(
        versions=tuple((row.episode_id, row.version) for row in rows),
        episodes=frozenset(episodes),
        mentions=len(mentions),
        decisions=_decisions_of(connection, doomed, {text for _, _, text in mentions}),
        figures=tuple(_figures(connection, children, episodes)),
        grounds=tuple(_grounds(connection, {(e, key) for e, key, _ in mentions if e in episodes})),
    )


def carry_out(connection: Connection, plan: ErasurePlan) -> None:
    """Erase what was planned, in the transaction that planned it."""
    versions = [{"of": episode, "number": version} for episode, version in plan.versions]
    for table in (MENTION, EPISODE_VERSION):
        _delete(connection, table, versions)
    for texts in (DECISION_FORGOTTEN, DECISION):
        if plan.decisions:
            connection.execute(
                delete(texts).where(texts.c.text_hash == bindparam("gone")),
                [{"gone": text_hash} for text_hash in plan.decisions],
            )
    if plan.figures:
        connection.execute(
            update(SEALED_CELL)
            .where(
                SEALED_CELL.c.release == bindparam("of"), SEALED_CELL.c.position == bindparam("at")
            )
            .values(records=bindparam("kept")),
            [{"of": of, "at": at, "kept": kept} for of, at, kept in plan.figures],
        )
    if plan.grounds:
        connection.execute(
            update(FOUND_HOTSPOT)
            .where(
                FOUND_HOTSPOT.c.finding == bindparam("of"),
                FOUND_HOTSPOT.c.hotspot_id == bindparam("at"),
            )
            .values(points=bindparam("kept")),
            [{"of": of, "at": at, "kept": kept} for of, at, kept in plan.grounds],
        )


def open_before(connection: Connection, moment: datetime) -> int:
    """How many episodes began before then and have no return: kept, and for people to look at."""
    query = select(func.count()).where(
        _VERSION.is_current, _VERSION.returned_at.is_(None), _VERSION.started_at < moment
    )
    return connection.scalar(query) or 0


def _delete(connection: Connection, table: Table, versions: list[dict[str, object]]) -> None:
    if versions:
        mine = (table.c.episode_id == bindparam("of")) & (table.c.version == bindparam("number"))
        connection.execute(delete(table).where(mine), versions)


def _mentions(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[str, str, str]]:
    query = (
        select(MENTION.c.episode_id, MENTION.c.key, MENTION.c.text)
        .join(
            EPISODE_VERSION,
            (_VERSION.episode_id == MENTION.c.episode_id) & (_VERSION.version == MENTION.c.version),
        )
        .where(wanted)
    )
    return [(row.episode_id, row.key, row.text) for row in connection.execute(query)]


def _decisions_of(
    connection: Connection, doomed: ColumnElement[bool], texts: set[str]
) -> tuple[str, ...]:
    """Decisions on texts, or parts of texts, that only the doomed mentions hold."""
    gone = "\n".join(sorted({_folded(text) for text in texts}))
    found = {
        row.text_hash: _folded(row.text)
        for row in connection.execute(select(DECISION.c.text_hash, DECISION.c.text))
    }
    theirs = {text_hash: text for text_hash, text in found.items() if text and text in gone}
    if not theirs:
        return ()
    others = {_folded(text) for _, _, text in _mentions(connection, not_(doomed))}
    rest = "\n".join(sorted(others))
    return tuple(sorted(text_hash for text_hash, text in theirs.items() if text not in rest))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _figures(
    connection: Connection, children: set[str | None], episodes: set[str]
) -> Iterator[tuple[int, int, str]]:
    """The figures of the ledger that change, with what then stands behind them."""
    gone = {sealed_digest(child) for child in children if child is not None}
    over = {sealed_digest(episode) for episode in episodes}
    stand_ins: defaultdict[str, str] = defaultdict(lambda: secrets.token_hex(12))
    query = select(SEALED_CELL).order_by(SEALED_CELL.c.release, SEALED_CELL.c.position)
    for row in connection.execute(query):
        before = [(child, episode) for child, episode in json.loads(row.records)]
        after = [
            (
                stand_ins[child] if child in gone else child,
                stand_ins[episode] if episode in over or child in gone else episode,
            )
            for child, episode in before
        ]
        if after != before:
            yield row.release, row.position, json.dumps(sorted(after))


def _grounds(
    connection: Connection, sightings: set[tuple[str, str]]
) -> Iterator[tuple[int, str, str]]:
    """The findings that change, with the points that stay."""
    gone = {
        point_digest(episode, key, part)
        for episode, key in sightings
        for part in range(_MOST_PARTS)
    }
    for row in connection.execute(select(FOUND_HOTSPOT)):
        points = set(json.loads(row.points))
        if points & gone:
            yield row.finding, row.hotspot_id, json.dumps(sorted(points - gone))
