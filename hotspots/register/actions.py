"""Actions of the disruption register: the latest version holds, the earlier ones are kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hotspots.database import require_utc
from hotspots.errors import StoreError
from hotspots.model import Action, ActionPlace
from hotspots.register.action_tables import ACTION_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping

_DIGEST_BYTES = 3
_LONGEST_ID = 64


def action_id_of(*, what: str, kind: ActionPlace, where: str, from_on: date) -> str:
    """The id of a new action: the same thing, at the same place, from the same day, is the same.

    `2021-03-15-markeaton-park-3f9a1c`: its day and place can be read, so that people can
    tell one from another.
    """
    said = repr((what.casefold(), kind.value, where, from_on.isoformat()))
    digest = hashlib.blake2b(said.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    slug = "-".join("".join(c if c.isalnum() else " " for c in where.lower()).split())
    room = _LONGEST_ID - len(f"{from_on.isoformat()}--{digest}")
    return f"{from_on.isoformat()}-{slug[:room].strip('-')}-{digest}"


def write_actions(connection: Connection, actions: Iterable[Action]) -> int:
    """Write those that are new or say something else; returns how many did.

    Taken in the order in which they were entered, not given; the same again is no news, and
    what was entered earlier never displaces what was entered later.

    Raises:
        StoreError: two entries of one moment contradict each other.
    """
    held = {one.action_id: (number, one) for number, one in _numbered(connection)}
    changed = 0
    for action in sorted(actions, key=_order):
        number, before = held.get(action.action_id, (0, None))
        if before is not None:
            if before.content == action.content or before.recorded_at > action.recorded_at:
                continue
            if before.recorded_at == action.recorded_at:
                msg = "Two entries say different things of one action. Leave the one that holds."
                raise StoreError(msg)
        connection.execute(insert(ACTION_VERSION), _row(action, number + 1))
        held[action.action_id] = (number + 1, action)
        changed += 1
    return changed


def current_actions(connection: Connection, *, at: datetime | None = None) -> tuple[Action, ...]:
    """Each action as it stands, or stood at a moment, by the day it began and its id.

    Withdrawn ones are among them.
    """
    versions = (one for _number, one in _numbered(connection))
    held = {one.action_id: one for one in versions if at is None or one.recorded_at <= at}
    return tuple(sorted(held.values(), key=lambda one: (one.from_on, one.action_id)))


def versions_of_action(connection: Connection, action_id: str) -> tuple[Action, ...]:
    """All that was ever said of one action, the oldest first; empty if it is not known."""
    return tuple(one for _number, one in _numbered(connection) if one.action_id == action_id)


def _numbered(connection: Connection) -> list[tuple[int, Action]]:
    """Every version with its number, the older ones of an action first."""
    query = select(ACTION_VERSION).order_by(ACTION_VERSION.c.number)
    return [(row["number"], _action(row)) for row in connection.execute(query).mappings()]


def _order(action: Action) -> tuple[str, str, str]:
    moment = require_utc(action.recorded_at, "The time of an entry")
    return (action.action_id, moment.isoformat(timespec="microseconds"), repr(action.content))


def _row(action: Action, number: int) -> dict[str, object]:
    return {
        "action_id": action.action_id,
        "number": number,
        "what": action.what,
        "kind": action.kind.value,
        "place": action.where,
        "from_on": action.from_on,
        "to_on": action.to_on,
        "lead_agency": action.lead,
        "is_withdrawn": action.withdrawn,
        "is_told": action.told,
        "recorded_by": action.recorded_by,
        "recorded_at": action.recorded_at,
    }


def _action(row: RowMapping) -> Action:
    return Action(
        action_id=row["action_id"],
        what=row["what"],
        kind=ActionPlace(row["kind"]),
        where=row["place"],
        from_on=row["from_on"],
        to_on=row["to_on"],
        lead=row["lead_agency"],
        recorded_by=row["recorded_by"],
        recorded_at=row["recorded_at"],
        withdrawn=row["is_withdrawn"],
        told=row["is_told"],
    )
