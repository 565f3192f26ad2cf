"""Engines with the settings under which nothing is lost.

SQLite: write-ahead log, a full sync at each commit, foreign keys, no trust in the
file's own schema, deleted content overwritten, and `BEGIN IMMEDIATE` for whoever
means to write (a transaction that begins by reading and then writes fails at once
when another wrote in between). The file is its owner's alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from hotspots.authority import AUTHORITY_ID, AUTHORITY_QUERY, schema_of
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

READ_ONLY = "hotspots_read_only"
AUTHORITY = "hotspots_authority"
BUSY_TIMEOUT_MS = 5_000
_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",  # first: the next one may have to wait
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
# Long enough for the largest recording, short enough that a dead client frees its locks.
_POSTGRESQL_SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
_CONNECT_TIMEOUT_S = 10


def open_engine(url: str) -> Engine:
    """The engine for `sqlite:///path/to/file.db` or `postgresql+psycopg://user@host/name`.

    A SQLite file that is not there is made, with its folder, for its owner alone. An
    `?authority=E06000015` at the end says whose data these are: see `hotspots.authority`.

    Raises:
        StoreError: the URL names no such database, or the file cannot be made or opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    match parsed.get_backend_name() if parsed else "":
        case "sqlite" if parsed is not None:
            plain, authority_id = _parted(parsed)
            return _of(authority_id, _sqlite(plain))
        case "postgresql" if parsed is not None:
            plain, authority_id = _parted(parsed)
            return _of(authority_id, _postgresql(plain, authority_id))
        case _:
            msg = (
                "The database's address is not understood. Give sqlite:///path/to/file.db "
                "or postgresql+psycopg://user@host/name."
            )
            raise StoreError(msg)


def _parted(url: URL) -> tuple[URL, str | None]:
    """An address without its authority, which no driver knows, and the authority.

    Raises:
        StoreError: what stands there is not an authority's code, or there are several.
    """
    given = url.query.get(AUTHORITY_QUERY)
    if given is None:
        return url, None
    if not isinstance(given, str) or AUTHORITY_ID.fullmatch(given) is None:
        msg = "The database's address names no authority. Write ?authority=E06000015 at its end."
        raise StoreError(msg)
    return url.difference_update_query([AUTHORITY_QUERY]), given


def _of(authority_id: str | None, engine: Engine) -> Engine:
    engine.update_execution_options(**{AUTHORITY: authority_id})
    return engine


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database.startswith((":memory:", "file:")):
        msg = "A database in memory is lost when the program ends. Name a file: sqlite:///path/to/file.db."
        raise StoreError(msg)
    path = Path(url.database)
    try:
        _make_private(path)
    except OSError as error:
        msg = (
            f"The database {path.name} cannot be made or opened ({error.strerror}). "
            "Choose another folder."
        )
        raise StoreError(msg) from error
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """An empty file is an empty database; SQLite gives the log beside it the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _set_pragmas(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
    # None: the driver begins nothing by itself, `_begin` does.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(url: URL, authority_id: str | None) -> Engine:
    own = url.query.get("options", ())
    given = (own,) if isinstance(own, str) else own
    ours = (f"-c {name}={value}" for name, value in _POSTGRESQL_SETTINGS.items())
    # The authority's schema alone: a name that is not in it is never looked for elsewhere.
    path = () if authority_id is None else (f"-c search_path={schema_of(authority_id)}",)
    # What the URL sets comes after ours, so it wins; the authority is not for it to alter.
    options = " ".join((*ours, *given, *path))
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": _CONNECT_TIMEOUT_S},
    )
