"""Databases copied while they are in use, and freed of the bytes of what was erased.

A copy of either kind of database is a SQLite file: one snapshot, row by row, into a file
with this program's schema. So one kind of backup is checked and put back in one way.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from hotspots.database.fault import faults_in_words, label_of
from hotspots.database.transaction import reading, writing
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine, Table

_ROWS_AT_ONCE = 5_000


def scrub(engine: Engine, tables: Sequence[Table]) -> None:
    """Rewrite the database, so that bytes of deleted rows are no longer in its files.

    SQLite: the file is made anew and its log cut to nothing. PostgreSQL: the tables are
    rewritten; the server's own log keeps the old pages until it is recycled.

    Raises:
        StoreError: somebody reads the database meanwhile, or the disk is full.
    """
    with faults_in_words(engine), engine.connect() as plain:
        if engine.dialect.name == "postgresql":
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')
            return
        cursor = plain.connection.cursor()
        try:
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.close()
    if busy:
        msg = (
            f"{label_of(engine)} is open elsewhere, so its log still holds bytes of what was "
            "erased. Close the other program and give the command again."
        )
        raise StoreError(msg)


def copy_rows(
    source: Engine, target: Engine, tables: Sequence[Table], *, replace: bool = False
) -> str:
    """Copy all rows of one snapshot into the same tables elsewhere, all or nothing.

    `tables` in an order in which none points at a later one. Returns the digest of what was
    copied (see `digest_of`). With `replace` the target's own rows give way.

    Raises:
        StoreError: the target has rows, or one of the two cannot be used; the target is then
            as it was.
    """
    with reading(source) as origin, writing(target) as copy:
        if replace:
            for table in reversed(tables):
                copy.execute(delete(table))
        elif _has_rows(copy, tables):
            msg = f"{label_of(target)} is not empty. Nothing was written over it."
            raise StoreError(msg)
        for table in tables:
            _copy_table(origin, copy, table)
        given, kept = digest_of(origin, tables), digest_of(copy, tables)
        if given != kept:
            msg = f"{label_of(target)} did not keep what was written. Check its disk."
            raise StoreError(msg)
    return given


def digest_of(connection: Connection, tables: Sequence[Table]) -> str:
    """SHA-256 over every row of the tables, whatever database they are in and in any order."""
    whole = hashlib.sha256()
    for table in tables:
        # Rows are added up, not sorted: two databases sort text differently.
        total = 0
        with connection.execute(
            select(table), execution_options={"yield_per": _ROWS_AT_ONCE}
        ) as rows:
            for row in rows:
                total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest())
        count = connection.scalar(select(func.count()).select_from(table))
        whole.update(f"{table.name}|{count}|{total % 2**256}\n".encode())
    return whole.hexdigest()


def has_rows(engine: Engine, tables: Sequence[Table]) -> bool:
    """Whether anything is kept in any of these tables."""
    with reading(engine) as connection:
        return _has_rows(connection, tables)


def _has_rows(connection: Connection, tables: Sequence[Table]) -> bool:
    return any(connection.execute(select(table).limit(1)).first() for table in tables)


def _copy_table(origin: Connection, copy: Connection, table: Table) -> None:
    with origin.execute(select(table), execution_options={"yield_per": _ROWS_AT_ONCE}) as rows:
        for portion in rows.mappings().partitions():
            copy.execute(insert(table), [dict(row) for row in portion])
