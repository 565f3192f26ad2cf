"""What went wrong in a database, in words for people and without a value of any row.

The libraries' own messages quote parameters and rows (PostgreSQL: "Key (…)=(…)
already exists"), so none of them is passed on: only the code of the failure.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_BUSY = "is busy with somebody else's work. Try again in a minute."
_FULL = "cannot be written: the disk is full. Make room and do it again; nothing was half done."
_DAMAGED = "is damaged or is not a database. Restore it from your backup."
_READ_ONLY = "cannot be written. Give this account the right to write to the file and its folder."
_UNREACHABLE = "cannot be opened. Check that it exists, that it is running and that you may use it."
_ELSE = "refused what was asked of it; nothing was changed."

# SQLite's primary result codes by name (https://www.sqlite.org/rescode.html); the
# extended ones begin with these.
_SQLITE = (
    ("SQLITE_BUSY", _BUSY),
    ("SQLITE_LOCKED", _BUSY),
    ("SQLITE_FULL", _FULL),
    ("SQLITE_IOERR", "cannot be read or written: the disk is full or failing."),
    ("SQLITE_CORRUPT", _DAMAGED),
    ("SQLITE_NOTADB", _DAMAGED),
    ("SQLITE_READONLY", _READ_ONLY),
    ("SQLITE_CANTOPEN", _UNREACHABLE),
    ("SQLITE_PERM", _UNREACHABLE),
)
# PostgreSQL's error classes (appendix A of its manual).
_POSTGRESQL = (
    ("53100", _FULL),
    ("55P03", _BUSY),
    ("57014", _BUSY),
    ("40", _BUSY),
    ("08", _UNREACHABLE),
    ("28", _UNREACHABLE),
    ("3D", _UNREACHABLE),
    ("57P", _UNREACHABLE),
    ("42501", "does not let this account do that. Ask its administrator for the right."),
    ("XX", _DAMAGED),
)


@contextmanager
def faults_in_words(engine: Engine) -> Iterator[None]:
    """Turn every failure of the database below this point into a `StoreError`.

    Raises:
        StoreError: what failed and the mend, with the failure's code.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        # `from None`: the chained text would carry the row that the database quotes.
        raise StoreError(_message(engine, cause or error)) from None
    except sqlite3.Error as error:  # where the driver is asked without SQLAlchemy
        raise StoreError(_message(engine, error)) from None


def label_of(engine: Engine) -> str:
    """The database's name for people: the file without its folder, or the name on the server."""
    name = (engine.url.database or "").replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return f"The database {name}" if name else "The database"


def _message(engine: Engine, cause: BaseException) -> str:
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    known = _SQLITE if engine.dialect.name == "sqlite" else _POSTGRESQL
    words = next((words for prefix, words in known if code.startswith(prefix)), None)
    if words is None:
        # psycopg gives no code where there never was a connection.
        lost = engine.dialect.name == "postgresql" and not code
        words = _UNREACHABLE if lost and type(cause).__name__ == "OperationalError" else _ELSE
    return f"{label_of(engine)} {words} ({code or type(cause).__name__})"
