"""Endpoints and their deliveries, in the database of the releases."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, insert, select, update

from hotspots.database import open_database, reading, require_utc, writing
from hotspots.errors import ParameterError
from hotspots.release import Audience
from hotspots.webhooks.announcement import publication
from hotspots.webhooks.records import DeadLetter, Endpoint, Letter, Standing, State
from hotspots.webhooks.tables import DELIVERY, WEBHOOK

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Engine, Row

    from hotspots.release import Release

AUDIENCES = (Audience.PARTNER, Audience.PUBLIC)
"""Briefs have no webhook: their readers see parts, and a whole's digest is none of theirs."""

_PACKAGE = "hotspots.webhooks"
_MOST_ENDPOINTS = 50


class Webhooks:
    """Who is told, and what waits to be sent. Each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open them in the database of the releases, made or brought up to date where needed.

        Raises:
            StoreError: the database cannot be used, or is newer than this program.
        """
        return cls(open_database(url, _PACKAGE))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, url: str, audience: Audience, *, service_address: str, now: datetime) -> Endpoint:
        """Keep an endpoint; the address is the caller's to check.

        Raises:
            ParameterError: the audience has no webhooks, or there are too many already.
        """
        if audience not in AUDIENCES:
            msg = f"A webhook is for one of: {', '.join(one.value for one in AUDIENCES)}."
            raise ParameterError(msg)
        endpoint = Endpoint(
            webhook_id=secrets.token_hex(4),
            url=url,
            audience=audience,
            service_address=service_address,
        )
        with writing(self._engine, turn="webhooks") as connection:
            if len(_live(connection)) >= _MOST_ENDPOINTS:
                msg = f"There are {_MOST_ENDPOINTS} webhooks already. Remove one first."
                raise ParameterError(msg)
            row = {
                "webhook_id": endpoint.webhook_id,
                "url": url,
                "audience": audience.value,
                "service_address": service_address,
                "created_at": require_utc(now, "The time of adding"),
                "withdrawn_at": None,
            }
            connection.execute(insert(WEBHOOK), row)
        return endpoint

    def remove(self, webhook_id: str, *, now: datetime) -> bool:
        """Tell it nothing more, what waits included; False if there is none such."""
        with writing(self._engine, turn="webhooks") as connection:
            done = connection.execute(
                update(WEBHOOK)
                .where(WEBHOOK.c.webhook_id == webhook_id, WEBHOOK.c.withdrawn_at.is_(None))
                .values(withdrawn_at=require_utc(now, "The time of removing"))
            )
            connection.execute(
                update(DELIVERY)
                .where(DELIVERY.c.webhook_id == webhook_id, DELIVERY.c.state == State.PENDING.value)
                .values(state=State.WITHDRAWN.value)
            )
        return done.rowcount == 1

    def find(self, webhook_id: str) -> Endpoint | None:
        """The live endpoint of this id, if there is one."""
        with reading(self._engine) as connection:
            rows = _live(connection)
        return next((_endpoint(row) for row in rows if row.webhook_id == webhook_id), None)

    def standings(self) -> tuple[Standing, ...]:
        """Every endpoint that there ever was, the oldest first."""
        counted = select(DELIVERY.c.webhook_id, DELIVERY.c.state, func.count().label("number"))
        with reading(self._engine) as connection:
            rows = connection.execute(counted.group_by(DELIVERY.c.webhook_id, DELIVERY.c.state))
            numbers = {(row.webhook_id, row.state): row.number for row in rows}
            endpoints = connection.execute(select(WEBHOOK)).all()
        return tuple(
            Standing(
                endpoint=_endpoint(row),
                created_at=row.created_at,
                withdrawn_at=row.withdrawn_at,
                pending=numbers.get((row.webhook_id, State.PENDING), 0),
                dead=numbers.get((row.webhook_id, State.DEAD), 0),
            )
            for row in sorted(endpoints, key=lambda row: (row.created_at, row.webhook_id))
        )

    def dead(self) -> tuple[DeadLetter, ...]:
        """The deliveries that were given up, the oldest first."""
        query = select(DELIVERY).where(DELIVERY.c.state == State.DEAD.value)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(DELIVERY.c.queued_at)).all()
        return tuple(
            DeadLetter(
                delivery_id=row.delivery_id,
                webhook_id=row.webhook_id,
                event_id=row.event_id,
                attempts=row.attempts,
                queued_at=row.queued_at,
                problem=row.problem,
            )
            for row in sorted(rows, key=lambda row: (row.queued_at, row.delivery_id))
        )

    def revive(self, *, now: datetime) -> int:
        """Try once more, from the beginning, what was given up; how many that are."""
        with writing(self._engine, turn="webhooks") as connection:
            live = [row.webhook_id for row in _live(connection)]
            done = connection.execute(
                update(DELIVERY)
                .where(DELIVERY.c.state == State.DEAD.value, DELIVERY.c.webhook_id.in_(live))
                .values(state=State.PENDING.value, attempts=0, due_at=now)
            )
        return done.rowcount

    def queue(
        self, connection: Connection, published: tuple[Release, ...], moment: datetime
    ) -> None:
        """Put events into the outbox, on the connection in whose transaction they happened."""
        endpoints = [_endpoint(row) for row in _live(connection)]
        for release in published:
            event_id = secrets.token_hex(16)
            rows = [
                {
                    "delivery_id": secrets.token_hex(8),
                    "webhook_id": one.webhook_id,
                    "event_id": event_id,
                    "body": publication(release, one, event_id=event_id),
                    "queued_at": moment,
                    "due_at": moment,
                    "attempts": 0,
                    "state": State.PENDING.value,
                    "problem": "",
                }
                for one in endpoints
                if one.audience is release.audience
            ]
            if rows:
                connection.execute(insert(DELIVERY), rows)

    def take(self, *, now: datetime, hold: timedelta) -> Letter | None:
        """The delivery that waits longest, for whoever took it to send; None if none is due.

        It is counted as tried and comes up again after `hold`, whatever becomes of the
        taker: what is lost with a process is sent again, under the same event's id.
        """
        due = (
            select(DELIVERY, WEBHOOK)
            .join(WEBHOOK, WEBHOOK.c.webhook_id == DELIVERY.c.webhook_id)
            .where(DELIVERY.c.state == State.PENDING.value, DELIVERY.c.due_at <= now)
            .where(WEBHOOK.c.withdrawn_at.is_(None))
            .order_by(DELIVERY.c.due_at, DELIVERY.c.delivery_id)
            .limit(1)
        )
        with writing(self._engine, turn="webhooks") as connection:
            row = connection.execute(due).first()
            if row is None:
                return None
            _change(connection, row.delivery_id, due_at=now + hold, attempts=row.attempts + 1)
        return Letter(
            delivery_id=row.delivery_id,
            event_id=row.event_id,
            endpoint=_endpoint(row),
            body=bytes(row.body),
            attempts=row.attempts + 1,
        )

    def settle(self, letter: Letter, state: State, *, problem: str, due_at: datetime) -> None:
        """Keep what came of an attempt; a delivery that was withdrawn meanwhile stays so."""
        with writing(self._engine, turn="webhooks") as connection:
            _change(
                connection,
                letter.delivery_id,
                state=state.value,
                problem=problem,
                due_at=due_at,
            )


def _live(connection: Connection) -> list[Row[Any]]:
    query = select(WEBHOOK).where(WEBHOOK.c.withdrawn_at.is_(None))
    return sorted(connection.execute(query).all(), key=lambda row: str(row.webhook_id))


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(
        webhook_id=row.webhook_id,
        url=row.url,
        audience=Audience(row.audience),
        service_address=row.service_address,
    )


def _change(connection: Connection, delivery_id: str, **values: object) -> None:
    connection.execute(
        update(DELIVERY)
        .where(DELIVERY.c.delivery_id == delivery_id, DELIVERY.c.state == State.PENDING.value)
        .values(**values)
    )
