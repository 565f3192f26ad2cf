"""The release ledger: what was ever let out, with what stands behind each figure of it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from hotspots.database import require_utc
from hotspots.model import Approval, SealedCell, SealedRelease
from hotspots.period import Period
from hotspots.register.ledger_tables import SEALED_CELL, SEALED_RELEASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def write_releases(connection: Connection, releases: Sequence[SealedRelease]) -> int:
    """Enter releases; returns how many were not there yet.

    The same release made of the same episodes is entered once. Made of others (rounding
    hid the difference) it is entered again: a later release is held beside both.
    """
    entered = read_releases(connection)
    known = {_content(one) for one in entered}
    number = len(entered)
    for release in releases:
        if _content(release) in known:
            continue
        known.add(_content(release))
        number += 1
        connection.execute(insert(SEALED_RELEASE), _release_row(number, release))
        if release.cells:
            connection.execute(insert(SEALED_CELL), _cell_rows(number, release))
    return number - len(entered)


def read_releases(connection: Connection) -> tuple[SealedRelease, ...]:
    """All that was entered, in that order."""
    cells: defaultdict[int, list[SealedCell]] = defaultdict(list)
    rows = select(SEALED_CELL).order_by(SEALED_CELL.c.release, SEALED_CELL.c.position)
    for row in connection.execute(rows).mappings():
        records = frozenset((child, episode) for child, episode in json.loads(row["records"]))
        cells[row["release"]].append(SealedCell(name=row["name"], records=records))
    releases = select(SEALED_RELEASE).order_by(SEALED_RELEASE.c.number)
    return tuple(
        SealedRelease(
            digest=row["digest"],
            audience=row["audience"],
            period=Period(first=row["first_day"], last=row["last_day"]),
            cells=tuple(cells[row["number"]]),
            sealed_at=row["sealed_at"],
            approval=None
            if row["reason"] is None
            else Approval(reason=row["reason"], approved_by=tuple(json.loads(row["approved_by"]))),
        )
        for row in connection.execute(releases).mappings()
    )


def _content(release: SealedRelease) -> tuple[str, tuple[SealedCell, ...]]:
    return (release.digest, release.cells)


def _release_row(number: int, release: SealedRelease) -> dict[str, Any]:
    approval = release.approval
    return {
        "number": number,
        "digest": release.digest,
        "audience": release.audience,
        "first_day": release.period.first,
        "last_day": release.period.last,
        "sealed_at": require_utc(release.sealed_at, "The time of a release"),
        "reason": None if approval is None else approval.reason,
        "approved_by": None if approval is None else json.dumps(approval.approved_by),
    }


def _cell_rows(number: int, release: SealedRelease) -> list[dict[str, Any]]:
    return [
        {
            "release": number,
            "position": position,
            "name": cell.name,
            "records": json.dumps(sorted(cell.records)),
        }
        for position, cell in enumerate(release.cells, start=1)
    ]
