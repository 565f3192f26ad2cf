"""Whether the register still holds what was written into it, row by row.

A database sees that its pages hang together; a letter that a failing disk has changed in
the middle of a text it does not see. The hashes that were written with the rows do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from hotspots.errors import StoreError
from hotspots.register.codec import content_hash, episode_of, episode_row, mention_rows
from hotspots.register.decisions import text_hash_of
from hotspots.register.tables import DECISION, EPISODE_VERSION, MENTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping

# Few enough for the numbers of parameters that either database takes.
_ROWS_AT_ONCE = 500


def verify_contents(connection: Connection) -> None:
    """Hold every version of every episode, and every decision's text, beside its hash.

    Reads everything: some seconds for 100,000 episodes.

    Raises:
        StoreError: something was changed since it was written.
    """
    try:
        _verify_versions(connection)
        _verify_decisions(connection)
    # What was changed need not even be a date or a known word any more.
    except (ValueError, KeyError, TypeError):
        raise _damaged() from None


def _damaged() -> StoreError:
    return StoreError(
        "The register is damaged: an entry is not what was recorded. Restore it from your backup."
    )


def _verify_versions(connection: Connection) -> None:
    with connection.execute(
        select(EPISODE_VERSION), execution_options={"yield_per": _ROWS_AT_ONCE}
    ) as rows:
        for portion in rows.mappings().partitions():
            _verify_portion(connection, portion)


def _verify_portion(connection: Connection, portion: Sequence[RowMapping]) -> None:
    ids = {row["episode_id"] for row in portion}
    mentions: defaultdict[tuple[str, int], list[RowMapping]] = defaultdict(list)
    found = connection.execute(select(MENTION).where(MENTION.c.episode_id.in_(ids)))
    for mention in found.mappings():
        mentions[mention["episode_id"], mention["version"]].append(mention)
    for row in portion:
        episode = episode_of(row, mentions[row["episode_id"], row["version"]])
        said = content_hash(episode_row(episode), mention_rows(episode))
        if said != row["content_hash"] or episode.started_on != row["started_on"]:
            raise _damaged()


def _verify_decisions(connection: Connection) -> None:
    with connection.execute(
        select(DECISION.c.text, DECISION.c.text_hash),
        execution_options={"yield_per": _ROWS_AT_ONCE},
    ) as rows:
        if any(text_hash_of(row.text) != row.text_hash for row in rows):
            raise _damaged()
