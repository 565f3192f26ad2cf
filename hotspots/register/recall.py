"""Reading episodes back, whole and in an order that no database decides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from hotspots.register.accounts import EpisodeVersion
from hotspots.register.codec import episode_of
from hotspots.register.tables import BATCH, EPISODE_VERSION, MENTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from hotspots.model import Episode
    from hotspots.period import Period

_VERSION = EPISODE_VERSION.c
# Few enough for the numbers of parameters that either database takes.
_ROWS_AT_ONCE = 500


def current_episodes(connection: Connection, period: Period | None) -> tuple[Episode, ...]:
    """The current versions, by id; of the episodes that began within the period."""
    wanted: ColumnElement[bool] = _VERSION.is_current
    if period is not None:
        wanted &= _VERSION.started_on.between(period.first, period.last)
    mentions = _mentions(connection, wanted)
    rows = connection.execute(select(EPISODE_VERSION).where(wanted)).mappings()
    episodes = [episode_of(row, mentions.get(_identity(row), ())) for row in rows]
    return tuple(sorted(episodes, key=lambda episode: episode.episode_id))


def versions_of(connection: Connection, episode_id: str) -> tuple[EpisodeVersion, ...]:
    """Every version of one episode, the oldest first; empty if it is not known."""
    wanted = _VERSION.episode_id == episode_id
    mentions = _mentions(connection, wanted)
    query = (
        select(EPISODE_VERSION, BATCH.c.recorded_at)
        .join(BATCH, BATCH.c.batch == _VERSION.batch)
        .where(wanted)
        .order_by(_VERSION.version)
    )
    return tuple(
        EpisodeVersion(
            version=row["version"],
            episode=episode_of(row, mentions.get(_identity(row), ())),
            content_hash=row["content_hash"],
            batch=row["batch"],
            recorded_at=row["recorded_at"],
        )
        for row in connection.execute(query).mappings()
    )


def placement_postcodes(connection: Connection) -> frozenset[str]:
    """The postcodes that current episodes began from, as they were recorded."""
    query = select(_VERSION.origin_postcode).where(
        _VERSION.is_current, _VERSION.origin_postcode != ""
    )
    return frozenset(connection.scalars(query.distinct()))


def knows_any_child(connection: Connection, child_ids: Sequence[str]) -> bool:
    """Whether any version of any episode is of one of these children."""
    return any(
        connection.execute(
            select(_VERSION.child_id).where(_VERSION.child_id.in_(portion)).limit(1)
        ).first()
        for portion in (
            child_ids[at : at + _ROWS_AT_ONCE] for at in range(0, len(child_ids), _ROWS_AT_ONCE)
        )
    )


def _mentions(
    connection: Connection, wanted: ColumnElement[bool]
) -> dict[tuple[str, int], list[RowMapping]]:
    query = (
        select(MENTION)
        .join(
            EPISODE_VERSION,
            (_VERSION.episode_id == MENTION.c.episode_id) & (_VERSION.version == MENTION.c.version),
        )
        .where(wanted)
    )
    found: defaultdict[tuple[str, int], list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[_identity(row)].append(row)
    return found


def _identity(row: RowMapping) -> tuple[str, int]:
    return (row["episode_id"], row["version"])
