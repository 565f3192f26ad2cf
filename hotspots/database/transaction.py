"""The two ways to use a database: a snapshot to read, or the one writer's turn."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hotspots.database.engine import AUTHORITY, READ_ONLY
from hotspots.database.fault import faults_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

# A read of several tables must see one moment; in SQLite every transaction does.
_SNAPSHOT: dict[str, dict[str, Any]] = {
    "sqlite": {READ_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever others write meanwhile.

    Raises:
        StoreError: the database cannot be read.
    """
    with faults_in_words(engine), engine.connect() as connection:
        snapshot = connection.execution_options(**_SNAPSHOT[engine.dialect.name])
        with snapshot.begin():
            yield snapshot


@contextmanager
def writing(engine: Engine, *, turn: str = "") -> Iterator[Connection]:
    """A connection whose work is kept as a whole at the end, or not at all.

    Writers of the same `turn` wait for one another: SQLite has one writer at a time,
    PostgreSQL an advisory lock of that name until the transaction ends. Without a turn
    the locks of the rows must do.

    Raises:
        StoreError: the database cannot be written, or stayed busy too long.
    """
    with faults_in_words(engine), engine.begin() as connection:
        if turn and engine.dialect.name == "postgresql":
            # Authorities on one server do not wait for one another.
            whose = engine.get_execution_options().get(AUTHORITY)
            number = _lock_number(f"{whose}|{turn}" if whose else turn)
            connection.execute(select(func.pg_advisory_xact_lock(number)))
        yield connection


def _lock_number(turn: str) -> int:
    """PostgreSQL names advisory locks by a signed 64-bit number."""
    digest = hashlib.sha256(f"hotspots|{turn}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
