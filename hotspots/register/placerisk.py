"""What partners agree about places: every version is kept, none is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hotspots.database import require_utc
from hotspots.errors import StoreError
from hotspots.model import ActionPlace, PlaceFact, PlaceRisk, PlaceRiskVersion, standing
from hotspots.register.placerisk_tables import PLACE_RISK_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, RowMapping

_BETWEEN = " "  # no code and no fact has a blank in it


def appended(
    held: Iterable[PlaceRiskVersion],
    records: Iterable[PlaceRisk],
    *,
    made_from: Mapping[tuple[ActionPlace, str], int] | None = None,
) -> tuple[PlaceRiskVersion, ...]:
    """The versions to add to those that are held, by what they are about and their number.

    The same again is no news. Records are taken in the order in which they were entered,
    whatever the order in which they are given. `made_from` says which version (0: none) each
    was made from: a record that somebody else has changed since is not written over.

    Raises:
        ParameterError: a time of entry has no time zone.
        StoreError: a record was changed meanwhile, was entered later than this one, or two
            entries of one moment say different things.
    """
    given = tuple(records)
    latest = {one.record.key: one for one in standing(held)}
    for key, number in (made_from or {}).items():
        latest_number = latest[key].number if key in latest else 0
        news = (_is_news(one, latest.get(key)) for one in given if one.key == key)
        if latest_number != number and any(news):
            msg = (
                "A record was changed since what you have was written. Export it again, and "
                "enter your changes there."
            )
            raise StoreError(msg)
    return _in_turn(latest, given)


def _in_turn(
    latest: dict[tuple[ActionPlace, str], PlaceRiskVersion], records: Iterable[PlaceRisk]
) -> tuple[PlaceRiskVersion, ...]:
    added: list[PlaceRiskVersion] = []
    for record in sorted(records, key=_order):
        before = latest.get(record.key)
        if not _is_news(record, before):
            continue
        if before is not None and before.record.recorded_at >= record.recorded_at:
            msg = (
                "A later or other entry of that moment is there already. Leave the one that holds."
            )
            raise StoreError(msg)
        version = PlaceRiskVersion(number=before.number + 1 if before else 1, record=record)
        latest[record.key] = version
        added.append(version)
    return tuple(added)


def write_place_risks(
    connection: Connection,
    records: Iterable[PlaceRisk],
    *,
    made_from: Mapping[tuple[ActionPlace, str], int] | None = None,
) -> int:
    """Write those that are new or say something else; returns how many versions that were."""
    given = tuple(records)
    added = appended(read_place_risks(connection), given, made_from=made_from)
    if added:
        connection.execute(insert(PLACE_RISK_VERSION), [_row(one) for one in added])
    return len(added)


def read_place_risks(connection: Connection) -> tuple[PlaceRiskVersion, ...]:
    """Every version of every record, by what it is about, the older ones first."""
    rows = connection.execute(select(PLACE_RISK_VERSION)).mappings()
    found = [_version(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.record.key, one.number)))


def _is_news(record: PlaceRisk, before: PlaceRiskVersion | None) -> bool:
    return before is None or before.record.content != record.content


def _order(record: PlaceRisk) -> tuple[str, str, str, str]:
    moment = require_utc(record.recorded_at, "The time of an entry")
    at = moment.isoformat(timespec="microseconds")
    return (record.kind.value, record.where, at, repr(record.content))


def _row(version: PlaceRiskVersion) -> dict[str, object]:
    record = version.record
    return {
        "kind": record.kind.value,
        "place": record.where,
        "number": version.number,
        "list_version": record.list_version,
        "themes": _BETWEEN.join(record.themes),
        "guardian_kinds": _BETWEEN.join(record.guardian_kinds),
        "guardian": record.guardian,
        "owner": record.owner,
        "lead_agency": record.lead,
        "reviewed_on": record.reviewed_on,
        "next_review": record.next_review,
        "note": record.note,
        "told": _BETWEEN.join(fact.value for fact in record.told),
        "is_closed": record.closed,
        "recorded_by": record.recorded_by,
        "recorded_at": record.recorded_at,
    }


def _version(row: RowMapping) -> PlaceRiskVersion:
    record = PlaceRisk(
        kind=ActionPlace(row["kind"]),
        where=row["place"],
        themes=tuple(row["themes"].split()),
        guardian_kinds=tuple(row["guardian_kinds"].split()),
        guardian=row["guardian"],
        owner=row["owner"],
        lead=row["lead_agency"],
        reviewed_on=row["reviewed_on"],
        next_review=row["next_review"],
        note=row["note"],
        told=tuple(PlaceFact(fact) for fact in row["told"].split()),
        closed=row["is_closed"],
        recorded_by=row["recorded_by"],
        recorded_at=row["recorded_at"],
        list_version=row["list_version"],
    )
    return PlaceRiskVersion(number=row["number"], record=record)
