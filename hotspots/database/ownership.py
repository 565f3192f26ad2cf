"""An engine's authority: its schema is made, its file is stamped, and another's is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from hotspots.authority import schema_of
from hotspots.database.engine import AUTHORITY
from hotspots.database.fault import label_of
from hotspots.database.transaction import reading, writing
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def authority_of(engine: Engine) -> str | None:
    """The authority that the engine was opened for."""
    found: str | None = engine.get_execution_options().get(AUTHORITY)
    return found


def refuse_another_authority(engine: Engine) -> None:
    """See that the database is this authority's, before anything in it is read or altered.

    A database that carries no authority's code yet may become anybody's.

    Raises:
        StoreError: it is another's, or somebody's where no authority was named.
    """
    if engine.dialect.name != "sqlite":
        return  # a schema is its name
    with reading(engine) as connection:
        held = _stamp_of(connection)
    if held is not None and held != authority_of(engine):
        msg = (
            f"{label_of(engine)} belongs to the authority {held}. Nothing was read. Set "
            "HOTSPOTS_AUTHORITY_ID to it, or name your own database."
        )
        raise StoreError(msg)


def make_schema(engine: Engine) -> None:
    """Make the authority's schema in PostgreSQL, if it is not there.

    Raises:
        StoreError: this account may not make it; its administrator can (see docs/scale.md).
    """
    authority_id = authority_of(engine)
    if engine.dialect.name != "postgresql" or authority_id is None:
        return
    name = schema_of(authority_id)
    with reading(engine) as connection:
        is_there = inspect(connection).has_schema(name)
    if not is_there:
        with writing(engine, turn="authority") as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))


def stamp(engine: Engine) -> None:
    """Write the authority's code into a SQLite file that has none.

    Raises:
        StoreError: the file cannot be written.
    """
    authority_id = authority_of(engine)
    if engine.dialect.name != "sqlite" or authority_id is None:
        return
    with reading(engine) as connection:
        held = _stamp_of(connection)
    if held is not None:
        return
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS authority (id TEXT NOT NULL)"))
        if _stamp_of(connection) is None:
            connection.execute(
                text("INSERT INTO authority (id) VALUES (:id)"), {"id": authority_id}
            )
    refuse_another_authority(engine)


def _stamp_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("authority"):
        return None
    held: str | None = connection.execute(text("SELECT id FROM authority")).scalar()
    return held
