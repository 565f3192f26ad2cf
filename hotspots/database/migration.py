"""Schemas brought up to date: all steps or none, one process at a time, never backwards by chance.

Each package that keeps tables has its steps in its own `migrations` folder and its own
version table, so that several packages may share one PostgreSQL database.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from hotspots.database.engine import open_engine
from hotspots.database.fault import faults_in_words, label_of
from hotspots.database.ownership import make_schema, refuse_another_authority, stamp
from hotspots.database.revisions import head_revisions, kept_revisions, known_revisions
from hotspots.database.transaction import reading, writing
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

# alembic's `op` and `context` are one for the whole process.
_one_at_a_time = threading.Lock()


def open_database(url: str, package: str) -> Engine:
    """The engine for `url`, with the tables of `package` (`hotspots.register`) up to date.

    Raises:
        StoreError: as for `open_engine` and `upgrade`, or it is another authority's; nothing is
            then left open.
    """
    engine = open_engine(url)
    try:
        refuse_another_authority(engine)
        make_schema(engine)
        upgrade(engine, package)
        stamp(engine)
    except StoreError:
        engine.dispose()
        raise
    return engine


def upgrade(engine: Engine, package: str) -> None:
    """Bring the tables of `package` up to this program's schema.

    Raises:
        StoreError: the database is newer than this program, damaged, or not to be written;
            it is then as it was before.
    """
    if _is_current(engine, package):
        return
    _migrate(engine, package, "up", "head")


def downgrade(engine: Engine, package: str, *, to: str) -> None:
    """Take the tables of `package` back to the revision `to` (`base`: none at all).

    What the later revisions kept is lost; take a backup first.

    Raises:
        StoreError: as for `upgrade`.
    """
    _migrate(engine, package, "down", to)


def check_database(engine: Engine, package: str) -> None:
    """See that the database can be read, has this program's schema, and is whole.

    SQLite's `quick_check` reads the whole file: seconds for a file of gigabytes.

    Raises:
        StoreError: one of these does not hold.
    """
    if not _is_current(engine, package):
        msg = (
            f"{label_of(engine)} lacks tables of this program. Open it once to bring it up to date."
        )
        raise StoreError(msg)
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL checks its own pages
    with reading(engine) as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        msg = f"{label_of(engine)} is damaged. Restore it from your backup."
        raise StoreError(msg)


def _migrate(engine: Engine, package: str, way: Literal["up", "down"], revision: str) -> None:
    # Alembic is heavy, and needed here alone.
    steps = import_module("hotspots.database.steps")
    with _one_at_a_time, _foreign_keys_aside(engine, turn=f"{package} schema") as connection:
        # Another process may have been first, or newer, while this one waited.
        _heads(connection, package)
        own = _version_table(package)
        steps.take_steps(connection, package, version_table=own, way=way, to=revision)


@contextmanager
def _foreign_keys_aside(engine: Engine, *, turn: str) -> Iterator[Connection]:
    """A writing connection on which SQLite lets a table be rebuilt under its references.

    The setting cannot be changed inside a transaction
    (https://www.sqlite.org/lang_altertable.html#otheralter), so one connection is set
    apart for the migration, checked before the commit, and then thrown away.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine, turn=turn) as connection:
            yield connection
        return
    with faults_in_words(engine), engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    msg = f"{label_of(engine)} has rows that point nowhere; it was left as it was."
                    raise StoreError(msg)
        finally:
            connection.invalidate()


def _is_current(engine: Engine, package: str) -> bool:
    """Whether there is nothing to do; a reader need then not wait for a writer.

    Raises:
        StoreError: the database is newer than this program, or cannot be read.
    """
    with reading(engine) as connection:
        return _heads(connection, package) == head_revisions(package)


def _heads(connection: Connection, package: str) -> frozenset[str]:
    heads = kept_revisions(connection, _version_table(package))
    if not heads <= known_revisions(package):
        msg = (
            f"{label_of(connection.engine)} was written by a newer version of this program. "
            "Install that version; nothing was changed."
        )
        raise StoreError(msg)
    return heads


def _version_table(package: str) -> str:
    return f"{package.rpartition('.')[2]}_schema_version"
