"""What publications found: written as they are made, read back as the memory of ids."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, insert, select

from hotspots.database import require_utc
from hotspots.errors import StoreError
from hotspots.model import Finding, FoundHotspot, Ground, Memory
from hotspots.period import Period
from hotspots.register.finding_tables import FINDING, FOUND_HOTSPOT, REMARK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, RowMapping

    from hotspots.model import Remark

RemarkKind = Literal["name", "zone"]


def write_finding(
    connection: Connection,
    hotspots: Sequence[FoundHotspot],
    *,
    run_id: str,
    period: Period,
    found_at: datetime,
) -> int:
    """Keep what a publication found; returns its number.

    The same as the last time, of the same period, is no news and is not kept twice.
    """
    moment = require_utc(found_at, "The time of a finding")
    ordered = tuple(sorted(hotspots, key=lambda one: one.hotspot_id))
    earlier = _findings(connection)
    if earlier and (earlier[-1].period, earlier[-1].hotspots) == (period, ordered):
        return earlier[-1].number
    number = len(earlier) + 1
    connection.execute(
        insert(FINDING),
        {
            "number": number,
            "run_id": run_id,
            "first_day": period.first,
            "last_day": period.last,
            "found_at": moment,
        },
    )
    if ordered:
        connection.execute(insert(FOUND_HOTSPOT), [_row(number, one) for one in ordered])
    return number


def write_remark(connection: Connection, kind: RemarkKind, remark: Remark) -> bool:
    """Keep a name or zone that a person chose; empty takes it back. False: it was so already.

    Raises:
        StoreError: no publication has found a hotspot of this id.
    """
    known = select(FOUND_HOTSPOT.c.hotspot_id).where(
        FOUND_HOTSPOT.c.hotspot_id == remark.hotspot_id
    )
    if connection.execute(known).first() is None:
        msg = "No published hotspot has this id. `hotspots hotspot list` shows them."
        raise StoreError(msg)
    if _current_remarks(connection, kind).get(remark.hotspot_id, "") == remark.said:
        return False
    mine = (REMARK.c.kind == kind) & (REMARK.c.hotspot_id == remark.hotspot_id)
    number = connection.scalar(select(func.count()).select_from(REMARK).where(mine)) or 0
    connection.execute(
        insert(REMARK),
        {
            "kind": kind,
            "hotspot_id": remark.hotspot_id,
            "number": number + 1,
            "said": remark.said,
            "said_by": remark.said_by,
            "said_at": require_utc(remark.said_at, "The time of a remark"),
        },
    )
    return True


def read_memory(connection: Connection) -> Memory:
    """Everything remembered, the oldest finding first."""
    return Memory(
        findings=_findings(connection),
        names=_current_remarks(connection, "name"),
        zones=_current_remarks(connection, "zone"),
    )


def _findings(connection: Connection) -> tuple[Finding, ...]:
    members: defaultdict[int, list[FoundHotspot]] = defaultdict(list)
    rows = select(FOUND_HOTSPOT)
    for row in connection.execute(rows).mappings():
        members[row["finding"]].append(_hotspot(row))
    return tuple(
        Finding(
            number=row["number"],
            run_id=row["run_id"],
            period=Period(first=row["first_day"], last=row["last_day"]),
            found_at=row["found_at"],
            hotspots=tuple(sorted(members[row["number"]], key=lambda one: one.hotspot_id)),
        )
        for row in connection.execute(select(FINDING).order_by(FINDING.c.number)).mappings()
    )


def _current_remarks(connection: Connection, kind: RemarkKind) -> dict[str, str]:
    query = select(REMARK).where(REMARK.c.kind == kind).order_by(REMARK.c.number)
    said = {row["hotspot_id"]: row["said"] for row in connection.execute(query).mappings()}
    return {hotspot_id: said[hotspot_id] for hotspot_id in sorted(said) if said[hotspot_id]}


def _row(number: int, one: FoundHotspot) -> dict[str, Any]:
    return {
        "finding": number,
        "hotspot_id": one.hotspot_id,
        "place_id": one.place_id,
        "name": one.name,
        "zone": one.zone,
        "was_shown": one.was_shown,
        "places": json.dumps(one.ground.places),
        "points": json.dumps(sorted(one.ground.points)),
    }


def _hotspot(row: RowMapping) -> FoundHotspot:
    return FoundHotspot(
        hotspot_id=row["hotspot_id"],
        place_id=row["place_id"],
        name=row["name"],
        zone=row["zone"],
        was_shown=row["was_shown"],
        ground=Ground(
            places=tuple((str(place), int(count)) for place, count in json.loads(row["places"])),
            points=frozenset(json.loads(row["points"])),
        ),
    )
